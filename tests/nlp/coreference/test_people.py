"""Whom surnames and pronouns mean."""

from __future__ import annotations

import pytest
from language import extraction, meant

from kg.lexicon import load_lexicon
from kg.nlp.coreference.discourse import Discourse
from kg.nlp.coreference.people import PersonReference
from kg.nlp.spans.mention import PERSON, Mention


@pytest.mark.parametrize(
    ("text", "form", "entity"),
    [
        ("李明到青山街道。他检查了防汛物资。", "他", "李明"),
        ("李明、王强到会。他们发言。", "他们", ""),
        ("李明、王强到会。\n他检查了防汛物资。", "他", "李明"),  # first in the paragraph before
        ("李明到会。王强发言。他检查了防汛物资。", "他", "王强"),
        ("副主任胡俊到会。胡主任说，要防汛。", "胡", "胡俊"),
        ("胡主任说，要防汛。", "胡", ""),
    ],
)
def test_meanings(text: str, form: str, entity: str) -> None:
    assert meant(text, form) == entity


def test_namesakes_of_one_sentence_are_two_persons() -> None:
    text = "城东社区书记王伟和城西社区书记王伟分别捐款500元、800元。"
    found = extraction(text).statements
    persons = {s.object.name: s.subject.id for s in found if s.object and s.predicate == "holdsPosition"}
    assert set(persons) == {"城东社区", "城西社区"}
    gifts = {s.subject.id: s.qualifiers.amount for s in found if s.predicate == "donates"}
    assert gifts == {persons["城东社区"]: 500, persons["城西社区"]: 800}


def test_one_person_with_two_posts_is_one() -> None:
    text = "东湖区教育局局长李明到会，东湖区政协副主席王强主持，东湖区教育局局长李明讲话。"
    people = [e.name for e in extraction(text).entities if e.type == "Person"]
    assert sorted(people) == ["李明", "王强"]


def test_a_name_that_is_spread_over_a_line_is_the_same() -> None:
    text = "王 芳、王芳"
    mentions = [Mention(0, 3, PERSON, "王 芳"), Mention(4, 6, PERSON, "王芳")]
    people = PersonReference(load_lexicon().names.person, Discourse(text, mentions))
    assert [people.entity(m) for m in mentions] == ["王芳", "王芳"]
