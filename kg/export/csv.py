"""Tables as CSV that Excel opens as it is: UTF-8 with BOM, nothing taken for a formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.export.tables import Table, statements, tables
from kg.model import ASSERTED, Records
from kg.tables.spreadsheet import write_sheet


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The statements, one a row; a text that a spreadsheet would run has ``'`` before it."""
    file.write(_csv(statements(records, status)))


def parts(records: Records, status: str = ASSERTED) -> Iterator[tuple[str, bytes]]:
    """All the tables."""
    for table in tables(records, status):
        yield f"{table.name}.csv", _csv(table)


def _csv(table: Table) -> bytes:
    rows = ([_text(value) for value in row] for row in table.rows)
    return write_sheet([list(table.columns), *rows])


def _text(value: Any) -> Any:
    return " | ".join(value) if isinstance(value, list) else value
