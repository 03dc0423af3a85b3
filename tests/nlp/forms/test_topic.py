"""Whom a sentence speaks of, and the places that are captions."""

from __future__ import annotations

import pytest
from language import claims

from kg.lexicon import load_lexicon
from kg.nlp.forms.topic import Topics, caption_of, captioned
from kg.nlp.spans.mention import GPE, ORG, PERSON, Mention
from kg.nlp.spans.skeleton import Skeleton, build

NAMES = {
    "李明": PERSON,
    "王强": PERSON,
    "区委": ORG,
    "教育局": ORG,
    "指挥部": ORG,
    "青山街道": GPE,
    "锦宁村": GPE,
}
TOPICS = Topics(load_lexicon())


def skeleton(text: str) -> Skeleton:
    found = [Mention(text.find(n), text.find(n) + len(n), k, n, entity=n) for n, k in NAMES.items()]
    mentions = sorted((m for m in found if m.start >= 0), key=lambda m: m.start)
    return build(text, (0, len(text)), mentions, {}, oblique=TOPICS.is_oblique)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("李明到青山街道督导。", "李明"),
        ("按照区委部署，教育局迅速行动。", "教育局"),
        ("指挥部发布通告后，教育局迅速行动。", "教育局"),  # the main clause says of whom it is
        ("昨天李明说，教育局支持。", "教育局"),  # what begins a clause
        ("昨天李明和王强到会。", "李明"),
        ("青山街道下雨。", None),
    ],
)
def test_topics(text: str, topic: str | None) -> None:
    found = TOPICS.of(skeleton(text))
    assert (found.entity if found else None) == topic


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("【图一】锦宁村。\n", "锦宁村"),
        ("锦宁村。", "锦宁村"),
        ("走进锦宁村。", None),
        ("【图一】锦宁村下雨。", None),
        ("【图一】青山街道。", None),  # the area of the article
        ("【图一】李明在锦宁村。", None),
        ("\n", None),
    ],
)
def test_captions(text: str, place: str | None) -> None:
    found = caption_of(skeleton(text), frozenset({"青山街道"}))
    assert (found.entity if found else None) == place


def test_a_caption_stands_before_the_next_sentence() -> None:
    text = "锦宁村。李明督导。"
    place = Mention(0, 3, GPE, "锦宁村", entity="锦宁村")
    after = captioned(skeleton(text).part(2), text, place)
    assert (after.string[0], after.names[1], after.string[2]) == ("在", place, "，")
    found = {(c.predicate, c.subject, c.object) for c in claims("【图一】唐昌镇锦宁村。李明督导防汛工作。")}
    assert ("supervises", "李明", "锦宁村") in found
