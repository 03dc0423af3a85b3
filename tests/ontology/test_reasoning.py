"""OWL 2 RL: reasoning over a build finds no contradiction, and finds those that are planted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, Namespace, URIRef
from rdflib.namespace import ORG
from records import records

from kg.export.rdf.quads import union
from kg.ontology import ontology_dir
from kg.values.iri import BASE
from kg.values.namespaces import KG as OURS

owlrl = pytest.importorskip("owlrl", reason="comes with the shacl extra")
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:owlrl"
)
KG, PLACE = Namespace(str(OURS)), Namespace(f"{BASE}place/")
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


@pytest.fixture(scope="module")
def lines() -> str:
    return "".join(f"{' '.join(triple)} .\n" for triple in union(records(), "all"))


def reasoned(lines: str, plant: Callable[[rdflib.Graph], object] = lambda graph: None) -> rdflib.Graph:
    graph = rdflib.Graph().parse(data=lines, format="nt")
    graph.parse(ontology_dir() / "kg.ttl", format="turtle")
    plant(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def contradictions(graph: rdflib.Graph) -> list[str]:
    return sorted(str(text) for text in graph.objects(None, ERROR))


def test_a_build_has_no_contradiction_and_the_ontology_says_more(lines: str) -> None:
    graph = reasoned(lines)
    assert contradictions(graph) == []
    claims = set(graph.subjects(RDF.type, KG.Claim))
    assert claims
    assert claims < set(graph.subjects(RDF.type, KG.Statement))  # by reasoning alone
    assert (PLACE["510107003"], KG.within, PLACE["510000"]) in graph
    assert (PLACE["510107003"], KG.locatedIn, PLACE["510000"]) not in graph  # one step stays one step
    assert (PLACE["510000"], KG.encloses, PLACE["510107003"]) in graph
    assert set(graph.objects(PLACE["510107003"], KG.supervisedBy))
    assert (KG.Membership, RDFS.subClassOf, KG.Statement) in graph


def first(graph: rdflib.Graph, kind: URIRef) -> URIRef:
    return min(node for node in graph.subjects(RDF.type, kind) if isinstance(node, URIRef))


@pytest.mark.parametrize(
    "plant",
    [
        lambda g: g.add((first(g, KG.Person), RDF.type, KG.Organization)),
        lambda g: g.add((first(g, KG.Claim), RDF.type, KG.Donation)),
        lambda g: g.add((PLACE["510107"], KG.locatedIn, PLACE["510107"])),
        lambda g: g.add((PLACE["510107"], KG.locatedIn, PLACE["510107003"])),
        lambda g: g.add((first(g, KG.Person), KG.donor, first(g, KG.Organization))),
        lambda g: g.add((first(g, ORG.Post), OWL.sameAs, first(g, KG.Place))),
    ],
    ids=[
        "person and body",
        "claim and fact",
        "in itself",
        "in each other",
        "a person that is a gift",
        "post and place",
    ],
)
def test_a_contradiction_is_found(lines: str, plant) -> None:
    assert contradictions(reasoned(lines, plant))
