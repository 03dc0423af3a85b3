"""What one node cannot say alone, asked in SPARQL once a relation: the values of an answer are at fault."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF

from kg.model import ASSERTED
from kg.ontology import Relation
from kg.shapes.turtle import name_of, node_shape
from kg.values.namespaces import KG, local_name


def stated(relations: Iterable[Relation]) -> str:
    """A direct triple for each asserted statement that has an object."""
    relations = [relation for relation in relations if relation.direct]
    branches = [
        f"{{ ?value <{RDF.predicate}> <{relation.iri}> ; <{RDF.subject}> ?s ; <{RDF.object}> ?o ; "
        f'<{KG.status}> "{ASSERTED}" BIND(<{relation.direct}> AS ?path) '
        f"FILTER NOT EXISTS {{ ?s <{relation.direct}> ?o }} }}"
        for relation in sorted(relations, key=lambda relation: relation.iri)
    ]
    where = "\n        UNION ".join(branches)
    return _query("Stated", KG.Statement, "its direct triple is missing", where, "?value ?path")


def bare_triples(relation: Relation) -> str:
    """A statement for each direct triple.

    Containment by area code needs none: the code of the one begins as that of the other.
    """
    if not relation.direct:
        return ""
    where = f"?value <{relation.direct}> ?o"
    if relation.closure:
        where += (
            f" FILTER NOT EXISTS {{ ?value <{KG.areaCode}> ?code . ?o <{KG.areaCode}> ?above "
            'FILTER(?code != ?above && STRSTARTS(?code, REPLACE(?above, "(00)+$", ""))) }'
        )
    # a constant would make rdflib begin with all the statements of the relation
    where += (
        f" FILTER NOT EXISTS {{ ?statement <{RDF.subject}> ?value ; <{RDF.object}> ?o ; "
        f"<{RDF.predicate}> ?relation ; <{KG.status}> ?status "
        f'FILTER(?relation = <{relation.iri}> && ?status = "{ASSERTED}") }}'
    )
    name = f"{relation.name}Bare"
    return _query(name, relation.direct, f"{local_name(relation.direct)} has no statement", where)


def within(closures: Iterable[str]) -> str:
    targets = " ".join(sorted(closures))
    path = "|".join(f"<{iri}>" for iri in (*closures, KG.locatedIn))
    return _query("NotWithinItself", targets, "lies within itself", f"?value {path} ?value")


def order(name: str, since: str, until: str) -> str:
    """Dates of different precision compare as far as both go."""
    where = (
        f"?value <{since}> ?from ; <{until}> ?until "
        "FILTER(SUBSTR(STR(?from), 1, STRLEN(STR(?until))) > STR(?until))"
    )
    return _query(name, until, "begins after it ends", where)


def _query(name: str, target: str, message: str, where: str, found: str = "?value") -> str:
    """A question that is asked once; its focus is a term of the ontology, its values are at fault."""
    select = f"SELECT DISTINCT $this {found} WHERE {{ {where} }}"
    sparql = f'sh:sparql [ sh:message "{message}" ; sh:select """{select}""" ]'
    return node_shape(name[0].upper() + name[1:], f"sh:targetNode {name_of(target)}", [sparql])
