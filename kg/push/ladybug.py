"""Into an embedded Ladybug database, by COPY. Needs the ``ladybug`` extra.

A node of a typed database is in one table: that of its second label (``Person``, ``Donation``), or of its
only one; the column ``classes`` holds the whole chain. A relationship type is one table with all the ends
that the ontology gives it. All of it is one transaction: what fails leaves nothing behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.cypher import name
from kg.errors import OutputError, UsageError
from kg.model import Records
from kg.phrase import phrase
from kg.property_graph import INTEGERS, NUMBER, TEXT, TEXTS, TRUTH, PropertyGraph, property_graph
from kg.push.note import Note, Progress, Pushed

_TYPES = {TEXT: "STRING", NUMBER: "DOUBLE", TRUTH: "BOOLEAN", TEXTS: "STRING[]", INTEGERS: "INT64[]"}
CLASSES = "classes"


def push(records: Records, url: str, status: str, note: Note, progress: Progress) -> Pushed:
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
            return _Load(connection, graph, progress).run()
    except RuntimeError as error:
        said = " ".join(str(error).split())[:300]
        raise OutputError(phrase("{}: the database refused it ({})", path, said)) from None


class _Load:
    """One load: a connection, a graph, and what has been done."""

    def __init__(self, connection: Any, graph: PropertyGraph, progress: Progress) -> None:
        self._connection, self._graph, self._progress = connection, graph, progress
        self._sent = self._known = 0

    def run(self) -> Pushed:
        self._ask("BEGIN TRANSACTION")
        try:
            self._tables()
            self._nodes()
            self._edges()
            self._ask("COMMIT")
        except BaseException:
            with suppress(RuntimeError):
                self._ask("ROLLBACK")
            raise
        return Pushed(self._sent, self._known, "nodes and edges")

    def _tables(self) -> None:
        there = {str(row[1]) for row in self._ask("CALL show_tables() RETURN *")}
        for table, properties in self._graph.tables.items():
            columns = _columns({**properties, CLASSES: TEXTS})
            self._ask(f"CREATE NODE TABLE IF NOT EXISTS {name(table)}({columns}, PRIMARY KEY(id))")
        for type_, shape in self._graph.types.items():
            if type_ not in there:
                ends = ", ".join(f"FROM {name(one)} TO {name(two)}" for one, two in shape.ends)
                self._ask(f"CREATE REL TABLE {name(type_)}({ends}, {_columns(shape.properties)})")
                continue
            has = {(row[0], row[1]) for row in self._ask(f"CALL show_connection('{type_}') RETURN *")}
            for one, two in sorted(set(shape.ends) - has):
                self._ask(f"ALTER TABLE {name(type_)} ADD FROM {name(one)} TO {name(two)}")

    def _nodes(self) -> None:
        found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for node in self._graph.nodes:
            found[node.table][node.id] = {**node.properties, CLASSES: list(node.labels)}
        for table, rows in found.items():
            kinds = self._graph.tables[table]
            properties = {**kinds, CLASSES: TEXTS}
            new, changed = self._compare(f"MATCH (n:{name(table)})", "n", properties, rows)
            if changed:  # its edges stay
                data = _arrow(changed, properties, "new_")
                sets = ", ".join(f"n.{name(key)} = new_{key}" for key in properties if key != "id")
                self._ask(f"LOAD FROM $data MATCH (n:{name(table)} {{id: new_id}}) SET {sets}", data)
            if new:
                self._ask(f"COPY {name(table)} FROM $data", _arrow(new, properties))

    def _edges(self) -> None:
        found: dict[tuple[str, str, str], dict[str, dict[str, Any]]] = defaultdict(dict)
        for edge in self._graph.edges:
            ends = {"source": edge.source.id, "target": edge.target.id}
            found[edge.type, edge.source.table, edge.target.table][edge.id] = {**ends, **edge.properties}
        for (type_, one, two), rows in found.items():
            properties = {"source": TEXT, "target": TEXT, **self._graph.types[type_].properties}
            pattern = f"MATCH (a:{name(one)})-[r:{name(type_)}]->(b:{name(two)})"
            new, changed = self._compare(pattern, "r", properties, rows)
            if changed:
                ids = [row["id"] for row in changed]
                self._connection.execute(f"{pattern} WHERE r.id IN $ids DELETE r", {"ids": ids})
            if new or changed:
                data = _arrow([*new, *changed], properties)
                self._ask(f"COPY {name(type_)} FROM $data (from='{one}', to='{two}')", data)

    def _compare(
        self, pattern: str, what: str, properties: Mapping[str, str], rows: Mapping[str, dict[str, Any]]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Of ``rows`` (by id) those that the database lacks, and those that it has otherwise."""
        ends = {"source": "a.id", "target": "b.id"}
        columns = ", ".join(ends.get(key, f"{what}.{name(key)}") for key in properties)
        there = {}
        for values in self._ask(f"{pattern} RETURN {columns}"):
            row = {key: value for key, value in zip(properties, values, strict=True) if value is not None}
            there[row["id"]] = row
        new = [row for key, row in rows.items() if key not in there]
        changed = [row for key, row in rows.items() if key in there and there[key] != row]
        self._sent += len(new) + len(changed)
        self._known += len(rows) - len(new) - len(changed)
        total = len(self._graph.nodes) + len(self._graph.edges)
        self._progress(self._sent + self._known, total, pattern)
        return new, changed

    def _ask(self, text: str, data: Any = None) -> list[list[Any]]:
        parameters = {} if data is None else {"data": data}
        return [list(row) for row in self._connection.execute(text, parameters)]


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
