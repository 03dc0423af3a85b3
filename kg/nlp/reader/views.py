"""What the reader sees of an article: windows of pieces, and what the rules say of each character.

Used by the pipeline and, so that both see the same, by the training.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.nlp.reader.pieces import Pieces
from kg.nlp.spans.claim import Range
from kg.nlp.spans.mention import (
    DATE,
    DOCUMENT,
    FAC,
    GPE,
    MONEY,
    ORG,
    PERSON,
    QUANTITY,
    TITLE,
    Mention,
)

#: kinds of mention: names, what stands for one, titles, goods, and numbers with a unit
PEOPLE, BODIES, AREAS, TEXTS, DEIXIS, TITLES, GOODS, COUNTS, SUMS = range(1, 10)
KINDS = 10
#: those that are found by their edges; numbers are found by rules
FOUND = (PEOPLE, BODIES, AREAS, TEXTS, DEIXIS, TITLES, GOODS)
#: tags of a character: outside, and begin and inside of each kind that is found
TAGS = 1 + 2 * len(FOUND)
#: what the rules say of a character: begin and inside of each label
LABELS = (PERSON, ORG, GPE, FAC, DOCUMENT, TITLE, DATE, MONEY, QUANTITY)
RULED = 1 + 2 * (len(LABELS) + 1)
#: a window has at most so many pieces, and goes back so many for what was said before
WINDOW, BACK = 500, 140
#: a character that is a piece, or begins, is in the midst of or ends one
ALONE, FIRST, MIDDLE, LAST = range(4)


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces ``[first, after)``; statements that begin before ``new`` were read in an earlier window."""

    first: int
    after: int
    new: int


def windows(pieces: Pieces, breaks: Sequence[int]) -> Iterator[Window]:
    """The windows of a text, cut where a sentence begins (at one of ``breaks``) if one is near."""
    size, first, new = len(pieces.ids), 0, 0
    edges = [bisect_right(pieces.starts, at - 1) for at in breaks]  # the first piece of each sentence
    while size:
        after = min(first + WINDOW, size)
        if after < size:
            cut = bisect_right(edges, after) - 1
            after = edges[cut] if cut >= 0 and edges[cut] > new else after
        yield Window(first, after, new)
        if after >= size:
            return
        new = after
        cut = bisect_right(edges, max(after - BACK, 0))
        first = edges[cut] if cut < len(edges) and edges[cut] < after else max(after - BACK, 0)


def ruled(size: int, mentions: Iterable[Mention]) -> list[int]:
    """For each character what the rules take it for: 0 nothing, else begin or inside of a label."""
    row = [0] * size
    for mention in mentions:
        if mention.deictic:
            kind = len(LABELS)
        elif mention.label in LABELS:
            kind = LABELS.index(mention.label)
        else:
            continue
        row[mention.start : mention.end] = [2 + 2 * kind] * (mention.end - mention.start)
        row[mention.start] = 1 + 2 * kind
    return row


def of_characters(pieces: Pieces, window: Window, span: Range) -> tuple[list[int], list[int]]:
    """For each character of ``span`` the piece it lies in (counted from the window's first), and where in it.

    White space lies in no piece: it counts to the piece before it.
    """
    owner: list[int] = []
    place: list[int] = []
    at = window.first
    for char in range(*span):
        while at + 1 < window.after and pieces.starts[at + 1] <= char:
            at += 1
        first, last = pieces.starts[at] >= char, pieces.ends[at] <= char + 1
        owner.append(at - window.first)
        place.append(ALONE if first and last else FIRST if first else LAST if last else MIDDLE)
    return owner, place


def piece_range(pieces: Pieces, window: Window, start: int, end: int) -> Range:
    """The first and the last piece of ``text[start:end]``, counted from the window's first."""
    first = max(bisect_right(pieces.starts, start) - 1, window.first)
    last = max(bisect_right(pieces.starts, end - 1) - 1, first)
    return first - window.first, min(last, window.after - 1) - window.first


def kind_row(size: int, ranges: Iterable[tuple[Range, int]]) -> list[int]:
    """For each piece of a window the kind of the mention in it: 0 none, else begin or inside of a kind."""
    row = [0] * size
    for (first, last), kind in ranges:
        for piece in range(first, last + 1):
            row[piece] = 2 * kind if piece > first else 2 * kind - 1
    return row


#: edges of the classes of distance, in pieces
STEPS = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 50, 70, 100, 150, 220)


def distance(subject: Range, object_: Range) -> int:
    """The class of the distance between two ranges of pieces, in order or against it."""
    gap = object_[0] - subject[1] if object_[0] >= subject[0] else subject[0] - object_[1]
    step = bisect_right(STEPS, max(gap, 0)) - 1
    return step if object_[0] >= subject[0] else step + len(STEPS)


DISTANCES = 2 * len(STEPS)
