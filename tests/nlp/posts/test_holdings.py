"""Holdings: what is claimed of people and their posts."""

from __future__ import annotations

import pytest
from language import said

from kg.lexicon import load_lexicon
from kg.nlp.posts.holdings import Holdings
from kg.nlp.posts.lineup import Post
from kg.nlp.posts.seats import Context, Scene, Seats
from kg.nlp.spans.mention import ORG, PERSON, TITLE, Mention

BODY = "东湖区人大常委会"
LEXICON = load_lexicon()


def holdings(text: str, *names: tuple[str, str]) -> list[tuple[str, str | None, str, str]]:
    """The claims of a text of a body, titles and a person, as (person, body, title, status)."""
    found = [Mention(text.index(n), text.index(n) + len(n), label, n, entity=n) for n, label in names]
    person = next(m for m in found if m.label == PERSON)
    bodies = [m for m in found if m.label == ORG]
    titles = [m for m in found if m.label == TITLE]
    posts = [Post(title, bodies[0] if bodies and not i else None) for i, title in enumerate(titles)]
    scene = Scene(text, (0, len(text)), Context([], None, ""))
    claims = Holdings(LEXICON, Seats(LEXICON)).state(person, posts, scene)
    return [(c.subject, c.object, str(c.qualifiers["title"]), c.status) for c in claims]


def test_posts_of_one_body() -> None:
    found = holdings(
        "东湖区教育局局长、党组书记李明",
        ("东湖区教育局", ORG), ("局长", TITLE), ("党组书记", TITLE), ("李明", PERSON),
    )  # fmt: skip
    assert found == [("李明", "东湖区教育局", "局长", ""), ("李明", "东湖区教育局", "党组书记", "")]


@pytest.mark.parametrize(
    ("text", "title"), [("东湖区教育局原局长李明", "原局长"), ("原东湖区教育局局长李明", "局长")]
)
def test_marks_of_posts_that_are_over(text: str, title: str) -> None:
    found = holdings(text, ("东湖区教育局", ORG), (title, TITLE), ("李明", PERSON))
    assert found == [("李明", "东湖区教育局", "局长", "ended")]


def test_a_post_of_no_body_is_not_claimed() -> None:
    assert holdings("局长李明", ("局长", TITLE), ("李明", PERSON)) == []


@pytest.mark.parametrize(
    ("text", "status", "found"),
    [
        (f"{BODY}原副主任李明到会。", "ended", f"李明 > {BODY} | title=副主任"),
        ("李明曾任东湖区教育局局长。", "ended", "李明 > 东湖区教育局 | title=局长"),
        ("会议决定免去李明的东湖区教育局局长职务。", "ended", "李明 > 东湖区教育局 | title=局长"),
        ("决定免去：\n\n李明的东湖区教育局局长职务；\n", "ended", "李明 > 东湖区教育局 | title=局长"),
        ("接受李明辞去东湖区教育局局长职务的请求。", "ended", "李明 > 东湖区教育局 | title=局长"),
        ("李明拟任东湖区教育局局长。", "planned", "李明 > 东湖区教育局 | title=局长"),
    ],
)
def test_posts_that_are_over_or_to_come(text: str, status: str, found: str) -> None:
    assert said(text, "holdsPosition", status) == [found]
    assert said(text, "holdsPosition") == []
