"""An old Excel workbook (xls) to text: its visible sheets as tables, as `kg.reading.xlsx` reads new ones.

xlrd, because it says which sheets, rows and columns are hidden.
"""

from __future__ import annotations

import io
from typing import Any

from kg.reading.archive import damaged, needs
from kg.reading.found import Found
from kg.reading.grid import MOST, Grid, grid_of, lines_of
from kg.reading.xlsx import shown


def read_xls(data: bytes, notes: list[str]) -> tuple[str, Found]:
    """Text and no metadata; ValueError says what is wrong."""
    try:
        import xlrd
    except ImportError:
        raise needs("xlrd") from None
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except Exception as error:  # xlrd raises whatever the records make it stumble over
        if "encrypted" in str(error).lower():
            raise ValueError("is locked with a password; save it without one") from None
        raise damaged() from None
    lines: list[str] = []
    for sheet in book.sheets():
        if sheet.visibility == 0:
            if sheet.nrows * sheet.ncols > MOST:
                raise ValueError(f"holds a table of more than {MOST} cells; split it")
            lines += lines_of(_grid(sheet, book.datemode), "", notes)
    if not lines:
        raise ValueError("holds no text in its visible sheets; save the text as a .txt file")
    return "\n".join(lines), Found()


def _grid(sheet: Any, datemode: int) -> Grid:
    rows = [r for r in range(sheet.nrows) if not _hidden(sheet.rowinfo_map, r)]
    columns = [c for c in range(sheet.ncols) if not _hidden(sheet.colinfo_map, c)]
    lines = {row: line for line, row in enumerate(rows)}
    places = {column: place for place, column in enumerate(columns)}
    merged = {(area[0], area[2]): area for area in sheet.merged_cells}
    cells = []
    for row in rows:
        for column in columns:
            if text := _shown(sheet, row, column, datemode):
                first, last, left, right = merged.get((row, column), (row, row + 1, column, column + 1))
                below = sum(r in lines for r in range(first, last))
                across = sum(c in places for c in range(left, right))
                cells.append((lines[row], places[column], below, across, text))
    return grid_of(cells)


def _hidden(infos: Any, number: int) -> bool:
    return number in infos and bool(infos[number].hidden)


def _shown(sheet: Any, row: int, column: int, datemode: int) -> str:
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_DATE:
        try:
            date = xlrd.xldate_as_datetime(value, datemode)
        except (xlrd.XLDateError, ValueError, OverflowError):
            return shown(value)
        return shown(value if value < 0 else date.time() if value < 1 else date)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(value))
    if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER):
        return shown(value)
    return ""
