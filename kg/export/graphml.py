"""GraphML with typed attributes and unique edge ids, for Gephi, yEd, igraph and networkx."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

import networkx as nx
from networkx.readwrite.graphml import GraphMLWriter

from kg.graph import flatten, to_graph
from kg.model import ASSERTED, Records

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The graph with lists joined; a character that XML lacks becomes U+FFFD."""
    graph = to_graph(records, status)
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        flat.add_node(node, **_safe(flatten(data)))
    for number, (source, target, data) in enumerate(graph.edges(data=True)):
        flat.add_edge(source, target, key=f"e{number}", **_safe(flatten(data)))
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True, named_key_ids=False)
    writer.add_graph_element(flat)
    writer.dump(file)


def _safe(data: dict[str, Any]) -> dict[str, Any]:
    return {k: _NOT_XML.sub("\ufffd", v) if isinstance(v, str) else v for k, v in data.items()}
