"""A property graph into a database that speaks Cypher: asked first what it has, sent what differs.

So a push that broke goes on where it stopped, and a database that was emptied meanwhile is filled again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from kg.graph.cypher import (
    ROOTS,
    Rows,
    delete_edges,
    delete_nodes,
    drop_label,
    merge_edges,
    merge_nodes,
    owned_edges,
    owned_nodes,
    read_edges,
    read_nodes,
    relabel_nodes,
)
from kg.graph.elements import ARTICLE, Edge, Node
from kg.graph.property_graph import PropertyGraph
from kg.ontology import load_ontology
from kg.push.note import Progress, Pushed, check_shared
from kg.push.owners import Parts, Said, in_order, parts_of, whole

Item = TypeVar("Item")
Ask = Callable[[str, dict[str, Any]], list[list[Any]]]  # a query with its parameters; the rows
Write = Callable[[str, Rows], None]
Kind = tuple[str, str, str]  # of an edge: its type, the roots of its source and its target
Key = tuple[str, str, str]  # of an edge of a kind: its id, those of its source and its target


def send_batches(
    graph: PropertyGraph,
    collection: str,
    size: int,
    ask: Ask,
    write: Write,
    progress: Progress,
    *,
    replace: bool,
) -> Pushed:
    """Merge ``graph``, at most ``size`` rows a query; ``replace`` removes what else ``collection`` has."""
    return _Load(graph, collection, size, ask, write, progress).run(replace)


# long: one load into a database: what arrived decides what is sent next
class _Load:
    """One load: what is asked and written through, and what has been done."""

    def __init__(
        self,
        graph: PropertyGraph,
        collection: str,
        size: int,
        ask: Ask,
        write: Write,
        progress: Progress,
    ) -> None:
        self._graph, self._collection, self._size = graph, collection, size
        self._ask, self._write, self._progress = ask, write, progress
        self._sent = self._known = self._removed = 0
        # of a node's labels, those that are ours: it may bear others
        self._labels = {*load_ontology().classes, *graph.tables, *ROOTS}
        self._labels |= {label for node in graph.nodes for label in node.labels}

    def run(self, replace: bool) -> Pushed:
        nodes: dict[str, list[Node]] = defaultdict(list)
        edges: dict[Kind, list[Edge]] = defaultdict(list)
        for node in self._graph.nodes:
            nodes[node.root].append(node)
        for edge in self._graph.edges:
            edges[edge.type, edge.source.root, edge.target.root].append(edge)
        if replace:
            there = {row[0] for row in self._ask(owned_nodes(ARTICLE), {"collection": self._collection})}
            check_shared(self._collection, len(there), bool(there & {node.id for node in nodes[ARTICLE]}))
        for root, alike in nodes.items():
            for some in _batched(alike, self._size):
                self._nodes(root, some)
        for kind, links in edges.items():
            for few in _batched(links, self._size):
                self._edges(kind, few)
        if replace:
            self._remove_edges(edges)
            for root in ROOTS:
                self._remove_nodes(root, {node.id for node in nodes[root]})
        return Pushed(self._sent, self._known, "nodes and edges", self._removed)

    def _nodes(self, root: str, nodes: Sequence[Node]) -> None:
        there = self._read_nodes(root, [node.id for node in nodes])
        changed: dict[str, Said] = {}
        for node in nodes:
            parts = parts_of(there.get(node.id))
            wanted = whole({**parts, self._collection: Said(node.labels, node.properties)})
            if _differs(there.get(node.id), wanted):
                changed[node.id] = wanted
        self._write_nodes(root, there, changed)
        self._done(len(nodes), len(changed), root)

    def _edges(self, kind: Kind, edges: Sequence[Edge]) -> None:
        there = self._read_edges(kind, [_key(edge) for edge in edges])
        changed: dict[Key, Said] = {}
        for edge in edges:
            said = there.get(_key(edge))
            wanted = whole({**parts_of(said), self._collection: Said((), edge.properties)})
            if _differs(said, wanted):
                changed[_key(edge)] = wanted
        self._write_edges(kind, changed)
        self._done(len(edges), len(changed), kind[0])

    def _remove_nodes(self, root: str, wanted: set[str]) -> None:
        """What the collection no longer says of nodes; those that nobody has, and nothing leads to, go."""
        found = self._ask(owned_nodes(root), {"collection": self._collection})
        for some in _batched([row[0] for row in found if row[0] not in wanted], self._size):
            there = self._read_nodes(root, some)
            left = {key: self._without(said) for key, said in there.items()}
            self._write_nodes(root, there, {key: whole(parts) for key, parts in left.items() if parts})
            if rows := [{"id": key} for key, parts in left.items() if not parts]:
                for query in delete_nodes(root):
                    self._write(query, rows)
            self._removed += len(some)

    def _remove_edges(self, edges: dict[Kind, list[Edge]]) -> None:
        wanted = {(kind, _key(edge)) for kind, alike in edges.items() for edge in alike}
        gone: dict[Kind, list[Key]] = defaultdict(list)
        for row in self._ask(owned_edges(), {"collection": self._collection}):
            type_, source, target, *key = row
            kind = (type_, _root(source), _root(target))
            if (kind, tuple(key)) not in wanted:
                gone[kind].append((key[0], key[1], key[2]))
        for kind, keys in gone.items():
            for some in _batched(keys, self._size):
                there = self._read_edges(kind, some)
                left = {key: self._without(said) for key, said in there.items()}
                self._write_edges(kind, {key: whole(parts) for key, parts in left.items() if parts})
                if rows := [_ends(key) for key, parts in left.items() if not parts]:
                    self._write(delete_edges(*kind), rows)
                self._removed += len(some)

    def _without(self, said: Said) -> Parts:
        return {name: part for name, part in parts_of(said).items() if name != self._collection}

    def _read_nodes(self, root: str, ids: Sequence[str]) -> dict[str, Said]:
        rows = self._ask(read_nodes(root), {"rows": [{"id": key} for key in ids]})
        return {
            key: Said(in_order(label for label in labels if label in self._labels), dict(properties))
            for key, labels, properties in rows
        }

    def _read_edges(self, kind: Kind, keys: Sequence[Key]) -> dict[Key, Said]:
        rows = self._ask(read_edges(*kind), {"rows": [_ends(key) for key in keys]})
        return {(key, source, target): Said((), dict(found)) for key, source, target, found in rows}

    def _write_nodes(self, root: str, there: dict[str, Said], changed: dict[str, Said]) -> None:
        lost: dict[str, Rows] = defaultdict(list)
        alike: dict[tuple[str, ...], Rows] = defaultdict(list)
        for key, said in changed.items():
            labels = (root, *(label for label in said.labels if label != root))
            alike[labels].append({"id": key, "properties": dict(said.properties)})
            for label in set(there[key].labels if key in there else ()) - set(labels):
                lost[label].append({"id": key})
        for label, rows in sorted(lost.items()):
            self._write(drop_label(root, label), rows)
        for labels, rows in sorted(alike.items()):
            if known := [{"id": row["id"]} for row in rows if row["id"] in there]:
                self._write(relabel_nodes(labels), known)
            self._write(merge_nodes(labels), rows)

    def _write_edges(self, kind: Kind, changed: dict[Key, Said]) -> None:
        rows = [{**_ends(key), "properties": dict(said.properties)} for key, said in changed.items()]
        if rows:
            self._write(merge_edges(*kind), rows)

    def _done(self, count: int, sent: int, name: str) -> None:
        self._sent += sent
        self._known += count - sent
        total = len(self._graph.nodes) + len(self._graph.edges)
        self._progress(self._sent + self._known, total, name)


def _differs(there: Said | None, wanted: Said) -> bool:
    return there is None or set(there.labels) != set(wanted.labels) or there.properties != wanted.properties


def _key(edge: Edge) -> Key:
    return edge.id, edge.source.id, edge.target.id


def _ends(key: Key) -> dict[str, Any]:
    return {"id": key[0], "source": key[1], "target": key[2]}


def _root(labels: Sequence[str]) -> str:
    """That of the three kinds of node; nothing for somebody else's."""
    return next((root for root in ROOTS if root in labels), "")


def _batched(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
