"""The property graph as tables for ``neo4j-admin database import``: a file a class and a relation.

Headers are typed, ids stand in groups (one for each kind of node). A date is text as precise as its source,
which questions compare, and where it is a day also a date of the database's own, in a column with ``Day``
behind its name. The values of an array are separated
by U+001F, which no value contains, so the command names it. Grammar as of
https://neo4j.com/docs/operations-manual/current/import/ (Neo4j 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO

from kg.export.bundle import write_zip
from kg.graph.cypher import constraints
from kg.graph.elements import INTEGERS, TEXTS, Edge
from kg.graph.property_graph import PropertyGraph, property_graph
from kg.graph.schema import date_properties
from kg.model import ASSERTED, Records

SEPARATOR = "\x1f"
DAY, DATE = "Day", "date"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
COMMAND = "import.sh"
_SPECIAL = re.compile(r"[\",\n\r]")


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The tables in one zip."""
    write_zip(parts(records, status), file)


def parts(records: Records, status: str = ASSERTED) -> Iterator[tuple[str, bytes]]:
    """The tables, the command that imports them, and the constraints that it does not make."""
    graph = property_graph(records, status)
    nodes, relationships = list(_nodes(graph)), list(_relationships(graph))
    yield from nodes
    yield from relationships
    yield COMMAND, _command([name for name, _ in nodes], [name for name, _ in relationships]).encode()
    yield "constraints.cypher", "".join(f"{line};\n" for line in constraints()).encode()


def _command(nodes: list[str], relationships: list[str]) -> str:
    options = [f"--nodes={name}" for name in nodes]
    options += [f"--relationships={name}" for name in relationships]
    first = "neo4j-admin database import full --array-delimiter=U+001F --multiline-fields=true"
    return " \\\n  ".join([first, *options, "neo4j"]) + "\n"


def _nodes(graph: PropertyGraph) -> Iterator[tuple[str, bytes]]:
    ordered = sorted(graph.nodes, key=lambda item: (item.labels, item.id))
    for labels, alike in groupby(ordered, key=lambda item: item.labels):
        rows = [node.properties for node in alike]
        rows = [_with_days(row) for row in rows]
        kinds = _given(rows, graph.tables[labels[min(1, len(labels) - 1)]])
        heads = [f"id:ID({labels[0]})", ":LABEL", *(f"{key}:{kind}" for key, kind in kinds.items())]
        lead = SEPARATOR.join(labels)
        yield (
            f"nodes-{labels[-1]}.csv",
            _table(heads, ([row["id"], lead, *_cells(row, kinds)] for row in rows)),
        )


def _relationships(graph: PropertyGraph) -> Iterator[tuple[str, bytes]]:
    ordered = sorted(graph.edges, key=lambda item: (*_kind(item), item.id))
    several = [type_ for type_, *_ in {_kind(edge) for edge in ordered}]
    for (type_, source, target), alike in groupby(ordered, key=_kind):
        edges = list(alike)
        given = [_with_days(edge.properties) for edge in edges]
        kinds = _given(given, graph.types[type_].properties)
        heads = [f":START_ID({source})", f":END_ID({target})", ":TYPE", "id:string"]
        heads += [f"{key}:{kind}" for key, kind in kinds.items()]
        rows = (
            [edge.source.id, edge.target.id, type_, edge.id, *_cells(row, kinds)]
            for edge, row in zip(edges, given, strict=True)
        )
        ends = f"-{source}-{target}" if several.count(type_) > 1 else ""
        yield f"relationships-{type_}{ends}.csv", _table(heads, rows)


def _kind(edge: Edge) -> tuple[str, str, str]:
    return edge.type, edge.source.root, edge.target.root


def _given(rows: Iterable[dict[str, Any]], kinds: dict[str, str]) -> dict[str, str]:
    """The columns that some row fills, but for the id."""
    found = {key for row in rows for key in row}
    days = {f"{key}{DAY}": DATE for key in kinds if key in date_properties()}
    return {key: kind for key, kind in {**kinds, **days}.items() if key in found and key != "id"}


def _with_days(row: dict[str, Any]) -> dict[str, Any]:
    """With a day of its own for each date that is one."""
    days = {f"{key}{DAY}": row[key] for key in sorted(date_properties()) if _DAY.fullmatch(row.get(key, ""))}
    return {**row, **days}


def _cells(row: dict[str, Any], kinds: dict[str, str]) -> Iterator[Any]:
    for key, kind in kinds.items():
        value = row.get(key)
        if value is None:
            yield None
        elif kind in (TEXTS, INTEGERS):
            yield SEPARATOR.join(map(str, value))
        else:
            yield str(value).lower() if isinstance(value, bool) else value


def _table(heads: list[str], rows: Iterable[list[Any]]) -> bytes:
    lines = [heads, *rows]
    return "".join(",".join(map(_cell, line)) + "\n" for line in lines).encode()


def _cell(value: Any) -> str:
    """Quoted where it must be; the csv module leaves a bare carriage return as it is."""
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text
