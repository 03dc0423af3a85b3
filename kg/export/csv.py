"""Tables as CSV that Excel opens as it is: UTF-8 with BOM, nothing taken for a formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.model import ASSERTED, Records
from kg.sheet import write_sheet
from kg.tables import STATEMENTS, TABLES, Table, table


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The statements, one a row; a text that a spreadsheet would run has ``'`` before it."""
    file.write(_csv(table(records, STATEMENTS, status)))


def parts(records: Records, status: str = ASSERTED) -> Iterator[tuple[str, bytes]]:
    """All the tables."""
    for name in TABLES:
        yield f"{name}.csv", _csv(table(records, name, status))


def _csv(found: Table) -> bytes:
    rows = ([_text(row.get(name)) for name in found.columns] for row in found.rows)
    return write_sheet([list(found.columns), *rows])


def _text(value: Any) -> Any:
    return " | ".join(value) if isinstance(value, list) else value
