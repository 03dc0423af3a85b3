"""Two names that a preposition or a conjunction holds together in one word, taken apart.

桂昌集团向纳标小学      桂昌集团 | 向 | 纳标小学
常兴武和常委会办公室    常兴武 | 和 | 常委会办公室
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from kg.lexicon import Lexicon
from kg.nlp.spans.patterns import any_of
from kg.nlp.tokens.body_ends import BodyEnds
from kg.nlp.tokens.words import PLACED, Word


class Parter:
    """Takes words apart; stateless."""

    def __init__(self, lexicon: Lexicon, ends: BodyEnds) -> None:
        self._ends = ends
        self._surnames = lexicon.names.person.surnames
        self._ands = frozenset(lexicon.names.lists.joins)
        self._prepositions = lexicon.names.organization.parts.prepositions
        self._preposition = re.compile(rf"(?<=...){any_of(self._prepositions)}(?=..)")

    def parted(self, words: Iterable[Word]) -> list[Word]:
        """The words, those that hold two names as three."""
        out: list[Word] = []
        for word, after in pairwise([*words, None]):
            if word is not None:
                named = after is not None and after.tag in PLACED
                out += self._by_conjunction(word) or self._by_preposition(word, named) or [word]
        return out

    def _by_conjunction(self, word: Word) -> list[Word]:
        """A person and a body: 常兴武 | 和 | 常委会办公室."""
        text = word.text
        if word.tag != "PER" or len(text) < 5 or text[0] not in self._surnames:
            return []
        ands = (i for i in (2, 3) if text[i] in self._ands)
        cut = next((i for i in ands if self._ends.last(text[i + 1 :]) == len(text) - i - 1), 0)
        return _cut(word, (cut, cut + 1), ("PER", "c", "ORG")) if cut else []

    def _by_preposition(self, word: Word, named: bool) -> list[Word]:
        """Two bodies, or one before another word that is ``named``: 通鼎集团向 | 八都小学."""
        if word.tag != "ORG":
            return []
        body, last = word.text[:-1], word.text[-1]
        if body and named and last in self._prepositions and self._ends.last(body) == len(body):
            return _cut(word, (len(body),), ("ORG", "p"))
        between = self._preposition.finditer(word.text)
        match = next((m for m in between if self._ends.last(word.text[: m.start()]) == m.start()), None)
        return _cut(word, match.span(), ("ORG", "p", "ORG")) if match else []


def _cut(word: Word, at: Iterable[int], tags: Iterable[str]) -> list[Word]:
    """A word cut at offsets into it."""
    edges = pairwise([0, *at, len(word.text)])
    return [
        Word(word.start + a, word.start + b, word.text[a:b], tag)
        for (a, b), tag in zip(edges, tags, strict=True)
    ]
