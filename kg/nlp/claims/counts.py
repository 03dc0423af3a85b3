"""Counts: the numbers that an article reports of its subject.

累计劝返车辆4063辆次                   what is counted before the number
参与服务7940名群众                       or after it
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from kg.lexicon import Lexicon
from kg.nlp.spans.claim import Claim, Range, span
from kg.nlp.spans.mention import MONEY, ORG, PERSON, PLACES, QUANTITY, Mention
from kg.nlp.spans.patterns import HAN, any_of
from kg.nlp.spans.skeleton import ANY_NAME, Skeleton, block


# long: one grammar of what a number counts, over one set of patterns
class Counts:
    """States the counts of a sentence that no other statement has used."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._relation = lexicon.stated_by("counts")
        words = lexicon.numbers.indicator
        self._drop = re.compile(rf"^(?:{any_of(words.drop)})+")
        self._trim = re.compile(rf"(?<=..)(?:{any_of(words.trim)})+$")
        self._stops = words.stop
        self._not_counted = words.not_counted
        units = lexicon.numbers.units
        self._units = frozenset({*units.people, *units.acts, *units.things})
        self._han_units = frozenset(words.han)
        self._money = re.compile(any_of(words.money))
        self._edges, self._in = words.edges, words.inside
        self._base_unit = next(iter(lexicon.numbers.currencies))
        codes = lexicon.numbers.currencies
        foreign = (name for name, code in codes.items() if code != codes[self._base_unit])
        self._money_units = sorted(foreign, key=len, reverse=True)
        self._reports = re.compile(rf"[^，。；：{ANY_NAME}]{{0,3}}{any_of(words.reports)}[，：]")
        self._moved = re.compile(any_of(words.moved))
        self._cut = re.compile(any_of(words.cut))
        self._of_nearest = re.compile(rf"^(?:{any_of(words.of_nearest)})")
        self._bodies = block(ORG)
        joins, etc = any_of(lexicon.names.lists.joins), lexicon.names.lists.etc
        counted = any_of(lexicon.names.lists.counted)
        self._listed = re.compile(rf".??[{ANY_NAME}]{joins}[{ANY_NAME}]{etc}?[{block(QUANTITY)}]{counted}")
        self._actors = frozenset(
            chr(c) for label in (PERSON, ORG) for c in range(ord(block(label)[0]), ord(block(label)[2]) + 1)
        )

    def read(
        self, skeleton: Skeleton, sentence: Range, used: Iterable[Range], topic: Mention | None
    ) -> list[Claim]:
        """``used`` are ranges whose numbers say something else; ``topic`` the subject where none is named."""
        claims = []
        taken = list(used)
        for index, mention in skeleton.names.items():
            at = skeleton.starts[index]
            if mention.label not in (QUANTITY, MONEY) or any(a <= at < b for a, b in taken):
                continue
            if self._in_speech(skeleton.string, index) or not self._counts(mention):
                continue
            if self._listed.match(skeleton.string, max(index - 3, 0)):
                continue  # A、B、C三家企业: those who are listed
            indicator = self.indicator(skeleton, index)
            if indicator is None or (mention.label == MONEY and not self._money.search(indicator)):
                continue
            if self._moved.match(indicator):
                continue
            subject = self._nearest(skeleton, index, indicator) or self._subject(skeleton, index) or topic
            if subject is None or not subject.entity:
                continue
            claim = Claim(
                self._relation, subject.entity, None, sentence, span(subject), None, span(mention),
                confidence=0.7 if subject is not topic else 0.5, rule="count",
            )  # fmt: skip
            claim.qualifiers = {
                "indicator": indicator,
                "value": mention.value,
                "unit": self.unit(mention),
                "approx": mention.approx,
            }
            claims.append(claim)
        return claims

    def unit(self, number: Mention) -> str:
        """What a number counts in."""
        return number.unit if number.label == QUANTITY else self._money_unit(number)

    def _money_unit(self, money: Mention) -> str:
        """港元 of 468万港元, 令吉 of 68万令吉; 元 of whatever ends in none but ours."""
        return next((name for name in self._money_units if money.text.endswith(name)), self._base_unit)

    def _counts(self, mention: Mention) -> bool:
        """Whether the number is one that somebody counted: 一名 and 两个 are not."""
        if mention.label == MONEY:
            return True
        if mention.unit not in self._units:
            return False
        value = mention.value or 0
        if mention.text[0].isascii():
            return value > 1 or mention.approx
        return (value >= 3 and mention.unit in self._han_units) or (mention.approx and value > 10)

    def _subject(self, skeleton: Skeleton, index: int) -> Mention | None:
        """The last person or body before the number that can be a subject, else the last place.

        A clause after a semicolon that names nobody goes on with the subject of the one before.
        """
        clauses = [0, *(i + 1 for i in range(index) if skeleton.string[i] in "；。"), index]
        string = skeleton.string
        before = [(i, m) for i, m in skeleton.names.items() if i < index and m.entity]
        own = [(i, m) for i, m in before if i >= clauses[-2] and not self._reports.match(string, i + 1)]
        actors = [m for i, m in own if string[i] in self._actors]
        places = [m for _, m in own if m.label in PLACES]
        leading = [
            m
            for start, end in reversed(list(pairwise(clauses)))
            for i, m in reversed(before)
            if start <= i < end and self._leads(string, i, m)
            and not (m.label == PERSON and self._reports.match(string, i + 1))
        ]  # fmt: skip
        here = [m for m in leading if m.start >= skeleton.starts[clauses[-2]]]
        return next(iter((*here, *actors, *places, *leading)), None)

    def _nearest(self, skeleton: Skeleton, index: int, indicator: str) -> Mention | None:
        """成立了领导小组，下设5个工作小组: of the body named last, whoever founded it."""
        if not self._of_nearest.match(indicator):
            return None
        match = re.search(rf"[{self._bodies}](?=，[^，。；{ANY_NAME}]*$)", skeleton.string[:index])
        return skeleton.names[match.start()] if match else None

    def _leads(self, string: str, at: int, mention: Mention) -> bool:
        """Whether a name begins a clause as its subject: …，全镇设立卡点27个."""
        before = string[at - 1 : at]
        if mention.label in PLACES:
            return before in self._edges or (mention.deictic and before in self._in)
        return string[at] in self._actors and (not before or before in self._edges)

    def indicator(self, skeleton: Skeleton, index: int) -> str | None:
        """The verb and the thing: 劝返 + 车辆; None where nothing is counted."""
        string = skeleton.string
        start = index
        if string[start - 1 : start] == "）":  # 走访对口联系村（社区）13个
            start = max(string.rfind("（", 0, start), 0)
        while start > 0 and string[start - 1] not in self._stops and start - 1 not in skeleton.names:
            start -= 1
        plain = (string[i] for i in range(start, index) if i not in skeleton.names)
        before = self._drop.sub("", "".join(plain))
        end = index + 1
        while (
            end < len(string)
            and end - index < 14
            and string[end] not in self._stops
            and end not in skeleton.names
        ):
            end += 1
        after = re.sub(r"^的", "", string[index + 1 : end])
        if any(after.startswith(word) for word in self._not_counted):
            return None
        after = self._cut.split(after)[0]
        before = self._trim.sub("", re.sub(r"（.*）$", "", before))
        if not before and not after:  # 完成大排查，3693户
            before = self._clause_before(skeleton, start)
        words = before[-8:] + after[:8] if len(before) + len(after) > 14 else before + after
        words = words.strip("，、；： ")
        return words if len(re.findall(f"[{HAN}]", words)) > 1 else None

    def _clause_before(self, skeleton: Skeleton, end: int) -> str:
        """The last words of the clause before, for a number that is a clause of its own."""
        clause = re.search(r"([^，。；！？]+)[，、]$", skeleton.string[:end])
        return re.sub(f"[{ANY_NAME}]", "", clause[1])[-6:] if clause else ""

    def _in_speech(self, string: str, index: int) -> bool:
        """Whether it stands in quotation marks that hold speech."""
        opened = string.rfind("“", 0, index)
        closed = string.find("”", index)
        return opened > string.rfind("”", 0, index) and closed - opened > 12
