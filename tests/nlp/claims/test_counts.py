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


@pytest.mark.parametrize(
    "text",
    [
        "东湖区商会卸下大米500袋。",
        "东湖区商会自费购买防护服500套。",
        "东湖区商会送大米500袋到柳林镇。",
    ],
)
def test_goods_that_only_go_somewhere_are_no_report(text: str) -> None:
    assert said(text, "measure") == []


def test_goods_that_somebody_made_are_one() -> None:
    assert said("东湖区商会制作防护服500套。", "measure") == [
        "东湖区商会 | unit=套 indicator=制作防护服 value=500"
    ]


def test_who_says_it_did_not_do_it() -> None:
    found = "柳林消防站 | unit=件 indicator=出勤 value=4862"
    assert said("王强说，柳林消防站出勤4862件。", "measure") == [found]
    assert said("柳林消防站到会，王强出勤4862件。", "measure") == [found.replace("柳林消防站", "王强")]


@pytest.mark.parametrize(("money", "unit"), [("468万港元", "港元"), ("468万令吉", "令吉"), ("468万元", "元")])
def test_the_unit_of_money(money: str, unit: str) -> None:
    assert said(f"东湖区商会筹集善款{money}。", "measure") == [
        f"东湖区商会 | unit={unit} indicator=筹集善款 value=4680000"
    ]


def test_who_only_reports_did_not_do_it() -> None:
    assert said("柳林镇党委书记李明介绍，已转移群众1200余人。", "measure") == []
    found = "柳林镇 | unit=人 indicator=转移群众 value=1200 approx=True"
    assert said("柳林镇党委书记李明介绍，全镇已转移群众1200余人。", "measure") == [found]


def test_a_worth_that_a_gift_has_is_no_count() -> None:
    assert said("李明捐赠消毒液60桶，折价4800元。", "measure") == []
