"""Rows of text as columns side by side, for a terminal or a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from unicodedata import east_asian_width


def table(rows: Sequence[Sequence[str]], right_from: int | None = None) -> str:
    """``rows``, all of one length, as lines; the columns from ``right_from`` on stand to the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for index, (cell, room) in enumerate(zip(row, widths, strict=True)):
            pad = " " * (room - width(cell))
            cells.append(pad + cell if right_from is not None and index >= right_from else cell + pad)
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def html_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same as an HTML table, with whatever the cells hold escaped."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    lines = "".join(f"<tr>{cells}</tr>" for cells in body)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def width(text: str) -> int:
    """The columns that ``text`` takes: two for a Chinese character."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
