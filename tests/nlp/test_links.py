"""Places linked to codes: over articles by a table of our own, over homonyms, and why or why not."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import pytest
from language import areas, extractions, pipeline
from paths import DATA, SHARED

from kg.model import Entity
from kg.values.areas import COUNTY, TOWN, VILLAGE, ancestors, load_areas, load_places, parent, within

HOMONYMS = tomllib.loads((DATA / "homonyms.toml").read_text("utf-8"))["texts"]


def rows() -> list[tuple[str, str, str]]:
    lines = (DATA / "areas_gold.tsv").read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(doc, name, code) for doc, name, code in cells]


@cache
def places(seeds: bool) -> dict[str, list[Entity]]:
    """The places found in the articles, by article."""
    folder = SHARED / "seeds" if seeds else DATA / "articles"
    found = extractions(folder, False)
    return {item.article.doc: [e for e in item.entities if e.type == "Place"] for item in found}


def linked(found: list[Entity], name: str) -> str | None:
    """The code that a place of that name was linked to; nothing where it was not found."""
    short = areas().stem(name)
    for same in (lambda n: n == name, lambda n: n == short or (len(n) > 2 and name.endswith(n))):
        for entity in found:
            if any(map(same, (entity.name, *entity.aliases))):
                return entity.code or ""
    return None


def outcome(seeds: bool) -> dict[str, list[tuple[str, str, str, str | None]]]:
    """The rows of the table by level: county and above, below county, without a code."""
    found = places(seeds)
    result: dict[str, list[tuple[str, str, str, str | None]]] = {"high": [], "low": [], "none": []}
    for doc, name, code in rows():
        if doc in found:
            level = "none" if not code else "high" if len(code) == COUNTY else "low"
            result[level].append((doc, name, code, linked(found[doc], name)))
    return result


@pytest.mark.parametrize("seeds", [False, True], ids=["samples", "seeds"])
def test_the_places_of_the_articles(seeds: bool) -> None:
    if seeds and not (SHARED / "seeds").is_dir():
        pytest.skip("needs ../shared/seeds, which is not beside the checkout")
    result = outcome(seeds)
    wrong = [row for level in result.values() for row in level if row[3] and row[3] != row[2]]
    assert wrong == []
    for level, least in (("high", 0.9), ("low", 0.9)):
        right = sum(row[2] == row[3] for row in result[level])
        assert len(result[level]) >= 10
        assert right >= least * len(result[level]), [row for row in result[level] if row[2] != row[3]]


def links(text: str) -> dict[str, dict[str, Any]]:
    return {item["key"]: item for item in pipeline()(text)._.kg_entities if item["label"] == "GPE"}


@pytest.mark.parametrize("case", HOMONYMS, ids=[case["text"] for case in HOMONYMS])
def test_homonyms(case: dict[str, Any]) -> None:
    found = links(case["text"])
    for name, code in case["links"].items():
        assert found.get(name, {}).get("code", "") == code, found


def test_there_are_homonyms_enough() -> None:
    names = list(load_areas().values())
    many = {name for case in HOMONYMS for name in case["links"] if names.count(name) > 1}
    assert len(many) >= 20


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("内江市市中区玉溪街道召开会议。", "玉溪街道", "chain 市中区"),
        ("市中区召开会议。", "市中区", "several 370103 370402 511002 511102"),
        ("青羊区黄田坝街道红星社区召开会议。", "红星社区", "absent 黄田坝街道"),
        ("青羊区齐聚镇召开会议。", "齐聚镇", "unknown"),
        ("玉溪街道的工作人员，资源紧张，玉溪的经验得到推广。", "玉溪市", "elsewhere 530400"),
        ("武侯区召开会议。", "武侯区", "unique"),
        ("市中区玉溪街道召开会议。", "市中区", "below"),
    ],
)
def test_it_is_told_why(text: str, name: str, why: str) -> None:
    assert links(text)[name]["link"] == why


def test_the_table_below_county() -> None:
    table = load_places()
    assert table.codes("玉林街道") == ("510107005",)
    assert len(table.codes("新华社区")) > 200
    assert table.codes("没有这样的村") == ()
    assert "亚曼苏柯尔克孜族乡" in table.beginning("亚曼苏")
    for name in ("玉林街道", "新华社区", "城关镇", "红星村"):
        for code in table.codes(name):
            assert len(code) in (TOWN, VILLAGE)
            assert parent(code, load_areas()) == code[:COUNTY] or code[:4] + "00" in load_areas(), code


def test_what_lies_above() -> None:
    assert ancestors("510107005003") == ("510107005", "510107", "510100", "510000")
    assert within("510107005", "510107")
    assert not within("510107", "510107")
    assert not within("510107", "520000")


def test_two_forms_of_an_area_are_one() -> None:
    found = links("乌什县亚曼苏柯尔克孜族乡召开会议。亚曼苏乡的居民到会。")
    assert found["亚曼苏柯尔克孜族乡"]["aliases"] == ["亚曼苏乡"]
    assert "亚曼苏乡" not in found
