"""An article through the network: the names in it, then what joins them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.nlp.reader import views
from kg.nlp.reader.candidates import pairs_of
from kg.nlp.reader.network import Network
from kg.nlp.reader.pieces import BEGIN, END, Pieces
from kg.nlp.reader.spans import Found, spans
from kg.nlp.spans.mention import DOCUMENT, MONEY, ORG, PERSON, PLACES, QUANTITY, Mention
from kg.nlp.tokens.lac import load_lac
from kg.nlp.tokens.stretches import pieces as stretches

#: a pair is handed on where a label has at least this probability
LEAST = 0.02
_KINDS = {
    PERSON: views.PEOPLE,
    ORG: views.BODIES,
    DOCUMENT: views.TEXTS,
    MONEY: views.SUMS,
    QUANTITY: views.COUNTS,
    **dict.fromkeys(PLACES, views.AREAS),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """What the network says of two stretches of text: probabilities of labels, and of each status."""

    subject: tuple[int, int]
    object: tuple[int, int]
    labels: dict[int, float]
    status: list[float]

    def to_list(self) -> list[Any]:
        return [
            *self.subject,
            *self.object,
            {str(k): round(v, 4) for k, v in self.labels.items()},
            [round(p, 3) for p in self.status],
        ]

    @classmethod
    def from_list(cls, row: Sequence[Any]) -> Pair:
        return cls((row[0], row[1]), (row[2], row[3]), {int(k): v for k, v in row[4].items()}, list(row[5]))


class Reading:
    """One article on its way through both storeys."""

    def __init__(self, network: Network, text: str, breaks: Sequence[int]) -> None:
        self._network, self._text = network, text
        self._pieces: Pieces = network.cutter.cut(text)
        self._windows = list(views.windows(self._pieces, breaks))
        self._states: list[NDArray[Any]] = []

    def names(self, ruled: Sequence[Mention]) -> list[Found]:
        """The spans of the lower storey, in order."""
        row, lac = views.ruled(len(self._text), ruled), lac_states(self._text)
        found: list[Found] = []
        for window in self._windows:
            low, high = self._range(window)
            owner, place = views.of_characters(self._pieces, window, (low, high))
            ids = [BEGIN, *self._pieces.ids[window.first : window.after], END]
            states, tags = self._network.lower(
                ids, [o + 1 for o in owner], place, row[low:high], lac[low:high]
            )
            self._states.append(states)
            new = self._pieces.starts[window.new] if window.new else 0
            done = found[-1].end if found else 0
            found += [s for s in spans(tags, self._network.follow, low) if s.start >= max(new, done)]
        return found

    def pairs(self, mentions: Sequence[Mention], found: Sequence[Found]) -> list[Pair]:
        """What the upper storey says of the pairs of mentions; titles and goods are the network's own."""
        nodes = {(m.start, m.end): _kind(m) for m in mentions if _kind(m)}
        for span in found:
            if span.kind in (views.TITLES, views.GOODS):
                nodes.setdefault((span.start, span.end), span.kind)
        ordered = sorted((start, end, kind) for (start, end), kind in nodes.items())
        best: dict[tuple[int, int, int, int], Pair] = {}
        for window, states in zip(self._windows, self._states, strict=True):
            for pair in self._window(window, states, ordered):
                key = (*pair.subject, *pair.object)
                if key not in best or max(best[key].labels.values()) < max(pair.labels.values()):
                    best[key] = pair
        return [best[key] for key in sorted(best)]

    def _window(
        self, window: views.Window, states: NDArray[Any], ordered: Sequence[tuple[int, int, int]]
    ) -> list[Pair]:
        low, high = self._range(window)
        inside = [node for node in ordered if low <= node[0] and node[1] <= high]
        pairs = pairs_of(inside)
        if not pairs:
            return []
        ranges = [views.piece_range(self._pieces, window, start, end) for start, end, _ in inside]
        row = views.kind_row(window.after - window.first, zip(ranges, (n[2] for n in inside), strict=True))
        mentions = [(a + 1, b + 1, node[2]) for (a, b), node in zip(ranges, inside, strict=True)]
        chosen = [(s, o, views.distance(ranges[s], ranges[o])) for s, o in pairs]
        scores, status = self._network.upper(states, [0, *row, 0], mentions, chosen)
        found = []
        for at in np.flatnonzero(scores.max(axis=1) >= LEAST).tolist():
            s, o = (inside[i] for i in pairs[at])
            said = {k: float(scores[at, k]) for k in range(scores.shape[1]) if scores[at, k] >= LEAST}
            found.append(Pair(s[:2], o[:2], said, status[at].tolist()))
        return found

    def _range(self, window: views.Window) -> tuple[int, int]:
        """The characters of a window."""
        low = 0 if window.first == 0 else self._pieces.starts[window.first]
        return low, self._pieces.ends[window.after - 1]


def _kind(mention: Mention) -> int:
    return views.DEIXIS if mention.deictic else _KINDS.get(mention.label, 0)


def lac_states(text: str) -> NDArray[Any]:
    """LAC's hidden states, a row a character; zeros for white space."""
    parts = list(stretches(text))
    hidden = iter(load_lac().hidden([part for part in parts if not part.isspace()]))
    rows = [np.zeros((len(p), 256), np.float32) if p.isspace() else next(hidden) for p in parts]
    return np.concatenate([*rows, np.zeros((0, 256), np.float32)])
