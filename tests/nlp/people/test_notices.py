"""Notices of appointment and dismissal: names that are words, 同志, who comes and who goes."""

from __future__ import annotations

import pytest
from language import said

from kg.model import ENDED


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("高峰任宜春市市长。", ["高峰 > 宜春市 | title=市长"]),
        ("任命高峰为青山区区长。", ["高峰 > 青山区 | title=区长"]),
        ("王强现任东湖区教育局局长。", ["王强 > 东湖区教育局 | title=局长"]),
        ("王强出任东湖区教育局局长。", ["王强 > 东湖区教育局 | title=局长"]),
        ("黄河任宁江县委书记。", ["黄河 > 宁江县委 | title=书记"]),
        ("张明任丰城市副市长。", ["张明 > 丰城市 | title=副市长"]),
        ("成功同志任县文化馆馆长；", ["成功 > 县文化馆 | title=馆长"]),
        ("周强同志任县财政局局长；", ["周强 > 县财政局 | title=局长"]),
        ("方舟为县审计局局长；", ["方舟 > 县审计局 | title=局长"]),
        ("会议决定任命时来运为县应急管理局局长。", ["时来运 > 县应急管理局 | title=局长"]),
    ],
)
def test_names_that_are_words(text: str, posts: list[str]) -> None:
    assert said(text, "holdsPosition") == posts


def test_an_appointment_and_a_removal_in_one_sentence() -> None:
    text = "孙丽任县妇联主席，周文不再担任县妇联主席职务。"
    assert said(text, "holdsPosition") == ["孙丽 > 县妇联 | title=主席"]
    assert said(text, "holdsPosition", ENDED) == ["周文 > 县妇联 | title=主席"]


def test_a_roster_below_each_heading() -> None:
    heads = "县人大常委会任免名单\n任命：\n方舟为县审计局局长；\n免去：\n"
    text = heads + "关山的县林业局局长职务；\n时光的县林业局副局长职务。\n"
    assert said(text, "holdsPosition") == ["方舟 > 县审计局 | title=局长"]
    ended = ["关山 > 县林业局 | title=局长", "时光 > 县林业局 | title=副局长"]
    assert said(text, "holdsPosition", ENDED) == ended


@pytest.mark.parametrize(
    ("text", "comes", "goes"),
    [
        ("李娜接替王刚出任县民政局局长。", "李娜", "王刚"),
        ("由周强代替李明担任县民政局局长。", "周强", "李明"),
        ("方向接替高峰任县民政局局长。", "方向", "高峰"),
    ],
)
def test_who_takes_over_from_whom(text: str, comes: str, goes: str) -> None:
    assert said(text, "holdsPosition") == [f"{comes} > 县民政局 | title=局长"]
    assert said(text, "holdsPosition", ENDED) == [f"{goes} > 县民政局 | title=局长"]


@pytest.mark.parametrize(
    "text",
    [
        "会议任务落实到人，各局局长参加。",
        "时任县教育局局长到会。",
        "由于任职时间短，局长没有讲话。",
        "曾先后任县教育局局长。",
    ],
)
def test_words_that_look_alike_name_nobody(text: str) -> None:
    assert said(text, "holdsPosition") == []
