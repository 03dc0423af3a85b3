"""What GraphML and GEXF share: the networkx graph with flat attributes, and XML text."""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph import flatten, to_graph
from kg.model import Records
from kg.values.characters import sayable

Flat = dict[str, str | float | bool]
KINDS = {bool: "boolean", float: "double", str: "string"}
_ESCAPES = (  # the ampersand first
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("\n", "&#10;"),
    ("\r", "&#13;"),
    ("\t", "&#9;"),
)


def flat_graph(records: Records, status: str) -> tuple[dict[str, Flat], list[tuple[str, str, Flat]]]:
    """The nodes by id, and the edges with their ends."""
    graph = to_graph(records, status)
    nodes = {node: flatten(data) for node, data in graph.nodes(data=True)}
    return nodes, [(source, target, flatten(data)) for source, target, data in graph.edges(data=True)]


def kinds(rows: Iterable[Flat]) -> dict[str, str]:
    """The kind of each attribute, sorted by name."""
    found: dict[str, type] = {}
    for row in rows:
        for key in row.keys() - found.keys():
            found[key] = type(row[key])
    return {key: KINDS[found[key]] for key in sorted(found)}


def text(value: object) -> str:
    """A value as the content of an element or of an attribute in double quotes."""
    if isinstance(value, str):
        if value.isalnum():
            return value
        said: str = sayable(value)
        for character, escape in _ESCAPES:
            said = said.replace(character, escape)
        return said
    return str(value).lower() if isinstance(value, bool) else str(value)
