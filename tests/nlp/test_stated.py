"""`kg.statements`: what a Doc states, as a build has it; and components that say what they lack."""

from __future__ import annotations

import pytest
import spacy
from language import pipeline

import kg
from kg.errors import UsageError
from kg.nlp import COMPONENTS

SENTENCE = "东湖区人大常委会主任李明到联系的青山街道督导防汛工作。"


def test_statements_of_a_doc_are_those_of_a_build() -> None:
    doc = pipeline()(SENTENCE)
    found = kg.statements(doc)
    assert {type(item) for item in found} == {kg.Statement}
    [visit] = [item for item in found if item.predicate == "supervises"]
    assert (visit.subject.name, visit.object and visit.object.name) == ("李明", "青山街道")
    assert visit.quote == SENTENCE
    span = visit.evidence[0].span
    assert doc.text[span.start : span.end] == SENTENCE
    assert {item["predicate"] for item in doc._.kg_statements} == {item.predicate for item in found}


def test_what_does_not_stand_in_plain_text() -> None:
    assert kg.statements(pipeline()("今天天气很好。")) == ()
    assert kg.statements(pipeline()("")) == ()


def test_a_doc_that_nothing_read() -> None:
    with pytest.raises(UsageError, match=r"kg.statements: needs kg_relations before it"):
        kg.statements(spacy.blank("zh")(SENTENCE))


def test_a_pipeline_that_says_nothing_of_words() -> None:
    nlp = spacy.blank("zh")
    for name in COMPONENTS:
        nlp.add_pipe(name)
    with pytest.raises(
        UsageError, match=r"kg_entities: this pipeline has neither tags nor entities; give it"
    ):
        nlp(SENTENCE)
    tagged = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "kg.LacTokenizer.v1"}}})
    for name in COMPONENTS:
        tagged.add_pipe(name)
    assert "supervises" in {item.predicate for item in kg.statements(tagged(SENTENCE))}


@pytest.mark.parametrize("missing", ["kg_sentences", "kg_entities", "kg_reference", "kg_relations"])
def test_a_component_that_is_missing(missing: str) -> None:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "kg.LacTokenizer.v1"}}})
    for name in COMPONENTS:
        if name != missing:
            nlp.add_pipe(name)
    with pytest.raises(UsageError, match=f": needs {missing} before it; write nlp.add_pipe"):
        nlp(SENTENCE)
