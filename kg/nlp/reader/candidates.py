"""Which pairs of mentions the reader weighs: those whose kinds a label may join, and that are near enough."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.nlp.reader.views import (
    AREAS,
    BODIES,
    COUNTS,
    DEIXIS,
    GOODS,
    PEOPLE,
    SUMS,
    TEXTS,
    TITLES,
)

_NAMES = (PEOPLE, BODIES, AREAS, DEIXIS)
#: how far, in characters, the second of a pair may be from the first, by their kinds
REACH = {
    **{(a, b): 500 for a in _NAMES for b in (*_NAMES, TEXTS)},
    **{(a, b): 400 for a in _NAMES for b in (COUNTS, SUMS, GOODS)},
    **{(a, b): 400 for a in (COUNTS, SUMS, GOODS) for b in _NAMES},
    **{(a, TITLES): 120 for a in (PEOPLE, DEIXIS)},
    **{(TITLES, b): 300 for b in (BODIES, AREAS, DEIXIS)},
    **{(GOODS, b): 80 for b in (COUNTS, SUMS)},
}
_FARTHEST = max(REACH.values())


def pairs_of(mentions: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The pairs (subject, object) of mentions ``(start, end, kind)``, in the order of their subjects."""
    order = sorted(range(len(mentions)), key=lambda i: mentions[i][0])
    starts = [mentions[i][0] for i in order]
    found = []
    for i in order:
        start, end, kind = mentions[i]
        low, high = bisect_left(starts, start - _FARTHEST), bisect_right(starts, end + _FARTHEST)
        for j in order[low:high]:
            reach = REACH.get((kind, mentions[j][2]))
            if reach is not None and i != j:
                gap = max(mentions[j][0] - end, start - mentions[j][1])
                if gap <= reach:
                    found.append((i, j))
    return found
