"""The reading of one article: what its sentences leave for each other, and what is seen at its end."""

from __future__ import annotations

import pytest
from language import mentions, pipeline, said

from kg.nlp.relations import Relations
from kg.nlp.run import Run


def read(text: str) -> Run:
    """A run over a text, before which all components but the one of relations ran."""
    nlp = pipeline()
    relations = nlp.get_pipe("kg_relations")
    assert isinstance(relations, Relations)
    doc = nlp.make_doc(text)
    for name, pipe in nlp.pipeline:
        if name == "kg_relations":
            break
        doc = pipe(doc)
    run = Run(relations.rules, doc)
    run.read()
    return run


def test_sentences_are_kept_with_whom_they_go_on_with() -> None:
    run = read("李明到青山街道督导。随后捐款1万元。")
    topics = [topic.entity if topic else None for _, _, topic in run.skeletons]
    assert topics == [None, "李明"]
    assert [skeleton.string[-1] for _, skeleton, _ in run.skeletons] == ["。", "。"]
    assert [span for span, _, _ in run.skeletons] == [(0, 10), (10, 18)]


def test_a_section_begins_anew() -> None:
    run = read("成都市武侯区\n李明到会。\n成都市青羊区\n随后捐款1万元。")
    assert run.skeletons[-1][2] is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("李明到德隆小学督导防汛。", "FAC"),
        ("李明到德隆小学督导防汛。德隆小学捐款1万元。", "ORG"),  # it acts
        ("德隆小学校长李明到会。", "ORG"),
    ],
)
def test_a_venue_that_is_only_visited_is_a_place(text: str, label: str) -> None:
    assert {m.label for m in mentions(text) if m.entity == "德隆小学"} == {label}


def test_another_relation_is_meant() -> None:
    assert said("李明在安康社区卡口值守。", "servesAt") == ["李明 > 安康社区卡口"]
    both = "李明到安康社区卡口督导值守工作。"
    assert said(both, "supervises") == ["李明 > 安康社区卡口"]
    assert said(both, "servesAt") == []


def test_numbers_are_told_once() -> None:
    text = "东湖食品有限公司向青山街道捐赠棉被300床，走访群众200人。"
    assert [line.split(" | ")[1] for line in said(text, "measure")] == [
        "unit=人 indicator=走访群众 value=200"
    ]
