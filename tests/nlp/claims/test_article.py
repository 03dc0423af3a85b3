"""The reading of one article: what its sentences leave for each other, and what is seen at its end."""

from __future__ import annotations

import pytest
from language import mentions, pipeline, said

from kg.nlp.claims.article import Run
from kg.nlp.relations import Relations

FIRST = "柳林村第一书记李明"
COMPANY = "东湖食品有限公司"


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


@pytest.mark.parametrize(
    ("text", "serves", "sent"),
    [
        (f"东湖区教育局派驻{FIRST}到会。", ["李明 > 柳林村"], ["东湖区教育局 > 柳林村"]),
        ("东湖区教育局选派到柳林村的第一书记李明到会。", ["李明 > 柳林村"], ["东湖区教育局 > 柳林村"]),
        (f"东湖区教育局召开会议，{FIRST}到会。", ["李明 > 柳林村"], []),
        ("东湖区教育局派驻柳林村党支部书记李明到会。", [], []),  # of the village itself
        ("柳林村原第一书记李明到会。", [], []),
    ],
)
def test_first_secretaries_live_where_they_are_posted(text: str, serves: list[str], sent: list[str]) -> None:
    assert said(text, "servesAt") == serves
    assert said(text, "dispatches") == sent


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("李明走访青山街道；到梅园街道督导防汛工作。", ["李明 > 青山街道", "李明 > 梅园街道"]),
        ("李明到青山街道督导；王强到梅园街道督导。", ["李明 > 青山街道", "王强 > 梅园街道"]),
    ],
)
def test_a_part_after_a_semicolon_keeps_the_subject(text: str, found: list[str]) -> None:
    assert said(text, "supervises") == found


def test_who_takes_part_goes_to_the_same_place_within_a_paragraph() -> None:
    first = "李明到青山街道检查防汛工作。"
    assert "王强 > 青山街道" in said(f"{first}王强参加检查。", "supervises")
    assert said(f"{first}\n王强参加检查。", "supervises") == ["李明 > 青山街道"]


def test_numbers_without_a_subject_are_of_the_company_that_tells() -> None:
    head = f"{COMPANY}\n{COMPANY}成立。{COMPANY}有职工。{COMPANY}很大。\n"
    found = "unit=人 indicator=走访群众 value=3000"
    assert said(f"{head}累计走访群众3000人。", "measure") == [f"{COMPANY} | {found}"]
    office = head.replace(COMPANY, "东湖区教育局")  # of its area, as before
    assert said(f"{office}累计走访群众3000人。", "measure") == [f"东湖区 | {found}"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("位于柳林镇的东湖粮食储备库遭水浸。", ["东湖粮食储备库 > 柳林镇"]),
        (f"李明检查位于柳林镇的{COMPANY}。", [f"{COMPANY} > 柳林镇"]),
        (f"李明检查柳林镇和{COMPANY}。", []),
    ],
)
def test_where_something_lies(text: str, found: list[str]) -> None:
    assert [line for line in said(text, "locatedIn") if not line.startswith("柳林镇")] == found


def test_a_place_that_tells_where_a_body_lies_is_not_visited() -> None:
    assert said(f"李明检查位于柳林镇的{COMPANY}。", "supervises") == [f"李明 > {COMPANY}"]
    assert said("李明走访位于柳林镇的东湖区教育局。", "supervises") == ["李明 > 东湖区教育局"]
