"""What of a table was not understood, in a line each for the user."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from kg.lexicon import Tables, load_lexicon

#: of rows that are named, so many by number; characters of the headings by which a table is named
SHOWN, LONGEST = 100, 80

#: a table of fewer rows is none that a sum is taken of
_FEW = 4
_FIGURE = re.compile(r"[￥¥$]?[\d,]+(?:\.\d+)?[元万亿]{0,2}")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

#: the cells of a table's rows below its headings, by the number of the row from 0
Cells = Mapping[int, Sequence[str]]


def not_understood(rows: Cells, names: Sequence[str], tables: Tables) -> Iterator[str]:
    """A line on the columns that say something and are not read, of a table that states something."""
    words = {tables.word(name) for name in names if name}
    if not any(tables.is_sum(word) or tables.is_name(word) for word in words):
        return
    lost = [
        name
        for column, name in enumerate(names)
        if name
        and not tables.is_understood(name)
        and not is_goods(name, tables)
        and any(row[column] for row in rows.values())
    ]
    if lost:
        yield f"{_told(names)}: not understood: {'、'.join(lost)}; the cells stay in the text of each row"
    bare = [
        column
        for column, name in enumerate(names)
        if not name and sum(bool(row[column]) for row in rows.values()) > 1
    ]
    if bare:
        yield f"{_told(names)}: a column without a heading is left out; name it ({len(bare)} of them)"


def of_nobody(rows: Cells, names: Sequence[str], tables: Tables) -> Iterator[str]:
    """A line on the rows with a sum that name nobody who gave it."""
    words = [tables.word(name) for name in names]
    givers = [column for column, word in enumerate(words) if tables.is_giver(word)]
    sums = [column for column, word in enumerate(words) if tables.is_sum(word)]
    lost = {}
    for number, row in rows.items():
        named = [row[column].replace(" ", "") for column in givers if row[column]]
        nobody = all(name in tables.nobody or name in tables.nothing or name.isdecimal() for name in named)
        figures = [row[column] for column in sums if _has_figure(row[column])]
        if nobody and figures and sum(map(bool, row)) > 1:  # one figure alone is the sum of those above
            lost[number + 1] = figures[0]
    if not lost:
        return
    if not givers:
        yield (
            f"{_told(names)}: no column names the givers, so its sums state no gift "
            f"({len(lost)} rows, {_total(lost.values())} in all)"
        )
        return
    shown = "、".join(map(str, list(lost)[:SHOWN])) + ("…" if len(lost) > SHOWN else "")
    yield (
        f"{_told(names)}: no giver is named in row {shown} "
        f"({len(lost)} rows, {_total(lost.values())} in all), so they state no gift"
    )


def without_headings(rows: Cells) -> Iterator[str]:
    """A line on a table whose columns nobody named in words that are known, though figures stand below."""
    full = [row for row in rows.values() if sum(map(bool, row)) > 1]
    figures = [
        sum(1 for row in full if _FIGURE.fullmatch(row[n])) for n in range(len(full[0]) if full else 0)
    ]
    if len(full) >= _FEW and 2 * max(figures) > len(full):
        yield f"{_told(full[0])}: no heading of its columns is understood; its rows are read as text"


def _has_figure(cell: str) -> bool:
    return any(char.isdigit() and char != "0" for char in cell)


def _total(cells: Iterable[str]) -> str:
    """What the figures of cells come to, as the column counts them, without cells that have none."""
    bare = [found[0].replace(",", "") for cell in cells if (found := _NUMBER.search(cell.replace(" ", "")))]
    return f"{sum(map(Decimal, bare)):,f}"


def is_goods(name: str, tables: Tables) -> bool:
    """Whether a heading is an item with its measure word, above how many were given: 口罩（只）."""
    units = load_lexicon().numbers.units
    word = tables.word(name)
    return word not in tables.known and word != name and tables.unit(name) in units.things


def _told(names: Sequence[str]) -> str:
    return "the table " + " | ".join(name for name in names if name)[:LONGEST]
