"""Node-link JSON: what ``networkx.node_link_graph(data, edges="edges")`` reads back equal."""

from __future__ import annotations

import json
from typing import BinaryIO

import networkx as nx

from kg.graph import to_graph
from kg.model import ASSERTED, Records


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The graph of `kg.graph.to_graph`, lists and evidence as they are."""
    data = nx.node_link_data(to_graph(records, status), edges="edges")
    file.write((json.dumps(data, ensure_ascii=False) + "\n").encode())
