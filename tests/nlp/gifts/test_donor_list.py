"""Donor lists: lines without a verb below a heading that says what they are."""

from __future__ import annotations

import pytest
from language import extraction

from kg.model import Statement


def gifts(text: str) -> list[Statement]:
    return [item for item in extraction(text).statements if item.predicate == "donates"]


def told(text: str) -> list[tuple[str, float | None]]:
    return [(item.subject.name, item.qualifiers.amount) for item in gifts(text)]


@pytest.mark.parametrize(
    "heading", ["一、个人捐款", "爱心捐款名单", "（二）捐赠物资和善款", "捐款人员名单如下："]
)
def test_a_heading_opens_a_list(heading: str) -> None:
    assert told(f"{heading}\n李明 1000元\n王强　５００元\n") == [("李明", 1000), ("王强", 500)]


def test_several_donors_on_a_line() -> None:
    assert told("捐款名单\n李明 1000元 王强 500元 陈芳 300元\n") == [
        ("李明", 1000),
        ("王强", 500),
        ("陈芳", 300),
    ]


def test_numbers_before_donors() -> None:
    assert told("捐款名单\n1.李明 1000元\n2、王强 500元\n") == [("李明", 1000), ("王强", 500)]


def test_who_receives() -> None:
    text = "东湖区慈善总会收到的捐款公布如下：\n李明 1000元\n王强 500元，定向捐赠柳林镇\n"
    assert [item.object.name for item in gifts(text) if item.object] == ["东湖区慈善总会", "柳林镇"]


def test_a_line_that_holds_more_is_no_line_of_the_list() -> None:
    assert told("捐款名单\n李明 1000元是工资\n") == []


def test_the_evidence_is_the_line() -> None:
    (gift,) = gifts("捐款名单\n李明 1000元\n")
    assert [item.quote for item in gift.evidence] == ["李明 1000元"]


def test_what_each_of_a_line_gave() -> None:
    text = "捐款名单\n以下各捐200元：\n李明 王强（东湖区人大代表）\n以上捐款人员名单已经公布。\n"
    assert told(text) == [("李明", 200), ("王强", 200)]


def test_posts_in_brackets() -> None:
    assert told("捐款名单\n李明（东湖区商会会长） 1000元\n") == [("李明", 1000)]
