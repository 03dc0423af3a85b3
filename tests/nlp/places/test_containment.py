"""Containment: which place lies in which, one step up."""

from __future__ import annotations

import pytest
from language import areas, said

from kg.lexicon import load_lexicon
from kg.nlp.places.containment import Containment, Ground
from kg.nlp.spans.mention import FAC, Mention


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("成都市武侯区召开会议。", ["武侯区 > 成都市"]),
        ("武侯区玉林街道安康社区召开会议。", ["安康社区 > 玉林街道", "玉林街道 > 武侯区"]),
        ("青山街道的安康社区、民乐社区到会。", ["安康社区 > 青山街道", "民乐社区 > 青山街道"]),
        ("武侯区的代表和成都市的代表到会。", ["武侯区 > 成都市"]),  # by the table
        ("青山街道和梅园街道相邻。", []),
        ("李明从青山街道来到柳林镇。", []),
        ("李明到会。", []),
    ],
)
def test_containment(text: str, found: list[str]) -> None:
    assert sorted(said(text, "locatedIn")) == sorted(found)


def test_a_place_has_one_parent() -> None:
    text = "武侯区玉林街道安康社区。青山街道安康社区。"
    parents = [line for line in said(text, "locatedIn") if line.startswith("安康社区")]
    assert parents == ["安康社区 > 玉林街道"]


@pytest.mark.parametrize(
    ("text", "village"),
    [
        ("李明到柳林镇，先后走访红星村。王强到青山街道。", "柳林镇"),
        ("李明到柳林镇督导。王强到红星村督导。\n陈芳到青山街道督导。", "柳林镇"),  # of its paragraph
        ("李明到柳林镇、青山街道督导。王强到红星村督导。", "武侯区"),  # of two
        ("李明到柳林镇督导；王强到红星村督导。陈芳到青山街道督导。", "武侯区"),  # over a semicolon
    ],
)
def test_the_town_of_a_village(text: str, village: str) -> None:
    found = said(f"成都市武侯区\n{text}\n", "locatedIn")
    assert [line for line in found if line.startswith("红星村")] == [f"红星村 > {village}"]


def test_a_site_lies_in_the_place_that_begins_its_name() -> None:
    assert said("李明到卢家镇安置点值守。", "locatedIn") == ["卢家镇安置点 > 卢家镇"]
    assert said("李明到东门安置点值守。王强到卢家镇督导。", "locatedIn") == []


def test_a_river_is_no_site_of_the_county() -> None:
    head = "成都市武侯区\n"
    assert "德隆广场 > 武侯区" in said(f"{head}李明巡查德隆广场。", "locatedIn")
    assert said(f"{head}李明巡查黄河。", "locatedIn") == ["武侯区 > 成都市"]


def test_a_round_of_the_counties_of_a_city() -> None:
    found = said("怀化市\n怀化市召开会议。\n辰溪县\n干部到柳林镇值守。\n", "locatedIn")
    assert sorted(found) == ["柳林镇 > 辰溪县", "辰溪县 > 怀化市"]


@pytest.mark.parametrize(
    ("site", "found"),
    [
        ("老洲镇大堤", ["老洲镇大堤 > 老洲镇"]),
        ("汤沟镇先进村安置点", ["汤沟镇先进村安置点 > 先进村", "先进村 > 汤沟镇"]),
        ("浑源县人民医院", []),
        ("西阎乡敬老院", []),
        ("榔桥镇段", []),  # of a road
        ("东河大堤", []),
    ],
)
def test_a_site_that_begins_with_an_area_lies_in_it(site: str, found: list[str]) -> None:
    text = f"李明到{site}值守。"
    places = [Mention(3, 3 + len(site), FAC, site, entity=site)]
    ground = Ground(text, places, [], [(0, len(text))], [(0, len(text), "", "")], {})
    claims = Containment(load_lexicon(), areas()).read(ground)
    assert [f"{claim.subject} > {claim.object}" for claim in claims] == found
