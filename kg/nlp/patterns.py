"""Pieces of regular expressions that several modules build from."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Chinese characters, as the inside of a class
HAN = "一-鿿㐀-䶿"


class Suffixes:
    """A set of endings, asked for the longest one that a name has."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def longest(self, name: str, least: int = 1) -> str:
        """The longest suffix of ``name``, of at least so many characters; empty where there is none."""
        for length in self._lengths:
            if length < least:
                break
            if name[-length:] in self._words and len(name) >= length:
                return name[-length:]
        return ""

    def inside(self, name: str) -> bool:
        """Whether ``name`` has a suffix and something before it."""
        return any(name[-length:] in self._words for length in self._lengths if length < len(name))


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first; of none, what never matches."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else "(?!)"
