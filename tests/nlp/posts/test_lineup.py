"""Lineups: lists of posts and of people, with mentions by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.lexicon import load_lexicon
from kg.nlp.posts.appointments import Appointments
from kg.nlp.posts.lineup import Lineup, Lineups, Post
from kg.nlp.posts.seats import Seats
from kg.nlp.spans.mention import DATE, ORG, PERSON, TITLE, Mention

LEXICON = load_lexicon()
LINEUPS = Lineups(LEXICON, Seats(LEXICON), Appointments(LEXICON))


def lineup(marked: str) -> Lineup:
    """``商会/ORG 会长/TITLE 李明/PERSON ，到会``: mentions with their labels, and what stands between."""
    text, mentions = "", []
    for part in marked.split():
        word, _, label = part.partition("/")
        if label:
            mentions.append(Mention(len(text), len(text) + len(word), label, word))
        text += word
    return LINEUPS.of(text, mentions)


def shown(posts: Sequence[Post]) -> list[str]:
    return [f"{p.body.text if p.body else ''}|{p.title.text}" for p in posts]


@pytest.mark.parametrize(
    ("marked", "found", "after"),
    [
        ("商会/ORG 会长/TITLE 李明/PERSON", ["商会|会长"], 2),
        ("街道/GPE 书记/TITLE 、 商会/ORG 会长/TITLE 李明/PERSON", ["街道|书记", "商会|会长"], 4),
        ("商会/ORG 会长/TITLE ， 书记/TITLE 李明/PERSON", ["商会|会长", "|书记"], 3),
        ("商会/ORG 会长/TITLE ， 秘书长/TITLE 一职由 李明/PERSON", ["商会|会长"], 2),
        ("商会/ORG 召开会议， 会长/TITLE 李明/PERSON", [], 0),
        ("李明/PERSON 会长/TITLE", [], 0),
    ],
)
def test_posts(marked: str, found: list[str], after: int) -> None:
    posts, index = lineup(marked).posts(0)
    assert (shown(posts), index) == (found, after)


def test_a_post_after_a_comma_is_of_the_person_after_it() -> None:
    line = lineup("王强/PERSON 当选 会长/TITLE ， 秘书长/TITLE 李明/PERSON")
    assert shown(line.posts(1)[0]) == ["|会长"]


def test_a_body_before_the_body() -> None:
    (post,), _ = lineup("街道办/ORG 人大/ORG 代表/TITLE").posts(0)
    assert post.lead is not None
    assert post.body is not None
    assert (post.lead.text, post.body.text, post.start) == ("街道办", "人大", 0)


@pytest.mark.parametrize(
    ("marked", "met"),
    [
        ("商会/ORG 会长/TITLE 李明/PERSON", True),
        ("商会/ORG 会长/TITLE ： 李明/PERSON", True),
        ("请 会长/TITLE ： 李明/PERSON", False),
        ("（ 编辑/TITLE ： 李明/PERSON", True),
        ("商会/ORG 会长/TITLE 到会， 李明/PERSON", False),
        ("商会/ORG 会长/TITLE", False),
    ],
)
def test_posts_meet_a_person(marked: str, met: bool) -> None:
    line = lineup(marked)
    posts, after = line.posts(0)
    assert line.meets(posts, after) == met


def test_people() -> None:
    line = lineup("李明/PERSON 、 王强/PERSON 和 陈芳/PERSON 看望 赵露/PERSON")
    assert line.people(0) == [0, 1, 2]
    line = lineup("院长/TITLE 李明/PERSON 与 王强/PERSON")
    assert line.people(1) == [1, 2]
    assert line.together([1, 2]) == [1]


@pytest.mark.parametrize(
    ("marked", "title", "whole"),
    [
        ("李明/PERSON 、 王强/PERSON 等 会长/TITLE", "会长", True),
        ("李明/PERSON 、 王强/PERSON 两位 会长/TITLE", "会长", False),
        ("李明/PERSON 、 王强/PERSON 等 会长/TITLE 陈芳/PERSON", "", False),  # of the one after
        ("李明/PERSON 、 王强/PERSON 看望 会长/TITLE", "", False),
        ("李明/PERSON 、 王强/PERSON", "", False),
    ],
)
def test_a_post_that_a_list_shares(marked: str, title: str, whole: bool) -> None:
    post, _, all_of_them = lineup(marked).collective(2)
    assert (post.title.text if post else "", all_of_them) == (title, whole)


def test_other_mentions_stand_outside() -> None:
    line = lineup(f"李明/PERSON 于 今年/{DATE} 任 商会/{ORG} 会长/{TITLE}")
    assert [m.label for m in line.mentions] == [PERSON, ORG, TITLE]
    assert line.gap(1) == "于今年任"
