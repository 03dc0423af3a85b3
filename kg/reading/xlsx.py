"""An Excel workbook (xlsx) to text: its visible sheets as tables, values as the cells show them."""

from __future__ import annotations

import datetime
import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.reading.archive import check_archive, damaged, needs
from kg.reading.found import Found, found_by
from kg.reading.grid import MOST, Grid, grid_of, lines_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def read_xlsx(data: bytes, notes: list[str]) -> tuple[str, Found]:
    """Text and metadata; ValueError says what is wrong.

    Hidden sheets, rows and columns are not read; of a formula the value that Excel saved.
    """
    check_archive(data)
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise needs("openpyxl") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that hold no values: drop-down lists, pictures
            book = load_workbook(io.BytesIO(data), data_only=True)
    except Exception:  # openpyxl raises whatever the XML makes it stumble over
        raise damaged() from None
    lines: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            if sheet.max_row * sheet.max_column > MOST:
                raise ValueError(f"holds a table of more than {MOST} cells; split it")
            lines += lines_of(_grid(sheet), "", notes)
    if not lines:
        raise ValueError("holds no text in its visible sheets; save the text as a .txt file")
    known = {"title": book.properties.title, "author": book.properties.creator}
    known = {name: value for name, value in known.items() if value != "openpyxl"}
    return "\n".join(lines), found_by(lambda name: [known.get(name) or ""])


def _grid(sheet: Worksheet) -> Grid:
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    rows = [row for row in range(1, sheet.max_row + 1) if not _hidden(sheet.row_dimensions, row)]
    hidden = _hidden_columns(sheet)
    columns = [column for column in range(1, sheet.max_column + 1) if column not in hidden]
    places = {column: place for place, column in enumerate(columns)}
    lines = {row: line for line, row in enumerate(rows)}
    cells = []
    values = sheet.iter_rows(max_row=sheet.max_row, max_col=sheet.max_column, values_only=True)
    for row, line_values in enumerate(values, 1):
        if row not in lines:
            continue
        for column in columns:
            text = shown(line_values[column - 1])
            if text:
                area = merged.get((row, column))
                below = sum(r in lines for r in range(row, area.max_row + 1)) if area else 1
                right = sum(c in places for c in range(column, area.max_col + 1)) if area else 1
                cells.append((lines[row], places[column], below, right, text))
    return grid_of(cells)


def _hidden(dimensions: Any, key: Any) -> bool:
    return key in dimensions and bool(dimensions[key].hidden)


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    """The numbers of hidden columns; one entry may stand for several of them."""

    def numbers() -> Iterator[int]:
        for item in sheet.column_dimensions.values():
            if item.hidden:
                yield from range(item.min or 1, min(item.max or 1, sheet.max_column) + 1)

    return frozenset(numbers())


def shown(value: Any) -> str:
    """A value as people write it: 5 for 5.0, 2022-09-01 for a date at midnight."""
    if value is None:
        return ""
    if isinstance(value, float):
        plain = repr(round(value, 10))
        if value.is_integer():
            return str(int(value))
        return f"{value:.10f}".rstrip("0") if "e" in plain else plain
    if isinstance(value, datetime.time):
        return value.isoformat("minutes")
    if isinstance(value, datetime.datetime):
        return (
            value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
        )
    return str(value)
