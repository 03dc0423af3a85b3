"""What of a table was not understood, in a line each for the user."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.lexicon import Tables, load_lexicon

#: of rows that are named, so many by number; characters of the headings by which a table is named
SHOWN, LONGEST = 20, 80

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
    lost = []
    for number, row in rows.items() if givers else ():
        named = [row[column].replace(" ", "") for column in givers if row[column]]
        nobody = all(name in tables.nobody or name in tables.nothing for name in named)
        if nobody and any(row[column] for column in sums):
            lost.append(number + 1)
    if lost:
        shown = "、".join(map(str, lost[:SHOWN])) + ("…" if len(lost) > SHOWN else "")
        yield (
            f"{_told(names)}: no giver is named in row {shown} ({len(lost)} in all), so they state no gift"
        )


def is_goods(name: str, tables: Tables) -> bool:
    """Whether a heading is an item with its measure word, above how many were given: 口罩（只）."""
    units = load_lexicon().numbers.units
    word = tables.word(name)
    return word not in tables.known and word != name and tables.unit(name) in units.things


def _told(names: Sequence[str]) -> str:
    return "the table " + " | ".join(name for name in names if name)[:LONGEST]
