"""Gifts that one sum of the text holds: said of several, or told within it.

两庙合计捐出800万元                           one gift of two givers
捐款500万元，其中200万元指定用于养老院              the part is in the whole: one gift of 500万
捐赠300万元，其中200万元为现金，100万元为药品         the parts make up the whole: they are its parts
全区收到捐款1亿元，其中宏远公司捐款1000万元          the whole is no gift of anybody named: a gift of its own
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import Statement, Text
from kg.nlp.spans.mention import Mention
from kg.nlp.spans.patterns import any_of
from kg.nlp.statements.sums import Sum, Sums
from kg.nlp.statements.totals import NEAR

#: what ends a sentence; a part may be told in the one after its whole
SENTENCE = "。！？"
#: with at most so many characters before it: 该笔善款中，
LEAD = 2


class Shared:
    """Links the statements of one article; ``key_of`` makes the key of a joint gift of a name."""

    def __init__(
        self, lexicon: Lexicon, text: Text, mentions: Iterable[Mention], key_of: Callable[[str], str]
    ) -> None:
        words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        self._clean, self._starts, self._key_of = text.clean, text.starts, key_of
        self._sums = Sums(lexicon, text, mentions)
        self._part = re.compile(
            rf"(?:(?<=[，。；：、（(\n])|^)[ \u3000]*{any_of(words['part'])}"
            rf"|{any_of(words['part_of'])}的?{any_of(words['part_in'])}(?=[，：的])",
            re.MULTILINE,
        )
        self._apart = re.compile(rf"[，、]{any_of(words['apart'])}")

    def linked(self, statements: Iterable[Statement]) -> list[Statement]:
        """The statements, with ``joint`` and ``part_of``."""
        found = list(statements)
        sums = self._sums.of(found)
        joint: dict[str, str] = {}
        for sum_ in sums:
            for group in self._sums.together(sum_):
                joint |= dict.fromkeys((gift.id for gift in group), self._key(sum_, group))
        whole_of: dict[str, str] = {}
        for whole, parts in self._wholes([sum_ for sum_ in sums if not sum_.goods]):
            gifts = [gift for part in parts for gift in part.gifts]
            told = sum(part.value for part in parts)
            if len(parts) > 1 and told >= whole.value * (1 - NEAR):
                whole_of |= dict.fromkeys((gift.id for gift in gifts), whole.gifts[0].id)
            elif told <= whole.value * (1 + NEAR):
                first = whole.gifts[0].id
                key = joint.get(first) or self._key(whole, whole.gifts)
                joint |= dict.fromkeys((gift.id for gift in (*whole.gifts, *gifts)), key)
        return [
            replace(
                s,
                qualifiers=replace(
                    s.qualifiers,
                    joint=joint.get(s.id, s.qualifiers.joint),
                    part_of=whole_of.get(s.id, s.qualifiers.part_of),
                ),
            )
            for s in found
        ]

    def _key(self, sum_: Sum, gifts: Sequence[Statement]) -> str:
        """The key of the gift that some of a sum's gifts are."""
        given = {gift.qualifiers.joint for gift in gifts}
        apart = {gift.qualifiers.joint for gift in sum_.gifts if gift not in gifts}
        known = sorted(key for key in given - apart if key)
        giver = gifts[0].subject.name if len(gifts) < len(sum_.gifts) else ""
        return known[0] if known else self._key_of(f"{self._starts[sum_.start]}-{giver}{sum_.value}")

    def _wholes(self, sums: Sequence[Sum]) -> Iterable[tuple[Sum, list[Sum]]]:
        """The sums that others are told within, each with those."""
        by_place = {(sum_.start, sum_.gifts[0].status): sum_ for sum_ in sums}
        for mark in self._part.finditer(self._clean):
            figure = self._before(mark.start())
            if figure is None or figure.value is None:
                continue
            inside = [s for s in sums if mark.end() <= s.start < self._end(mark) and s.value < figure.value]
            for status in dict.fromkeys(sum_.gifts[0].status for sum_ in inside):
                whole = by_place.get((figure.start, status))
                parts = [sum_ for sum_ in inside if sum_.gifts[0].status == status]
                parts = self._parts(mark.end(), whole, parts) if whole else []
                if whole and parts:
                    yield whole, parts

    def _before(self, place: int) -> Mention | None:
        """The last sum before a place, in its sentence or, where that begins there, in the one before."""
        figure = next((m for m in reversed(self._sums.figures) if m.end <= place), None)
        if figure is None:
            return None
        between = self._clean[figure.end : place]
        stops = [at for at, char in enumerate(between) if char in SENTENCE]
        begins = not stops or len(between[stops[-1] + 1 :].strip()) <= LEAD
        return figure if len(stops) <= 1 and begins else None

    def _end(self, mark: re.Match[str]) -> int:
        """How far what is told within a sum goes: to the end of the bracket, or of the sentence."""
        opened = self._clean[mark.start() - 1 : mark.start()] in ("（", "(")
        end = re.compile(r"[）)]" if opened else r"[；。！？\n]").search(self._clean, mark.end())
        return end.start() if end else len(self._clean)

    def _parts(self, start: int, whole: Sum, inside: Sequence[Sum]) -> list[Sum]:
        """The first sum and those like it: all of the giver's own, or all of others'."""
        if not inside:
            return []
        givers = {gift.subject.id for gift in whole.gifts}
        currencies = {gift.qualifiers.currency for gift in whole.gifts}

        def own(sum_: Sum) -> bool:
            return all(gift.subject.id in givers for gift in sum_.gifts)

        comma = self._clean.find("，", start + 1)
        if 0 <= comma < inside[0].start and not own(inside[0]):
            return []  # 其中200万元用于修路，绿洲公司捐款3万元: what is told first is no gift
        further = self._apart.search(self._clean, start)
        stop = further.start() if further else len(self._clean)
        return [
            sum_
            for sum_ in inside
            if own(sum_) == own(inside[0])
            and sum_.start < stop
            and {gift.qualifiers.currency for gift in sum_.gifts} == currencies
        ]
