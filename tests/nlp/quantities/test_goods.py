"""Goods and sums: one gift a member of a list, and where the list ends."""

from __future__ import annotations

import pytest
from language import pipeline

from kg.lexicon import load_lexicon
from kg.nlp.quantities.gift import Gift, giving_verb, qualifiers_of
from kg.nlp.quantities.goods import Goods
from kg.nlp.spans.mention import Mention
from kg.nlp.spans.skeleton import Skeleton, build


def skeleton(text: str) -> Skeleton:
    mentions = [Mention(**item) for item in pipeline()(text)._.kg_mentions]
    return build(text, (0, len(text)), mentions, {})


@pytest.fixture(scope="module")
def goods() -> Goods:
    return Goods(load_lexicon())


def given(goods: Goods, text: str) -> list[Gift]:
    """What is listed after 捐赠."""
    return goods.parse(skeleton(f"李明捐赠{text}"), len("P捐赠"))[0]


@pytest.mark.parametrize(
    ("text", "gifts"),
    [
        ("10万元。", [Gift(amount=100000, currency="CNY")]),
        ("3万余元，用于防汛。", [Gift(amount=30000, currency="CNY", approx=True)]),
        (
            "棉被300床、方便面200箱。",
            [Gift(item="棉被", quantity=300, unit="床"), Gift(item="方便面", quantity=200, unit="箱")],
        ),
        ("15箱生活物资。", [Gift(item="生活物资", quantity=15, unit="箱")]),
        ("价值2万元的口罩。", [Gift(item="口罩", worth=20000, currency="CNY")]),
        (
            "大米5吨（价值2.6万元）。",
            [Gift(item="大米", quantity=5, unit="吨", worth=26000, currency="CNY")],
        ),
        ("图书745册，价值4万元。", [Gift(item="图书", quantity=745, unit="册", worth=40000, currency="CNY")]),
        ("防疫物资20万元。", [Gift(item="防疫物资", worth=200000, currency="CNY")]),
        ("口罩。", [Gift(item="口罩")]),
        ("7名医护。", []),
        ("。", []),
    ],
)
def test_what_is_given(goods: Goods, text: str, gifts: list[Gift]) -> None:
    assert given(goods, text) == gifts


def test_the_list_ends_before_the_next_verb(goods: Goods) -> None:
    made = skeleton("李明捐赠棉被300床，捐款5万元。")
    gifts, end = goods.parse(made, 3)
    assert gifts == [Gift(item="棉被", quantity=300, unit="床")]
    assert made.string[end:].startswith("，捐款")


def test_the_list_ends_where_it_is_told_to(goods: Goods) -> None:
    made = skeleton("李明把口罩300个捐给柳林镇。")
    gifts, _ = goods.parse(made, 2, stop=made.string.index("捐给"))
    assert gifts == [Gift(item="口罩", quantity=300, unit="个")]


@pytest.mark.parametrize(("text", "verbs"), [("捐款", ["捐款"]), ("投资", []), ("捐赠仪式", [])])
def test_verbs_of_giving(text: str, verbs: list[str]) -> None:
    assert giving_verb(load_lexicon()).findall(text) == verbs


def test_only_what_is_said_qualifies() -> None:
    assert qualifiers_of(Gift(item="口罩", quantity=300, unit="个")) == {
        "approx": False,
        "item": "口罩",
        "quantity": 300,
        "unit": "个",
    }
    assert qualifiers_of(Gift(amount=5, currency="CNY")) == {"approx": False, "currency": "CNY", "amount": 5}
    assert qualifiers_of(Gift()) == {"approx": False}
