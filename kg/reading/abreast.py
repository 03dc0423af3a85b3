"""Lists that are printed in several columns: 姓名 | 金额 | 姓名 | 金额 is one table of two columns."""

from __future__ import annotations

from collections.abc import Sequence

Rows = tuple[tuple[str, ...], ...]


def one_below_the_other(rows: Rows, first: int, last: int) -> Rows:
    """``rows`` with the parts of a table that stand side by side put one below the other.

    ``rows[first:last]`` name the columns. The names of a part come again in each; where they do not, or a
    row above or below goes over the parts, ``rows`` are given back as they are.
    """
    width = _width(rows[first]) if last - first == 1 else 0
    if not width:
        return rows
    parts = range(0, len(rows[first]), width)
    cut = [row[at : at + width] for at in parts for row in rows[last:]]
    above = [row[:width] for row in rows[: first + 1]]
    if any(any(row[width:]) for row in rows[:first]):
        return rows
    return (*above, *(row for row in cut if any(row)))


def _width(names: Sequence[str]) -> int:
    """After how many columns the same names come again, up to the last; 0 where they do not."""
    for width in range(2, len(names) // 2 + 1):
        same = all(name == names[at % width] for at, name in enumerate(names))
        if len(names) % width == 0 and same and all(names[:width]):
            return width
    return 0
