"""Names in the cells of a row: below a heading of names the whole cell is one, or several.

捐赠单位：东湖食品有限公司、李明            a body and a person, whatever the tagger took them for
捐赠者：李明转来王强捐款                   王强
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.lexicon import Lexicon
from kg.nlp.mentions.things import Things
from kg.nlp.spans.claim import Range, span
from kg.nlp.spans.mention import NAMES, ORG, PERSON, TITLE, Mention, apart
from kg.nlp.spans.patterns import HAN, Suffixes, any_of
from kg.nlp.spans.skeleton import KINDS
from kg.nlp.tables.rows import Cell, Row, Rows
from kg.ontology import load_ontology

_ASIDE = re.compile(r"（[^（）]*）$")


class CellNames:
    """Reads the names of cells; stateless."""

    def __init__(self, lexicon: Lexicon, rows: Rows) -> None:
        self._tables = lexicon.tables
        self._rows = rows
        self._given = Things(lexicon).given
        self._person = _person(lexicon)
        self._masked = re.compile(rf"[*＊]{{1,3}}[{HAN}]{{1,3}}|[{HAN}][*＊]{{1,3}}[{HAN}]?")  # *晓平, 张**
        self._suffixes = {
            s: kind for kind, words in lexicon.names.organization.suffixes.items() for s in words
        }
        self._longest = Suffixes(self._suffixes)
        self._labels = _labels(lexicon)
        self._between = re.compile(f"[{re.escape(self._tables.between)}]")
        self._through = re.compile(
            rf".{{1,20}}?{any_of(self._tables.through)}(?P<who>.+?){any_of(self._tables.given)}?"
        )

    def named(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """``mentions`` with those of rows put right: a cell below a heading of names is one, or several."""
        rows = self._rows.find(text)
        if not rows:
            return list(mentions)
        inside, kept = _by_row(rows, mentions)
        for row in rows:
            own = inside[row.start]
            kept += [m for m in own if m.label not in NAMES | {TITLE} or not _inside(m, row.closed)]
            for cell in dict.fromkeys(row.named):
                kept += [
                    name for piece in self.pieces(text, cell) if (name := self.name(text, cell, piece, own))
                ]
        return apart(kept)

    def pieces(self, text: str, cell: Cell) -> Iterator[Range]:
        """The names of a cell, without what stands in brackets after one."""
        at = cell.start
        whole = text[cell.start : cell.end]
        known = whole.strip() in self._given
        through = None if known else self._through.fullmatch(whole)
        if through is not None:  # 李明转来王强捐款
            at = cell.start + through.start("who")
            whole = through["who"]
        named = False
        for piece in [whole] if known else self._between.split(whole):
            plain = _ASIDE.sub("", piece.strip())
            if len(plain) > 1:
                named = True
                start = text.index(plain, at)
                yield start, start + len(plain)
            at += len(piece) + 1
        if not named and whole.strip():  # 帆; 杨（小）; 八、、
            start = text.index(whole.strip(), cell.start)
            yield start, start + len(whole.strip())

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
        agents = {PERSON, ORG} if self._tables.is_giver(cell.word) else NAMES  # no place gives
        same = next((m for m in mentions if span(m) == piece and m.label in agents), None)
        if same is not None and (same.label == label or (label != PERSON and same.label != PERSON)):
            return same
        suffix = self._longest.longest(name)
        told = name.endswith(self._tables.persons) or self._masked.fullmatch(name)
        if told or (label == ORG and self._is_person(name, same, suffix)):
            label = PERSON
        elif not label or (label == PERSON and len(name) > 4 and "·" not in name):
            label = PERSON if self._person.fullmatch(name) and len(name) <= 4 else ORG
        kind = self._suffixes.get(suffix, "") if label == ORG else ""
        return Mention(*piece, label, name, kind=kind)

    def _is_person(self, name: str, same: Mention | None, suffix: str) -> bool:
        """Whether a name below a heading of bodies is a person's: sheets list both below 捐赠单位."""
        plain = 2 <= len(name) <= 4 and not suffix and self._person.fullmatch(name) is not None
        return plain and same is not None and same.label == PERSON


def _person(lexicon: Lexicon) -> re.Pattern[str]:
    """A name of a person in full: 李明, 欧阳志刚, 阿依古丽·买买提."""
    person, given = lexicon.names.person, f"[{HAN}]{{1,2}}"
    compound = "|".join(map(re.escape, person.compound_surnames))
    return re.compile(rf"(?:(?:{compound}){given}|[{person.surnames}]{given}|[{HAN}]+·[{HAN}·]+)")


def _labels(lexicon: Lexicon) -> Mapping[str, str]:
    """What the names below a heading are, where it tells."""
    classes = load_ontology().classes
    labels = {
        name: next((label for label in item.spacy_labels if label in KINDS), "")
        for name, item in classes.items()
    }
    return {word: labels[kind] for kind, words in lexicon.tables.kinds.items() for word in words}


def _by_row(
    rows: Sequence[Row], mentions: Sequence[Mention]
) -> tuple[dict[int, list[Mention]], list[Mention]]:
    """The mentions of each row by where it starts, and those of no row."""
    inside: dict[int, list[Mention]] = {row.start: [] for row in rows}
    outside = []
    at = 0
    for mention in sorted(mentions, key=lambda m: m.start):
        while at < len(rows) and rows[at].end <= mention.start:
            at += 1
        if at < len(rows) and mention.start >= rows[at].start:
            inside[rows[at].start].append(mention)
        else:
            outside.append(mention)
    return inside, outside


def _inside(mention: Mention, ranges: Sequence[Range]) -> bool:
    return any(start < mention.end and mention.start < end for start, end in ranges)
