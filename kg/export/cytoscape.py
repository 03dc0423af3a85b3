"""Cytoscape JSON (elements with nodes and edges), for Cytoscape, Cytoscape.js and networkx."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from kg.graph import to_graph
from kg.model import ASSERTED, Records


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """Every node and edge with an id of its own; ``name`` is what Cytoscape shows.

    Evidence becomes lists, since a column of Cytoscape holds plain values or lists of them. What else
    ``networkx.cytoscape_graph`` asks for is there: a node's id once more as ``value`` (so that the number
    of a measure is ``number``), the ``key`` of an edge, and that edges are directed and may be parallel.
    """
    graph = to_graph(records, status)
    nodes = [
        {"data": {**_node(data), "id": node, "value": node, "name": data.get("label", node)}}
        for node, data in graph.nodes(data=True)
    ]
    edges = [
        {
            "data": {
                **_plain(data),
                "id": f"{key} {number}",
                "key": key,
                "source": source,
                "target": target,
                "name": data["predicate"],
                "interaction": data["predicate"],
            }
        }
        for number, (source, target, key, data) in enumerate(graph.edges(keys=True, data=True))
    ]
    document = {
        "format_version": "1.0",
        "generated_by": "zhkg",
        "target_cytoscapejs_version": "~3.0",
        "directed": True,
        "multigraph": True,
        "data": {"name": "zhkg"},
        "elements": {"nodes": nodes, "edges": edges},
    }
    file.write((json.dumps(document, ensure_ascii=False) + "\n").encode())


def _node(data: dict[str, Any]) -> dict[str, Any]:
    return {"number" if key == "value" else key: value for key, value in _plain(data).items()}


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in data.items() if key != "evidence"}
    if "evidence" in data:
        rest["quotes"] = [item["quote"] for item in data["evidence"]]
        rest["quote_starts"] = [item["start"] for item in data["evidence"]]
        rest["quote_ends"] = [item["end"] for item in data["evidence"]]
    return rest
