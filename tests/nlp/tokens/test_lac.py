"""LAC's words and tags are those of the package that the weights came from, one by one or together."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import DATA

from kg.nlp.tokens import lac
from kg.nlp.tokens.lac import load_lac

EXPECTED = DATA / "lac.txt"
TEXTS = st.lists(st.text("李燎到玉林街道督导防汛工作，。", max_size=30), max_size=12)


@cache
def expected() -> list[list[tuple[str, str]]]:
    lines = EXPECTED.read_text(encoding="utf-8").splitlines()
    pairs = [[item.rpartition("/") for item in line.split()] for line in lines if not line.startswith("#")]
    return [[(word, tag) for word, _, tag in line] for line in pairs]


def test_together() -> None:
    texts = ["".join(word for word, _ in line) for line in expected()]
    assert len(texts) > 100
    assert load_lac().run(texts) == expected()


def test_one_by_one() -> None:
    texts = ["".join(word for word, _ in line) for line in expected()]
    assert [load_lac().run([text])[0] for text in texts] == expected()


@pytest.mark.parametrize("size", [1, 64, 4096])
def test_the_size_of_a_batch_is_no_matter(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["".join(word for word, _ in line) for line in expected()]
    monkeypatch.setattr(lac, "TOGETHER", size)
    assert load_lac().run(texts) == expected()


@settings(deadline=None)
@given(TEXTS)
def test_every_text_has_its_words(texts: list[str]) -> None:
    found = load_lac().run(texts)
    assert ["".join(word for word, _ in words) for words in found] == texts
    states = load_lac().hidden(texts)
    assert [len(rows) for rows in states] == [len(text) for text in texts]
    assert [len(rows) for rows in load_lac().emissions(texts)] == [len(text) for text in texts]


@pytest.mark.parametrize("size", [1, 50])
def test_the_size_of_a_group_is_no_matter(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["".join(word for word, _ in line) for line in expected()]
    monkeypatch.setattr(lac, "AT_ONCE", size)
    assert load_lac().run(["", *texts, ""]) == [[], *expected(), []]


def test_hidden_states_do_not_depend_on_what_they_are_batched_with() -> None:
    long, short = load_lac().hidden(["李燎到玉林街道督导", "李燎"])
    assert np.allclose(load_lac().hidden(["李燎"])[0], short, atol=1e-5)
    assert long.shape == (9, 256)
