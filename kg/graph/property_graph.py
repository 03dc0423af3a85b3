# long: one graph as all graph databases get it: nodes, edges, columns, names
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
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Any

from kg.given import File, current
from kg.graph import label_of, node_type, select, stands_alone
from kg.model import ASSERTED, Article, Entity, Qualifiers, Records, Ref, Statement
from kg.ontology import Field, Relation, load_ontology
from kg.resolve.names import also_called
from kg.values.area_history import code_since, former_areas
from kg.values.areas import lattice
from kg.values.characters import sayable
from kg.values.dates import days
from kg.values.iri import article_iri, gift_iri, place_iri
from kg.values.namespaces import KG, local_name

TEXT, NUMBER, TRUTH, TEXTS, INTEGERS = "string", "double", "boolean", "string[]", "long[]"
Properties = dict[str, Any]


ENTITY, STATEMENT, ARTICLE, CLAIM = (
    local_name(term) for term in (KG.Entity, KG.Statement, KG.Article, KG.Claim)
)
SUBJECT, OBJECT = "subject", "object"
PART_OF, JOINT = local_name(KG.partOf), local_name(KG.joint)
AREA_CODE, AREA = local_name(KG.areaCode), local_name(KG.AdministrativeArea)
CODE_FROM, FORMERLY = local_name(KG.codeFrom), local_name(KG.formerly)

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
_ARTICLE = {
    **_FIRST,
    "doc": TEXT,
    **dict.fromkeys(("headline", "datePublished", "publisher", "author", "url"), TEXT),  # of schema.org
    local_name(KG.sha256): TEXT,
    local_name(KG.sourcePath): TEXT,
}
_SOURCE = {"doc": TEXT, "article": TEXT}  # the name of the article, and the id of its node
_LINK = {"id": TEXT, "statement": TEXT, **_SOURCE}


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A node: ``labels`` from the most general to the finest; ``properties`` hold ``id``, none is None."""

    id: str
    labels: tuple[str, ...]
    properties: Properties

    @property
    def root(self) -> str:
        """The most general label: that of the entities, of the statements or of the articles."""
        return self.labels[0]

    @property
    def table(self) -> str:
        """The label that typed databases have a table for: the second, where there is one."""
        return self.labels[1] if len(self.labels) > 1 else self.labels[0]


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """An edge; ``properties`` hold its ``id``, none is None."""

    id: str
    type: str
    source: Node
    target: Node
    properties: Properties


@dataclass(frozen=True, slots=True)
class Shape:
    """A relationship type: the tables at its ends, and the kinds of its properties."""

    ends: tuple[tuple[str, str], ...]
    properties: dict[str, str]


@dataclass(frozen=True)
class PropertyGraph:
    """Nodes by root, table and id; edges by type and id; an id is there once."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def tables(self) -> dict[str, dict[str, str]]:
        """The properties of each table of nodes, with their kinds; every table, filled or not."""
        ontology = load_ontology()
        entities = {item.exchange: _ENTITY for item in ontology.classes.values() if item.exchange}
        said = {node_type(item): _said() for item in ontology.relations.values() if _may_stand_alone(item)}
        found = {**entities, ARTICLE: _ARTICLE, **said, CLAIM: _said()}
        for node in self.nodes:
            if node.table not in found:  # of a class that the ontology lacks
                found[node.table] = _said() if node.root == STATEMENT else _ENTITY
        return {str(name): found[name] for name in sorted(found, key=str)}

    @cached_property
    def types(self) -> dict[str, Shape]:
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
                ends[_role(relation)] |= {(node, target) for target in relation.range}
                if relation.direct:
                    pairs = {(one, two) for one in relation.domain for two in relation.range}
                    ends[edge_type(local_name(relation.direct))] |= pairs
        for name in (SUBJECT, OBJECT):
            ends[name] = {(CLAIM, target) for target in entities}
        ends[PART_OF] = {(one, two) for one in parts for two in parts}
        for edge in self.edges:
            ends[edge.type].add((edge.source.table, edge.target.table))
        said = {key: kind for key, kind in _said().items() if key != "label"}
        full = {edge_type(item.name) for item in ontology.relations.values()}
        return {
            name: Shape(tuple(sorted(ends[name])), said if name in full else _LINK) for name in sorted(ends)
        }


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
            edge(_role(relation), statement.id, target, link(_role(relation)))
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
    return _given(dict(zip(_ARTICLE, values, strict=True)))


def _of_statement(statement: Statement, relation: Relation, article: Article | None, base: str) -> Properties:
    values: Properties = {}
    for attribute, field in _fields(current().ontology):
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


@cache
def _fields(_: tuple[File, ...]) -> tuple[tuple[str, Field], ...]:
    """The attributes of `Qualifiers` with what the ontology says of them."""
    known = load_ontology().fields
    return tuple((item.name, known[item.metadata.get("exchange", item.name)]) for item in fields(Qualifiers))


def date_properties() -> frozenset[str]:
    """The properties that hold dates, as precise as the text: ``2022``, ``2022-09`` or ``2022-09-02``."""
    found = (field for _, field in _fields(current().ontology) if not field.datatype)
    return frozenset({"datePublished", *(field.name for field in found)} - {PART_OF, JOINT})


def edge_type(name: str) -> str:
    """The relationship type of a property: its name, and ``_`` where only case tells it from a class."""
    return f"{name}_" if name.lower() in _classes_in_lower_case(current().ontology) else name


@cache
def _classes_in_lower_case(_: tuple[File, ...]) -> frozenset[str]:
    return frozenset(name.lower() for name in load_ontology().classes)


def _link(statement: Statement, type_: str, article: Article | None, base: str) -> Properties:
    """An edge that belongs to a statement without being it."""
    source = _source(statement, article, base)
    return _given({"id": f"{statement.id}/{type_}", "statement": statement.id, **source})


def _source(statement: Statement, article: Article | None, base: str) -> Properties:
    return {"doc": statement.doc, "article": article and article_iri(base, article.sha256)}


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


def _role(relation: Relation) -> str:
    """The type of the edge from a statement node to its object."""
    return edge_type(local_name(relation.object_properties[0])) if relation.object_properties else OBJECT


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
