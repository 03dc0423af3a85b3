"""Offices that share a character with what they head, and bare ones that go with an area of their level."""

from __future__ import annotations

import pytest
from language import said


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("嘉义县长翁章梁视察布袋镇。", ["翁章梁 > 嘉义县 | title=县长"]),
        ("花莲县长徐榛蔚到光复乡勘灾。", ["徐榛蔚 > 花莲县 | title=县长"]),
        ("台北市长蒋万安到士林区视察。", ["蒋万安 > 台北市 | title=市长"]),
        ("红石镇长王强到场。", ["王强 > 红石镇 | title=镇长"]),
        ("临江县财政局长田文到场。", ["田文 > 临江县财政局 | title=局长"]),
        (
            "县水利局长周强、县教育局长孙丽到场。",
            ["周强 > 县水利局 | title=局长", "孙丽 > 县教育局 | title=局长"],
        ),
        (
            "县财政局局长田文、副局长李强到场。",
            ["田文 > 县财政局 | title=局长", "李强 > 县财政局 | title=副局长"],
        ),
    ],
)
def test_what_is_headed(text: str, posts: list[str]) -> None:
    assert said(text, "holdsPosition") == posts


@pytest.mark.parametrize("text", ["上海市长宁区召开会议。", "县长江渔政站到场。", "该局长期坚持走访。"])
def test_what_only_looks_so(text: str) -> None:
    assert said(text, "holdsPosition") == []


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("省长孙立群到临江县调研。", []),
        ("水利局局长田文介绍情况。县长穆青林到龙潭水库督导。", ["田文 > 水利局 | title=局长"]),
        ("县长王海涛到石桥镇督导。石桥镇商会捐款3万元。", []),
        ("副市长、市公安局局长徐峰到看守所检查。", ["徐峰 > 市公安局 | title=局长"]),
        ("青山区召开会议，市长孙立群讲话，区长王海涛主持。", ["王海涛 > 青山区 | title=区长"]),
        ("石桥镇镇长王强向县长穆青林汇报工作。", ["王强 > 石桥镇 | title=镇长"]),
        (
            "安康市委副书记、市长陈志明到汉滨区调研。",
            ["陈志明 > 安康市委 | title=副书记", "陈志明 > 安康市 | title=市长"],
        ),
    ],
)
def test_a_bare_office_is_of_its_own_level_or_of_nothing(text: str, posts: list[str]) -> None:
    assert said(text, "holdsPosition") == posts
