"""Statements and entities as JSON lines, the exchange that scorers and loaders read."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from kg.graph import select
from kg.model import ASSERTED, Entity, Records


def write_statements(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """One statement a line, sorted by id."""
    for statement in select(records.statements, status):
        file.write(line(statement.to_dict()))


def write_nodes(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """One entity a line, sorted by id; all of them, whatever ``status``."""
    for entity in sorted(records.entities, key=lambda item: item.id):
        file.write(line(node(entity)))


def node(entity: Entity) -> dict[str, Any]:
    """An entity as exchanged files have it."""
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "docs": list(entity.docs),
    }


def line(value: dict[str, Any]) -> bytes:
    """One JSON line in UTF-8."""
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()
