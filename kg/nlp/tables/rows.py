"""Rows of tables: 捐赠单位：东湖食品有限公司，金额（万元）：5，受赠单位：青山街道.

Reading writes such a line for each row (`kg.reading.grid`); a line that somebody typed so is read just
the same. What a heading means is in ``tables.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.lexicon import ENDS, Lexicon
from kg.nlp.spans.claim import Range
from kg.nlp.tables.row_values import POSTS

#: the rule of the claims of rows
ROW = "row"
_KEY = re.compile(r"(?:^|，)(?P<key>[^，。；：\n]{1,24})：")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell ``[start, end)`` of the text; ``word`` is its heading, ``unit`` what that adds."""

    word: str
    unit: str
    start: int
    end: int
    key: Range


@dataclass(frozen=True)
class Row:
    """A line that is a row, and the relations that it states with the cell of each field.

    ``goods`` are cells whose heading is an item.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    relations: dict[str, dict[str, Cell]]
    goods: tuple[Cell, ...] = ()

    @cached_property
    def closed(self) -> list[Range]:
        """The cells of names, and the headings, in order: no other name begins there."""
        names = {(cell.start, cell.end) for cell in self.named}
        return sorted({*names, *(cell.key for cell in self.cells)})

    @property
    def named(self) -> Iterator[Cell]:
        """The cells of names, relation by relation."""
        for fields in self.relations.values():
            yield from (fields[end] for end in ENDS if end in fields)


#: by relation and field the cell that says it, with how well its heading does
Ranked = Mapping[str, Mapping[str, tuple[int, Cell]]]


class Rows:
    """Finds the lines of a text that are rows; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._tables = lexicon.tables
        self._gifts = lexicon.stated_by("gifts")
        units = lexicon.numbers.units
        self._things = frozenset(units.things)
        self._units = frozenset((*units.people, *units.acts, *units.things, *lexicon.tables.sums))
        self._fields: dict[str, list[tuple[str, str, int]]] = {}
        for relation, columns in self._tables.columns.items():
            for field, words in columns.headings.items():
                for rank, word in enumerate(words):
                    self._fields.setdefault(word, []).append((relation, field, rank))

    def find(self, text: str) -> list[Row]:
        """The lines that are rows, in order."""
        rows = []
        start = 0
        for line in text.split("\n"):
            row = self.row(line, start)
            if row is not None:
                rows.append(row)
            start += len(line) + 1
        return rows

    def row(self, line: str, start: int) -> Row | None:
        """The row that a line is, which begins at ``start`` of its text; None where it is none."""
        cells = self._cells(line, start)
        if len(cells) < 2:
            return None
        known = self._tables.known
        goods = tuple(c for c in cells if c.unit in self._things and c.word not in known)
        found = self._relations(self._ranked(cells, line, start), len(goods))
        sums = any(self._tables.is_sum(cell.word) for cell in cells)
        told = sums and sum(cell.word in known for cell in cells) > 1
        if not found and not told:  # sums of nobody named are no sentence either
            return None
        return Row(start, start + len(line), tuple(cells), found, goods)

    def _cells(self, line: str, start: int) -> list[Cell]:
        """A line as cells; none where it does not begin with a heading."""
        keys = list(_KEY.finditer(line)) if "：" in line else []
        if not keys or keys[0].start() > 0:
            return []
        cells = []
        for key, after in zip(keys, [*keys[1:], None], strict=True):
            end = after.start() if after else len(line.rstrip())
            place = (start + key.start("key"), start + key.end("key"))
            word, unit = self._tables.word(key["key"]), self._tables.unit(key["key"])
            cells.append(Cell(word, unit, start + key.end(), start + end, place))
        return cells

    def _ranked(self, cells: Sequence[Cell], line: str, start: int) -> Ranked:
        """Each field by the cell whose heading says it best: 捐赠金额 before 金额."""
        best: dict[str, dict[str, tuple[int, Cell]]] = {}
        for cell in cells:
            for relation, field, rank in self._fields.get(cell.word, ()):
                if cell.start >= cell.end:
                    continue
                if field == "unit" and line[cell.start - start : cell.end - start] not in self._units:
                    continue  # 单位：箱, not 单位：东湖区教育局
                fields = best.setdefault(relation, {})
                if field not in fields or rank < fields[field][0]:
                    fields[field] = (rank, cell)
        return best

    def _relations(self, best: Ranked, goods: int) -> dict[str, dict[str, Cell]]:
        """The relations that have all that they need, and something to say."""
        found = {}
        for relation, columns in self._tables.columns.items():
            ranked = best.get(relation, {})
            more = len(ranked.keys() - {"date"}) + (goods if relation == self._gifts else 0)
            if more >= 2 and (set(columns.needs) <= set(ranked) or _other_posts(columns.needs, ranked)):
                found[relation] = {field: cell for field, (_, cell) in ranked.items()}
        return found


def _other_posts(needs: Sequence[str], fields: Mapping[str, object]) -> bool:
    """Whether a row names posts that were left, or are proposed, instead of one that is held."""
    return "title" in needs and needs[0] in fields and any(field in fields for field in POSTS)
