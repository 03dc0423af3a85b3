"""Counts: the numbers that an article reports of its subject.

    累计劝返车辆4063辆次、劝返人员5346人次     what is counted before the number
    参与服务7940名群众                       or after it
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.lexicon import Lexicon
from kg.nlp.claim import Claim, Range, span
from kg.nlp.mention import MONEY, NAMES, ORG, PERSON, PLACES, QUANTITY, Mention


class Counts:
    """States the counts of a sentence that no other statement has used."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._relation = lexicon.stated_by("counts")
        words = lexicon.numbers.indicator
        self._drop = re.compile(rf"^(?:{_any(words.drop)})+")
        self._stops = words.stop
        self._not_counted = words.not_counted
        units = lexicon.numbers.units
        self._units = frozenset({*units.people, *units.acts, *units.things})
        self._han_units = frozenset(units.people) | {"支", "轮", "类", "家", "所", "处", "期"}

    def read(
        self, text: str, sentence: Range, mentions: Sequence[Mention], used: Iterable[Range], topic: Mention | None
    ) -> list[Claim]:
        """``used`` are ranges whose numbers say something else; ``topic`` the subject where none is named."""
        claims = []
        taken = list(used)
        quoted = _quoted(text, sentence)
        for index, mention in enumerate(mentions):
            if mention.label != QUANTITY or any(a <= mention.start < b for a, b in (*taken, *quoted)):
                continue
            if mention.unit not in self._units or not self._counts(mention):
                continue
            indicator = self._indicator(text, sentence, mentions, index)
            if indicator is None:
                continue
            subject = self._subject(text, sentence, mentions, index) or topic
            if subject is None or not subject.entity:
                continue
            claim = Claim(
                self._relation, subject.entity, None, sentence, span(subject), None, span(mention),
                confidence=0.7 if subject is not topic else 0.5, rule="count",
            )  # fmt: skip
            claim.qualifiers = {
                "indicator": indicator,
                "value": mention.value,
                "unit": mention.unit,
                "approx": mention.approx,
            }
            claims.append(claim)
        return claims

    def _counts(self, mention: Mention) -> bool:
        """Whether the number is one that somebody counted: 一名 and 两个 are not."""
        value = mention.value or 0
        if mention.text[0].isascii():
            return value > 1 or mention.approx
        return value >= 3 and mention.unit in self._han_units or mention.approx and value > 10

    def _subject(self, text: str, sentence: Range, mentions: Sequence[Mention], index: int) -> Mention | None:
        """The first name of the sentence, or of the part after the last 。；, that can report."""
        start = max(sentence[0], *(text.rfind(c, sentence[0], mentions[index].start) + 1 for c in "；"))
        names = [m for m in mentions[:index] if m.start >= start and m.entity and m.label in {PERSON, ORG, *PLACES}]
        return names[0] if names else None

    def _indicator(self, text: str, sentence: Range, mentions: Sequence[Mention], index: int) -> str | None:
        """The verb and the thing: 劝返 + 车辆; None where nothing is counted."""
        mention = mentions[index]
        start = mention.start
        floor = max([sentence[0], *(m.end for m in mentions[:index] if m.label in {*NAMES, QUANTITY, MONEY})])
        while start > floor and text[start - 1] not in self._stops:
            start -= 1
        before = self._drop.sub("", text[start : mention.start])
        end = mention.end
        ceiling = min([sentence[1], *(m.start for m in mentions[index + 1 :])])
        while end < ceiling and end - mention.end < 12 and text[end] not in self._stops:
            end += 1
        after = re.sub(r"^的", "", text[mention.end : end])
        if any(after.startswith(word) for word in self._not_counted):
            return None
        after = re.split(r"进行|参加|参与|的|前往|下沉|开展|组成|到", after)[0]
        words = (before[-8:] + after[:8]) if len(before) + len(after) > 14 else before + after
        return words or None


def _quoted(text: str, sentence: Range) -> list[Range]:
    """What is said in quotation marks and long enough to be speech."""
    return [m.span() for m in re.finditer(r"“[^”]{12,}”", text[: sentence[1]]) if m.end() > sentence[0]]


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))
