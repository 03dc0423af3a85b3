"""GraphML with typed attributes and unique edge ids, for Gephi, yEd, igraph and networkx."""

from __future__ import annotations

from typing import BinaryIO

from kg.export.markup import Flat, flat_graph, kinds, text
from kg.model import ASSERTED, Records

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The graph with lists joined, edges numbered; a character that XML lacks becomes U+FFFD."""
    nodes, edges = flat_graph(records, status)
    of_nodes, of_edges = kinds(nodes.values()), kinds(data for _, _, data in edges)
    keys_of_nodes = {key: f"n{number}" for number, key in enumerate(of_nodes)}
    keys_of_edges = {key: f"e{number}" for number, key in enumerate(of_edges)}
    lines = [_HEAD]
    for what, keys, found in (("node", keys_of_nodes, of_nodes), ("edge", keys_of_edges, of_edges)):
        for key, kind in found.items():
            lines.append(f'<key id="{keys[key]}" for="{what}" attr.name="{key}" attr.type="{kind}"/>\n')
    lines.append('<graph edgedefault="directed">\n')
    for node, data in nodes.items():
        lines.append(f'<node id="{text(node)}">{_values(data, keys_of_nodes)}</node>\n')
    for number, (source, target, data) in enumerate(edges):
        ends = f'source="{text(source)}" target="{text(target)}"'
        lines.append(f'<edge id="r{number}" {ends}>{_values(data, keys_of_edges)}</edge>\n')
    lines.append("</graph>\n</graphml>\n")
    file.write("".join(lines).encode())


def _values(data: Flat, keys: dict[str, str]) -> str:
    return "".join(f'<data key="{keys[key]}">{text(value)}</data>' for key, value in sorted(data.items()))
