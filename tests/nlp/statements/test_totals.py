"""Totals beside their parts, and posts that a notice takes away."""

from __future__ import annotations

import pytest
from language import extraction

from kg.model import ENDED


def parts(text: str) -> list[tuple[str, float | None, float | None]]:
    """Giver, sum and total of each gift that is part of one, in order."""
    found = [s for s in extraction(text).statements if s.predicate == "donates"]
    by_id = {s.id: s for s in found}
    return [
        (s.subject.name, s.qualifiers.amount, by_id[s.qualifiers.part_of].qualifiers.amount)
        for s in found
        if s.qualifiers.part_of
    ]


def test_the_total_of_several_who_gave_as_much() -> None:
    text = "李明和王强各捐款500元，共计1000元。"
    assert parts(text) == [("李明", 500, 1000), ("王强", 500, 1000)]
    gifts = [s.qualifiers for s in extraction(text).statements if s.qualifiers.amount == 1000]
    assert len({q.joint for q in gifts}) == 1
    assert gifts[0].joint


def test_the_total_of_one_giver() -> None:
    text = "宏远公司向红石镇捐款10万元，向石桥镇捐款5万元。宏远公司累计捐款15万元。"
    assert parts(text) == [("宏远公司", 100000, 150000), ("宏远公司", 50000, 150000)]


@pytest.mark.parametrize(
    "text",
    [
        "宏远公司向红石镇捐款10万元。宏远公司累计捐款50万元。",
        "宏远公司捐款10万元，绿洲公司捐款5万元。",
        "宏远公司捐款15万元。绿洲公司捐款10万元，王强捐款5万元。",
    ],
)
def test_where_the_parts_are_not_all_told_there_are_none(text: str) -> None:
    assert parts(text) == []


def test_a_post_that_is_told_as_held_and_as_ended_is_ended() -> None:
    text = "县教育局局长李明到会。会议决定，免去李明的县教育局局长职务。"
    posts = [s.status for s in extraction(text).statements if s.predicate == "holdsPosition"]
    assert posts == [ENDED]
