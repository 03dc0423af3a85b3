"""GEXF 1.3 with typed attributes, and dates for Gephi's timeline."""

from __future__ import annotations

from typing import BinaryIO

from kg.export.markup import Flat, flat_graph, kinds, text
from kg.model import ASSERTED, Records
from kg.values.dates import days

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<graph mode="dynamic" timeformat="date" timerepresentation="interval" defaultedgetype="directed">
"""


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The graph with lists joined, edges numbered; a character that XML lacks becomes U+FFFD.

    An edge, and a gift or measure, is there on its ``date``, or else ``from`` and ``until``, or else on
    the day that its article was published; an entity always.
    """
    nodes, edges = flat_graph(records, status)
    published = {item.doc: item.date for item in records.articles if item.date}
    of_nodes, of_edges = kinds(nodes.values()), kinds(data for _, _, data in edges)
    lines = [_HEAD, *_declared("node", of_nodes), *_declared("edge", of_edges), "<nodes>\n"]
    for node, data in nodes.items():
        head = f'<node id="{text(node)}" label="{text(data["label"])}"{_time(data, published)}>'
        lines.append(f"{head}{_values(data)}</node>\n")
    lines.append("</nodes>\n<edges>\n")
    for number, (source, target, data) in enumerate(edges):
        ends = f'source="{text(source)}" target="{text(target)}"'
        head = f'<edge id="e{number}" {ends} label="{text(data["predicate"])}"{_time(data, published)}>'
        lines.append(f"{head}{_values(data)}</edge>\n")
    lines.append("</edges>\n</graph>\n</gexf>\n")
    file.write("".join(lines).encode())


def _time(data: Flat, published: dict[str, str]) -> str:
    """``start`` and ``end``, first and last day; nothing for an entity."""
    if "predicate" not in data:
        return ""
    day = days(str(data.get("date", "")))
    since, until = (days(str(data.get(key, ""))) for key in ("from", "until"))
    if day is None and since is None and until is None:
        doc = str(data.get("doc", data.get("docs", "")))  # a statement's node has one
        day = days(published.get(doc, ""))
    first, last = since or day, until or (None if since else day)
    return (f' start="{first[0]}"' if first else "") + (f' end="{last[1]}"' if last else "")


def _declared(what: str, found: dict[str, str]) -> list[str]:
    rows = [f'<attribute id="{key}" title="{key}" type="{kind}"/>\n' for key, kind in found.items()]
    return [f'<attributes class="{what}" mode="static">\n', *rows, "</attributes>\n"] if rows else []


def _values(data: Flat) -> str:
    rows = (f'<attvalue for="{key}" value="{text(value)}"/>' for key, value in sorted(data.items()))
    return f"<attvalues>{''.join(rows)}</attvalues>"
