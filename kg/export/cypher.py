"""A Cypher script that builds the graph; running it twice changes nothing."""

from __future__ import annotations

import json
import math
import re
from typing import Any, BinaryIO

from kg.graph import to_graph
from kg.model import ASSERTED, Records

COMMON = "Node"  # the label that every node has, so that one constraint finds them all
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile(r"[\\'\n\r\t]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """One statement a line: a constraint, the nodes, the relationships."""
    graph = to_graph(records, status)
    file.write(f"CREATE CONSTRAINT node_id IF NOT EXISTS FOR (n:{COMMON}) REQUIRE n.id IS UNIQUE;\n".encode())
    for node, data in graph.nodes(data=True):
        labels = "".join(
            f":{_name(text)}" for text in dict.fromkeys((data["type"], data.get("kind"))) if text
        )
        line = f"MERGE (n:{COMMON} {{id: {_string(node)}}}) SET n{labels}, n += {_map(data)};\n"
        file.write(line.encode())
    for source, target, data in graph.edges(data=True):
        line = (
            f"MATCH (a:{COMMON} {{id: {_string(source)}}}), (b:{COMMON} {{id: {_string(target)}}}) "
            f"MERGE (a)-[r:{_name(data['predicate'])} {{statement: {_string(data['statement'])}}}]->(b) "
            f"SET r += {_map(data)};\n"
        )
        file.write(line.encode())


def _map(data: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{_name(key)}: {_value(key, value)}" for key, value in sorted(data.items())) + "}"


def _value(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value) if math.isfinite(value) else "null"
    if isinstance(value, list):
        texts = [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in value]
        return "[" + ", ".join(map(_string, texts)) + "]"
    return _string(value)


def _string(text: str) -> str:
    """A literal. A backslash never stands before a ``u``: Cypher reads ``\\uXXXX`` before all else."""
    text = _CONTROL.sub("\ufffd", text)
    text = _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text).replace("\\u", "\\' + 'u")
    return f"'{text}'"


def _name(text: str) -> str:
    return "`" + text.replace("`", "``") + "`"
