"""Places of one name that the areas before them tell apart."""

from __future__ import annotations

from language import extraction


def places(text: str) -> dict[str, str | None]:
    return {item.name: item.code for item in extraction(text).entities if item.type == "Place"}


def visited(text: str) -> list[tuple[str, str]]:
    found = extraction(text).statements
    return [(s.subject.name, s.object.name) for s in found if s.predicate == "supervises" and s.object]


TWO = "李明到北京市朝阳区走访。王强到长春市朝阳区调研。赵刚到朝阳区走访。"


def test_a_name_below_two_areas_is_two_places() -> None:
    assert places(TWO) == {
        "北京市": "110000",
        "朝阳区": "110105",
        "长春市": "220100",
        "长春市朝阳区": "220104",
    }


def test_a_bare_name_goes_with_the_one_before_it() -> None:
    assert visited(TWO) == [("李明", "朝阳区"), ("王强", "长春市朝阳区"), ("赵刚", "长春市朝阳区")]


def test_a_name_below_one_area_stays_one() -> None:
    assert places("王强到长春市朝阳区调研，长春市朝阳区召开会议。") == {
        "长春市": "220100",
        "朝阳区": "220104",
    }
