"""Reprints: what several papers print is one source; what is only alike in part stays two."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import quick

from kg.build import build, read_build
from kg.build.reprints import ALIKE, SHORTEST, likeness, reprints, sketch_of

LETTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
    "多定行学法所民得经十三之进"
)


def text(seed: int, length: int = 600) -> str:
    return "".join(random.Random(seed).choices(LETTERS, k=length))


def groups(*texts: str) -> dict[str, str]:
    names = [str(number) for number in range(len(texts))]
    return reprints({name: sketch_of(one) for name, one in zip(names, texts, strict=True)}, names)


def test_a_reprint_with_another_head_and_tail() -> None:
    report = text(1)
    other = f"本报讯 {report[:300]},\n{report[300:]}(责任编辑:王某)"
    assert groups(report, text(2), other, text(3), report) == {"2": "0", "4": "0"}


def test_what_shares_a_part_is_no_reprint() -> None:
    shared = text(4, 300)
    assert groups(shared + text(5, 300), shared + text(6, 300)) == {}


def test_short_notices_are_told_apart() -> None:
    assert groups(text(7, SHORTEST - 1), text(7, SHORTEST - 1)) == {}
    assert groups("", "") == {}


@pytest.mark.parametrize("cut", [0, 30, 100, 300, 450])
def test_a_sketch_tells_how_alike_texts_are(cut: int) -> None:
    one, other = text(8), text(8)[cut:] + text(9, cut)
    runs = [{t[at : at + 5] for at in range(len(t) - 4)} for t in (one, other)]
    real = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    assert likeness(sketch_of(one), sketch_of(other)) == pytest.approx(real, abs=0.2)


def test_chains_are_one_group_and_the_first_stands_for_it() -> None:
    first = text(10)
    second = first[60:] + text(11, 60)
    third = second[60:] + text(12, 60)
    assert likeness(sketch_of(first), sketch_of(second)) >= ALIKE
    assert groups(third, first, text(13), second) == {"1": "0", "3": "0"}


def test_a_build_says_which_article_is_a_reprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.nlp.load_nlp", lambda model=None: None, raising=False)
    monkeypatch.setattr("kg.nlp.extract_many", quick.extract, raising=False)
    for name, day in {"a": "2022-09-03", "b": "2022-09-01", "c": "2022-09-02"}.items():
        body = text(21) if name != "c" else text(22)
        lines = f"督导报道{name}\n{day} 10:00 来源:某某网{name}\n{body}。\n杨敏捐款10元。\n"
        (tmp_path / f"{name}.txt").write_text(lines, encoding="utf-8")
    report = build([tmp_path / f"{name}.txt" for name in "abc"], tmp_path / "out")
    assert (report.articles, report.independent) == (3, 2)
    found = {item.doc: item.reprint_of for item in read_build(tmp_path / "out").articles}
    assert found == {"a": "b", "b": None, "c": None}
