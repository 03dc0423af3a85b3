"""Gifts that one sum of the text holds: said of several, or told within it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language import article, extraction, pipeline

from kg.export.rdf.counting import count, gift_of
from kg.lexicon import load_lexicon
from kg.model import ASSERTED, Article, Evidence, Qualifiers, Ref, Span, Statement, Text
from kg.nlp.spans.mention import Mention
from kg.nlp.statements.shared import Shared

Counted = list[tuple[str, float]]


def counted(text: str) -> Counted:
    """Who gave what counts, in the order of the text."""
    found = extraction(text)
    gifts = [gift for s in found.statements if (gift := gift_of(s, found.article))]
    sums = count(gifts)
    told = [(gift, sums[gift.id]) for gift in gifts]
    return [(item.donors, item.amount or item.worth or 0) for _, item in told if not item.elsewhere]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("宏远公司捐款10万元，其中3万元用于修路。", [("宏远公司", 100000)]),
        ("宏远公司捐款10万元，其中李明捐款3万元。", [("宏远公司", 100000)]),
        ("宏远公司捐款10万元，其中李明捐款3万元，王强捐款2万元。", [("宏远公司", 100000)]),
        (
            "宏远公司捐款10万元，其中李明捐款3万元，另外绿洲公司捐款1万元。",
            [("宏远公司", 100000), ("绿洲公司", 10000)],
        ),
        (
            "宏远公司捐款20万元。绿洲公司捐款10万元，其中李明捐款2万元。",
            [("宏远公司", 200000), ("绿洲公司", 100000)],
        ),
        ("宏远公司捐款50万元，该笔善款中，李明捐款20万元。", [("宏远公司", 500000)]),
        (
            "宏远公司、绿洲公司向红石镇捐款共计30万元。其中，宏远公司捐款20万元，绿洲公司捐款10万元。",
            [("宏远公司", 200000), ("绿洲公司", 100000)],
        ),
    ],
)
def test_a_part_does_not_count_beside_its_whole(text: str, expected: Counted) -> None:
    assert counted(text) == expected


def test_the_parts_count_where_they_make_up_the_whole() -> None:
    text = "宏远公司捐赠30万元，其中现金20万元，口罩价值10万元。"
    assert counted(text) == [("宏远公司", 200000), ("宏远公司", 100000)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the whole is what all gave, no gift of anybody named
        (
            "宏远公司捐款20万元，全县共收到捐款100万元，其中绿洲公司捐款10万元。",
            [("宏远公司", 200000), ("绿洲公司", 100000)],
        ),
        # of the bodies, not of a sum
        (
            "宏远公司捐款20万元。企业当中，绿洲公司捐款10万元。",
            [("宏远公司", 200000), ("绿洲公司", 100000)],
        ),
        # a use of the whole, and then another giver
        (
            "宏远公司捐款50万元，其中20万元用于修路，绿洲公司捐款30万元。",
            [("宏远公司", 500000), ("绿洲公司", 300000)],
        ),
        # more than the whole
        ("宏远公司捐款1万元，其中李明捐款3万元。", [("宏远公司", 10000), ("李明", 30000)]),
        # another sentence
        ("宏远公司捐款5万元。在随后的捐款中，李明捐款3万元。", [("宏远公司", 50000), ("李明", 30000)]),
        ("宏远公司捐款50万港元，其中李明捐款3万元。", [("宏远公司", 500000), ("李明", 30000)]),
    ],
)
def test_what_is_no_part_counts(text: str, expected: Counted) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李明、王强各捐款10万元。", [("李明", 100000), ("王强", 100000)]),
        ("李明、王强共捐款10万元。", [("李明、王强", 100000)]),
        (
            "宏远公司向红石镇捐款10万元，随后又向石桥镇捐款10万元。",
            [("宏远公司", 100000), ("宏远公司", 100000)],
        ),
        (
            "2020年3月1日，李明捐款5000元。2020年3月9日，李明捐款5000元。",
            [("李明", 5000), ("李明", 5000)],
        ),
    ],
)
def test_equal_sums_are_one_gift_or_two(text: str, expected: Counted) -> None:
    assert counted(text) == expected


# ── what rules and reader say of one sum ───────────────────────────────────────────────────────


def linked(text: str, *told: tuple[str, str | None, dict]) -> list[Statement]:
    """The statements of a text of one sentence, each with who gave, who received and its fields."""
    doc = pipeline()(text)
    mentions = Mention.all_of(doc._.kg_mentions)
    whole, span = Text(text, tuple(range(len(text))), tuple(range(1, len(text) + 1))), Span(0, len(text))
    found = []
    for number, (giver, taker, fields) in enumerate(told):
        at = text.index(giver)
        trigger = fields.pop("at", None)
        piece = Evidence(
            text,
            span,
            span,
            subject=Span(at, at + len(giver)),
            trigger=Span(text.index(trigger), text.index(trigger) + 1) if trigger else None,
        )
        found.append(
            Statement(
                f"s{number}",
                "a",
                "donates",
                Ref(giver, "Organization", giver),
                Ref(taker, "Organization", taker) if taker else None,
                Qualifiers(**{"currency": "CNY", **fields}),
                (piece,),
                ASSERTED,
                0.9,
                fields.get("rule", "gift"),
            )
        )
    return Shared(load_lexicon(), whole, mentions, lambda name: f"key:{name}").linked(found)


def groups(statements: list[Statement]) -> list[int]:
    """The number of each statement's shared gift, 0 where it has none."""
    keys = sorted({s.qualifiers.joint for s in statements if s.qualifiers.joint})
    return [keys.index(s.qualifiers.joint) + 1 if s.qualifiers.joint else 0 for s in statements]


def test_one_sum_said_to_two_recipients_is_one_gift() -> None:
    text = "宏远公司捐款10万元，定向用于石桥镇的红石村。"
    found = linked(text, ("宏远公司", "石桥镇", {"amount": 1e5}), ("宏远公司", "红石村", {"amount": 1e5}))
    assert groups(found) == [1, 1]


def test_a_sum_of_two_that_only_one_statement_calls_shared() -> None:
    text = "石桥庙捐款6万元、红石庙捐款2万元，两庙合计捐出8万元。"
    found = linked(
        text,
        ("石桥庙", None, {"amount": 8e4, "at": "捐出"}),
        ("红石庙", None, {"amount": 8e4, "joint": "x"}),
        ("石桥庙", None, {"amount": 6e4, "at": "捐款"}),
    )
    assert [s.qualifiers.joint for s in found] == ["x", "x", None]


def test_goods_with_one_worth_are_one_gift() -> None:
    text = "宏远公司捐赠大米、面粉等物资，价值8万元。"
    found = linked(
        text,
        ("宏远公司", None, {"worth": 8e4, "item": "大米"}),
        ("宏远公司", None, {"worth": 8e4, "item": "面粉"}),
    )
    assert groups(found) == [1, 1]


def test_one_number_of_goods_is_one_gift() -> None:
    text = "宏远公司买回口罩5000只，捐给石桥镇的红石村。"
    masks = {"item": "口罩", "quantity": 5000.0, "unit": "只", "currency": None}
    found = linked(text, *(("宏远公司", to, dict(masks)) for to in ("石桥镇", "红石村")))
    assert groups(found) == [1, 1]
    text = "红石小学、石桥小学各获赠宏远公司的图书500册。"
    books = {"item": "图书", "quantity": 500.0, "unit": "册", "currency": None}
    found = linked(text, *(("宏远公司", to, dict(books)) for to in ("红石小学", "石桥小学")))
    assert groups(found) == [0, 0]
    text = "宏远公司捐赠大米5吨、面粉5吨。"
    sacks = {"quantity": 5.0, "unit": "吨", "currency": None}
    found = linked(text, *(("宏远公司", None, {"item": item, **sacks}) for item in ("大米", "面粉")))
    assert groups(found) == [0, 0]


def test_goods_with_a_worth_each_are_two_gifts() -> None:
    text = "宏远公司捐赠价值8万元的大米和价值8万元的面粉。"
    found = linked(
        text,
        ("宏远公司", None, {"worth": 8e4, "item": "大米"}),
        ("宏远公司", None, {"worth": 8e4, "item": "面粉"}),
    )
    assert groups(found) == [0, 0]


def test_of_each_of_several_givers_who_are_said_to_give_to_two() -> None:
    text = "李明明、王强强各捐2万元。"
    found = linked(
        text,
        *((who, to, {"amount": 2e4}) for who in ("李明明", "王强强") for to in ("红石小学", "石桥小学")),
    )
    assert groups(found) == [1, 1, 2, 2]


def test_to_each_of_several_stays_apart() -> None:
    text = "李明明为两户各送上慰问金1000元。"
    found = linked(text, *(("李明明", to, {"amount": 1000.0}) for to in ("甲户", "乙户")))
    assert groups(found) == [0, 0]


def test_a_line_of_a_donor_list_whose_heading_has_the_sum_is_left() -> None:
    text = "以下各捐200元：\n李明 王强（东湖区人大代表）"
    assert counted(text) == [("李明", 200), ("王强", 200)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 99), min_size=1, max_size=4), st.integers(1, 99))
def test_the_sum_is_the_whole_however_much_of_it_is_told(parts: list[int], more: int) -> None:
    names = ["李明", "王强", "陈芳", "赵刚"]
    whole = sum(parts) * 2 + more
    told = "，".join(f"{who}捐款{part}万元" for who, part in zip(names, parts, strict=False))
    text = f"宏远公司捐款{whole}万元，其中{told}。"
    assert sum(amount for _, amount in counted(text)) == whole * 10000


def test_an_article_without_gifts() -> None:
    source, _ = article("李明到青山街道督导。")
    assert isinstance(source, Article)
    assert counted("李明到青山街道督导，其中三次在夜里。") == []
