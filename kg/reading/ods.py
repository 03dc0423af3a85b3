"""An OpenDocument table (ods) to text: its visible sheets as tables, values as they are kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kg.reading.archive import check_archive, damaged
from kg.reading.found import Found, found_by
from kg.reading.grid import MOST, Grid, grid_of, lines_of
from kg.reading.xlsx import shown

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
#: empty rows and columns are kept as one with a number, to the end of the sheet
_WIDEST = 1024


def read_ods(data: bytes, notes: list[str]) -> tuple[str, Found]:
    """Text and metadata; ValueError says what is wrong. Hidden sheets, rows and columns are not read."""
    check_archive(data)
    root, meta = _part(data, "content.xml"), _part(data, "meta.xml")
    if root is None:
        raise damaged()
    unseen = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for item in style.iter(f"{_STYLE}table-properties")
        if item.get(f"{_TABLE}display") == "false"
    }
    lines: list[str] = []
    for sheet in root.iter(f"{_TABLE}table"):
        if sheet.get(f"{_TABLE}style-name") not in unseen:
            lines += lines_of(_grid(sheet), "", notes)
    if not lines:
        raise ValueError("holds no text in its visible sheets; save the text as a .txt file")
    title = "" if meta is None else next((e.text or "" for e in meta.iter(f"{_DC}title")), "")
    return "\n".join(lines), found_by(lambda name: [title] if name == "title" else [])


def _part(data: bytes, name: str) -> Any:
    """A part of the file as a tree; None where it has none, or a broken one."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=False)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return etree.fromstring(archive.read(name), parser)
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return None


def _grid(sheet: Any) -> Grid:
    """The visible cells; a row or column that is repeated stands as often as it is, if it holds anything."""
    hidden = _hidden_columns(sheet)
    places: dict[int, int] = {}
    for column in range(_WIDEST):
        if column not in hidden:
            places[column] = len(places)
    cells: list[tuple[int, int, int, int, str]] = []
    line = 0
    for row in sheet.iter(f"{_TABLE}table-row"):
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            continue
        found = [item for item in _cells(row) if item[0] in places]
        times = _number(row, "number-rows-repeated") if any(text for *_, text in found) else 1
        for _ in range(times):
            for column, below, right, text in found:
                across = sum(at in places for at in range(column, column + right))
                cells.append((line, places[column], below, max(1, across), text))
            line += 1
            if len(cells) > MOST:
                raise ValueError(f"holds a table of more than {MOST} cells; split it")
    return grid_of([cell for cell in cells if cell[-1]])


def _hidden_columns(sheet: Any) -> frozenset[int]:
    hidden: set[int] = set()
    at = 0
    for column in sheet.iter(f"{_TABLE}table-column"):
        times = _number(column, "number-columns-repeated")
        if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden.update(range(at, min(at + times, _WIDEST)))
        at += times
    return frozenset(hidden)


def _cells(row: Any) -> Iterator[tuple[int, int, int, str]]:
    """Column, rows and columns that it covers, and text of each cell that holds something."""
    column = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = _number(cell, "number-columns-repeated")
        text = _shown(cell) if cell.tag == f"{_TABLE}table-cell" else ""
        for _ in range(times if text else 0):
            if column < _WIDEST:
                below, right = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
                yield column, below, right, text
            column += 1
        column += 0 if text else times


def _shown(cell: Any) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "currency"):
        try:
            return shown(float(cell.get(f"{_OFFICE}value") or ""))
        except ValueError:
            return ""
    if kind == "date":
        return str(cell.get(f"{_OFFICE}date-value") or "").removesuffix("T00:00:00")
    return " ".join("".join(part.itertext()) for part in cell.iterchildren(f"{_TEXT}p"))


def _number(element: Any, name: str) -> int:
    value = element.get(f"{_TABLE}{name}") or ""
    return min(int(value), 1_100_000) if value.isdecimal() and int(value) else 1
