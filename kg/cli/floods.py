"""Lines that say the same of one thing after the other: the first few of a kind, and how many more."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.errors import KGError
from kg.values.phrase import phrase
from kg.words.messages import kind_of

_SHOWN = 10  # lines of one kind


def first_few(lines: Sequence[str | KGError]) -> Iterator[str | KGError]:
    """``lines`` in their order: ten of each kind, and behind them how many more; with ``--verbose`` all."""
    if len(lines) <= _SHOWN or logging.getLogger("kg").isEnabledFor(logging.INFO):
        yield from lines
        return
    kinds = [kind_of(line) for line in lines]
    all_of, seen = Counter(kinds), Counter[str]()
    for line, kind in zip(lines, kinds, strict=True):
        seen[kind] += 1
        if seen[kind] <= _SHOWN:
            yield line
        if seen[kind] == _SHOWN and (more := all_of[kind] - _SHOWN):
            yield phrase("and {} more of this kind; with -v all are listed", more)
