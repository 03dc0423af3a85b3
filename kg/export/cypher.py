"""A Cypher script that builds the property graph; running it twice changes nothing."""

from __future__ import annotations

from typing import BinaryIO

from kg.graph.cypher import batches, constraints, literal
from kg.graph.property_graph import property_graph
from kg.model import ASSERTED, Records

_ROWS = 200  # a statement: servers parse each anew


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """One statement a line: constraints, the nodes, the relationships."""
    for line in constraints():
        file.write(f"{line};\n".encode())
    for batch in batches(property_graph(records, status), _ROWS):
        for query, rows in batch.steps:
            file.write(f"{query.replace('$rows', literal(rows), 1)};\n".encode())
