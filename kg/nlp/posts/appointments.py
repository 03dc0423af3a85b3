"""Appointments: the words that give a person a post.

李明当选会长                     taken: a person, a word, the post
局长由汪海燕担任                 given: the post, 由, a person
李明的局长职务                   an office: a person, the post, a word
李明是会长，也是党委书记          one more post of the same person
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.spans.patterns import any_of

#: between a person and their posts, so many characters at most
TIE = 16
#: 马秀英（女，回族）为办公室主任
_ASIDE = re.compile(r"（[^（）]{1,16}）")


class Appointments:
    """Knows such words where they stand; a ``gap`` is the text between two mentions. Stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.titles.words
        self._by = frozenset(words.by)
        self._by_word = re.compile(any_of(words.by))
        self._replaces = frozenset(words.replaces)
        self._also = re.compile(rf"，?{any_of(words.also)}")
        self._taking = re.compile(rf"(?:{any_of(words.copula)})$")
        self._copula = re.compile(
            rf"[，]?[^，。；、]{{0,8}}?(?:{any_of(words.copula)}){any_of(lexicon.names.lists.aspects)}?$"
        )
        self._office = re.compile(rf"(?:{any_of(words.office)})(?!{any_of(words.by)})")
        self._office_of = re.compile(rf"(?:[^。；]{{0,20}}，)?(?:{any_of(words.office_of)})?$")

    def is_given(self, gap: str) -> bool:
        """Whether the post before goes to the person after: 局长由汪海燕担任."""
        return gap in self._by

    def gives(self, text: str, end: int) -> bool:
        """Whether a post that ends there is said to go to somebody: 秘书长一职由…."""
        return bool(self._by_word.match(text, end))

    def is_replaced(self, gap: str) -> bool:
        """Whether the person after has the post no more, and the one before has it: 李娜接替王刚任局长."""
        return gap in self._replaces

    def is_also(self, gap: str) -> bool:
        """Whether the post after is of the person whose post stands before: ，也是."""
        return bool(self._also.fullmatch(gap))

    def takes(self, before: str) -> bool:
        """Whether a text ends with a word that a post follows: 李明当选, 身为."""
        return bool(self._taking.search(before))

    def ties(self, gap: str, text: str, end: int) -> bool:
        """Whether words tie a person to the posts after ``gap``, which end at ``end``.

        李明任局长, 李明的局长职务
        """
        gap = _ASIDE.sub("", gap)
        if self._office.match(text, end) and self._office_of.match(gap):
            return True
        return bool(gap) and len(gap) < TIE and bool(self._copula.search(gap))
