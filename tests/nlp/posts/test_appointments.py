"""Appointments: the words between people and posts."""

from __future__ import annotations

import pytest
from language import said

from kg.lexicon import load_lexicon
from kg.nlp.posts.appointments import Appointments

APPOINTMENTS = Appointments(load_lexicon())


@pytest.mark.parametrize(
    ("person", "gap", "posts", "after", "tied"),
    [
        ("李明", "担任", "东湖区教育局局长", "。", True),
        ("李明", "（女，回族）为", "办公室主任", "。", True),
        ("李明", "的", "东湖区教育局局长", "职务", True),
        ("李明", "的", "东湖区教育局局长", "职务由", False),  # to go to somebody else
        ("李明", "的", "东湖区教育局局长", "。", False),
        ("李明", "到会，", "东湖区教育局局长", "。", False),
        ("李明", "", "局长", "。", False),
    ],
)
def test_words_tie_a_person_to_posts(person: str, gap: str, posts: str, after: str, tied: bool) -> None:
    before = person + gap + posts
    assert APPOINTMENTS.ties(gap, before + after, len(before)) == tied


def test_posts_that_are_given() -> None:
    assert APPOINTMENTS.is_given("一职由")
    assert not APPOINTMENTS.is_given("、")
    assert APPOINTMENTS.gives("秘书长一职由王强担任", len("秘书长"))
    assert not APPOINTMENTS.gives("秘书长王强", len("秘书长"))


def test_posts_that_are_taken() -> None:
    assert APPOINTMENTS.takes("李明当选")
    assert not APPOINTMENTS.takes("李明到会")
    assert APPOINTMENTS.is_also("，也是")
    assert not APPOINTMENTS.is_also("，")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("李明担任东湖区教育局局长。", ["李明 > 东湖区教育局 | title=局长"]),
        ("东湖区教育局局长由王强担任。", ["王强 > 东湖区教育局 | title=局长"]),
        ("李明的东湖区教育局局长职务由王强接任。", ["王强 > 东湖区教育局 | title=局长"]),
    ],
)
def test_positions(text: str, found: list[str]) -> None:
    assert said(text, "holdsPosition") == found
