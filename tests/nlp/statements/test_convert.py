"""The border: from a Doc to entities and statements with raw offsets."""

from __future__ import annotations

import pytest
from language import article, extraction, pipeline

from kg.model import ASSERTED, Extraction
from kg.nlp.spans.claim import Claim
from kg.nlp.statements.convert import to_extraction
from kg.nlp.statements.joined import joined
from kg.nlp.statements.quotes import QUOTE
from kg.values.iri import BASE

TEXT = "李明到青山街道督导。"


def entity(key: str, label: str, **more: object) -> dict[str, object]:
    return {
        "key": key,
        "label": label,
        "name": key,
        "aliases": [],
        "kind": "",
        "code": "",
        "weak": False,
        "unique": False,
        **more,
    }


def converted(claims: list[Claim], text: str = TEXT, **weak: bool) -> Extraction:
    source, cleaned = article(text)
    doc = pipeline().make_doc(cleaned.clean)
    doc._.kg_entities = [
        entity("李明", "PERSON"),
        entity("青山街道", "GPE"),
        entity("东湖区", "GPE", code="360102"),
        entity("常委会", "ORG", weak=True),
    ]
    doc._.kg_statements = [claim.to_dict() for claim in claims]
    return to_extraction(source, cleaned, doc, BASE)


def visit(**more: object) -> Claim:
    values: dict[str, object] = {
        "sentence": (0, 10),
        "subject_span": (0, 2),
        "object_span": (3, 7),
        "trigger": (7, 9),
        "status": ASSERTED,
        "rule": "go",
    }
    return Claim("supervises", "李明", "青山街道", **{**values, **more})


def test_a_claim_becomes_a_statement() -> None:
    (statement,) = converted([visit()]).statements
    assert (statement.subject.name, statement.subject.type) == ("李明", "Person")
    assert statement.object is not None
    assert (statement.object.name, statement.object.type) == ("青山街道", "Place")
    (evidence,) = statement.evidence
    assert evidence.quote == TEXT
    spans = (evidence.subject, evidence.object, evidence.trigger)
    assert [TEXT[s.start : s.end] for s in spans if s] == ["李明", "青山街道", "督导"]


def test_offsets_are_raw() -> None:
    raw = "李明(lǐ)到青山街道督导。"
    source, cleaned = article(raw)
    assert cleaned.clean == TEXT
    (statement,) = converted([visit()], raw).statements
    (evidence,) = statement.evidence
    assert evidence.object is not None
    assert raw[evidence.object.start : evidence.object.end] == "青山街道"
    assert evidence.quote == TEXT
    assert source.raw == raw


def test_a_claim_made_twice_keeps_all_its_evidence() -> None:
    again = visit(confidence=0.9, sentence=(10, 20), trigger=(12, 13), rule="visit")
    (statement,) = converted([visit(confidence=0.5), again], TEXT * 2).statements
    assert [item.confidence for item in statement.evidence] == [0.5, 0.9]
    assert (statement.confidence, statement.rule, statement.status) == (0.9, "visit", ASSERTED)


def test_a_claim_made_twice_in_a_sentence_has_its_surest_word_as_evidence() -> None:
    sure, unsure = visit(confidence=0.9, trigger=(2, 3)), visit(confidence=0.5)
    for claims in ([sure, unsure], [unsure, sure]):
        (statement,) = converted(claims).statements
        assert [item.confidence for item in statement.evidence] == [0.9]


def test_evidence_of_different_status_never_becomes_one_statement() -> None:
    planned, said = visit(confidence=0.5, status="planned"), visit(confidence=0.9, trigger=(2, 3))
    for claims in ([planned, said], [said, planned], [said, planned, planned, visit(status="negated")]):
        found = {item.status: item for item in converted(claims).statements}
        assert len(found) == len({item.id for item in found.values()}) == len({c.status for c in claims})
        assert found[ASSERTED].id == converted([said]).statements[0].id  # that of the claim alone
        assert found["planned"].id == f"{found[ASSERTED].id}-planned"
        assert [item.confidence for item in found[ASSERTED].evidence] == [0.9]
    assert converted([planned]).statements[0].id == converted([said]).statements[0].id


def test_parts_of_an_article_are_joined_by_status() -> None:
    planned, said = visit(status="planned"), visit()
    parts = [
        converted([said, planned]).statements,
        converted([planned]).statements,
        converted([said]).statements,
    ]
    whole = joined(item for part in parts for item in part)
    assert [item.status for item in whole] == [ASSERTED, "planned"]
    assert len({item.id for item in whole}) == 2


def test_what_is_out_of_domain_or_range_is_dropped() -> None:
    wrong = Claim("supervises", "青山街道", "李明", (0, 10), (3, 7), (0, 2), (7, 9))
    assert converted([wrong]).statements == ()


def test_weak_entities_count_only_where_they_are_used() -> None:
    assert [e.name for e in converted([]).entities] == ["李明", "青山街道", "东湖区"]


def test_an_area_with_a_code_has_the_iri_of_its_code() -> None:
    (area,) = [e for e in converted([]).entities if e.code]
    assert (area.name, area.code) == ("东湖区", "360102")
    assert area.id == f"{BASE}place/360102"


def test_namesakes_of_two_articles_are_two() -> None:
    one, other = extraction("李明到会。"), extraction("李明到会，王强发言。")
    (person,) = one.entities
    assert person.id == extraction("李明到会。").entities[0].id
    assert {e.name for e in other.entities} == {"李明", "王强"}


@pytest.mark.parametrize("length", [250, 320, 900])
def test_quotes_of_long_sentences_are_cut_around_the_claim(length: int) -> None:
    padding = "各地做好防汛工作，" * (length // 9)
    (statement,) = [
        s
        for s in extraction(padding + "李明到青山街道督导，" + padding).statements
        if s.predicate == "supervises"
    ]
    (evidence,) = statement.evidence
    assert len(evidence.quote) <= QUOTE
    assert "李明到青山街道督导" in evidence.quote


def test_traditional_forms_are_kept() -> None:
    (person,) = [e for e in extraction("東湖區人大常委會主任陳芳到會。").entities if e.type == "Person"]
    assert (person.name, person.traditional) == ("陈芳", ("陳芳",))


def test_what_a_headline_repeats_happened_on_the_day_of_the_text() -> None:
    text = "县长穆青林到龙潭镇督导防汛\n2020年6月4日，县长穆青林到龙潭镇督导防汛，要求落实责任。\n"
    found = [s for s in extraction(text).statements if s.predicate == "supervises"]
    assert [(s.subject.name, s.qualifiers.date, len(s.evidence)) for s in found] == [
        ("穆青林", "2020-06-04", 2)
    ]
