"""GEXF 1.3 with typed attributes, for Gephi."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, BinaryIO
from xml.sax.saxutils import quoteattr

from kg.graph import flatten, to_graph
from kg.model import ASSERTED, Records

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS = {bool: "boolean", float: "double", str: "string"}


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The graph with lists joined, edges numbered; a character that XML lacks becomes U+FFFD."""
    graph = to_graph(records, status)
    nodes = {node: flatten(data) for node, data in graph.nodes(data=True)}
    edges = [(source, target, flatten(data)) for source, target, data in graph.edges(data=True)]
    of_nodes, of_edges = _declared(nodes.values()), _declared(data for _, _, data in edges)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
        '<graph mode="static" defaultedgetype="directed">',
        *_declarations("node", of_nodes),
        *_declarations("edge", of_edges),
        "<nodes>",
    ]
    for node, data in nodes.items():
        head = f"<node id={_quoted(node)} label={_quoted(str(data['label']))}>"
        lines.append(head + _values(data, of_nodes) + "</node>")
    lines += ["</nodes>", "<edges>"]
    for number, (source, target, data) in enumerate(edges):
        ends = f"source={_quoted(source)} target={_quoted(target)}"
        head = f'<edge id="e{number}" {ends} label={_quoted(str(data["predicate"]))}>'
        lines.append(head + _values(data, of_edges) + "</edge>")
    lines += ["</edges>", "</graph>", "</gexf>", ""]
    file.write("\n".join(lines).encode())


def _declared(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The kind of each attribute, sorted by name."""
    found = {key: _KINDS[type(value)] for data in rows for key, value in data.items()}
    return dict(sorted(found.items()))


def _declarations(what: str, kinds: dict[str, str]) -> list[str]:
    rows = [f'<attribute id="{key}" title="{key}" type="{kind}"/>' for key, kind in kinds.items()]
    return [f'<attributes class="{what}">', *rows, "</attributes>"] if rows else []


def _values(data: dict[str, Any], kinds: dict[str, str]) -> str:
    rows = [f'<attvalue for="{key}" value={_quoted(_text(data[key]))}/>' for key in kinds if key in data]
    return "<attvalues>" + "".join(rows) + "</attvalues>"


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\n": "&#10;", "\t": "&#9;"})
