"""Figures without a unit, below a note that tells it for all: a table typed as text.

一、捐款（单位：元）                捐款名单（元）：
1. 弥水建材有限公司      100000     刘金亭 5000  王强300
2. 刘金亭                5000
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lexicon import Lexicon
from kg.nlp.quantities.numbers import NumberReader, Quantity
from kg.nlp.quantities.numerals import ARABIC
from kg.nlp.spans.patterns import HAN, any_of

#: the heading of a list is at most so long, and so is a name beside its figure
_HEADING, _NAME = 40, 20


class UnitNotes:
    """Reads such notes; stateless. ``reader`` knows what numbers and currencies are."""

    def __init__(self, lexicon: Lexicon, reader: NumberReader) -> None:
        self._reader = reader
        numbers = lexicon.numbers
        lists = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        unit = rf"(?P<unit>[{''.join(numbers.places)}]?{any_of(numbers.currencies)})"
        self._note = re.compile(rf"{any_of(numbers.unit_notes)}[：: \u3000]*{unit}")
        heading = rf"[^。\n]{{0,{_HEADING}}}{any_of(lists['list_headings'])}[^。\n]{{0,8}}"
        self._headed = re.compile(rf"^{heading}[（(]{unit}[）)][：: \u3000]*$")
        self._figure = re.compile(rf"(?<=[ \t\u3000：:])(?P<number>{ARABIC})[ \t\u3000]*$")
        pair = rf"[{HAN}·（）()]{{2,{_NAME}}}[ \t\u3000：:]*{ARABIC}"
        self._pairs = re.compile(rf"[ \t\u3000]*{pair}(?:[ \t\u3000，、；;]+{pair})+[ \t\u3000；;。]*")
        self._one = re.compile(rf"(?P<number>{ARABIC})(?=[ \t\u3000，、；;。]|$)")

    def read(self, text: str) -> list[Quantity]:
        """The sums of lines below a note, up to the first line without one: the last figure of each line,
        or that of each name where it has several."""
        found: list[Quantity] = []
        unit, listed, start = "", False, 0
        for line in text.splitlines(keepends=True):
            bare = line.rstrip("\r\n")
            note = self._note.search(line) or self._headed.search(bare)
            if note:
                unit, listed = note["unit"], False
            elif unit and (figures := list(self._figures(bare))):
                for figure in figures:
                    found += self._sum(figure, start, unit)
                listed = True
            elif listed and line.strip():
                unit = ""
            start += len(line)
        return found

    def _figures(self, line: str) -> Iterator[re.Match[str]]:
        if self._pairs.fullmatch(line):  # 刘金亭 5000  王强300
            yield from self._one.finditer(line)
        elif figure := self._figure.search(line):
            yield figure

    def _sum(self, figure: re.Match[str], start: int, unit: str) -> list[Quantity]:
        read = self._reader.quantities(figure["number"] + unit)
        begun, end = (start + at for at in figure.span("number"))
        return [Quantity(begun, end, one.value, one.unit, one.approx, one.currency) for one in read[:1]]
