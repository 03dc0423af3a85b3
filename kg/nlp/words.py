"""The words of a sentence, as the grammar of names hands them on, and what LAC's tags say of them."""

from __future__ import annotations

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
