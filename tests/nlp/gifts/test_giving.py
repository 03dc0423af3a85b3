"""Gifts that lean on what was given before: the item given last, and the list that a heading opens."""

from __future__ import annotations

import pytest
from language import said

from kg.lexicon import load_lexicon
from kg.nlp.gifts.donor_list import DonorList
from kg.nlp.gifts.gifts import Gifts
from kg.nlp.gifts.giving import Giving
from kg.nlp.spans.mention import MONEY, PERSON, Mention
from kg.nlp.spans.skeleton import build


def told(text: str) -> list[str]:
    return [line.replace(" currency=CNY", "") for line in said(text, "donates")]


def test_the_item_is_the_one_given_last() -> None:
    text = "李明捐赠口罩300个。青山街道、柳林镇各获赠100个。"
    assert told(text) == [
        "李明 | item=口罩 quantity=300 unit=个",
        "李明 > 青山街道 | item=口罩 quantity=100 unit=个",
        "李明 > 柳林镇 | item=口罩 quantity=100 unit=个",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("工资表\n李明 1000元\n王强 500元\n", []),  # no heading
        (
            "捐款名单\n李明 1000元\n以上款项用于防汛，东湖区财政局负责监督。\n王强 500元\n",
            ["李明 | amount=1000"],  # a sentence closes the list
        ),
        (
            "以下各捐200元：\n李明 王强\n款项用于防汛。\n陈芳 赵刚\n",
            ["李明 | amount=200", "王强 | amount=200"],  # names further down gave nothing
        ),
        (
            "捐款名单\n以下各捐200元：\n李明 王强\n陈芳 500元\n",
            ["李明 | amount=200", "王强 | amount=200", "陈芳 | amount=500"],
        ),
        (
            "东湖区慈善总会收到的捐款公布如下：\n一、个人捐款\n李明 1000元\n",
            ["李明 > 东湖区慈善总会 | amount=1000"],  # under every heading
        ),
    ],
)
def test_a_list_stays_open(text: str, found: list[str]) -> None:
    assert told(text) == found


def test_by_hand() -> None:
    lexicon = load_lexicon()
    gifts = Gifts(lexicon)
    giving = Giving(gifts, DonorList(lexicon, gifts))
    text = "捐款名单\n李明 1000元"
    donor = Mention(5, 7, PERSON, "李明", entity="李明")
    amount = Mention(8, 13, MONEY, "1000元", value=1000.0, unit="元", currency="CNY")
    heading, line = build(text, (0, 5), [], {}), build(text, (5, 13), [donor, amount], {})
    assert giving.read(line, (5, 13), None, None) == []
    assert giving.read(heading, (0, 5), None, None) == []
    assert [claim.subject for claim in giving.read(line, (5, 13), None, None)] == ["李明"]
