"""Posts: who holds what where, in the orders that such texts use."""

from __future__ import annotations

import pytest
from language import said

BODY = "东湖区人大常委会"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{BODY}主任李明到会。", [f"李明 > {BODY} | title=主任"]),
        (
            f"{BODY}主任李明，副主任王强、陈芳到会。",
            [f"李明 > {BODY} | title=主任", f"王强 > {BODY} | title=副主任", f"陈芳 > {BODY} | title=副主任"],
        ),
        (
            "李明，东湖区人大代表、青山街道党工委副书记。",
            ["李明 > 东湖区人大 | title=人大代表", "李明 > 青山街道 | title=党工委副书记"],
        ),
        ("李明担任东湖区教育局局长。", ["李明 > 东湖区教育局 | title=局长"]),
        ("东湖区教育局局长由王强担任。", ["王强 > 东湖区教育局 | title=局长"]),
        (
            "东湖区商会会长李明兼任东湖区慈善会理事长。",
            ["李明 > 东湖区商会 | title=会长", "李明 > 东湖区慈善会 | title=理事长"],
        ),
        (f"{BODY}主任会议听取汇报。", []),
        (f"{BODY}召开会议，李明到会。", []),
        ("李明和王强到会。", []),
        ("李明的东湖区教育局局长职务由王强接任。", ["王强 > 东湖区教育局 | title=局长"]),
    ],
)
def test_positions(text: str, found: list[str]) -> None:
    assert sorted(said(text, "holdsPosition")) == sorted(found)


@pytest.mark.parametrize(
    ("text", "status", "found"),
    [
        (f"{BODY}原副主任李明到会。", "ended", f"李明 > {BODY} | title=副主任"),
        ("李明曾任东湖区教育局局长。", "ended", "李明 > 东湖区教育局 | title=局长"),
        ("会议决定免去李明的东湖区教育局局长职务。", "ended", "李明 > 东湖区教育局 | title=局长"),
        ("决定免去：\n\n李明的东湖区教育局局长职务；\n", "ended", "李明 > 东湖区教育局 | title=局长"),
        ("接受李明辞去东湖区教育局局长职务的请求。", "ended", "李明 > 东湖区教育局 | title=局长"),
        ("李明拟任东湖区教育局局长。", "planned", "李明 > 东湖区教育局 | title=局长"),
    ],
)
def test_posts_that_are_over_or_to_come(text: str, status: str, found: str) -> None:
    assert said(text, "holdsPosition", status) == [found]
    assert said(text, "holdsPosition") == []


def test_members() -> None:
    assert said("东湖区税务局干部陈芳到会。", "memberOf") == ["陈芳 > 东湖区税务局"]
    assert said("东湖区税务局召开会议，陈芳到会。", "memberOf") == []
