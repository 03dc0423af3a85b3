"""Pieces of regular expressions that several modules build from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import add

#: Chinese characters, as the inside of a class
HAN = "一-鿿㐀-䶿"


class Suffixes:
    """A set of endings, asked for the longest one that a name has."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths: dict[str, list[int]] = {}  # by the last character, the longest first
        for length, last in sorted({(len(word), word[-1]) for word in self._words if word}, reverse=True):
            self._lengths.setdefault(last, []).append(length)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def longest(self, name: str, least: int = 1) -> str:
        """The longest suffix of ``name``, of at least so many characters; empty where there is none."""
        for length in self._lengths.get(name[-1:], ()):
            if length < least:
                break
            if name[-length:] in self._words and len(name) >= length:
                return name[-length:]
        return ""

    def inside(self, name: str) -> bool:
        """Whether ``name`` has a suffix and something before it."""
        return any(
            name[-length:] in self._words for length in self._lengths.get(name[-1:], ()) if length < len(name)
        )


class Names:
    """Names, found in a text as one of ``any_of`` would find them, without a pattern to be made first."""

    def __init__(self, names: Iterable[str]) -> None:
        """``names`` are of two characters at least."""
        self._by_start: dict[str, list[str]] = {}
        for name in sorted(names, key=len, reverse=True):
            self._by_start.setdefault(name[:2], []).append(name)

    def finditer(self, text: str) -> Iterator[tuple[int, str]]:
        """Where names begin, from left to right and none in another, the longest one at each place."""
        past = 0
        for start, pair in enumerate(map(add, text, text[1:])):
            if pair in self._by_start and start >= past:
                name = next((name for name in self._by_start[pair] if text.startswith(name, start)), "")
                if name:
                    yield start, name
                    past = start + len(name)


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first; of none, what never matches."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else "(?!)"
