"""What a post at a place says besides."""

from __future__ import annotations

import pytest
from language import claims

from kg.lexicon import load_lexicon
from kg.nlp.posts.postings import Postings
from kg.nlp.spans.claim import Claim
from kg.nlp.spans.mention import GPE, Mention


def posted(text: str) -> list[tuple[str, str, str | None]]:
    return [(c.predicate, c.subject, c.object) for c in claims(text) if c.rule == "posted"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "广西农业职业技术大学派驻纳标村的第一书记罗振东到会。",
            [("servesAt", "罗振东", "纳标村"), ("dispatches", "广西农业职业技术大学", "纳标村")],
        ),
        ("青山街道安康社区第一书记李明到会。", [("servesAt", "李明", "安康社区")]),
        ("东湖区教育局局长李明到会。", []),
        ("青山街道安康社区党委书记李明到会。", []),
    ],
)
def test_postings(text: str, found: list[tuple[str, str, str]]) -> None:
    assert posted(text) == found


def test_a_post_that_is_over_says_nothing() -> None:
    place = Mention(0, 3, GPE, "纳标村", entity="纳标村")
    post = Claim("holdsPosition", "李明", "纳标村", (0, 10), (7, 9), (0, 3), qualifiers={"title": "第一书记"})
    text = "纳标村第一书记李明。"
    postings = Postings(load_lexicon())
    assert [claim.predicate for claim in postings.read(text, [post], [place])] == ["servesAt"]
    post.status = "ended"
    assert postings.read(text, [post], [place]) == []
