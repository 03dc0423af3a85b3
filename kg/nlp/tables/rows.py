"""Rows of tables: 捐赠单位：东湖食品有限公司，金额（万元）：5，受赠单位：青山街道.

Reading writes such a line for each row (`kg.reading.grid`); a line that somebody typed so is read just
the same. What a heading means is in ``tables.toml``; below a heading of names the whole cell is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.lexicon import ENDS, Lexicon
from kg.model import ASSERTED
from kg.nlp.mentions.things import Things
from kg.nlp.spans.claim import Claim, Range, span
from kg.nlp.spans.mention import NAMES, ORG, PERSON, TITLE, Mention, apart
from kg.nlp.spans.patterns import HAN, Suffixes, any_of
from kg.nlp.spans.skeleton import KINDS
from kg.nlp.tables.row_values import GIVEN, POSTS, RowValues
from kg.ontology import load_ontology

#: what a row is worth: the heading says what a cell is
CONFIDENCE = 0.9
#: the rule of its claims
ROW = "row"
_KEY = re.compile(r"(?:^|，)(?P<key>[^，。；：\n]{1,24})：")
_ASIDE = re.compile(r"（[^（）]*）$")
#: the cells of a relation whose heading is the item that they count
GOODS = "goods"


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
        names = {(f[end].start, f[end].end) for f in self.relations.values() for end in ENDS if end in f}
        return sorted({*names, *(cell.key for cell in self.cells)})


class Rows:
    """Finds rows, the names in their cells and what they state."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._tables = lexicon.tables
        self._values = RowValues(lexicon)
        self._gifts = lexicon.stated_by("gifts")
        self._given = Things(lexicon).given
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
        self._through = re.compile(
            rf".{{1,20}}?{any_of(self._tables.through)}(?P<who>.+?){any_of(self._tables.given)}?"
        )
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
        if "：" not in line:
            return None
        keys = list(_KEY.finditer(line))
        if len(keys) < 2 or keys[0].start() > 0:
            return None
        tables = self._tables
        cells = []
        for key, after in zip(keys, [*keys[1:], None], strict=True):
            end = after.start() if after else len(line.rstrip())
            place = (start + key.start("key"), start + key.end("key"))
            word, unit = tables.word(key["key"]), tables.unit(key["key"])
            cells.append(Cell(word, unit, start + key.end(), start + end, place))
        goods = tuple(c for c in cells if c.unit in self._values.things and c.word not in tables.known)
        best: dict[str, dict[str, tuple[int, Cell]]] = {}
        for cell in cells:
            for relation, field, rank in self._fields.get(cell.word, ()):
                if cell.start >= cell.end:
                    continue
                if field == "unit" and line[cell.start - start : cell.end - start] not in self._values.units:
                    continue  # 单位：箱, not 单位：东湖区教育局
                fields = best.setdefault(relation, {})
                if field not in fields or rank < fields[field][0]:
                    fields[field] = (rank, cell)
        found = {}
        for relation, columns in tables.columns.items():
            ranked = best.get(relation, {})
            more = len(ranked.keys() - {"date"}) + (len(goods) if relation == self._gifts else 0)
            if more >= 2 and (set(columns.needs) <= set(ranked) or self._other_posts(columns.needs, ranked)):
                found[relation] = {field: cell for field, (_, cell) in ranked.items()}
        sums = any(tables.is_sum(cell.word) for cell in cells)
        told = sums and sum(cell.word in tables.known for cell in cells) > 1
        if not found and not told:  # sums of nobody named are no sentence either
            return None
        return Row(start, start + len(line), tuple(cells), found, goods)

    def _other_posts(self, needs: Sequence[str], fields: Mapping[str, object]) -> bool:
        """Whether a row names posts that were left, or are proposed, instead of one that is held."""
        return "title" in needs and needs[0] in fields and any(field in fields for field in POSTS)

    # ── names ──────────────────────────────────────────────────────────────────────────────────

    def named(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """``mentions`` with those of rows put right: a cell below a heading of names is one, or several."""
        rows = self.find(text)
        if not rows:
            return list(mentions)
        inside: dict[int, list[Mention]] = {row.start: [] for row in rows}
        kept = []
        at = 0
        for mention in sorted(mentions, key=lambda m: m.start):
            while at < len(rows) and rows[at].end <= mention.start:
                at += 1
            if at < len(rows) and mention.start >= rows[at].start:
                inside[rows[at].start].append(mention)
            else:
                kept.append(mention)
        for row in rows:
            own = inside[row.start]
            kept += [m for m in own if m.label not in NAMES | {TITLE} or not _inside(m, row.closed)]
            for cell in dict.fromkeys(self._name_cells(row)):
                kept += [
                    name for piece in self.pieces(text, cell) if (name := self.name(text, cell, piece, own))
                ]
        return apart(kept)

    def _name_cells(self, row: Row) -> Iterator[Cell]:
        for fields in row.relations.values():
            yield from (fields[end] for end in ENDS if end in fields)

    def pieces(self, text: str, cell: Cell) -> Iterator[Range]:
        """The names of a cell, without what stands in brackets after one."""
        at = cell.start
        whole = text[cell.start : cell.end]
        known = whole.strip() in self._given
        through = None if known else self._through.fullmatch(whole)
        if through is not None:  # 李明转来王强捐款
            at = cell.start + through.start("who")
            whole = through["who"]
        for piece in [whole] if known else self._between.split(whole):
            plain = _ASIDE.sub("", piece.strip())
            if len(plain) > 1:
                start = text.index(plain, at)
                yield start, start + len(plain)
            at += len(piece) + 1

    def name(self, text: str, cell: Cell, piece: Range, mentions: Sequence[Mention]) -> Mention | None:
        """The name that a piece of a cell is; as one of ``mentions`` reads it, where its label may be so.

        What the user says of a name holds against any heading.
        """
        name = text[slice(*piece)]
        if name in self._tables.nobody or name in self._tables.nothing or name.isdecimal():
            return None
        if name in self._given:
            return Mention(*piece, self._given[name].label, name, kind=self._given[name].kind)
        label = self._labels.get(cell.word, "")
        same = next((m for m in mentions if span(m) == piece and m.label in NAMES), None)
        if same is not None and (same.label == label or (label != PERSON and same.label != PERSON)):
            return same
        suffix = self._longest.longest(name)
        if name.endswith(self._tables.persons) or (label == ORG and self._is_person(name, same, suffix)):
            label = PERSON
        elif not label or (label == PERSON and len(name) > 4 and "·" not in name):
            label = PERSON if self._person.fullmatch(name) and len(name) <= 4 else ORG
        kind = self._suffixes.get(suffix, "") if label == ORG else ""
        return Mention(*piece, label, name, kind=kind)

    def _is_person(self, name: str, same: Mention | None, suffix: str) -> bool:
        """Whether a name below a heading of bodies is a person's: sheets list both below 捐赠单位."""
        plain = 2 <= len(name) <= 4 and not suffix and self._person.fullmatch(name) is not None
        return plain and same is not None and same.label == PERSON

    # ── claims ─────────────────────────────────────────────────────────────────────────────────

    def read(self, text: str, row: Row, mentions: Sequence[Mention]) -> list[Claim]:
        """What a row states; ``mentions`` are those of its line, resolved."""
        claims = []
        for relation, fields in row.relations.items():
            ends = {end: self._resolved(fields[end], mentions) if end in fields else [] for end in ENDS}
            if any(not ends[end] for end in ENDS if end in fields):
                continue
            texts = {name: text[cell.start : cell.end] for name, cell in fields.items()}
            if any(field in fields for field in POSTS):
                claims += self._posts(relation, row, fields, texts, ends, mentions)
                continue
            goods = [(c.word, c.unit, text[c.start : c.end]) for c in row.goods if relation == self._gifts]
            if set(fields) & GIVEN or goods:
                units = {name: cell.unit for name, cell in fields.items()}
                for values in self._values.gifts(texts, units, goods):
                    claims += self._claims(relation, row, ends[ENDS[0]], ends[ENDS[1]], values)
            elif len(fields) > len([end for end in ENDS if end in fields]) or ends[ENDS[1]]:
                values = self._values.plain(texts)
                claims += self._claims(relation, row, ends[ENDS[0]], ends[ENDS[1]], values)
        return claims

    def _resolved(self, cell: Cell, mentions: Sequence[Mention]) -> list[Mention]:
        return [
            m
            for m in mentions
            if m.entity and cell.start <= m.start and m.end <= cell.end and m.label in NAMES
        ]

    def _posts(
        self,
        relation: str,
        row: Row,
        fields: Mapping[str, Cell],
        texts: Mapping[str, str],
        ends: Mapping[str, list[Mention]],
        mentions: Sequence[Mention],
    ) -> list[Claim]:
        """A claim a title; the body stands in a cell of its own, or before the title."""
        claims = []
        for title, status in self._values.posts(texts):
            bodies = ends[ENDS[1]]
            for body in bodies:
                title = title.removeprefix(body.text) or title
            if not bodies:
                cells = [fields[field] for field in POSTS if field in fields]
                here = [m for cell in cells for m in self._resolved(cell, mentions)]
                bodies = [m for m in here if title.startswith(m.text) and title != m.text][-1:]
                title = title.removeprefix(bodies[0].text) if bodies else title
            if bodies:
                values: dict[str, object] = {"title": title}
                made = self._claims(relation, row, ends[ENDS[0]], bodies, values)
                for claim in made:
                    claim.status = status
                claims += made
        return claims

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
                            rule=ROW,
                        )
                    )
        return claims


def _inside(mention: Mention, ranges: Sequence[Range]) -> bool:
    return any(start < mention.end and mention.start < end for start, end in ranges)
