"""Into an embedded Ladybug database, by COPY. Needs the ``ladybug`` extra.

A node of a typed database is in one table: that of its second label (``Person``, ``Donation``), or of its
only one; the column ``classes`` holds the whole chain. A relationship type is one table with all the ends
that the ontology gives it. All of it is one transaction: what fails leaves nothing behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import OutputError, UsageError
from kg.graph.cypher import name
from kg.graph.elements import ARTICLE, INTEGERS, NUMBER, TEXT, TEXTS, TRUTH
from kg.graph.property_graph import PropertyGraph, property_graph
from kg.model import Records
from kg.push.note import Progress, Pushed, check_shared
from kg.push.owners import OWNERS, Said, own, parts_of, whole
from kg.values.phrase import phrase

_TYPES = {TEXT: "STRING", NUMBER: "DOUBLE", TRUTH: "BOOLEAN", TEXTS: "STRING[]", INTEGERS: "INT64[]"}
CLASSES = "classes"
Key = tuple[str, ...]  # the id of a node; those of an edge and of its ends


def push(
    records: Records, url: str, status: str, collection: str, replace: bool, progress: Progress
) -> Pushed:
    """Copy the property graph into the database at the path after ``ladybug:``, made where there is none.

    Rows whose ``id`` is there already are replaced where they differ, and left alone where they do not.
    """
    try:
        import ladybug
        import pyarrow  # type: ignore[import-untyped]  # noqa: F401 (COPY reads its tables)
    except ImportError:
        raise UsageError(
            "ladybug: needs the database; install it with: pip install 'zhkg[ladybug]'"
        ) from None
    path = url.partition(":")[2].removeprefix("//")
    if not path:
        raise UsageError("--to ladybug: names no database; write ladybug:PATH")
    if not Path(path).absolute().parent.is_dir():
        raise OutputError(phrase("{}: its folder does not exist; make it, or name another", path))
    graph = property_graph(records, status)
    try:
        with ladybug.Database(path) as database, ladybug.Connection(database) as connection:
            return _Load(connection, graph, collection, progress).run(replace)
    except RuntimeError as error:
        said = " ".join(str(error).split())[:300]
        raise OutputError(phrase("{}: the database refused it ({})", path, said)) from None


@dataclass(frozen=True, eq=False)
class _Table:
    """Where the nodes of a label stand, or the edges of a type between two of them; ``row`` finds one."""

    name: str
    match: str
    row: str
    what: str
    columns: Mapping[str, str]
    ends: str = ""  # of an edge, for COPY

    @property
    def returned(self) -> str:
        """The columns, as a query returns them."""
        ends = {"source": "a.id", "target": "b.id"}
        return ", ".join(ends.get(key, f"{self.what}.{name(key)}") for key in self.columns)


# long: one load into a database: what arrived decides what is sent next
class _Load:
    """One load: a connection, a graph, and what has been done."""

    def __init__(self, connection: Any, graph: PropertyGraph, collection: str, progress: Progress) -> None:
        self._connection, self._graph, self._progress = connection, graph, progress
        self._collection = collection
        self._sent = self._known = 0

    def run(self, replace: bool) -> Pushed:
        self._ask("BEGIN TRANSACTION")
        try:
            nodes, edges = self._node_tables(), self._edge_tables()
            wanted = self._wanted()
            gone: dict[_Table, dict[Key, Said]] = {}
            if replace:
                for table in (*nodes, *edges):
                    gone[table] = self._gone(table, wanted[table.match])
            for table in (*nodes, *edges):
                if wanted[table.match]:
                    self._merge(table, wanted[table.match])
            for table in reversed(list(gone)):  # edges first
                self._remove(table, gone[table])
            self._ask("COMMIT")
        except BaseException:
            with suppress(RuntimeError):
                self._ask("ROLLBACK")
            raise
        return Pushed(self._sent, self._known, "nodes and edges", sum(map(len, gone.values())))

    def _wanted(self) -> dict[str, dict[Key, Said]]:
        """What this build says, by the table and the key of each row."""
        found: dict[str, dict[Key, Said]] = defaultdict(dict)
        for node in self._graph.nodes:
            found[_of_nodes(node.table)][node.id,] = Said(node.labels, node.properties)
        for edge in self._graph.edges:
            match = _of_edges(edge.source.table, edge.type, edge.target.table)
            found[match][edge.id, edge.source.id, edge.target.id] = Said((), edge.properties)
        return found

    def _node_tables(self) -> list[_Table]:
        there = {str(row[1]) for row in self._ask("CALL show_tables() RETURN *")}
        found = []
        for label, properties in self._graph.tables.items():
            columns = {**properties, CLASSES: TEXTS, **OWNERS}
            if label in there:
                self._widen(label, columns)
            else:
                self._ask(f"CREATE NODE TABLE {name(label)}({_columns(columns)}, PRIMARY KEY(id))")
            match = _of_nodes(label)
            found.append(_Table(label, match, f"{match[:-1]} {{id: new_id}})", "n", columns))
        return found

    def _edge_tables(self) -> list[_Table]:
        there = {str(row[1]) for row in self._ask("CALL show_tables() RETURN *")}
        found = []
        for type_, shape in self._graph.types.items():
            columns = {**shape.properties, **OWNERS}
            if type_ not in there:
                ends = ", ".join(f"FROM {name(one)} TO {name(two)}" for one, two in shape.ends)
                self._ask(f"CREATE REL TABLE {name(type_)}({ends}, {_columns(columns)})")
            self._widen(type_, columns)
            has = {(row[0], row[1]) for row in self._ask(f"CALL show_connection('{type_}') RETURN *")}
            for one, two in sorted(set(shape.ends) - has):
                self._ask(f"ALTER TABLE {name(type_)} ADD FROM {name(one)} TO {name(two)}")
            for one, two in sorted({*has, *shape.ends}):
                row = _of_edges(one, type_, two, " {id: new_source}", " {id: new_target}")
                match, ends = _of_edges(one, type_, two), f" (from='{one}', to='{two}')"
                kinds = {"source": TEXT, "target": TEXT, **columns}
                found.append(_Table(type_, match, f"{row} WHERE r.id = new_id", "r", kinds, ends))
        return found

    def _widen(self, table: str, columns: Mapping[str, str]) -> None:
        """Adds the columns that a table made by an earlier version lacks."""
        has = {str(row[1]) for row in self._ask(f"CALL table_info('{table}') RETURN *")}
        for key, kind in columns.items():
            if key not in has:
                self._ask(f"ALTER TABLE {name(table)} ADD {name(key)} {_TYPES[kind]}")

    def _gone(self, table: _Table, wanted: Mapping[Key, Said]) -> dict[Key, Said]:
        """What this collection has there and says no more; UsageError where it seems another's."""
        owned = {key: said for key, said in self._read(table).items() if self._collection in parts_of(said)}
        if table.name == ARTICLE:
            check_shared(self._collection, len(owned), bool(owned.keys() & wanted.keys()))
        return {key: said for key, said in owned.items() if key not in wanted}

    def _merge(self, table: _Table, wanted: Mapping[Key, Said]) -> None:
        """Puts there what differs."""
        there = self._read(table)
        new, changed = {}, {}
        for key, said in wanted.items():
            full = whole({**parts_of(there.get(key)), self._collection: said})
            if key not in there:
                new[key] = full
            elif full != there[key]:
                changed[key] = full
        if new:
            self._ask(f"COPY {name(table.name)} FROM $data{table.ends}", _arrow(_rows(new), table.columns))
        self._set(table, changed)
        self._sent += len(new) + len(changed)
        self._known += len(wanted) - len(new) - len(changed)
        total = len(self._graph.nodes) + len(self._graph.edges)
        self._progress(self._sent + self._known, total, table.match)

    def _remove(self, table: _Table, gone: Mapping[Key, Said]) -> None:
        """Takes rows from this collection; those that nobody has, and nothing leads to, go."""
        parts = {key: parts_of(said) for key, said in gone.items()}
        left = {
            key: whole({one: said for one, said in all_.items() if one != self._collection})
            for key, all_ in parts.items()
            if len(all_) > 1
        }
        alone = {
            key: Said(said.labels, own(said.properties)) for key, said in gone.items() if key not in left
        }
        self._set(table, {**left, **alone})
        if alone:
            free = "" if table.ends else " WHERE NOT EXISTS { MATCH (n)-[]-() }"
            query = f"LOAD FROM $data {table.row}{free} DELETE {table.what}"
            self._ask(query, _arrow(_rows(alone), table.columns, "new_"))

    def _set(self, table: _Table, changed: Mapping[Key, Said]) -> None:
        """Gives rows that are there these values; the edges of a node stay."""
        if changed:
            keys = [key for key in table.columns if key not in ("id", "source", "target")]
            sets = ", ".join(f"{table.what}.{name(key)} = new_{key}" for key in keys)
            data = _arrow(_rows(changed), table.columns, "new_")
            self._ask(f"LOAD FROM $data {table.row} SET {sets}", data)

    def _read(self, table: _Table) -> dict[Key, Said]:
        found = {}
        for values in self._ask(f"{table.match} RETURN {table.returned}"):
            row = {key: v for key, v in zip(table.columns, values, strict=True) if v is not None}
            ends = (row.pop("source"), row.pop("target")) if table.ends else ()
            found[row["id"], *ends] = Said(tuple(row.pop(CLASSES, ())), row)
        return found

    def _ask(self, text: str, data: Any = None) -> list[list[Any]]:
        parameters = {} if data is None else {"data": data}
        return [list(row) for row in self._connection.execute(text, parameters)]


def _of_nodes(label: str) -> str:
    return f"MATCH (n:{name(label)})"


def _of_edges(one: str, type_: str, two: str, source: str = "", target: str = "") -> str:
    return f"MATCH (a:{name(one)}{source})-[r:{name(type_)}]->(b:{name(two)}{target})"


def _rows(found: Mapping[Key, Said]) -> list[dict[str, Any]]:
    """The rows of a table: the chain of classes of a node is a column, as are the ends of an edge."""
    rows = []
    for key, said in found.items():
        ends = dict(zip(("source", "target"), key[1:], strict=bool(key[1:])))
        rows.append({**said.properties, **ends, CLASSES: list(said.labels)})
    return rows


def _columns(properties: Mapping[str, str]) -> str:
    return ", ".join(f"{name(key)} {_TYPES[kind]}" for key, kind in properties.items())


def _arrow(rows: Sequence[Mapping[str, Any]], properties: Mapping[str, str], prefix: str = "") -> Any:
    import pyarrow as pa

    types = {
        TEXT: pa.string(),
        NUMBER: pa.float64(),
        TRUTH: pa.bool_(),
        TEXTS: pa.list_(pa.string()),
        INTEGERS: pa.list_(pa.int64()),
    }
    columns = {
        f"{prefix}{key}": pa.array([row.get(key) for row in rows], types[kind])
        for key, kind in properties.items()
    }
    return pa.table(columns)
