"""A table of any source to lines: below a heading row each row is a sentence of its own.

捐赠单位        金额（万元）      捐赠单位：东湖食品有限公司，金额（万元）：5
东湖食品有限公司     5
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.lexicon import Tables, load_lexicon
from kg.reading.abreast import one_below_the_other
from kg.reading.table_notes import not_understood, of_nobody, without_headings

#: in so many rows a heading row need not have listed headings only
HEAD = 200
#: more cells than this are no table that people read
MOST = 5_000_000
_FIGURE = re.compile(r"[\d,.]+")
_BRACKET = re.compile(r"[（(/\[【]")
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


def grid_of_rows(rows: Iterable[Sequence[str]]) -> Grid:
    """The grid of rows without merged cells, each as long as the longest."""
    texts = [tuple(_SPACE.sub(" ", cell).strip() for cell in row) for row in rows]
    width = max(map(len, texts), default=0)
    if len(texts) * width > MOST:
        raise ValueError(f"holds a table of more than {MOST} cells; split it")
    return Grid(tuple(row + ("",) * (width - len(row)) for row in texts))


def has_headings(grid: Grid) -> bool:
    """Whether a row of the table names its columns in words of the lexicon."""
    return next(_heads(grid, load_lexicon().tables), None) is not None


def is_told(names: Sequence[str]) -> bool:
    """Whether columns of these names state something: all that a relation needs is among them, and more."""
    tables = load_lexicon().tables
    words = {tables.word(name) for name in names}
    return any(
        all(words & set(columns.headings[need]) for need in columns.needs)
        and len({f for f, known in columns.headings.items() if f != "date" and words & set(known)}) > 1
        for columns in tables.columns.values()
    )


def is_head(cells: Sequence[str]) -> bool:
    """Whether cells name columns: most of them are listed headings."""
    return _may_name([cell.strip() for cell in cells], load_lexicon().tables, loose=False)


def lines_of(grid: Grid, before: str = "", notes: list[str] | None = None) -> list[str]:
    """The lines of a table; without headings that are known, its rows with spaces between the cells.

    ``before`` is the line above the table, which may tell the unit of its sums. What was not understood
    is added to ``notes``, a line a heading row.
    """
    tables = load_lexicon().tables
    heads = list(_heads(grid, tables))
    if len(heads) == 1 and not grid.repeated:
        grid = Grid(one_below_the_other(grid.rows, *heads[0]))
    ends = [*(first for first, _ in heads), len(grid.rows)]
    lines = list(filter(None, (_plain(grid, row) for row in range(ends[0]))))
    if notes is not None and not heads:
        notes += _unread(grid, tables)
    for (first, last), end in zip(heads, ends[1:], strict=True):
        names = _names(grid, first, last, _unit([before, *lines[-HEAD:]], tables), tables)
        if notes is not None:
            notes += _notes(grid, range(last, end), names, tables)
        for rows in _groups(grid, last, end, names, tables):
            line = _row(grid, rows, names, tables)
            lines += [line] if line else []
    return lines


def _heads(grid: Grid, tables: Tables) -> Iterator[tuple[int, int]]:
    """The rows ``[first, last)`` that name the columns: one, or two where the upper one groups.

    The first is looked for by what headings may mean as well; one below it (the next table of the
    sheet) has listed headings only, and other ones: the same again are those of the next page.
    """
    known: list[str] = []
    skip = -1
    for number, row in enumerate(grid.rows):
        if number < skip or not _may_name(row, tables, loose=not known and number < HEAD):
            continue
        words = [tables.word(cell) for cell in row]
        if words == known:
            continue
        below = grid.rows[number + 1] if number + 1 < len(grid.rows) else ()
        two = any((number + 1, column) in grid.repeated for column in range(len(row)))
        skip = number + (2 if two and _named(below, tables) >= 2 else 1)
        known = words
        yield number, skip


def _may_name(row: Sequence[str], tables: Tables, *, loose: bool) -> bool:
    """Whether a row names its columns: two known headings, and no figure beside them."""
    words = [cell for cell in row if cell]
    if len(words) < 2 or any(cell[0].isdigit() and _FIGURE.fullmatch(cell) for cell in words):
        return False
    if loose:
        return _named(words, tables) >= 2
    known = tables.known
    listed = {word for cell in words if (word := _BRACKET.split(_HAN_GAP.sub("", cell))[0]) in known}
    return len(listed) >= 2 and 2 * len(listed) > len(words)


def _named(row: Sequence[str], tables: Tables) -> int:
    """How many different known headings a row has."""
    return len({tables.word(cell) for cell in row if cell} & tables.known)


def _notes(grid: Grid, rows: range, names: Sequence[str], tables: Tables) -> Iterator[str]:
    """What of a table was not understood: a line on its columns, and one on sums that nobody gave."""
    full = [row for row in rows if any(grid.rows[row])]
    cells = {
        row: grid.rows[row]
        for row in full
        if not _is_total([cell for cell in grid.rows[row] if cell], tables)
    }
    yield from not_understood(cells, names, tables)
    yield from of_nobody(cells, names, tables)


def _unread(grid: Grid, tables: Tables) -> Iterator[str]:
    """What is said of a table without two headings that are known: sums of nobody, or figures of nothing."""
    for number, row in enumerate(grid.rows[:HEAD]):
        words = [cell for cell in row if cell]
        figures = any(cell[0].isdigit() and _FIGURE.fullmatch(cell) for cell in words)
        if len(words) > 1 and not figures and any(tables.is_sum(tables.word(cell)) for cell in words):
            yield from _notes(grid, range(number + 1, len(grid.rows)), row, tables)
            return
    yield from without_headings(dict(enumerate(grid.rows)))


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
        if unit and tables.is_sum(tables.word(name)) and not tables.unit(name):
            name = f"{name}（{unit}）"
        names.append(name.replace("：", " ").replace(":", " ").replace("，", " ").replace(",", " ").strip())
    return names


def _groups(grid: Grid, start: int, end: int, names: Sequence[str], tables: Tables) -> Iterator[list[int]]:
    """Rows that are one sentence: those that share a sum merged over them, and differ in names only."""
    if not grid.repeated:
        yield from ([row] for row in range(start, end))
        return
    group: list[int] = []
    for row in range(start, end):
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
    if len(words) < 2 or _is_total(words, tables):
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


def _is_total(words: Sequence[str], tables: Tables) -> bool:
    """Whether a row adds up others, or is a note below them: 合计, 合计（大写）, 5 合计."""
    first = _compact(words[1] if words[0].isdecimal() and len(words) > 1 else words[0])
    head = _BRACKET.split(first)[0] or first
    return head.rstrip("：:") in tables.totals or re.split("[：:]", first)[0] in tables.totals


def _plain(grid: Grid, row: int) -> str:
    return " ".join(
        cell for column, cell in enumerate(grid.rows[row]) if cell and (row, column) not in grid.repeated
    )


def _compact(text: str) -> str:
    return text.replace(" ", "").rstrip("：:")
