"""Records as a labelled property graph: what every graph database gets, and by which names.

Labels are classes, from the most general to the finest (``Entity``, ``Organization``, ``Company``);
relationship types and properties bear the local names of the ontology's properties (``measures``, not
``measure``; ``validFrom``), because typed databases take a table and a relation that differ in case only
for one.

- An entity is a node, also an area above a linked place; an article is a node, found by its ``id``, which
  is the ``article`` of what it says (``doc`` is unique in one build only).
- An asserted statement is an edge from its subject to its object. It has an ``id`` of its own and
  carries all that the statement says: ``statement``, ``predicate``, ``doc``, ``confidence``, ``rule``,
  its fields, and its evidence as ``quotes`` with ``quote_starts`` and ``quote_ends`` (code points of the
  source). Evidence is properties because an edge cannot have edges.
- A statement that carries values of its own (a gift, a measure, people sent to nowhere named) is a node
  with the same properties, an edge from its subject, which is the statement's, and one to its object
  (``recipient``). A short cut between the two entities (``donatesTo``) is for paths and for algorithms.
  These two bear ``statement`` but no ``predicate``: facts are counted as the edges that have one.
- What is not asserted is a node ``Claim`` with the edges ``subject`` and ``object``, and nothing else, so
  that no question counts it.
- Containment by area code is an edge without ``statement``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.given import current
from kg.graph import label_of, node_type, select, stands_alone
from kg.graph.elements import (
    AREA,
    AREA_CODE,
    ARTICLE,
    CLAIM,
    CODE_FROM,
    ENTITY,
    FORMERLY,
    JOINT,
    OBJECT,
    PART_OF,
    STATEMENT,
    SUBJECT,
    Edge,
    Node,
    Properties,
    edge_type,
    role,
)
from kg.graph.schema import ARTICLE_PROPERTIES, Shape, qualifier_fields, tables, types
from kg.model import ASSERTED, Article, Entity, Records, Ref, Statement
from kg.ontology import Relation, load_ontology
from kg.resolve.names import also_called
from kg.values.area_history import code_since, former_areas
from kg.values.areas import lattice
from kg.values.characters import sayable
from kg.values.dates import days
from kg.values.iri import article_iri, gift_iri, place_iri
from kg.values.namespaces import local_name


@dataclass(frozen=True)
class PropertyGraph:
    """Nodes by root, table and id; edges by type and id; an id is there once."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def tables(self) -> dict[str, dict[str, str]]:
        """The properties of each table of nodes, with their kinds; every table, filled or not."""
        return tables(self.nodes)

    @cached_property
    def types(self) -> dict[str, Shape]:
        """Each relationship type with the ends it may have; every type, filled or not."""
        return types(self.edges)


def property_graph(records: Records, status: str = ASSERTED) -> PropertyGraph:
    """The property graph of ``records``: what is asserted, or everything with ``status="all"``."""
    nodes: dict[str, Node] = {}
    edges: dict[str, Edge] = {}

    def node(labels: tuple[str, ...], given: Properties) -> None:
        nodes[given["id"]] = Node(given["id"], labels, given)

    def edge(type_: str, source: str, target: str, given: Properties) -> None:
        edges[given["id"]] = Edge(given["id"], type_, nodes[source], nodes[target], given)

    replaces: dict[str, list[str]] = defaultdict(list)
    for merge in records.merges:
        replaces[sayable(merge.kept)].append(merge.replaced)
    for entity in records.entities:
        node(_classes(entity), _of_entity(entity, replaces[sayable(entity.id)]))
    for article in records.articles:
        node((ARTICLE,), _of_article(article, records.base))
    articles = {article.doc: article for article in records.articles}
    chosen = select(records.statements, status)
    for statement in chosen:
        for ref in (statement.subject, statement.object):
            if ref and sayable(ref.id) not in nodes:
                node(_classes(_entity(ref)), _of_entity(_entity(ref), []))
        _add_statement(statement, articles.get(statement.doc), records.base, node, edge)
    for statement in chosen:
        total = sayable(statement.qualifiers.part_of or "")
        if total in nodes and statement.id in nodes:
            source = articles.get(statement.doc)
            edge(PART_OF, statement.id, total, _link(statement, PART_OF, source, records.base))
    _add_areas(records, nodes, node, edge)
    return PropertyGraph(
        tuple(sorted(nodes.values(), key=lambda item: (item.root, item.table, item.id))),
        tuple(sorted(edges.values(), key=lambda item: (item.type, item.id))),
    )


def _add_statement(statement: Statement, article: Article | None, base: str, node: Any, edge: Any) -> None:
    """An edge, or a node with its edges."""
    relation = load_ontology().relations[statement.predicate]
    said = _given(_of_statement(statement, relation, article, base))
    subject = sayable(statement.subject.id)
    target = sayable(statement.object.id) if statement.object else None

    def link(type_: str) -> Properties:
        return _link(statement, type_, article, base)

    if statement.status != ASSERTED:
        node((STATEMENT, CLAIM), said)
        edge(SUBJECT, statement.id, subject, link(SUBJECT))
        if target:
            edge(OBJECT, statement.id, target, link(OBJECT))
        return
    if stands_alone(statement, relation):
        chain = load_ontology().chain(node_type(relation)) or (STATEMENT, node_type(relation))
        node(chain, said)
        if target:
            edge(role(relation), statement.id, target, link(role(relation)))
            if relation.direct:
                short = edge_type(local_name(relation.direct))
                edge(short, subject, target, link(short))
        target = statement.id
    edge(
        edge_type(relation.name),
        subject,
        target,
        {key: value for key, value in said.items() if key != "label"},
    )


def _add_areas(records: Records, nodes: dict[str, Node], node: Any, edge: Any) -> None:
    """The areas above the linked places, and the steps up to them."""
    ontology = load_ontology()
    within = [edge_type(item.name) for item in ontology.relations.values() if item.transitive]
    above, steps = lattice(entity.code for entity in records.entities if entity.code)
    for code, name in above.items():
        iri = place_iri(records.base, code)
        node(ontology.chain(AREA), {"id": iri, "label": name, **_given(_of_code(code))})
    for code, higher in steps:
        source, target = (sayable(place_iri(records.base, item)) for item in (code, higher))
        for name in within:
            if source in nodes and target in nodes:  # an entity may have a code and another IRI
                edge(name, source, target, {"id": f"{source}/{name}"})


def _classes(entity: Entity) -> tuple[str, ...]:
    ontology = load_ontology()
    name = ontology.finest(entity.type, entity.kind, bool(entity.code))
    return ontology.chain(name) or ontology.chain(entity.type) or (ENTITY, entity.type)


def _entity(ref: Ref) -> Entity:
    """An entity that only a statement names."""
    return Entity(ref.id, ref.type, ref.name)


def _of_entity(entity: Entity, replaces: Iterable[str]) -> Properties:
    return _given(
        {
            "id": entity.id,
            "label": entity.name,
            "aliases": list(also_called(entity)),
            "traditional": list(entity.traditional),
            **_of_code(entity.code),
            "docs": list(entity.docs),
            "replaces": sorted(replaces),
        }
    )


def _of_code(code: str | None) -> Properties:
    """A code, since which year it holds, and what the area was before: ``510132 新津县 1983/2020``."""
    former = [area.line for area in former_areas(code or "")]
    return {AREA_CODE: code, CODE_FROM: code_since(code or ""), FORMERLY: former}


def _of_article(article: Article, base: str) -> Properties:
    values = (
        article_iri(base, article.sha256),
        article.title or article.doc,
        article.doc,
        article.title,
        article.date if article.date and days(article.date) else None,
        article.publisher,
        article.author,
        article.url,
        article.sha256,
        article.path,
    )
    return _given(dict(zip(ARTICLE_PROPERTIES, values, strict=True)))


def _of_statement(statement: Statement, relation: Relation, article: Article | None, base: str) -> Properties:
    values: Properties = {}
    for attribute, field in qualifier_fields(current().ontology):
        value = getattr(statement.qualifiers, attribute)
        if value is None or value is False:
            continue
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = float(value)
        elif field.name == JOINT:
            value = gift_iri(base, article.sha256 if article else "", value)
        elif isinstance(value, str) and field.datatype is None and field.name != PART_OF and not days(value):
            continue  # 9月1日 is no date
        values[field.name] = value
    return {
        "id": statement.id,
        "label": label_of(statement, relation),
        "statement": statement.id,
        "predicate": relation.name,
        "status": statement.status,
        "confidence": float(statement.confidence),
        "rule": statement.rule,
        **_source(statement, article, base),
        **values,
        "quotes": [item.quote for item in statement.evidence],
        "quote_starts": [item.span.start for item in statement.evidence],
        "quote_ends": [item.span.end for item in statement.evidence],
    }


def _link(statement: Statement, type_: str, article: Article | None, base: str) -> Properties:
    """An edge that belongs to a statement without being it."""
    source = _source(statement, article, base)
    return _given({"id": f"{statement.id}/{type_}", "statement": statement.id, **source})


def _source(statement: Statement, article: Article | None, base: str) -> Properties:
    return {"doc": statement.doc, "article": article and article_iri(base, article.sha256)}


def _given(properties: Properties) -> Properties:
    """Properties that say something, as every database can hold them."""
    given: Properties = {}
    for key, value in properties.items():
        kind = type(value)
        if kind is str:
            if value:
                given[key] = sayable(value)
        elif kind is list:
            if value:
                given[key] = [sayable(item) if type(item) is str else item for item in value]
        elif kind is bool or (kind is float and math.isfinite(value)):
            given[key] = value
    return given
