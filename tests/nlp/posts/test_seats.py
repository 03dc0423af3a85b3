"""Seats: the body that a bare title leans on, with mentions by hand."""

from __future__ import annotations

import pytest
from language import said

from kg.lexicon import load_lexicon
from kg.nlp.posts.seats import Context, Scene, Seats
from kg.nlp.spans.mention import ORG, TITLE, Mention

SEATS = Seats(load_lexicon())


def seat(text: str, title: str, *bodies: str, area: str = "", head: str = "") -> str:
    """The body of the last ``title`` in a text that has named these bodies."""
    named = [Mention(text.index(b), text.index(b) + len(b), ORG, b, entity=b) for b in bodies]
    context = Context([], named[-1] if named else None, area, frozenset({area}), head=head)
    for body in named:
        context.note(body)
    at = text.rindex(title)
    mention = Mention(at, at + len(title), TITLE, title)
    found = SEATS.of(mention, context.last, Scene(text, (0, len(text)), context))
    return found.entity if found else ""


@pytest.mark.parametrize(
    ("text", "title", "bodies", "found"),
    [
        ("第一中学和东湖区商会到会，校长杨友良致辞", "校长", ["第一中学", "东湖区商会"], "第一中学"),
        ("第一中学举行典礼，会长李明致辞", "会长", ["第一中学"], ""),
        ("嘉义县消防局到场，消防局长李明指挥", "局长", ["嘉义县消防局"], "嘉义县消防局"),
        ("东湖晚报讯（记者韩冰）", "记者", ["东湖晚报"], "东湖晚报"),
        ("东湖晚报举行典礼，记者韩冰到会", "记者", ["东湖晚报"], ""),
        ("东湖区商会到会，书记李明致辞", "书记", ["东湖区商会"], "东湖区商会"),  # named last
        ("东湖区商会到会，教授李明致辞", "教授", ["东湖区商会"], ""),  # only with a body
    ],
)
def test_the_body_of_a_bare_title(text: str, title: str, bodies: list[str], found: str) -> None:
    assert seat(text, title, *bodies) == found


def test_posts_of_an_area_are_of_the_area() -> None:
    assert seat("副区长李明到会", "副区长", area="东湖区") == "东湖区"
    assert seat("副区长李明到会", "副区长") == ""


def test_else_of_the_body_that_the_section_is_about() -> None:
    assert seat("书记李明到会", "书记", head="东湖区商会") == "东湖区商会"
    assert seat("书记李明到会", "书记") == ""


def test_kinds_by_the_longest_title() -> None:
    assert SEATS.kinds("副会长") == SEATS.kinds("会长")
    assert "会" in SEATS.kinds("会长")
    assert SEATS.kinds("书记") == ()


def test_in_an_article() -> None:
    text = "东湖区第一中学举行典礼。校长李明致辞。"
    assert said(text, "holdsPosition") == ["李明 > 东湖区第一中学 | title=校长"]
