"""A Word file (docx) to text: paragraphs and tables in order, as a reader sees them.

python-docx opens the package; the body is walked here, since its own reading leaves out what stands in
content controls, text boxes and accepted insertions. Deleted text is left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from kg.reading.archive import check_archive, damaged, needs
from kg.reading.found import Found, found_by
from kg.reading.grid import Grid, grid_of, lines_of

#: bytes of XML; python-docx holds a tree of all of it
XML = 60_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}rPr", f"{_W}pPr", _FALLBACK))
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}


def read_docx(data: bytes, notes: list[str]) -> tuple[str, Found]:
    """Text and metadata; ValueError says what is wrong."""
    check_archive(data, xml=XML)
    try:
        from docx import Document
    except ImportError:
        raise needs("python-docx") from None
    try:
        document = Document(io.BytesIO(data))
        lines = list(_lines(document.element.body, notes))
        core = document.core_properties
        known = {"title": core.title, "author": core.author}
    except ValueError as error:
        raise error if "table" in str(error) else damaged() from None
    except Exception:  # python-docx raises whatever the XML makes it stumble over
        raise damaged() from None
    text = "\n".join(lines)
    if not text.strip():
        raise ValueError("holds no text (pictures only?); save its text as a .txt file")
    return text, found_by(lambda name: [known.get(name) or ""])


def _lines(parent: Any, notes: list[str]) -> Iterator[str]:
    """The lines of a body, a cell or whatever else holds paragraphs."""
    before = ""
    for child in parent:
        if child.tag == f"{_W}p":
            for before in _paragraph(child, notes):
                yield before
        elif child.tag == f"{_W}tbl":
            yield from lines_of(_grid(child, notes), before, notes)
        elif child.tag not in _LEFT_OUT:
            yield from _lines(child, notes)


def _paragraph(paragraph: Any, notes: list[str]) -> Iterator[str]:
    """Its lines, then those of the text boxes that hang on it."""
    boxes: list[Any] = []
    for line in _text(paragraph, boxes).split("\n"):
        if line.strip():
            yield line.strip()
    for box in boxes:
        yield from _lines(box, notes)


def _text(parent: Any, boxes: list[Any]) -> str:
    parts = []
    for child in parent:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag not in _LEFT_OUT:
            parts.append(_text(child, boxes))
    return "".join(parts)


def _grid(table: Any, notes: list[str]) -> Grid:
    """The table with merged cells; a table inside a cell is text of the cell."""
    cells: list[tuple[int, int, int, int, str]] = []
    open_: dict[int, int] = {}  # column → the cell that goes on there
    for number, row in enumerate(_children(table, "tr")):
        column = _value(row, "trPr/gridBefore", 0)
        for cell in _children(row, "tc"):
            width = _value(cell, "tcPr/gridSpan", 1)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and column in open_:
                at = open_[column]
                row_, column_, rows, columns, text = cells[at]
                cells[at] = (row_, column_, max(rows, number - row_ + 1), columns, text)
            else:
                open_.pop(column, None)
                if merge is not None:
                    open_[column] = len(cells)
                cells.append((number, column, 1, width, " ".join(_lines(cell, notes))))
            column += width
    return grid_of(cells)


def _children(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table, the cells of a row: those in content controls as well."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _children(child, name)


def _value(element: Any, path: str, default: int) -> int:
    found = element.find("/".join(f"{_W}{part}" for part in path.split("/")))
    value = "" if found is None else found.get(f"{_W}val") or ""
    return min(int(value), 1000) if value.isdigit() and int(value) else default
