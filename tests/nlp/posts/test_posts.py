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
        (
            "东湖区商会会长李明兼任东湖区慈善会理事长。",
            ["李明 > 东湖区商会 | title=会长", "李明 > 东湖区慈善会 | title=理事长"],
        ),
        ("身为东湖区商会会长，李明到会。", ["李明 > 东湖区商会 | title=会长"]),
        ("他任董事长的东湖食品有限公司捐款。", []),
        (f"{BODY}主任会议听取汇报。", []),
        (f"{BODY}召开会议，李明到会。", []),
        ("李明和王强到会。", []),
    ],
)
def test_positions(text: str, found: list[str]) -> None:
    assert sorted(said(text, "holdsPosition")) == sorted(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "李明是东湖区商会会长，也是东湖区慈善会理事长。",
            ["李明 > 东湖区商会 | title=会长", "李明 > 东湖区慈善会 | title=理事长"],
        ),
        (
            "李明是东湖区商会会长，王强也是东湖区慈善会理事长。",
            ["李明 > 东湖区商会 | title=会长", "王强 > 东湖区慈善会 | title=理事长"],
        ),
        ("柳林县水务局出动。柳林县教育局出动。水务局长李明到会。", ["李明 > 柳林县水务局 | title=局长"]),
        (
            "柳林县水务局整改。东湖区商会会长王强到会。党组书记、局长李明到会。",
            [
                "王强 > 东湖区商会 | title=会长",
                "李明 > 柳林县水务局 | title=党组书记",
                "李明 > 柳林县水务局 | title=局长",
            ],
        ),
    ],
)
def test_posts_over_clauses(text: str, found: list[str]) -> None:
    assert sorted(said(text, "holdsPosition")) == sorted(found)
