"""Rows of tables: 捐赠单位：东湖食品有限公司，金额（万元）：5，受赠单位：青山街道.

Reading writes such a line for each row (`kg.reading.grid`); a line that somebody typed so is read just
the same. What a heading means is in ``tables.toml``; below a heading of names the whole cell is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.lexicon import ENDS, Columns, Lexicon
from kg.model import ASSERTED
from kg.nlp.claim import Claim, Range, span
from kg.nlp.goods import Gift, Goods, qualifiers_of
from kg.nlp.mention import NAMES, ORG, PERSON, TITLE, Mention, apart
from kg.nlp.numbers import ARABIC, NumberReader
from kg.nlp.patterns import HAN, Suffixes
from kg.nlp.skeleton import KINDS, build
from kg.ontology import load_ontology

#: what a row is worth: the heading says what a cell is
CONFIDENCE = 0.9
_KEY = re.compile(r"(?:^|，)(?P<key>[^，。；：\n]{1,24})：")
_UNIT = re.compile(r"[（(/\[【](?P<unit>[^（）()/\[\]【】]{1,6})[）)\]】]?$")
_ASIDE = re.compile(r"（[^（）]*）$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell ``[start, end)`` of the text; ``word`` is its heading, ``unit`` what that adds."""

    word: str
    unit: str
    start: int
    end: int
    key: Range


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is a row, and the relations that it states with the cell of each field."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    relations: dict[str, dict[str, Cell]]


class Rows:
    """Finds rows, the names in their cells and what they state."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._tables = lexicon.tables
        self._known = lexicon.tables.known
        self._numbers = NumberReader(lexicon.numbers)
        self._default = next(iter(lexicon.numbers.currencies.values()))
        units = lexicon.numbers.units
        self._units = frozenset((*units.people, *units.acts, *units.things))
        self._goods = Goods(lexicon)
        person = lexicon.names.person
        given = f"[{HAN}]{{1,2}}"
        compound = "|".join(map(re.escape, person.compound_surnames))
        self._person = re.compile(rf"(?:(?:{compound}){given}|[{person.surnames}]{given}|[{HAN}]+·[{HAN}·]+)")
        self._suffixes = {
            s: kind for kind, words in lexicon.names.organization.suffixes.items() for s in words
        }
        self._longest = Suffixes(self._suffixes)
        classes = load_ontology().classes
        labels = {
            name: next((label for label in item.spacy_labels if label in KINDS), "")
            for name, item in classes.items()
        }
        self._labels = {word: labels[kind] for kind, words in self._tables.kinds.items() for word in words}
        self._between = re.compile(f"[{re.escape(self._tables.between)}]")

    def find(self, text: str) -> list[Row]:
        """The lines that are rows, in order."""
        rows = []
        start = 0
        for line in text.split("\n"):
            row = self._row(line, start)
            if row is not None:
                rows.append(row)
            start += len(line) + 1
        return rows

    def _row(self, line: str, start: int) -> Row | None:
        keys = list(_KEY.finditer(line))
        if len(keys) < 2 or keys[0].start() > 0:
            return None
        cells = []
        for key, after in zip(keys, [*keys[1:], None], strict=True):
            name = key["key"]
            unit = _UNIT.search(name)
            end = after.start() if after else len(line.rstrip())
            cells.append(
                Cell(
                    self._tables.word(name),
                    unit["unit"] if unit else "",
                    start + key.end(),
                    start + end,
                    (start + key.start("key"), start + key.end("key")),
                )
            )
        found = {}
        for relation, columns in self._tables.columns.items():
            fields = self._fields(columns, cells, line, start)
            if set(columns.needs) <= set(fields) and len(fields) >= 2:
                found[relation] = fields
        return Row(start, start + len(line), tuple(cells), found) if found else None

    def _fields(self, columns: Columns, cells: Sequence[Cell], line: str, start: int) -> dict[str, Cell]:
        """The cell of each field: the one whose heading comes first in the lexicon."""
        fields: dict[str, Cell] = {}
        for field, words in columns.headings.items():
            for word in words:
                cell = next((c for c in cells if c.word == word and c.start < c.end), None)
                if cell is not None:
                    value = line[cell.start - start : cell.end - start]
                    if field != "unit" or value in self._units:  # 单位：箱, not 单位：东湖区教育局
                        fields.setdefault(field, cell)
        return fields

    # ── names ──────────────────────────────────────────────────────────────────────────────────

    def named(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """``mentions`` with those of rows put right: a cell below a heading of names is one, or several."""
        rows = self.find(text)
        if not rows:
            return list(mentions)
        names: list[Mention] = []
        closed: list[Range] = [cell.key for row in rows for cell in row.cells]
        for cell in {cell: None for row in rows for cell in self._name_cells(row)}:
            closed.append((cell.start, cell.end))
            for piece in self._pieces(text, cell):
                name = self._name(text, cell, piece, mentions)
                names += [name] if name else []
        closed.sort()
        kept = [m for m in mentions if m.label not in NAMES | {TITLE} or not _inside(m, closed)]
        return apart([*kept, *names])

    def _name_cells(self, row: Row) -> Iterator[Cell]:
        for fields in row.relations.values():
            yield from (fields[end] for end in ENDS if end in fields)

    def _pieces(self, text: str, cell: Cell) -> Iterator[Range]:
        """The names of a cell, without what stands in brackets after one."""
        at = cell.start
        for piece in self._between.split(text[cell.start : cell.end]):
            plain = _ASIDE.sub("", piece.strip())
            if len(plain) > 1:
                start = text.index(plain, at)
                yield start, start + len(plain)
            at += len(piece) + 1

    def _name(self, text: str, cell: Cell, piece: Range, mentions: Sequence[Mention]) -> Mention | None:
        name = text[slice(*piece)]
        if name in self._tables.nobody or name in self._tables.nothing:
            return None
        label = self._labels.get(cell.word, "")
        same = next((m for m in mentions if span(m) == piece and m.label in NAMES), None)
        if same is not None and (same.label == label or (label != PERSON and same.label != PERSON)):
            return same
        if not label or (label == PERSON and len(name) > 4 and "·" not in name):
            label = PERSON if self._person.fullmatch(name) and len(name) <= 4 else ORG
        kind = self._suffixes.get(self._longest.longest(name), "") if label == ORG else ""
        return Mention(*piece, label, name, kind=kind)

    # ── claims ─────────────────────────────────────────────────────────────────────────────────

    def read(self, text: str, row: Row, mentions: Sequence[Mention]) -> list[Claim]:
        """What a row states; ``mentions`` are those of its line, resolved."""
        claims = []
        for relation, fields in row.relations.items():
            ends = {end: self._resolved(fields[end], mentions) if end in fields else [] for end in ENDS}
            if any(not ends[end] for end in ENDS if end in fields):
                continue
            for values in self._values(text, fields, mentions):
                claims += self._claims(relation, row, ends[ENDS[0]], ends[ENDS[1]], values)
        return claims

    def _resolved(self, cell: Cell, mentions: Sequence[Mention]) -> list[Mention]:
        return [m for m in mentions if m.entity and cell.start <= m.start and m.end <= cell.end]

    def _claims(
        self,
        relation: str,
        row: Row,
        subjects: Sequence[Mention],
        objects: Sequence[Mention],
        values: Mapping[str, object],
    ) -> list[Claim]:
        claims = []
        targets: list[Mention | None] = [*objects] or [None]
        shared = len(subjects) > 1 or len(objects) > 1
        sums = any(isinstance(value, float) for value in values.values())
        for subject in subjects:
            for target in targets:
                if target is None or target.entity != subject.entity:
                    claims.append(
                        Claim(
                            relation,
                            subject.entity,
                            target.entity if target else None,
                            (row.start, row.end),
                            span(subject),
                            span(target) if target else None,
                            qualifiers={**values, **({"joint": "shared"} if shared and sums else {})},
                            status=ASSERTED,
                            confidence=CONFIDENCE,
                            rule="row",
                        )
                    )
        return claims

    def _values(
        self, text: str, fields: Mapping[str, Cell], mentions: Sequence[Mention]
    ) -> list[dict[str, object]]:
        """The qualifiers of each statement of a row: one of each sum, item or title."""
        texts = {name: text[cell.start : cell.end] for name, cell in fields.items()}
        if not set(fields) & {"amount", "worth", "item", "quantity", "gift"}:
            plain = {name: value for name, value in texts.items() if name not in (*ENDS, "date")}
            if "title" in plain:
                return [{**plain, "title": title} for title in self._between.split(plain["title"]) if title]
            return [dict(plain)]
        gifts: list[Gift] = []
        for name in ("gift", "item"):
            if name in fields:
                gifts += self._listed(text, fields[name], mentions)
        goods = [gift for gift in gifts if gift.item]
        if "quantity" in fields and len(goods) < 2 and not any(gift.quantity for gift in goods):
            goods = goods or [Gift()]
            gifts += [gift for gift in goods if gift not in gifts]
            goods[0].quantity, goods[0].unit, goods[0].approx = self._counted(texts, fields["quantity"])
        money = fields.get("amount")
        worth = fields.get("worth")
        if money is not None and (not goods or money != worth):
            gift = Gift()
            gift.amount, gift.currency, gift.approx = self._sum(text, money)
            gifts.append(gift)
        if worth is not None and len(goods) == 1:
            goods[0].worth, goods[0].currency, _ = self._sum(text, worth)
        found = [qualifiers_of(gift) for gift in gifts if gift.amount or gift.item or gift.quantity]
        return found

    def _listed(self, text: str, cell: Cell, mentions: Sequence[Mention]) -> list[Gift]:
        """The gifts of a cell that lists them: 棉被300床、方便面200箱; one without numbers is an item."""
        inside = [m for m in mentions if cell.start <= m.start and m.end <= cell.end]
        numbers = [m for m in inside if m.value is not None and m.label in KINDS]
        skeleton = build(text, (cell.start, cell.end), numbers, {})
        gifts, _ = self._goods.parse(skeleton, 0)
        if gifts or numbers:
            return gifts
        return [Gift(item=text[cell.start : cell.end])] if cell.end - cell.start <= 40 else []

    def _counted(self, texts: Mapping[str, str], cell: Cell) -> tuple[float | None, str, bool]:
        """How many: the number of the cell with its own unit, that of its column or of its heading."""
        unit = texts.get("unit", "") or (cell.unit if cell.unit in self._units else "")
        found = self._numbers.quantities(texts["quantity"])
        if found:
            return found[0].value, found[0].unit, found[0].approx
        return self._bare(texts["quantity"]), unit, False

    def _sum(self, text: str, cell: Cell) -> tuple[float | None, str, bool]:
        """Money in units of its currency: 5 below 金额（万元） is 50000 CNY."""
        value = text[cell.start : cell.end]
        found = [item for item in self._numbers.quantities(value) if item.currency]
        if found:
            return found[0].value, found[0].currency or self._default, found[0].approx
        number = self._bare(value)
        unit = next((item for item in self._numbers.quantities(f"1{cell.unit}") if item.currency), None)
        if number is None or unit is None:
            return number, self._default, False
        return round(number * unit.value, 6), unit.currency or self._default, False

    def _bare(self, value: str) -> float | None:
        """A number without a unit; None where the cell holds something else."""
        match = re.fullmatch(rf"(?P<number>{ARABIC})(?P<places>[{HAN}]?)", value.strip())
        if match is None:
            return self._numbers.value(value.strip())
        try:
            return self._numbers.value(match.group())
        except KeyError:  # 300床 with a measure word that the lexicon lacks
            return self._numbers.value(match["number"])


def _inside(mention: Mention, ranges: Sequence[Range]) -> bool:
    return any(start < mention.end and mention.start < end for start, end in ranges)
