"""Mentions of a text."""

from __future__ import annotations

import pytest

from kg.nlp.spans.mention import ORG, Mention


@pytest.mark.parametrize(
    ("text", "solid"),
    [
        ("武 山 县", "武山县"),
        ("东湖区\n教育局", "东湖区教育局"),
        ("Peter Leung", "Peter Leung"),
        ("东 A 组", "东 A 组"),
    ],
)
def test_a_name_without_the_spaces_that_spread_it(text: str, solid: str) -> None:
    assert Mention(0, len(text), ORG, text).solid == solid
