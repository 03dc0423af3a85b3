"""Figures without a unit, below a note that tells it for all: a table typed as text.

一、捐款（单位：元）
1. 弥水建材有限公司      100000
2. 刘金亭                5000
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.quantities.numbers import NumberReader, Quantity
from kg.nlp.quantities.numerals import ARABIC
from kg.nlp.spans.patterns import any_of


class UnitNotes:
    """Reads such notes; stateless. ``reader`` knows what numbers and currencies are."""

    def __init__(self, lexicon: Lexicon, reader: NumberReader) -> None:
        self._reader = reader
        numbers = lexicon.numbers
        self._words = numbers.unit_notes
        money = any_of(numbers.currencies)
        self._note = re.compile(
            rf"{any_of(self._words)}[：: \u3000]*(?P<unit>[{''.join(numbers.places)}]?{money})"
        )
        self._figure = re.compile(rf"(?<=[ \t\u3000])(?P<number>{ARABIC})[ \t\u3000]*$")

    def read(self, text: str) -> list[Quantity]:
        """The sums that end a line below a note, up to the first line that ends in none."""
        if not any(word in text for word in self._words):
            return []
        found: list[Quantity] = []
        unit, listed, start = "", False, 0
        for line in text.splitlines(keepends=True):
            note, figure = self._note.search(line), self._figure.search(line.rstrip("\r\n"))
            if note:
                unit, listed = note["unit"], False
            elif figure and unit:
                found += self._sum(figure, start, unit)
                listed = True
            elif listed and line.strip():
                unit = ""
            start += len(line)
        return found

    def _sum(self, figure: re.Match[str], start: int, unit: str) -> list[Quantity]:
        read = self._reader.quantities(figure["number"] + unit)
        begun, end = (start + at for at in figure.span("number"))
        return [Quantity(begun, end, one.value, one.unit, one.approx, one.currency) for one in read[:1]]
