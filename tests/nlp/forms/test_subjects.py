"""A sentence with a subject of its own, known or not, takes nobody's from before."""

from __future__ import annotations

import pytest
from language import said


@pytest.mark.parametrize(
    "text",
    [
        "县长李明到红石镇督导。\n村民们捐款5万元。",
        "县长李明到红石镇督导。爱心人士捐赠口罩1000只。",
        "宏远公司成立于2001年。一位不愿透露姓名的老人捐款2万元。",
        "宏远公司董事长李明到会。记者从会上获悉，某企业捐款30万元。",
    ],
)
def test_who_gave_is_not_who_was_spoken_of(text: str) -> None:
    assert said(text, "donates") == []


@pytest.mark.parametrize(
    ("text", "gifts"),
    [
        ("宏远公司成立于2001年。近年来，先后捐款200万元。", ["宏远公司 | amount=2000000 currency=CNY"]),
        ("宏远公司成立于2001年。公司今年捐款20万元。", ["宏远公司 | amount=200000 currency=CNY"]),
        ("商人李明返乡创业。他捐款20万元。", ["李明 | amount=200000 currency=CNY"]),
    ],
)
def test_where_nobody_is_named_who_was_spoken_of_gives(text: str, gifts: list[str]) -> None:
    assert said(text, "donates") == gifts


def test_visits_of_others() -> None:
    text = "6月29日，淮南市副市长吴桐到田家庵区调研。\n那日苏到达茂旗调研。\n随后又走访了白云鄂博矿区。"
    assert said(text, "supervises")[:2] == ["吴桐 > 田家庵区", "那日苏 > 达茂旗"]


def test_the_figures_of_a_text_are_not_of_a_place_that_it_names_later() -> None:
    text = (
        "某品牌上半年全球出货2000万台，另有40家机构参与投资。一名顾客说，上周在福建晋江借用时，每小时要5元。"
    )
    assert said(text, "measure") == []


def test_who_is_not_named_is_not_who_was_named_before() -> None:
    text = "离休干部严斌又捐款1万元。署名为“好心妈妈”的女士捐款500元，她去年曾向余姚市慈善总会捐款20万元。"
    assert said(text, "donates") == ["严斌 | amount=10000 currency=CNY"]


@pytest.mark.parametrize(
    "text",
    [
        "浙江省红十字会共接受社会各界抗震救灾捐赠款物10亿元，现金8亿元。",
        "市红十字会已接受178万元的捐款和价值71万元的物资。",
    ],
)
def test_what_was_received_is_not_given(text: str) -> None:
    assert said(text, "donates") == []
