"""Records as four tables: nodes, edges, statements and their evidence, for data frames.

``nodes`` and ``edges`` are those of the networkx graph; ``edges.statement`` and ``evidence.statement``
are keys into ``statements.id``, ``edges.source`` and ``edges.target`` into ``nodes.id``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from kg.graph import select, to_graph
from kg.model import ASSERTED, Evidence, Qualifiers, Records
from kg.values.area_history import code_since, former_areas
from kg.values.namespaces import KG, local_name
from kg.values.records import columns, row

NODES, EDGES, STATEMENTS, EVIDENCE = "nodes", "edges", "statements", "evidence"


@dataclass(frozen=True)
class Table:
    """``columns`` with the types of their values (``list``: of strings), and ``rows`` in their order."""

    name: str
    columns: dict[str, type]
    rows: list[list[Any]]


def statements(records: Records, status: str = ASSERTED) -> Table:
    """One statement a row; of every status with ``status="all"``."""
    found = (row(item) for item in select(records.statements, status))
    return Table(STATEMENTS, columns(), [list(item.values()) for item in found])


def tables(records: Records, status: str = ASSERTED) -> Iterator[Table]:
    """All four."""
    told = {item.metadata.get("exchange", item.name) for item in fields(Qualifiers)}
    values = {key: kind for key, kind in columns().items() if key in told}
    names = ("type", "kind", "label", "aliases", "code", "docs")
    of_nodes = {name: list if name in ("aliases", "docs") else str for name in names}
    of_edges = {**dict.fromkeys(("statement", "predicate", "status", "doc"), str), **values}
    of_edges |= {"confidence": float, "rule": str}
    graph = to_graph(records, status)
    history = {local_name(KG.codeFrom): str, local_name(KG.formerly): list}
    rows = [
        [node, *map(data.get, of_nodes), *_history(data.get("code"))] for node, data in graph.nodes(data=True)
    ]
    yield Table(NODES, {"id": str, **of_nodes, **history}, rows)
    rows = [[one, two, *map(data.get, of_edges)] for one, two, data in graph.edges(data=True)]
    yield Table(EDGES, {"source": str, "target": str, **of_edges}, rows)
    yield statements(records, status)
    ends = ("", "sentence_", "subject_", "object_", "trigger_")
    spans = {f"{end}{side}": int for end in ends for side in ("start", "end")}
    kinds = {"statement": str, "doc": str, "quote": str, **spans}
    found = ((item, one) for item in select(records.statements, status) for one in item.evidence)
    yield Table(EVIDENCE, kinds, [[item.id, item.doc, one.quote, *_offsets(one)] for item, one in found])


def _history(code: str | None) -> tuple[str | None, list[str]]:
    """Since which year an area has its code, and what it was before."""
    return code_since(code or "") or None, [area.line for area in former_areas(code or "")]


def _offsets(item: Evidence) -> Iterator[int | None]:
    for span in (item.span, item.sentence, item.subject, item.object, item.trigger):
        yield span.start if span else None
        yield span.end if span else None
