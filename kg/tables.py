"""Records as four tables: nodes, edges, statements and their evidence, for data frames.

``nodes`` and ``edges`` are those of the networkx graph; ``edges.statement`` and ``evidence.statement``
are keys into ``statements.id``, ``edges.source`` and ``edges.target`` into ``nodes.id``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from kg.characters import sayable
from kg.graph import select, to_graph
from kg.model import ASSERTED, Qualifiers, Records
from kg.records import columns, row

NODES, EDGES, STATEMENTS, EVIDENCE = TABLES = ("nodes", "edges", "statements", "evidence")
Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """``columns`` with the types of their values (``list``: of strings); ``rows`` may lack some."""

    name: str
    columns: dict[str, type]
    rows: list[Row]


def table(records: Records, name: str, status: str = ASSERTED) -> Table:
    """One of the four; of every status with ``status="all"``."""
    made = {NODES: _nodes, EDGES: _edges, STATEMENTS: _statements, EVIDENCE: _evidence}[name]
    kinds, rows = made(records, status)
    return Table(name, kinds, [{key: _plain(value) for key, value in row.items()} for row in rows])


def _nodes(records: Records, status: str) -> tuple[dict[str, type], Iterator[Row]]:
    kinds: dict[str, type] = {
        "id": str,
        "type": str,
        "kind": str,
        "label": str,
        "aliases": list,
        "code": str,
        "docs": list,
    }
    graph = to_graph(records, status)
    found = ({"id": node, **data} for node, data in graph.nodes(data=True))
    return kinds, ({key: row.get(key) for key in kinds} for row in found)


def _edges(records: Records, status: str) -> tuple[dict[str, type], Iterator[Row]]:
    told = {item.metadata.get("exchange", item.name) for item in fields(Qualifiers)}
    values = {key: kind for key, kind in columns().items() if key in told}
    first = {"source": str, "target": str, "statement": str, "predicate": str, "status": str, "doc": str}
    kinds = {**first, **values, "confidence": float, "rule": str}
    graph = to_graph(records, status)
    found = ({"source": one, "target": two, **data} for one, two, data in graph.edges(data=True))
    return kinds, ({key: row.get(key) for key in kinds} for row in found)


def _statements(records: Records, status: str) -> tuple[dict[str, type], Iterator[Row]]:
    return columns(), (row(item) for item in select(records.statements, status))


def _evidence(records: Records, status: str) -> tuple[dict[str, type], Iterator[Row]]:
    ends = ("", "sentence", "subject", "object", "trigger")
    spans = {f"{end}_{side}" if end else side: int for end in ends for side in ("start", "end")}
    return {"statement": str, "doc": str, "quote": str, **spans}, _evidences(records, status)


def _evidences(records: Records, status: str) -> Iterator[Row]:
    for statement in select(records.statements, status):
        for item in statement.evidence:
            found: Row = {"statement": statement.id, "doc": statement.doc, "quote": item.quote}
            for name, span in (
                ("", item.span),
                ("sentence_", item.sentence),
                ("subject_", item.subject),
                ("object_", item.object),
                ("trigger_", item.trigger),
            ):
                if span is not None:
                    found |= {f"{name}start": span.start, f"{name}end": span.end}
            yield found


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [sayable(item) for item in value]
    return value
