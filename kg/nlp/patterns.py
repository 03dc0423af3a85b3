"""Pieces of regular expressions that several modules build from."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Chinese characters, as the inside of a class
HAN = "一-鿿㐀-䶿"


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first; of none, what never matches."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else "(?!)"
