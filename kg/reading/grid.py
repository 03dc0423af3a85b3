"""A table of any source to lines: below a heading row each row is a sentence of its own.

捐赠单位        金额（万元）      捐赠单位：东湖食品有限公司，金额（万元）：5
东湖食品有限公司     5
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.lexicon import Tables, load_lexicon

#: a heading row is looked for in so many rows
HEAD = 8
#: more cells than this are no table that people read
MOST = 2_000_000
_SPACE = re.compile(r"\s+")
_HAN_GAP = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])")


@dataclass(frozen=True, slots=True)
class Grid:
    """Texts by row and column, empty where there is none.

    A cell merged over columns stands in the first one; one merged over rows stands in each, and the
    places below the first are in ``repeated``.
    """

    rows: tuple[tuple[str, ...], ...]
    repeated: frozenset[tuple[int, int]] = frozenset()


def grid_of(cells: Sequence[tuple[int, int, int, int, str]]) -> Grid:
    """The grid of ``(row, column, rows, columns, text)``; ValueError where it would be too large."""
    height = max((row + rows for row, _, rows, _, _ in cells), default=0)
    width = max((column + columns for _, column, _, columns, _ in cells), default=0)
    if height * width > MOST:
        raise ValueError(f"holds a table of more than {MOST} cells; split it")
    table = [[""] * width for _ in range(height)]
    repeated = set()
    for row, column, rows, _, text in cells:
        for below in range(rows):
            table[row + below][column] = _SPACE.sub(" ", text).strip()
            if below:
                repeated.add((row + below, column))
    return Grid(tuple(map(tuple, table)), frozenset(repeated))


def has_headings(grid: Grid) -> bool:
    """Whether a row of the table names its columns in words of the lexicon."""
    return _head(grid, load_lexicon().tables) is not None


def lines_of(grid: Grid, before: str = "") -> list[str]:
    """The lines of a table; without headings that are known, its rows with spaces between the cells.

    ``before`` is the line above the table, which may tell the unit of its sums.
    """
    tables = load_lexicon().tables
    head = _head(grid, tables)
    if head is None:
        return list(filter(None, (_plain(grid, row) for row in range(len(grid.rows)))))
    first, last = head
    above = [line for row in range(first) if (line := _plain(grid, row))]
    names = _names(grid, first, last, _unit([before, *above], tables), tables)
    rows = [line for rows in _groups(grid, last, names, tables) if (line := _row(grid, rows, names, tables))]
    return [*above, *(line for line, before in zip(rows, [None, *rows], strict=False) if line != before)]


def _head(grid: Grid, tables: Tables) -> tuple[int, int] | None:
    """The rows ``[first, last)`` that name the columns: one, or two where the upper one groups."""
    for number, row in enumerate(grid.rows[:HEAD]):
        if _named(row, tables) >= 2:
            below = grid.rows[number + 1] if number + 1 < len(grid.rows) else ()
            two = any((number + 1, column) in grid.repeated for column in range(len(row)))
            return number, number + (2 if two and _named(below, tables) >= 2 else 1)
    return None


def _named(row: Sequence[str], tables: Tables) -> int:
    """How many different known headings a row has."""
    return len({tables.word(_HAN_GAP.sub("", cell)) for cell in row} & tables.known)


def _unit(above: Sequence[str], tables: Tables) -> str:
    """The 万元 of 单位：万元 above a table."""
    words = "|".join(map(re.escape, tables.units))
    for line in reversed(above):
        if found := re.search(rf"(?:{words})\s*[:：]\s*([一-鿿]{{1,4}}?)(?=[）)\s]|$)", line):
            return found[1]
    return ""


def _names(grid: Grid, first: int, last: int, unit: str, tables: Tables) -> list[str]:
    """The name of each column; a sum without a unit gets the one from above the table."""
    names = []
    for column in range(len(grid.rows[0])):
        cells = [_HAN_GAP.sub("", grid.rows[row][column]) for row in range(first, last)]
        name = next((cell for cell in reversed(cells) if cell), "")
        if unit and tables.is_sum(tables.word(name)) and tables.word(name) == name:
            name = f"{name}（{unit}）"
        names.append(name.replace("：", " ").replace(":", " ").strip())
    return names


def _groups(grid: Grid, start: int, names: Sequence[str], tables: Tables) -> Iterator[list[int]]:
    """Rows that are one sentence: those that share a sum merged over them, and differ in names only."""
    group: list[int] = []
    for row in range(start, len(grid.rows)):
        shared = [
            column
            for column in range(len(names))
            if (row, column) in grid.repeated and tables.is_sum(tables.word(names[column]))
        ]
        others = {
            tables.word(names[column])
            for column in range(len(names))
            if (row, column) not in grid.repeated and grid.rows[row][column]
        }
        if group and shared and all(tables.is_name(w) or w in tables.serial for w in others):
            group.append(row)
            continue
        if group:
            yield group
        group = [row]
    if group:
        yield group


def _row(grid: Grid, rows: Sequence[int], names: Sequence[str], tables: Tables) -> str:
    """The sentence of a row, or of rows that share a sum; a line of its words where it is a total."""
    first = rows[0]
    words = [cell for cell in grid.rows[first] if cell]
    if [cell for cell in map(_compact, words) if cell] == [name for name in map(_compact, names) if name]:
        return ""  # the headings again, on the next page
    if not words or len(words) == 1 or _compact(words[0]).rstrip("：:") in tables.totals:
        return _plain(grid, first)
    parts = []
    for column, name in enumerate(names):
        cells = dict.fromkeys(
            grid.rows[row][column] for row in rows if (row, column) not in grid.repeated or row == first
        )
        word, text = tables.word(name), "、".join(filter(None, cells))
        told = tables.is_sum(word) and (first, column) in grid.repeated
        if not text or not name or told or word in tables.serial or text in tables.nothing:
            continue
        parts.append(f"{name}：{_HAN_GAP.sub('', text) if tables.is_name(word) else text}")
    return "，".join(parts)


def _plain(grid: Grid, row: int) -> str:
    return " ".join(
        cell for column, cell in enumerate(grid.rows[row]) if cell and (row, column) not in grid.repeated
    )


def _compact(text: str) -> str:
    return text.replace(" ", "").rstrip("：:")
