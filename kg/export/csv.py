"""Statements as one CSV table that Excel opens as it is: UTF-8 with BOM, nothing taken for a formula."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from kg.graph import select
from kg.model import ASSERTED, Records
from kg.records import columns, row
from kg.sheet import BOM, cell


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """One statement a row; a text that a spreadsheet would run has ``'`` before it."""
    file.write(BOM)
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, list(columns()), lineterminator="\r\n")
    table.writeheader()
    for statement in select(records.statements, status):
        table.writerow({key: cell(value) for key, value in row(statement).items()})
        file.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
    file.write(text.getvalue().encode())
