"""kg.ttl: complete, consistent, and read as the software needs it."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, FOAF, ORG, SKOS

from kg.errors import OntologyError
from kg.export.rdf.concepts import PREFIXES
from kg.model import STATUSES, Qualifiers
from kg.ontology import load_ontology, ontology, ontology_dir
from kg.values.areas import level
from kg.values.namespaces import KG as OURS
from kg.values.units import OTHER, unit_of, units

KG = rdflib.Namespace(str(OURS))
VANN = rdflib.Namespace("http://purl.org/vocab/vann/")


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / "kg.ttl", format="turtle")


def own(graph: rdflib.Graph, kind: rdflib.URIRef) -> list[rdflib.URIRef]:
    return sorted(term for term in graph.subjects(RDF.type, kind) if term in KG)


def test_every_term_has_labels_and_a_definition(graph: rdflib.Graph) -> None:
    terms = {term for term in graph.subjects(RDF.type) if isinstance(term, rdflib.URIRef) and term in KG}
    assert len(terms) > 60
    for term in terms:
        assert {label.language for label in graph.objects(term, RDFS.label)} == {"zh", "en"}, term
        assert {node.language for node in graph.objects(term, SKOS.definition)} == {"zh", "en"}, term
        assert graph.value(term, SKOS.example), term


def test_every_property_has_a_domain(graph: rdflib.Graph) -> None:
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in own(graph, kind):
            if term != KG.quote:  # of any evidence, whose class is of another vocabulary
                assert graph.value(term, RDFS.domain) is not None, term


def test_it_stands_alone_and_says_what_is_alike(graph: rdflib.Graph) -> None:
    assert not list(graph.objects(None, OWL.imports))
    assert len(list(graph.objects(None, SKOS.closeMatch))) > 10


def test_every_term_that_is_used_is_declared(graph: rdflib.Graph) -> None:
    used = {node for triple in graph for node in triple if isinstance(node, rdflib.URIRef) and node in KG}
    declared = set(graph.subjects(RDF.type))
    assert used <= declared


def test_the_relations_of_the_vocabulary() -> None:
    relations = load_ontology().relations
    assert sorted(relations) == sorted(
        [
            "dispatches",
            "donates",
            "establishes",
            "holdsPosition",
            "issues",
            "liaisonOf",
            "locatedIn",
            "measure",
            "memberOf",
            "servesAt",
            "supervises",
        ]
    )
    donates = relations["donates"]
    assert donates.direct == str(KG.donatesTo)
    assert donates.domain == ("Person", "Organization")
    assert donates.range == ("Document", "Organization", "Person", "Place")
    assert donates.subject_properties == (str(KG.donor),)
    assert relations["measure"].direct is None
    assert relations["measure"].range == ()
    assert [name for name, item in relations.items() if item.transitive] == ["locatedIn"]


def test_the_fields_are_the_qualifiers() -> None:
    fields = load_ontology().fields
    assert set(fields) == set(Qualifiers().to_dict())
    for relation in load_ontology().relations.values():
        assert set(relation.fields) <= set(fields)


def test_classes() -> None:
    found = load_ontology()
    exchanged = {item.exchange for item in found.classes.values() if item.exchange}
    assert exchanged == {"Person", "Organization", "Place", "Document"}
    assert found.class_of_label("GPE") == found.class_of_label("FAC") == "Place"
    assert found.class_of_label("PERSON") == "Person"
    assert found.class_of_label("MONEY") is None
    assert found.is_a("Company", "Organization")
    assert not found.is_a("Company", "Person")
    assert found.class_like("http://www.w3.org/ns/org#Organization") == "Organization"
    assert found.relations_with("http://www.w3.org/ns/org#Membership") == {"holdsPosition", "memberOf"}
    with pytest.raises(OntologyError, match="no exchanged class"):
        found.class_like("https://example.org/x")


def test_a_membership_is_a_statement_here_and_a_membership_elsewhere() -> None:
    found = load_ontology()
    types = found.statement_types(found.relations["holdsPosition"])
    assert types == (str(ORG.Membership), str(KG.Membership), str(KG.Statement))
    assert found.statement_types(found.relations["supervises"]) == (str(KG.Statement), str(KG.Supervision))


def test_one_step_and_the_whole_way(graph: rdflib.Graph) -> None:
    assert (KG.within, RDF.type, OWL.TransitiveProperty) in graph
    assert (KG.locatedIn, RDF.type, OWL.TransitiveProperty) not in graph
    assert (KG.locatedIn, RDFS.subPropertyOf, KG.within) in graph
    assert load_ontology().relations["locatedIn"].closure == str(KG.within)


def test_the_header(graph: rdflib.Graph) -> None:
    (head,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(graph.value(head, OWL.versionIRI)) == f"{head}/{graph.value(head, OWL.versionInfo)}"
    assert str(graph.value(head, VANN.preferredNamespacePrefix)) == "kg"
    assert str(graph.value(head, VANN.preferredNamespaceUri)) == str(KG)
    assert (graph.value(head, DCTERMS.creator), RDF.type, FOAF.Group) in graph
    created, modified = graph.value(head, DCTERMS.created), graph.value(head, DCTERMS.modified)
    assert created.toPython() <= modified.toPython()
    own = {term for term in graph.subjects(RDF.type) if isinstance(term, rdflib.URIRef) and term in KG}
    assert {term for term in own if graph.value(term, RDFS.isDefinedBy) != head} == set()


@pytest.mark.parametrize(
    ("scheme", "names"),
    [
        (KG.Statuses, STATUSES),
        (KG.Levels, {level(code) for code in ("510000", "510100", "510107", "510107003", "510107003001")}),
        (KG.Kinds, {unit_of(word).kind for word in units()} | {OTHER}),
    ],
)
def test_concepts_of_a_scheme(graph: rdflib.Graph, scheme: rdflib.URIRef, names: set[str]) -> None:
    """Every value that a build writes has a concept with labels and definitions, and no concept is idle."""
    concepts = list(graph.subjects(SKOS.inScheme, scheme))
    assert sorted(str(item).rpartition("/")[2] for item in concepts) == sorted(names)
    for item in concepts:
        assert {str(item).rpartition("/")[0] + "/"} <= set(PREFIXES.values())
        assert {label.language for label in graph.objects(item, SKOS.prefLabel)} == {"zh", "en"}
        assert {node.language for node in graph.objects(item, SKOS.definition)} == {"zh", "en"}
        assert graph.value(item, SKOS.notation)
    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == set(concepts)


def test_every_relation_but_a_count_has_an_inverse_name(graph: rdflib.Graph) -> None:
    inverse = set(graph.objects(None, OWL.inverseOf))
    direct = {rdflib.URIRef(item.direct) for item in load_ontology().relations.values() if item.direct}
    assert direct <= inverse
    assert KG.within in inverse


def test_it_is_aligned_with_wikidata(graph: rdflib.Graph) -> None:
    wd = "http://www.wikidata.org/entity/"
    for term, match, other in (
        (KG.areaCode, SKOS.exactMatch, "P442"),
        (ORG.holds, SKOS.closeMatch, "P39"),
        (KG.validFrom, SKOS.closeMatch, "P580"),
        (KG.validUntil, SKOS.closeMatch, "P582"),
    ):
        assert (term, match, rdflib.URIRef(wd + other)) in graph


def test_types_of_a_class() -> None:
    found = load_ontology()
    assert found.types_of("Company") == (
        "http://www.w3.org/ns/org#Organization",
        str(KG.Company),
        str(KG.Organization),
    )
    assert found.types_of("Person") == ("http://xmlns.com/foaf/0.1/Person", str(KG.Person))
    assert found.types_of("Nothing") == ()


def test_a_claim_is_never_inferred_to_be_a_fact(graph: rdflib.Graph) -> None:
    """Fields that a claim may carry do not make it a gift by their domain alone."""
    for field in load_ontology().fields.values():
        domain = graph.value(rdflib.URIRef(field.iri), RDFS.domain)
        union = graph.value(domain, OWL.unionOf)
        members = [domain] if union is None else list(Collection(graph, union))
        assert KG.Claim in members or KG.Statement in members, field.name


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kg:x a owl:Class ; rdfs:label "甲"@zh .', "x has no label in en"),
        ('kg:x a owl:Class ; rdfs:label "x"@en .', "x has no label in zh"),
        ('kg:x a kg:Relation ; rdfs:label "甲"@zh , "x"@en .', "x needs kg:exchangeName"),
    ],
)
def test_a_gap_is_named(tmp_path, monkeypatch: pytest.MonkeyPatch, text: str, message: str) -> None:
    head = (
        f"@prefix kg: <{KG}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> .\n"
        'kg:Entity a owl:Class ; rdfs:label "实体"@zh , "entity"@en .\n'
    )
    (tmp_path / "kg.ttl").write_text(head + text, encoding="utf-8")
    monkeypatch.setattr(ontology, "ontology_dir", lambda: tmp_path)
    with pytest.raises(OntologyError, match=message):
        ontology._load.__wrapped__(())
