"""What ``kg show`` says of a place: by what it was linked, or why not, and what only the table says."""

from __future__ import annotations

import pytest
from records import article, entity, statement

from kg.model import Entity, Records
from kg.nlp.places import linking, surroundings
from kg.values.phrase import phrase
from kg.words import messages
from kg.words.show import _LINKS, about, render

AREA = entity("Place", "武侯区", code="510107")
STREET = entity("Place", "玉林街道", code="510107005", link="chain 武侯区")


def shown(place: Entity, *more: Entity, rule: str = "nested") -> str:
    lies = statement(article("a", "武侯区玉林街道。"), "locatedIn", place, AREA, "玉林街道", rule=rule)
    return render(about(Records((), (place, *more), (lies,), ()), place), "en")


@pytest.mark.parametrize(
    ("link", "code", "expected"),
    [
        ("chain 武侯区", "510107005", "area code 510107005: 武侯区 stands before it"),
        ("unique", "510107005", "area code 510107005: the only area of this name"),
        ("several 110105 220104", None, "no area code: several areas have this name (110105 220104)"),
        ("unknown", None, "no area code: the table of areas does not have it"),
    ],
)
def test_by_what_a_place_was_linked(link: str, code: str | None, expected: str) -> None:
    assert expected in shown(entity("Place", "玉林街道", code=code, link=link)).splitlines()


def test_every_reason_is_said_in_both_languages() -> None:
    reasons = {
        value
        for module in (linking, surroundings)
        for name, value in vars(module).items()
        if name.isupper() and name in REASONS
    }
    assert reasons == set(_LINKS)
    messages.set_language("zh")
    try:
        for text in _LINKS.values():
            assert "区划代码" in messages.say(phrase(text, "510107005", "武侯区"))
    finally:
        messages.set_language("en")


REASONS = (
    "CHAIN",
    "SECTION",
    "ARTICLE",
    "BELOW",
    "BESIDE",
    "UNIQUE",
    "SEVERAL",
    "UNKNOWN",
    "ABSENT",
    "ELSEWHERE",
)


def test_what_only_the_table_says_is_marked() -> None:
    assert "[by the table of areas]" in shown(STREET, AREA, rule="area-table")
    assert "table" not in shown(STREET, AREA)
