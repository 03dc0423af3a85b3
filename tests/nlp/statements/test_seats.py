"""A post that an article tells of an area and of its government is one."""

from __future__ import annotations

import pytest

from kg.lexicon import load_lexicon
from kg.model import ASSERTED, ENDED, Evidence, Qualifiers, Ref, Span, Statement
from kg.nlp.statements.seats import Seats


def post(number: int, person: str, body: str, title: str, status: str = ASSERTED) -> Statement:
    kind = "Organization" if body.endswith(("政府", "办公室", "委")) else "Place"
    span = Span(number, number + 1)
    return Statement(
        f"s{number}",
        "a",
        "holdsPosition",
        Ref(person, "Person", person),
        Ref(body, kind, body),
        Qualifiers(title=title),
        (Evidence("字", span, span),),
        status,
        0.5 + number / 10,
        "post",
    )


def bodies(*statements: Statement) -> list[str]:
    return [s.object.name for s in Seats(load_lexicon()).settled(statements) if s.object]


@pytest.mark.parametrize("title", ["市长", "副市长", "代理市长"])
@pytest.mark.parametrize(
    ("area", "government"),
    [
        ("荆门市", "荆门市人民政府"),
        ("荆门市", "荆门市政府"),
        ("荆门", "荆门市人民政府"),
        ("荆门市", "湖北省荆门市人民政府"),
    ],
)
def test_one_post(title: str, area: str, government: str) -> None:
    of_area, of_body = post(1, "王洁", area, title), post(2, "王洁", government, title)
    for both in ((of_area, of_body), (of_body, of_area)):
        (only,) = Seats(load_lexicon()).settled(both)
        assert (only.id, only.confidence, len(only.evidence)) == (of_body.id, of_body.confidence, 2)


@pytest.mark.parametrize(
    "second",
    [
        post(2, "王洁", "荆门市人民政府", "市长"),  # another title
        post(2, "李明", "荆门市人民政府", "副市长"),  # another person
        post(2, "王洁", "宜昌市人民政府", "副市长"),  # another city
        post(2, "王洁", "荆门市人民政府办公室", "副市长"),  # no government
        post(2, "王洁", "荆门市人民政府", "副市长", ENDED),
    ],
)
def test_two_posts(second: Statement) -> None:
    first = post(1, "王洁", "荆门市", "副市长")
    assert bodies(first, second) == ["荆门市", second.object.name if second.object else ""]


def test_other_posts_stay() -> None:
    both = post(1, "王洁", "荆门市", "书记"), post(2, "王洁", "荆门市人民政府", "书记")
    assert bodies(*both) == ["荆门市", "荆门市人民政府"]
