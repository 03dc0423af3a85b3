"""The shapes: twenty-four errors, each planted into a sound graph and found; and what they are made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rdflib
from rdflib import RDF, RDFS, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SKOS, XSD
from records import article, entity, records, statement

from kg.export.rdf.concepts import STATUS
from kg.export.rdf.quads import union
from kg.model import Records
from kg.shapes.validate import check, shapes
from kg.values.iri import BASE, article_iri
from kg.values.namespaces import KG as OURS

pytest.importorskip("pyshacl", reason="needs the shacl extra")
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl"
)
KG, OA = Namespace(str(OURS)), Namespace("http://www.w3.org/ns/oa#")
PLACE = Namespace(f"{BASE}place/")
DECIMAL = XSD.decimal


def small() -> Records:
    """A post, a visit, two gifts, a count and a containment, in two articles."""
    one = article("a", "泸县人大主任甲到玉林街道检查，捐1万元，并捐米3袋，共劝返车辆5辆。", date="2022-09-01")
    two = article("b", "甲又捐2万元。", date="2022-09-02")
    person = entity("Person", "甲", "a", "b")
    body = entity("Organization", "泸县人大", "a")
    street, district = (
        entity("Place", "玉林街道", "a", code="510107003"),
        entity("Place", "武侯区", "a", code="510107"),
    )
    said = (
        statement(
            one,
            "holdsPosition",
            person,
            body,
            "泸县人大主任甲",
            title="主任",
            valid_from="2020",
            valid_until="2021-05",
        ),
        statement(one, "supervises", person, street, "甲到玉林街道检查"),
        statement(one, "donates", person, street, "捐1万元", amount=10000.0, currency="CNY"),
        statement(two, "donates", person, None, "甲又捐2万元", amount=20000.0, currency="CNY"),
        statement(one, "measure", street, None, "共劝返车辆5辆", indicator="劝返车辆", value=5.0, unit="辆"),
        statement(one, "locatedIn", street, district, "玉林街道"),
    )
    entities = tuple(sorted((person, body, street, district), key=lambda item: item.id))
    return Records((one, two), entities, tuple(sorted(said, key=lambda item: item.id)), (), BASE)


def graph_of(found: Records) -> rdflib.Graph:
    lines = "".join(f"{' '.join(triple)} .\n" for triple in union(found, "all"))
    return rdflib.Graph().parse(data=lines, format="nt")


@pytest.fixture(scope="module")
def lines() -> str:
    return "".join(f"{' '.join(triple)} .\n" for triple in union(small(), "all"))


@pytest.fixture
def graph(lines: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=lines, format="nt")


def test_a_sound_graph_has_no_error(graph: rdflib.Graph) -> None:
    assert check(graph) == []
    assert check(graph_of(records())) == []


def the(graph: rdflib.Graph, kind: URIRef, **with_: Literal) -> URIRef:
    """The one statement of a class, with those values."""
    (found,) = [
        node
        for node in graph.subjects(RDF.type, kind)
        if all((node, KG[name], value) in graph for name, value in with_.items())
    ]
    return found


def gift(graph: rdflib.Graph) -> URIRef:
    return the(graph, KG.Donation, amount=Literal("10000", datatype=DECIMAL))


def post(graph: rdflib.Graph) -> URIRef:
    return the(graph, ORG.Membership)


def visit(graph: rdflib.Graph) -> URIRef:
    return the(graph, KG.Supervision)


def person(graph: rdflib.Graph) -> URIRef:
    return the(graph, KG.Person)


def body(graph: rdflib.Graph) -> URIRef:
    return the(graph, KG.Organization)


def source(name: str) -> URIRef:
    (found,) = [item for item in small().articles if item.doc == name]
    return URIRef(article_iri(BASE, found.sha256))


Plant = Callable[[rdflib.Graph], None]
ERRORS: dict[str, tuple[Plant, str]] = {
    # those that shapes of single values find
    "no object": (lambda g: g.remove((visit(g), RDF.object, None)), "object"),
    "an object of the wrong class": (lambda g: g.set((visit(g), RDF.object, person(g))), "object"),
    "no evidence": (lambda g: g.remove((visit(g), KG.evidence, None)), "evidence"),
    "a confidence above one": (
        lambda g: g.set((visit(g), KG.confidence, Literal("1.5", datatype=DECIMAL))),
        "confidence",
    ),
    "a status that there is not": (lambda g: g.set((visit(g), KG.status, Literal("sure"))), "status"),
    "a code that is none": (lambda g: g.set((PLACE["510107"], KG.areaCode, Literal("51"))), "areaCode"),
    "an entity without a label": (lambda g: g.remove((person(g), RDFS.label, None)), "label"),
    # those that go across nodes, values and classes
    "a negative amount": (
        lambda g: g.set((gift(g), KG.amount, Literal("-10000", datatype=DECIMAL))),
        "amount",
    ),
    "the currency RMB": (lambda g: g.set((gift(g), KG.currency, Literal("RMB"))), "currency"),
    "an amount without currency": (lambda g: g.remove((gift(g), KG.currency, None)), ""),
    "a donor that is not the subject": (lambda g: g.set((gift(g), KG.donor, body(g))), "donor"),
    "a member that is not the subject": (lambda g: g.set((post(g), ORG.member, body(g))), "member"),
    "a membership without body": (lambda g: g.remove((post(g), KG.body, None)), "body"),
    "a person as body": (lambda g: g.set((post(g), KG.body, person(g))), "body"),
    "from after until": (
        lambda g: g.set((post(g), KG.validFrom, Literal("2021-06-01", datatype=XSD.date))),
        "validUntil",
    ),
    "no direct triple": (lambda g: g.remove((person(g), KG.supervises, None)), "supervises"),
    "a direct triple without statement": (
        lambda g: g.add((person(g), KG.supervises, PLACE["510107"])),
        "supervises",
    ),
    "a person that is an organization": (lambda g: g.add((person(g), RDF.type, KG.Organization)), ""),
    "two areas with one code": (
        lambda g: g.set((PLACE["510107"], KG.areaCode, Literal("510107003"))),
        "areaCode",
    ),
    "an area within itself": (lambda g: g.add((PLACE["510107"], KG.within, PLACE["510107"])), "within"),
    "evidence of another article": (
        lambda g: g.set((g.value(visit(g), KG.evidence), OA.hasSource, source("b"))),
        "evidence",
    ),
    "an article without hash": (lambda g: g.remove((source("a"), KG.sha256, None)), "sha256"),
    "an article with a date in words": (
        lambda g: g.set((source("a"), SDO.datePublished, Literal("9月1日"))),
        "datePublished",
    ),
    "an untyped statement": (lambda g: g.remove((visit(g), RDF.type, None)), ""),
    "a misspelt property": (lambda g: g.add((gift(g), KG.ammount, Literal(5))), "ammount"),
}


def former(graph: rdflib.Graph, since: str, until: str) -> None:
    """Adds what the district was called before."""
    node = URIRef(f"{BASE}former-area/510132-{until}")
    graph.add((node, RDF.type, KG.FormerArea))
    graph.add((node, SKOS.prefLabel, Literal("新津县", "zh")))
    graph.add((node, SKOS.notation, Literal("510132")))
    graph.add((node, KG.codeFrom, Literal(since, datatype=XSD.gYear)))
    graph.add((node, KG.codeUntil, Literal(until, datatype=XSD.gYear)))
    graph.add((node, KG.succeededBy, PLACE["510107"]))


MORE: dict[str, tuple[Plant, str]] = {
    "a former area that ended before it began": (lambda g: former(g, "2021", "2019"), "codeUntil"),
    "a former area without its code": (
        lambda g: (
            former(g, "1983", "2020"),
            g.remove((URIRef(f"{BASE}former-area/510132-2020"), SKOS.notation, None)),
        ),
        "notation",
    ),
    "a misspelt property of an entity": (
        lambda g: g.add((person(g), KG.supervizes, PLACE["510107"])),
        "supervizes",
    ),
    "a misspelt property of an article": (lambda g: g.add((source("a"), KG.sha265, Literal("x"))), "sha265"),
    "a misspelt property of evidence": (
        lambda g: g.add((g.value(visit(g), KG.evidence), KG.qoute, Literal("x"))),
        "qoute",
    ),
    "a claim that is a fact too": (lambda g: g.add((visit(g), RDF.type, KG.Claim)), "status"),
    "a concept that is not the status": (
        lambda g: g.set((visit(g), KG.hasStatus, URIRef(f"{STATUS}planned"))),
        "hasStatus",
    ),
    "a statement within itself": (
        lambda g: g.set((the(g, KG.Containment), RDF.object, PLACE["510107003"])),
        "subject",
    ),
    "an area of another province": (
        lambda g: g.add((PLACE["510107003"], KG.locatedIn, PLACE["520000"])),
        "locatedIn",
    ),
    "two hashes": (lambda g: g.add((source("a"), KG.sha256, Literal("0" * 64))), "sha256"),
    "two sources": (lambda g: g.add((visit(g), PROV.wasDerivedFrom, source("b"))), "wasDerivedFrom"),
    "a post in two bodies": (
        lambda g: g.add((g.value(post(g), KG.ofPost), KG.postOf, PLACE["510107"])),
        "postOf",
    ),
    "evidence of nothing": (
        lambda g: g.add((URIRef(f"{BASE}x"), RDF.type, OA.SpecificResource)),
        "hasSource",
    ),
    "a person as recipient of no gift": (lambda g: g.set((gift(g), KG.recipient, person(g))), "recipient"),
    "a doc without name": (lambda g: g.remove((source("a"), DCTERMS.identifier, None)), "identifier"),
    "a quantity below zero": (
        lambda g: g.add((gift(g), KG.quantity, Literal("-1", datatype=DECIMAL))),
        "quantity",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_found(graph: rdflib.Graph, name: str) -> None:
    plant, path = ERRORS[name]
    before = set(graph)
    plant(graph)
    assert set(graph) != before
    found = check(graph)
    assert path in {item.path.replace("#", "/").rpartition("/")[2] for item in found}, found
    assert all(item.message and item.node for item in found)


def test_more_errors_are_found_together(graph: rdflib.Graph) -> None:
    for plant, _ in MORE.values():
        plant(graph)
    found = {item.path.replace("#", "/").rpartition("/")[2] for item in check(graph)}
    assert {path for _, path in MORE.values()} <= found


def test_there_are_two_dozen_errors() -> None:
    assert len(ERRORS) >= 24


def test_a_membership_is_a_statement(graph: rdflib.Graph) -> None:
    graph.remove((post(graph), RDF.type, KG.Statement))
    assert str(post(graph)) in {item.node for item in check(graph)}


@pytest.mark.parametrize(
    ("since", "until", "sound"),
    [
        ("2022", "2022-04", True),
        ("2022-05", "2022", True),
        ("2022-04-30", "2022-04", True),
        ("2022-05-01", "2022-04", False),
        ("2023", "2022-04", False),
    ],
)
def test_dates_of_different_precision_are_compared(
    graph: rdflib.Graph, since: str, until: str, sound: bool
) -> None:
    kinds = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
    for term, text in ((KG.validFrom, since), (KG.validUntil, until)):
        graph.set((post(graph), term, Literal(text, datatype=kinds[len(text)])))
    assert bool(check(graph)) is not sound


def test_the_node_at_fault_is_named(graph: rdflib.Graph) -> None:
    graph.remove((person(graph), KG.supervises, None))
    (found,) = check(graph)
    assert (found.node, found.path) == (str(visit(graph)), str(KG.supervises))
    assert found.message == "its direct triple is missing"


def test_the_shapes_say_where_they_come_from() -> None:
    read = rdflib.Graph().parse(data=shapes(), format="turtle")
    sh = Namespace("http://www.w3.org/ns/shacl#")
    assert len(set(read.subjects(RDF.type, sh.NodeShape))) > 25
    targets = set(read.objects(None, sh.targetClass))
    assert {
        KG.Supervision,
        KG.Donation,
        KG.Membership,
        ORG.Membership,
        KG.Claim,
        KG.Article,
        ORG.Post,
    } <= targets


def test_a_former_area_is_sound() -> None:
    graph = graph_of(small())
    former(graph, "1983", "2020")
    assert check(graph) == []
