"""Dates, sums and counts as mentions.

9月1日捐款10万元        a date and a sum
统一部署，一起          no count: the tagger saw no number there
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lexicon import Lexicon
from kg.nlp.quantities.numbers import NumberReader, Quantity
from kg.nlp.quantities.unit_notes import UnitNotes
from kg.nlp.spans.mention import DATE, MONEY, QUANTITY, Mention
from kg.nlp.tokens.words import Word


class Figures:
    """Finds figures; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._numbers = NumberReader(lexicon.numbers)
        self._notes = UnitNotes(lexicon, self._numbers)

    def of(self, text: str, words: Sequence[Word]) -> Iterator[Mention]:
        """Those of a sentence: the dates, then the quantities."""
        for date in self._numbers.dates(text):
            mention = Mention(date.start, date.end, DATE, text[date.start : date.end], norm=date.iso() or "")
            mention.value = float((date.month or 0) * 100 + (date.day or 0))
            yield mention
        for quantity in self._numbers.quantities(text):
            inside = (word.tag for word in words if quantity.start <= word.start < quantity.end)
            if text[quantity.start].isascii() or quantity.formal or "m" in inside:
                yield _counted(quantity, text)

    def noted(self, text: str) -> Iterator[Mention]:
        """Figures of a whole text whose unit a note tells: 单位：万元, and below it 5."""
        for quantity in self._notes.read(text):
            yield _counted(quantity, text)


def _counted(quantity: Quantity, text: str) -> Mention:
    return Mention(
        quantity.start,
        quantity.end,
        MONEY if quantity.currency else QUANTITY,
        text[quantity.start : quantity.end],
        value=quantity.value,
        unit=quantity.unit,
        approx=quantity.approx,
        currency=quantity.currency or "",
    )
