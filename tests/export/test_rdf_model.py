"""RDF: posts, levels, containment, agents, statuses; one row a statement; what a plain sum may take."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rdflib
from rdflib import RDF, RDFS, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SDO, SKOS, XSD
from records import article, entity, records, statement
from triples import made, read

from kg.export.rdf.concepts import KIND, LEVEL, STATUS
from kg.export.rdf.dataset import to_dataset
from kg.model import Records, Span, Statement
from kg.values.iri import BASE, article_iri
from kg.values.namespaces import KG as OURS

KG = Namespace(str(OURS))


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return read(records(), "all")


def post_in(graph: rdflib.Graph, label: str) -> URIRef:
    (found,) = graph.subjects(SKOS.prefLabel, Literal(label, "zh"))
    return found


def test_every_statement_that_is_asserted_is_a_statement(graph: rdflib.Graph) -> None:
    asserted = {item.id for item in records().statements if item.status == "asserted"}
    assert {str(node) for node in graph.subjects(RDF.type, KG.Statement)} == asserted


def test_the_status_is_a_concept_too(graph: rdflib.Graph) -> None:
    for item in records().statements:
        assert graph.value(URIRef(item.id), KG.hasStatus) == URIRef(STATUS + item.status)


def test_concepts_have_names_in_the_build(graph: rdflib.Graph) -> None:
    county = URIRef(LEVEL + "county")
    assert set(graph.objects(county, SKOS.prefLabel)) == {Literal("县级", "zh"), Literal("county", "en")}
    for term in (KG.hasStatus, KG.areaLevel, KG.quantityKind):
        for concept in graph.objects(None, term):
            assert len(list(graph.objects(concept, SKOS.prefLabel))) == 2, concept


def test_a_post_is_one_thing_whoever_says_it(graph: rdflib.Graph) -> None:
    post = post_in(graph, "武侯区人大常委会主任")
    body = graph.value(None, RDFS.label, Literal("武侯区人大常委会", "zh"))
    assert (post, RDF.type, ORG.Post) in graph
    assert graph.value(post, KG.postOf) == graph.value(post, ORG.postIn) == body
    assert graph.value(post, DCTERMS.title) == Literal("主任")
    assert graph.value(post, KG.areaLevel) == URIRef(LEVEL + "county")
    assert graph.value(post, KG.jurisdiction) == URIRef(f"{BASE}place/510107")
    assert len(list(graph.subjects(KG.ofPost, post))) == 2  # in two articles
    person = graph.value(None, RDFS.label, Literal("李燎", "zh"))
    assert set(graph.objects(person, ORG.holds)) == {post}
    assert (person, ORG.memberOf, body) in graph
    role = graph.value(post, ORG.role)
    assert (role, RDF.type, ORG.Role) in graph
    assert {graph.value(node, ORG.role) for node in graph.subjects(KG.ofPost, post)} == {role}
    assert not list(graph.objects(post, RDFS.label))  # so that names are those of entities


def test_whoever_no_longer_holds_a_post_holds_none(graph: rdflib.Graph) -> None:
    former = graph.value(None, RDFS.label, Literal("王新", "zh"))
    assert not list(graph.objects(former, ORG.holds))
    assert not list(graph.objects(former, ORG.memberOf))


def test_a_post_in_an_area_is_in_no_organization() -> None:
    source = article("a", "县长李伟")
    person, place = entity("Person", "李伟", "a"), entity("Place", "泸县", "a", code="510521")
    said = statement(source, "holdsPosition", person, place, "县长", title="县长")
    found = read(made(source, (person, place), (said,)))
    post = post_in(found, "泸县县长")
    assert found.value(post, KG.postOf) == found.value(post, KG.jurisdiction) == URIRef(place.id)
    assert found.value(post, ORG.postIn) is None
    assert not list(found.triples((None, ORG.memberOf, None)))


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("510000", "province"),
        ("510100", "prefecture"),
        ("510107", "county"),
        ("510107003", "township"),
        ("510107003001", "village"),
    ],
)
def test_levels(code: str, level: str) -> None:
    place = entity("Place", "某地", "a", code=code)
    found = read(Records((), (place,), (), (), BASE))
    assert found.value(URIRef(place.id), KG.areaLevel) == URIRef(LEVEL + level)
    assert found.value(URIRef(place.id), KG.codeEdition) == Literal("2023", datatype=XSD.gYear)


def test_within_is_the_closure_of_what_codes_and_articles_say() -> None:
    source = article("a", "超市在玉林街道")
    shop = entity("Place", "超市", "a")
    street = entity("Place", "玉林街道", "a", code="510107003")
    said = statement(source, "locatedIn", shop, street, "超市在玉林街道")
    found = read(made(source, (shop, street), (said,)))
    above = {f"{BASE}place/{code}" for code in ("510107003", "510107", "510100", "510000")}
    assert {str(node) for node in found.objects(URIRef(shop.id), KG.within)} == above
    assert {str(node) for node in found.objects(URIRef(shop.id), KG.locatedIn)} == {street.id}


def test_places_said_to_lie_in_each_other_are_not_within_themselves() -> None:
    source = article("a", "甲在乙，乙在甲")
    one, two = entity("Place", "甲", "a"), entity("Place", "乙", "a")
    said = (
        statement(source, "locatedIn", one, two, "甲在乙"),
        statement(source, "locatedIn", two, one, "乙在甲"),
    )
    found = read(made(source, (one, two), said))
    assert not [pair for pair in found.subject_objects(KG.within) if pair[0] == pair[1]]


def test_publisher_and_author_are_agents(graph: rdflib.Graph) -> None:
    first = URIRef(article_iri(BASE, records().articles[0].sha256))
    agent = graph.value(first, KG.publishedBy)
    assert {FOAF.Agent, PROV.Agent} == set(graph.objects(agent, RDF.type))
    assert graph.value(agent, FOAF.name) == Literal("武侯人大") == graph.value(first, SDO.publisher)
    assert graph.value(first, KG.writtenBy) != agent


# ── one row a statement ─────────────────────────────────────────────────────────────────────────


def test_each_statement_has_one_quotation_and_at_most_one_date(graph: rdflib.Graph) -> None:
    for item in records().statements:
        (quote,) = graph.objects(URIRef(item.id), KG.bestQuote)
        assert str(quote) in {evidence.quote for evidence in item.evidence}
        assert len(list(graph.objects(URIRef(item.id), KG.bestDate))) == 1


def test_the_best_quotation_is_the_most_certain_and_the_best_date_the_own(graph: rdflib.Graph) -> None:
    source = article("a", "甲到乙。甲去乙检查。", date="2022-09-05")
    one, two = entity("Person", "甲", "a"), entity("Place", "乙", "a")
    weak, strong = (
        statement(source, "supervises", one, two, quote).evidence[0] for quote in ("甲到乙", "甲去乙检查")
    )
    said = replace(
        statement(source, "supervises", one, two, "甲到乙", date="2022-09"),
        evidence=(replace(weak, confidence=0.5), replace(strong, confidence=0.9)),
    )
    found = read(made(source, (one, two), (said,)))
    node = URIRef(said.id)
    assert found.value(node, KG.bestQuote) == Literal("甲去乙检查")
    assert found.value(node, KG.bestDate) == Literal("2022-09", datatype=XSD.gYearMonth)
    assert {str(value) for value in found.objects(None, KG.evidenceConfidence)} == {"0.5", "0.9"}
    undated = replace(said, qualifiers=replace(said.qualifiers, date="9月1日"))
    found = read(made(source, (one, two), (undated,)))
    assert found.value(node, KG.bestDate) == Literal("2022-09-05", datatype=XSD.date)


def test_a_subject_from_another_sentence_is_borrowed() -> None:
    source = article("a", "甲来了。到乙检查。")
    one, two = entity("Person", "甲", "a"), entity("Place", "乙", "a")
    said = statement(source, "supervises", one, two, "到乙检查")
    (piece,) = said.evidence
    for subject, wanted in ((Span(0, 1), [Literal(True)]), (Span(5, 6), []), (None, [])):
        here = replace(said, evidence=(replace(piece, subject=subject, object=Span(5, 6)),))
        found = read(made(source, (one, two), (here,)))
        assert list(found.objects(None, KG.borrowedSubject)) == wanted
        assert not list(found.objects(None, KG.borrowedObject))


# ── sums and units ──────────────────────────────────────────────────────────────────────────────


def test_counted_amounts_stand_in_a_graph_of_their_own() -> None:
    build = records()
    derived = to_dataset(build).graph(URIRef(f"{BASE}graph/derived"))
    by_id = {item.id: item for item in build.statements}
    counted = {
        by_id[str(node)].qualifiers.amount: str(value)
        for node, value in derived.subject_objects(KG.countedAmount)
    }
    assert counted == {60000: "60000", 200000: "200000"}  # the total of 100000 is counted by its part
    assert [str(value) for value in derived.objects(None, KG.countedWorth)] == ["50000"]
    total = [item for item in build.statements if item.qualifiers.joint]
    (part,) = (item for item in build.statements if item.qualifiers.part_of)
    for item in total:
        assert set(derived.objects(URIRef(item.id), KG.countedWith)) == {URIRef(part.id)}


def test_a_joint_gift_is_counted_once_under_all_its_names() -> None:
    source = article("a", "甲、乙共捐10万元。")
    people = [entity("Person", name, "a") for name in "甲乙"]
    gifts = [
        statement(
            source, "donates", one, None, "甲、乙共捐10万元", amount=100000.0, currency="CNY", joint="共"
        )
        for one in people
    ]
    found = read(made(source, people, gifts))
    ((node, value),) = found.subject_objects(KG.countedAmount)
    assert str(value) == "100000"
    assert found.value(node, KG.countedFor) == Literal("乙、甲")
    (other,) = {URIRef(item.id) for item in gifts} - {node}
    assert found.value(other, KG.countedWith) == node
    assert found.value(other, KG.retells) is None


def test_what_is_counted_stands_under_the_name_that_the_entity_has_in_the_graph() -> None:
    source = article("a", "苏宁捐10万元。")
    company = entity("Organization", "苏宁集团", "a", aliases=("苏宁",))
    said = statement(source, "donates", company, None, "苏宁捐10万元", amount=100000.0, currency="CNY")
    said = said.with_refs(replace(said.subject, name="苏宁"), None)
    found = read(made(source, (company,), (said,)))
    assert found.value(URIRef(said.id), KG.countedFor) == Literal("苏宁集团")


def gift(unit: str | None, quantity: float | None) -> tuple[rdflib.Graph, Statement]:
    source, one = article("a", "甲捐物"), entity("Person", "甲", "a")
    said = statement(source, "donates", one, None, "甲捐物", item="物", quantity=quantity, unit=unit)
    return read(made(source, (one,), (said,))), said


@pytest.mark.parametrize(
    ("unit", "quantity", "kind", "normal", "name"),
    [
        ("只", 500.0, "pieces", "500", "只"),
        ("包", 3.0, "packs", "3", "包"),
        ("吨", 1.5, "mass", "1500", "kg"),
        ("斤", 3.0, "mass", "1.5", "kg"),
        ("毫升", 250.0, "volume", "0.25", "L"),
        ("甬", 2.0, "other", "2", "甬"),
    ],
)
def test_units_are_normalised_beside_the_texts(unit: str, quantity: float, kind: str, normal: str, name: str):
    found, said = gift(unit, quantity)
    node = URIRef(said.id)
    assert found.value(node, KG.unit) == Literal(unit)
    assert found.value(node, KG.quantityKind) == URIRef(KIND + kind)
    assert found.value(node, KG.normalQuantity) == Literal(normal, datatype=XSD.decimal)
    assert found.value(node, KG.normalUnit) == Literal(name)


@pytest.mark.parametrize(("unit", "quantity"), [(None, 3.0), ("只", None)])
def test_no_unit_no_kind(unit: str | None, quantity: float | None) -> None:
    found, _ = gift(unit, quantity)
    assert not list(found.subject_objects(KG.quantityKind))
