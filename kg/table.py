"""Rows of text as columns side by side, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
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


def width(text: str) -> int:
    """The columns that ``text`` takes: two for a Chinese character."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
