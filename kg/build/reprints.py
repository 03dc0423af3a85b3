"""Articles that are nearly the same: a report that several papers print is one source, not several.

What is compared is the cleaned text, by the five-character runs in it: of two articles, how many of all runs
are in both (Jaccard). MinHash estimates that from short sketches, and an index by bands of them finds the
pairs without comparing all with all (Broder 1997; rensa's implementation).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

#: characters of a run; numbers of a sketch; and what two articles have in common at least to be one
RUN, NUMBERS, ALIKE = 5, 64, 0.7
#: bands of a sketch that the index compares: at `ALIKE`, it misses one pair in a hundred
BANDS, ROWS = 16, 4
#: so few characters are alike too easily: a notice of one line is no report
SHORTEST = 60
_SEED = 20
_NO_WORD = re.compile(r"[\W_]+")


def sketch_of(text: str) -> tuple[int, ...]:
    """The sketch of a cleaned text; none where it is too short to tell."""
    from rensa import RMinHash

    letters = _NO_WORD.sub("", text)
    if len(letters) < SHORTEST:
        return ()
    sketch = RMinHash(num_perm=NUMBERS, seed=_SEED)
    sketch.update(sorted({letters[at : at + RUN] for at in range(len(letters) - RUN + 1)}))
    return tuple(sketch.digest())


def reprints(sketches: Mapping[str, Sequence[int]], order: Sequence[str]) -> dict[str, str]:
    """For each doc that is a reprint, the doc that it is one of: of those alike, the first in ``order``."""
    from networkx.utils import UnionFind

    groups: UnionFind[str] = UnionFind(order)
    for docs in _bands(sketches, order):
        for at, doc in enumerate(docs[1:], 1):
            for other in docs[:at]:
                if groups[doc] == groups[other]:
                    break
                if likeness(sketches[doc], sketches[other]) >= ALIKE:
                    groups.union(other, doc)
                    break
    first: dict[str, str] = {}
    for doc in order:
        first.setdefault(groups[doc], doc)
    return {doc: first[groups[doc]] for doc in order if first[groups[doc]] != doc}


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """How much of two texts is in both, as their sketches tell, 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / NUMBERS


def _bands(sketches: Mapping[str, Sequence[int]], order: Sequence[str]) -> Iterator[list[str]]:
    """Docs that have a band of their sketches in common."""
    long = [doc for doc in order if sketches.get(doc)]
    for band in range(BANDS):  # one after the other: an index of all would be as large as all sketches
        found: dict[int, list[str]] = {}
        for doc in long:
            found.setdefault(hash(tuple(sketches[doc][band * ROWS : (band + 1) * ROWS])), []).append(doc)
        yield from (docs for docs in found.values() if len(docs) > 1)
