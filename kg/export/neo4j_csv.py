"""Tables for ``neo4j-admin database import``, in one zip with the command that loads them.

Array values are separated by U+001F, which no value contains, so the command names it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any, BinaryIO

from kg.graph import to_graph
from kg.model import ASSERTED, Records
from kg.ontology import load_ontology

SEPARATOR = "\x1f"
COMMAND = """neo4j-admin database import full --array-delimiter=U+001F \\
  --nodes=nodes.csv --relationships=relationships.csv neo4j
"""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_KINDS = {bool: "boolean", int: "double", float: "double", list: "string[]", str: "string"}


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """``nodes.csv``, ``relationships.csv`` and ``import.sh`` in a zip without times."""
    graph = to_graph(records, status)
    ontology = load_ontology()
    nodes, edges = [], []
    for node, data in graph.nodes(data=True):
        labels = [data["type"]]
        kind = data.get("kind")
        if kind in ontology.classes and kind != data["type"]:
            labels.append(kind)
        nodes.append({"id:ID": node, ":LABEL": labels, **_plain(data)})
    for source, target, data in graph.edges(data=True):
        ends = {":START_ID": source, ":END_ID": target, ":TYPE": data["predicate"]}
        edges.append({**ends, **_plain(data)})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("nodes.csv", _table(nodes, ["id:ID", ":LABEL"])),
            ("relationships.csv", _table(edges, [":START_ID", ":END_ID", ":TYPE"])),
            ("import.sh", COMMAND),
        ):
            info = zipfile.ZipInfo(name)  # dated 1980, so that the same records give the same bytes
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    file.write(packed.getvalue())


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Attributes with the evidence as a list of quotations."""
    rest = {key: value for key, value in data.items() if key != "evidence"}
    return {**rest, "quote": [item["quote"] for item in data["evidence"]]} if "evidence" in data else rest


def _table(rows: list[dict[str, Any]], first: Iterable[str]) -> str:
    kinds = {key: _KINDS[type(value)] for row in rows for key, value in row.items()}
    heads = {name: name for name in first}
    heads |= {key: f"{key}:{kinds[key]}" for key in sorted(set(kinds) - set(heads))}
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(heads.values())
    table.writerows([_cell(row.get(key)) for key in heads] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return SEPARATOR.join(_CONTROL.sub(" ", item) for item in value) or None
    if isinstance(value, str):
        return _CONTROL.sub(" ", value)
    return str(value).lower() if isinstance(value, bool) else value
