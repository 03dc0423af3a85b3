"""The property graph as Cypher: what is merged by which query, in batches; names and literals, escaped.

``MERGE`` goes by ``id``, so that loading again changes nothing. Every query has one parameter, ``rows``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, TypeVar

from kg.graph.elements import ARTICLE, ENTITY, STATEMENT, Edge, Node
from kg.graph.property_graph import PropertyGraph
from kg.values.characters import sayable

Item = TypeVar("Item")
ROOTS = (ENTITY, STATEMENT, ARTICLE)
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile(r"[\\'\n\r\t]")


Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some nodes or edges: ``steps`` are queries, each with its rows, one after the other.

    ``name`` is stable for the same graph.
    """

    name: str
    rows: Rows
    steps: tuple[tuple[str, Rows], ...]


def constraints() -> list[str]:
    """One for each kind of node, as Neo4j 5 writes them: ``id`` is unique."""
    return [
        f"CREATE CONSTRAINT {root.lower()}_id IF NOT EXISTS FOR (n:{name(root)}) REQUIRE n.id IS UNIQUE"
        for root in ROOTS
    ]


def batches(graph: PropertyGraph, size: int) -> Iterator[Batch]:
    """The nodes, then the edges, at most ``size`` at a time."""
    nodes = sorted(graph.nodes, key=lambda item: (item.labels, item.id))
    for labels, alike in groupby(nodes, key=lambda item: item.labels):
        there, merge = relabel_nodes(labels), merge_nodes(labels)
        for number, some in enumerate(_batched(alike, size)):
            rows = [_row(node) for node in some]
            ids = [{"id": node.id} for node in some]
            yield Batch(f"{':'.join(labels)} {number}", rows, ((there, ids), (merge, rows)))
    edges = sorted(graph.edges, key=lambda item: (*_kind(item), item.id))
    for kind, found in groupby(edges, key=_kind):
        merge = merge_edges(*kind)
        for number, links in enumerate(_batched(found, size)):
            rows = [{"source": item.source.id, "target": item.target.id, **_row(item)} for item in links]
            yield Batch(f"{kind[1]}-{kind[0]}-{kind[2]} {number}", rows, ((merge, rows),))


def relabel_nodes(labels: tuple[str, ...]) -> str:
    """Gives all of ``labels`` to nodes that are there with some of them, the first at least.

    A step of its own: ArcadeDB cannot give a label to a node that the same transaction made, and
    FalkorDB takes long to give one.
    """
    found = " AND ".join(f"n:{name(label)}" for label in labels)
    return (
        f"UNWIND $rows AS row MATCH (n:{name(labels[0])} {{id: row.id}}) WHERE NOT ({found}) "
        f"SET n{_labels(labels)}"
    )


def merge_nodes(labels: tuple[str, ...]) -> str:
    """Merges nodes that bear all these labels."""
    return f"UNWIND $rows AS row MERGE (n{_labels(labels)} {{id: row.id}}) SET n = row.properties"


def merge_edges(type_: str, source: str, target: str) -> str:
    """Merges edges of a type between nodes whose first labels are ``source`` and ``target``."""
    return (
        f"UNWIND $rows AS row MATCH (a:{name(source)} {{id: row.source}}) "
        f"MATCH (b:{name(target)} {{id: row.target}}) "
        f"MERGE (a)-[r:{name(type_)} {{id: row.id}}]->(b) SET r = row.properties"
    )


def read_nodes(root: str) -> str:
    """The id, the labels and the properties of the nodes of a kind with the ids of ``rows``."""
    return f"UNWIND $rows AS row MATCH (n:{name(root)} {{id: row.id}}) RETURN n.id, labels(n), properties(n)"


def read_edges(type_: str, source: str, target: str) -> str:
    """The id, those of the ends, and the properties of the edges of a kind that ``rows`` name."""
    return f"{_edge(type_, source, target)} RETURN r.id, a.id, b.id, properties(r)"


def owned_nodes(root: str) -> str:
    """The ids of the nodes of a kind that ``collection`` has."""
    return f"MATCH (n:{name(root)}) WHERE $collection IN n.collections RETURN n.id"


def owned_edges() -> str:
    """Of the edges that ``collection`` has: type, labels of both ends, id, ids of both ends."""
    found = "type(r), labels(a), labels(b), r.id, a.id, b.id"
    return f"MATCH (a)-[r]->(b) WHERE $collection IN r.collections RETURN {found}"


def drop_label(root: str, label: str) -> str:
    """Takes a label from nodes."""
    return f"UNWIND $rows AS row MATCH (n:{name(root)} {{id: row.id}}) REMOVE n{_labels((label,))}"


def delete_nodes(root: str) -> tuple[str, str]:
    """Deletes nodes that no edge leads to or from; then takes the others, somebody's own, from all owners."""
    found = f"UNWIND $rows AS row MATCH (n:{name(root)} {{id: row.id}})"
    return f"{found} WHERE NOT (n)--() DELETE n", f"{found} SET n.collections = []"


def delete_edges(type_: str, source: str, target: str) -> str:
    """Deletes the edges of a kind that ``rows`` name."""
    return f"{_edge(type_, source, target)} DELETE r"


def _edge(type_: str, source: str, target: str) -> str:
    return (
        f"UNWIND $rows AS row MATCH (a:{name(source)} {{id: row.source}})"
        f"-[r:{name(type_)} {{id: row.id}}]->(b:{name(target)} {{id: row.target}})"
    )


def name(text: str) -> str:
    """A label, a type or a key."""
    return "`" + text.replace("`", "``") + "`"


def literal(value: Any) -> str:
    """A value as Cypher writes it. Text cannot leave its quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value) if math.isfinite(value) else "null"
    return _string(value)


def _string(text: str) -> str:
    """A backslash never stands before a ``u``: Cypher reads ``\\uXXXX`` before all else."""
    text = _SPECIAL.sub(lambda match: _ESCAPES[match[0]], sayable(text)).replace("\\u", "\\' + 'u")
    return f"'{text}'"


def _labels(labels: tuple[str, ...]) -> str:
    return "".join(f":{name(label)}" for label in labels)


def _batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(items)
    while some := list(islice(left, size)):
        yield some


def _row(item: Node | Edge) -> dict[str, Any]:
    return {"id": item.id, "properties": item.properties}


def _kind(edge: Edge) -> tuple[str, str, str]:
    return edge.type, edge.source.root, edge.target.root
