"""Totals beside their parts: which gifts of a giver the sum that is told with 共计 already holds.

宏远公司捐款10万元、绿洲公司捐款5万元，共计15万元      both are parts of it
宏远公司捐款10万元，累计捐款50万元                  of what more it gave the text says nothing: no parts
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import Statement
from kg.nlp.quantities.numbers import NumberReader
from kg.nlp.spans.patterns import any_of
from kg.nlp.tables.rows import ROW

#: parts are all of a total where their sum is as near to it as this share
NEAR = 0.01


class Totals:
    """Links parts to totals; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._relation = lexicon.stated_by("gifts")
        words = lexicon.relations[self._relation].lists or {}
        self._numbers = NumberReader(lexicon.numbers)
        self._total = re.compile(rf"{any_of(words['totals'])}[^，。；、]{{0,6}}$")

    def linked(self, statements: Iterable[Statement]) -> list[Statement]:
        """The statements of one article, with ``part_of`` where gifts make up a total of their giver."""
        found = list(statements)
        gifts = [s for s in found if s.predicate == self._relation and s.rule != ROW]
        whole: dict[str, str] = {}
        for total in gifts:
            if total.qualifiers.amount and total.id not in whole and self._is_total(total):
                parts = [s for s in gifts if s is not total and self._may_be_part(s, total)]
                shared = total.qualifiers.joint
                for_all = [s for s in gifts if shared and s.qualifiers.joint == shared and s is not total]
                more = [s for other in for_all for s in gifts if self._may_be_part(s, other)]
                if self._make_up(total, [*parts, *more]):
                    whole |= {part.id: total.id for part in parts}
        return [
            replace(s, qualifiers=replace(s.qualifiers, part_of=whole[s.id])) if s.id in whole else s
            for s in found
        ]

    def _is_total(self, gift: Statement) -> bool:
        quote = gift.evidence[0].quote
        return any(
            quantity.value == gift.qualifiers.amount and self._total.search(quote[: quantity.start])
            for quantity in self._numbers.quantities(quote)
        )

    def _may_be_part(self, gift: Statement, total: Statement) -> bool:
        mine, other = gift.qualifiers, total.qualifiers
        value = mine.amount or mine.worth
        return (
            value is not None
            and value < (other.amount or 0.0)
            and (gift.subject, gift.status, mine.currency) == (total.subject, total.status, other.currency)
            and (gift.object is None or total.object is None or gift.object == total.object)
            and gift.evidence[0].span.start <= total.evidence[0].span.start
            and not self._is_total(gift)
        )

    def _make_up(self, total: Statement, parts: Sequence[Statement]) -> bool:
        sums: dict[str, float] = {}
        for part in parts:
            key, value = part.qualifiers.joint or part.id, part.qualifiers.amount or part.qualifiers.worth
            sums[key] = max(sums.get(key, 0.0), value or 0.0)
        amount = total.qualifiers.amount or 0.0
        return len(sums) > 1 and abs(sum(sums.values()) - amount) <= NEAR * amount
