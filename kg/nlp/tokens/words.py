"""The words of a sentence, as the grammar of names hands them on, and what LAC's tags say of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

#: tags of words that may stand inside a name
NAMEISH = frozenset({"LOC", "ORG", "nz", "n", "vn", "nw", "an", "a", "s", "PER"})
PLACED = frozenset({"LOC", "ORG"})


class Word(NamedTuple):
    """A word of a sentence, with offsets into the text."""

    start: int
    end: int
    text: str
    tag: str


def recut(words: Iterable[Word], start: int, end: int, text: str, tag: str) -> list[Word]:
    """Words with ``text`` from ``start`` to ``end`` as one of them; what they had of it is cut off."""
    out: list[Word] = []
    done = False
    for word in words:
        if word.end > start and not done:
            if word.start < start:
                out.append(Word(word.start, start, word.text[: start - word.start], word.tag))
            out.append(Word(start, end, text, tag))
            done = True
        if word.end <= start or word.start >= end:
            out.append(word)
        elif word.end > end:
            out.append(Word(end, word.end, word.text[end - word.start :], word.tag))
    return out
