"""What typed databases are told before the first node: the tables of nodes and of edges, filled or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache

from kg.given import File, current
from kg.graph import node_type
from kg.graph.elements import (
    AREA_CODE,
    ARTICLE,
    CLAIM,
    CODE_FROM,
    FORMERLY,
    INTEGERS,
    JOINT,
    NUMBER,
    OBJECT,
    PART_OF,
    STATEMENT,
    SUBJECT,
    TEXT,
    TEXTS,
    TRUTH,
    Edge,
    Node,
    edge_type,
    role,
)
from kg.model import Qualifiers
from kg.ontology import Field, Relation, load_ontology
from kg.values.namespaces import KG, local_name

_FIRST = {"id": TEXT, "label": TEXT}
_EVIDENCE = {"quotes": TEXTS, "quote_starts": INTEGERS, "quote_ends": INTEGERS}
_ENTITY = {
    **_FIRST,
    "aliases": TEXTS,
    "traditional": TEXTS,
    AREA_CODE: TEXT,
    CODE_FROM: TEXT,
    FORMERLY: TEXTS,
    "docs": TEXTS,
    "replaces": TEXTS,
}
ARTICLE_PROPERTIES = {
    **_FIRST,
    "doc": TEXT,
    **dict.fromkeys(("headline", "datePublished", "publisher", "author", "url"), TEXT),  # of schema.org
    local_name(KG.sha256): TEXT,
    local_name(KG.sourcePath): TEXT,
}
_SOURCE = {"doc": TEXT, "article": TEXT}  # the name of the article, and the id of its node
_LINK = {"id": TEXT, "statement": TEXT, **_SOURCE}


@dataclass(frozen=True, slots=True)
class Shape:
    """A relationship type: the tables at its ends, and the kinds of its properties."""

    ends: tuple[tuple[str, str], ...]
    properties: dict[str, str]


def tables(nodes: Iterable[Node]) -> dict[str, dict[str, str]]:
    """The properties of each table of nodes, with their kinds; every table, filled or not."""
    ontology = load_ontology()
    entities = {item.exchange: _ENTITY for item in ontology.classes.values() if item.exchange}
    said = {node_type(item): _said() for item in ontology.relations.values() if _may_stand_alone(item)}
    found = {**entities, ARTICLE: ARTICLE_PROPERTIES, **said, CLAIM: _said()}
    for node in nodes:
        if node.table not in found:  # of a class that the ontology lacks
            found[node.table] = _said() if node.root == STATEMENT else _ENTITY
    return {str(name): found[name] for name in sorted(found, key=str)}


def types(edges: Iterable[Edge]) -> dict[str, Shape]:
    """Each relationship type with the ends it may have; every type, filled or not."""
    ontology = load_ontology()
    entities = sorted(item.exchange for item in ontology.classes.values() if item.exchange)
    ends: dict[str, set[tuple[str, str]]] = defaultdict(set)
    parts = {CLAIM}
    for relation in ontology.relations.values():
        node, name = node_type(relation), edge_type(relation.name)
        if _may_stand_alone(relation):
            parts |= {node} if _exchanged(PART_OF) in relation.fields else set()
            ends[name] |= {(source, node) for source in relation.domain}
        if not _always_alone(relation):
            ends[edge_type(relation.name)] |= {
                (one, two) for one in relation.domain for two in relation.range
            }
        elif relation.range:
            ends[role(relation)] |= {(node, target) for target in relation.range}
            if relation.direct:
                pairs = {(one, two) for one in relation.domain for two in relation.range}
                ends[edge_type(local_name(relation.direct))] |= pairs
    for name in (SUBJECT, OBJECT):
        ends[name] = {(CLAIM, target) for target in entities}
    ends[PART_OF] = {(one, two) for one in parts for two in parts}
    for edge in edges:
        ends[edge.type].add((edge.source.table, edge.target.table))
    said = {key: kind for key, kind in _said().items() if key != "label"}
    full = {edge_type(item.name) for item in ontology.relations.values()}
    return {name: Shape(tuple(sorted(ends[name])), said if name in full else _LINK) for name in sorted(ends)}


@cache
def qualifier_fields(_: tuple[File, ...]) -> tuple[tuple[str, Field], ...]:
    """The attributes of `Qualifiers` with what the ontology says of them."""
    known = load_ontology().fields
    return tuple((item.name, known[item.metadata.get("exchange", item.name)]) for item in fields(Qualifiers))


def date_properties() -> frozenset[str]:
    """The properties that hold dates, as precise as the text: ``2022``, ``2022-09`` or ``2022-09-02``."""
    found = (field for _, field in qualifier_fields(current().ontology) if not field.datatype)
    return frozenset({"datePublished", *(field.name for field in found)} - {PART_OF, JOINT})


def _said() -> dict[str, str]:
    """The properties of a statement, with their kinds."""
    kinds = {"decimal": NUMBER, "boolean": TRUTH}
    first = {**_FIRST, "statement": TEXT, "predicate": TEXT, "status": TEXT, "confidence": NUMBER}
    values = {
        item.name: kinds.get(local_name(item.datatype or ""), TEXT)
        for item in load_ontology().fields.values()
    }
    return {**first, "rule": TEXT, **_SOURCE, **dict(sorted(values.items())), **_EVIDENCE}


def _may_stand_alone(relation: Relation) -> bool:
    return _always_alone(relation) or load_ontology().counts(relation)


def _always_alone(relation: Relation) -> bool:
    """Whether every statement of it is a node, not only one without an object."""
    return relation.direct != relation.iri


def _exchanged(field: str) -> str:
    """The name of a field in exchanged files."""
    return next(key for key, item in load_ontology().fields.items() if item.name == field)
