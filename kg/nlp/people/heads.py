"""Heads whose office shares a character with what they head: 嘉义县长, 县财政局长, 派出所长.

嘉义县 | 长翁章梁         嘉义县 | 长 | 翁章梁, who is its 县长
县 | 财政 | 局长 | 田文    县 | 财政局 | 长 | 田文
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.patterns import HAN, Suffixes, any_of
from kg.nlp.tokens.words import NAMEISH, PLACED, Word, recut

#: the tag of the character that is left of such an office
HEAD = "head"
#: a body's kind is sure if it is told in so many characters: 财政局, but not 局
SURE = 3
#: tags of what a place is taken for
PLACE = frozenset({"LOC", "PER", "nz", "n", "ORG"})


class Heads:
    """Recuts the words of a sentence around such offices; stateless."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        titles, person = lexicon.titles, lexicon.names.person
        shared, self._rest = titles.shared.bodies, titles.shared.rest
        levels = titles.shared.areas
        self._levelled, self._areas = frozenset(levels), areas
        longer = any_of(base[:-1] for base in titles.bases if len(base) > 2 and base.endswith(self._rest))
        prefixes = any_of(titles.prefixes)
        surnames = rf"(?:{any_of(person.compound_surnames)}|[{person.surnames}])"
        self._office = re.compile(rf"(?<=[{HAN}][{shared}{levels}]){self._rest}(?=[{HAN}])")
        self._other = re.compile(rf"(?:{longer}|{prefixes}[{shared}{levels}])$")
        self._name = re.compile(rf"{surnames}[{HAN}]{{1,2}}|[{HAN}]+·[{HAN}·]+")
        organization = lexicon.names.organization
        self._kinds = Suffixes(s for words in organization.suffixes.values() for s in words)
        self._levels = frozenset(lexicon.names.place.levels)

    def cut(self, text: str, words: Sequence[Word]) -> list[Word]:
        """The words, each such office cut off from what is headed, where a person's name follows."""
        out = list(words)
        for match in self._office.finditer(text):
            at, end = match.span()
            whole = text[at - 1] == text[at - 2]  # 财政局局长 shares nothing
            if whole or self._other.search(text[:at]) or self._begins_area(text, at):
                continue
            person = self._person(text, out, end)
            if person and self._is_headed(text, out, at):
                before = next(w for w in out if w.start < at <= w.end)
                out = recut(out, at, end, match[0], HEAD)
                out = recut(out, end, person, text[end:person], "PER")
                if text[at - 1] in self._levelled:
                    start = self._begin(out, at)
                    tag = "LOC" if start < before.start or before.tag not in PLACED else before.tag
                    out = recut(out, start, at, text[start:at], tag)
        return out

    def _begins_area(self, text: str, at: int) -> bool:
        """上海市 | 长宁区: whether the name of an area begins there."""
        names = (text[at : at + size] for size in range(2, self._areas.longest + 1))
        return any(name in self._areas.codes or name in self._areas.short for name in names)

    def _person(self, text: str, words: Sequence[Word], start: int) -> int:
        """Where the name that begins at ``start`` ends; 0 where none does."""
        word = next((w for w in words if w.start <= start < w.end), None)
        if word is None or (word.tag == "PER" and word.start == start):
            return word.end if word else 0
        whole = self._name.fullmatch(text[start : word.end])
        return word.end if whole and (word.start < start or word.tag in NAMEISH) else 0

    def _begin(self, words: Sequence[Word], at: int) -> int:
        """Where the place begins that ends at ``at``."""
        word = next(w for w in words if w.end == at)
        before = next((w for w in words if w.end == word.start), None)
        return before.start if len(word.text) == 1 and before is not None else word.start

    def _is_headed(self, text: str, words: Sequence[Word], at: int) -> bool:
        """Whether what ends at ``at`` is an area or a body."""
        run = [w for w in words if w.start < at]
        first = len(run) - 1
        while first and run[first - 1].end == run[first].start and self._joins(run[first - 1]):
            first -= 1
        if not run or not (self._joins(run[-1]) or run[-1].end > at):
            return False
        name = text[run[first].start : at]
        if text[at - 1] in self._levelled:
            whole = run[-1].start < at - 1
            last = run[-1] if whole else run[-2] if len(run) > 1 and run[-2].end == at - 1 else None
            body = self._kinds.longest(text[run[first].start : at - 1], 2)
            return last is not None and last.tag in PLACE and len(name) > 2 and not body
        suffix = self._kinds.longest(name)
        placed = run[first].tag in PLACED or run[first].text in self._levels
        return bool(suffix) and (len(suffix) >= SURE or (placed and len(name) > len(suffix) + 1))

    def _joins(self, word: Word) -> bool:
        return word.tag in NAMEISH or word.text in self._levels
