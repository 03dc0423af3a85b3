"""Dates against the day of the article, and since and until when statements hold: by cases of our own."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language import article, pipeline
from paths import DATA

from kg.lexicon import load_lexicon
from kg.nlp import extract
from kg.nlp.quantities.dates import Dates

CASES = tomllib.loads((DATA / "dates.toml").read_text("utf-8"))
#: of 45 expressions and 19 sentences, written before the rules, the first run got all but one right
EXPRESSIONS = [(e["published"], text, iso) for e in CASES["expressions"] for text, iso in e["means"]]


def means(text: str, published: str) -> list[str]:
    return [item.iso for item in Dates(load_lexicon().dates).find(text, published or None)]


@pytest.mark.parametrize(("published", "text", "iso"), EXPRESSIONS)
def test_what_a_date_means(published: str, text: str, iso: str) -> None:
    assert means(f"{text}，大家到会。", published) == [iso]


@pytest.mark.parametrize("case", CASES["sentences"], ids=[c["text"] for c in CASES["sentences"]])
def test_when_a_statement_holds(case: dict[str, Any]) -> None:
    source, text = article(case["text"])
    found = extract(replace(source, date=case["published"]), text, pipeline()).statements
    said = []
    for statement in found:
        if any(want.split()[0] == statement.predicate for want in case["says"].split("; ")):
            fields = statement.qualifiers.to_dict()
            told = [f"{key}={fields[key]}" for key in ("date", "from", "until") if fields.get(key)]
            said.append(" ".join([statement.predicate, *told]))
    assert sorted(said) == sorted(case["says"].split("; "))


@pytest.mark.parametrize(
    "text",
    ["一日千里", "3日游", "今年级", "5日均", "2019级", "3个月", "第9次", "3月份来的5人", "12.5万元"],
)
def test_what_is_no_date(text: str) -> None:
    assert means(text, "2022-03-05") in ([], ["2022"])


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_dates_read_back(day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day:%Y/%m/%d}"):
        assert means(f"（{text}）", "2022-03-05") == [day.isoformat()]


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_date_without_a_year_is_the_last_one(published: date, day: date) -> None:
    (iso,) = means(f"{day.month}月{day.day}日，", published.isoformat())
    if iso:
        assert date.fromisoformat(iso) <= published
        assert (published - date.fromisoformat(iso)).days <= 366


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("民国110年5月，李明任局长", ["2021-05"]),
        ("民国一〇八年三月二日", ["2019-03-02"]),
        ("上周三，李明走访", ["2021-02-24"]),
        ("本周一和下周日", ["2021-03-01", "2021-03-14"]),
        ("计划于10月完工", ["2021-10"]),
        ("10月完工", ["2020-10"]),
        ("2月3日开会。2020年以来成效明显。同日捐款", ["2021-02-03", "2020", "2021-02-03"]),
    ],
)
def test_dates_told_in_other_ways(text: str, dates: list[str]) -> None:
    assert [item.iso for item in Dates(load_lexicon().dates).find(text, "2021-03-04")] == dates
