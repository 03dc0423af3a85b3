"""The noise lists: complete, and strict about what they hold."""

from __future__ import annotations

import pytest

from kg.cleaning.noise import FILE, load_noise, parse_noise
from kg.errors import LexiconError


def test_the_file_is_sound_and_read_once() -> None:
    assert load_noise() is load_noise()
    assert parse_noise(FILE.read_text("utf-8"), FILE.name) == load_noise()
    assert len(load_noise().common) > 600


def test_all_problems_are_told_at_once() -> None:
    text = FILE.read_text("utf-8")
    text = text.replace("[pinyin]", "[pinyin]\nspelling = 1", 1).replace("once = 3", 'once = "three"', 1)
    text = text.replace("[lines.drop]", "[lines.drop]\nbroken = '('", 1) + "\n[surprise]\nx = 1\n"
    with pytest.raises(LexiconError) as caught:
        parse_noise(text, "noise.toml")
    problems = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 4
    for entry in ("[pinyin] has no key 'spelling'", "[repeats] once", "[lines] drop: broken", "'surprise'"):
        assert entry in problems
    assert all(problem.startswith("noise.toml: ") for problem in caught.value.problems)


def test_what_is_not_toml_and_what_is_missing() -> None:
    with pytest.raises(LexiconError, match=r"^noise\.toml: "):
        parse_noise("[", "noise.toml")
    with pytest.raises(LexiconError, match=r"\[masked\] words is missing"):
        parse_noise("", "noise.toml")
