"""Containment: which place lies in which, one step up."""

from __future__ import annotations

import pytest
from language import said


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
