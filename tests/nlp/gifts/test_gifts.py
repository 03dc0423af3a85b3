"""Gifts: one statement a donor, an item and a recipient; sums are never guessed."""

from __future__ import annotations

import pytest
from language import extraction, said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("李明捐款10万元。", ["李明 | amount=100000 currency=CNY"]),
        ("李明、王强各捐款5000元。", ["李明 | amount=5000 currency=CNY", "王强 | amount=5000 currency=CNY"]),
        ("李明捐款5000港元。", ["李明 | amount=5000 currency=HKD"]),
        ("李明捐款3万余元。", ["李明 | amount=30000 currency=CNY approx=True"]),
        (
            "东湖食品有限公司向青山街道捐赠棉被300床、方便面200箱。",
            [
                "东湖食品有限公司 > 青山街道 | item=棉被 quantity=300 unit=床",
                "东湖食品有限公司 > 青山街道 | item=方便面 quantity=200 unit=箱",
            ],
        ),
        ("李明向柳林镇捐赠价值2万元的口罩。", ["李明 > 柳林镇 | currency=CNY item=口罩 worth=20000"]),
        ("李明捐款。", ["李明"]),
        ("李明捐款1万元、口罩由王强转交300个。", ["李明 | amount=10000 currency=CNY"]),
        ("李明投资10万元。", []),
        ("捐赠仪式在青山街道举行。", []),
        ("李明的收入是10万元。", []),
    ],
)
def test_gifts(text: str, found: list[str]) -> None:
    assert sorted(said(text, "donates")) == sorted(found)


def test_what_several_give_together_has_one_key() -> None:
    gifts = [s for s in extraction("李明、王强捐款10万元。").statements if s.predicate == "donates"]
    assert sorted(gift.subject.name for gift in gifts) == ["李明", "王强"]
    assert len({gift.qualifiers.joint for gift in gifts}) == 1
    assert gifts[0].qualifiers.joint is not None


def test_what_each_gives_has_none() -> None:
    gifts = [s for s in extraction("李明、王强各捐款10万元。").statements if s.predicate == "donates"]
    assert [gift.qualifiers.joint for gift in gifts] == [None, None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("东湖食品有限公司以成本价向青山街道送去棉被300床。", []),
        ("东湖食品有限公司把棉被300床平价供应市民。", []),
        (
            "东湖食品有限公司把棉被300床平价供应市民，又向青山街道捐赠方便面200箱。",
            ["东湖食品有限公司 > 青山街道 | item=方便面 quantity=200 unit=箱"],
        ),
        (
            "东湖食品有限公司把棉被300床送到青山街道。",
            ["东湖食品有限公司 > 青山街道 | item=棉被 quantity=300 unit=床"],
        ),
        ("听说东湖食品有限公司捐款10万元。", []),
        ("听说青山街道缺水，东湖食品有限公司捐款10万元。", ["东湖食品有限公司 | amount=100000 currency=CNY"]),
    ],
)
def test_what_is_sold_or_hearsay_is_not_given(text: str, found: list[str]) -> None:
    assert said(text, "donates") == found


RICE = "item=大米 quantity=500 unit=袋"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("东湖区商会募集大米500袋，捐赠给青山街道。", [f"东湖区商会 > 青山街道 | {RICE}"]),
        ("东湖区商会采购大米500袋，送给青山街道。", [f"东湖区商会 > 青山街道 | {RICE}"]),
        ("东湖区商会采购大米500袋。", []),
        ("东湖区商会捐赠了关心。", []),
    ],
)
def test_what_was_gathered_first(text: str, found: list[str]) -> None:
    assert said(text, "donates") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("东湖区商会由李明代表，向青山街道捐赠大米500袋。", [f"东湖区商会 > 青山街道 | {RICE}"]),
        ("由李明代表东湖区商会，向青山街道捐赠大米500袋。", [f"东湖区商会 > 青山街道 | {RICE}"]),
        ("东湖区商会到会，由李明代表捐赠大米500袋。", [f"东湖区商会 | {RICE}"]),
        ("李明代表东湖区商会，向青山街道捐赠大米500袋。", [f"东湖区商会 > 青山街道 | {RICE}"]),
        ("东湖区商会在李明带领下捐赠大米500袋。", [f"东湖区商会 | {RICE}"]),
        ("在东湖区商会的号召下，李明捐赠大米500袋。", [f"李明 | {RICE}"]),
        ("李明走访园区，看望东湖区商会，为职工送去大米500袋。", [f"李明 > 东湖区商会 | {RICE}"]),
        ("李明走访园区，听取王强汇报，为职工送去大米500袋。", [f"李明 | {RICE}"]),
    ],
)
def test_who_stands_for_the_donor_or_is_visited_is_none(text: str, found: list[str]) -> None:
    assert said(text, "donates") == found


def test_what_is_brought_to_a_home_is_for_who_lives_there() -> None:
    assert said("李明走进王强家中，送上慰问金2000元。", "donates") == [
        "李明 > 王强 | amount=2000 currency=CNY"
    ]


def test_a_list_of_shares_in_one_sentence() -> None:
    text = "捐赠在百万元以上的企业有：东湖食品有限公司600万元，柳林药业有限公司、梅园药业有限公司各150万元。"
    assert sorted(said(text, "donates")) == [
        "东湖食品有限公司 | amount=6000000 currency=CNY",
        "柳林药业有限公司 | amount=1500000 currency=CNY",
        "梅园药业有限公司 | amount=1500000 currency=CNY",
    ]


def test_what_goods_are_worth_in_brackets() -> None:
    found = "东湖区商会 > 青山街道 | currency=CNY item=大米 quantity=5 unit=吨 worth=26000"
    assert said("东湖区商会向青山街道捐赠大米5吨（价值2.6万元）。", "donates") == [found]
