"""Measure words: each of the lexicon's is of a kind, and what converts does so exactly."""

from __future__ import annotations

import pytest

from kg.lexicon import load_lexicon
from kg.values.units import OTHER, is_further, is_running, unit_of, units


def test_every_measure_word_that_is_read_has_a_kind() -> None:
    known = load_lexicon().numbers.units
    words = {*known.people, *known.acts, *known.things}
    assert {word for word in words if unit_of(word).kind == OTHER} == set()


@pytest.mark.parametrize(
    ("word", "number", "normal", "name"),
    [
        ("公斤", 0.1, 0.1, "kg"),
        ("斤", 7.0, 3.5, "kg"),
        ("克", 3.0, 0.003, "kg"),
        ("公里", 1.2, 1200.0, "m"),
        ("立方米", 2.0, 2000.0, "L"),
        ("万元", 1.5, 15000.0, "CNY"),
        ("辆", 3.0, 3.0, "辆"),
    ],
)
def test_the_normal_unit(word: str, number: float, normal: float, name: str) -> None:
    unit = unit_of(word)
    assert (unit.normal(number), unit.name) == (normal, name)


def test_no_word_is_of_two_kinds() -> None:
    import tomllib
    from importlib.resources import files

    data = tomllib.loads((files("kg") / "resources" / "zh" / "units.toml").read_text(encoding="utf-8"))
    words = [word for kind in data["kinds"].values() for word in kind]
    words += [word for name, table in data.items() if name not in ("kinds", "running") for word in table]
    assert len(words) == len(set(words)) == len(units())


@pytest.mark.parametrize(
    ("before", "clause", "running"),
    [
        ("", "会员累计捐款10万元", True),
        ("至此，", "宏远公司的捐款总额已达10万元", True),
        ("截至3月5日，", "全体会员共捐款10万元", True),
        ("2019年以来，", "宏远公司已向红石镇捐款10万元", True),
        ("", "王强先后三次给红石镇捐款共计10万元", True),
        ("", "捐款10万元", False),
        ("", "共计捐款10万元", False),
        ("截至3月5日，", "宏远公司捐款10万元", False),
        ("", "共青团红石镇委捐款10万元", False),
    ],
)
def test_running_totals(before: str, clause: str, running: bool) -> None:
    assert is_running(before, clause) is running


@pytest.mark.parametrize(("clause", "further"), [("随后又捐款5万元", True), ("捐款5万元", False)])
def test_one_more_gift(clause: str, further: bool) -> None:
    assert is_further(clause) is further
