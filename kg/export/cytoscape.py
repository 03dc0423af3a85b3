"""Cytoscape JSON (elements with nodes and edges), for Cytoscape and Cytoscape.js."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from kg.graph import to_graph
from kg.model import ASSERTED, Records


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """Every node and edge with an id of its own; ``name`` is what Cytoscape shows."""
    graph = to_graph(records, status)
    nodes: list[dict[str, Any]] = [
        {"data": {**data, "id": node, "name": data.get("label", node)}}
        for node, data in graph.nodes(data=True)
    ]
    edges = [
        {"data": {**data, "id": f"{key} {number}", "source": source, "target": target}}
        for number, (source, target, key, data) in enumerate(graph.edges(keys=True, data=True))
    ]
    document = {"elements": {"nodes": nodes, "edges": edges}}
    file.write((json.dumps(document, ensure_ascii=False) + "\n").encode())
