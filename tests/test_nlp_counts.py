"""Counts: what an article reports in numbers, and what no one counted."""

from __future__ import annotations

import pytest
from language import said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("东湖区教育局走访群众3000人。", ["东湖区教育局 | unit=人 indicator=走访群众 value=3000"]),
        ("柳林镇已转移群众1200余人。", ["柳林镇 | unit=人 indicator=转移群众 value=1200 approx=True"]),
        ("东湖区教育局累计发放宣传单5000份。", ["东湖区教育局 | unit=份 indicator=发放宣传单 value=5000"]),
        ("会议开了3小时。", []),
        ("李明是第3名到场的代表。", []),
        ("东湖区教育局派一名代表参加。", []),
        ("东湖区教育局说：“我们会继续努力走访群众3000人左右。”", []),
        ("各地走访群众。", []),
    ],
)
def test_counts(text: str, found: list[str]) -> None:
    assert said(text, "measure") == found


def test_a_number_that_belongs_to_a_gift_is_no_count() -> None:
    text = "东湖食品有限公司向青山街道捐赠棉被300床。"
    assert said(text, "measure") == []
    assert said(text, "donates") != []
