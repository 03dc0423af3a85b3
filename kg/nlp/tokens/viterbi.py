"""The best tag sequence of a conditional random field, where most tags need no search (Viterbi).

Transitions weigh little beside emissions: most characters have one tag that can win. Those with several
whose neighbours have one are settled all at once; a path is looked for only through several in a row.
Viterbi (1967), Error Bounds for Convolutional Codes, doi:10.1109/TIT.1967.1054010.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: sums of 32-bit numbers may differ so much by the order they are added in
ROUNDING = 1e-4


class Decoder:
    """Finds the best tags, given how well each follows another: ``transitions[before, after]``."""

    def __init__(self, transitions: NDArray[Any]) -> None:
        self._transitions, self._into = transitions, transitions.T.tolist()
        self._margins = _margins(transitions)

    def best(self, emissions: NDArray[Any], firsts: NDArray[Any]) -> NDArray[Any]:
        """The tag of each character of several texts one after the other.

        ``emissions`` has a row for each character, ``firsts`` says where a text begins.
        """
        path: NDArray[Any] = emissions.argmax(axis=1)
        alive = emissions >= emissions.max(axis=1)[:, None] - self._margins[path]
        unsure = np.count_nonzero(alive, axis=1) > 1
        joined = np.append(~firsts, [False])  # to the character before
        beside = np.append(unsure[1:] & joined[1:-1], [False])  # another that is unsure
        beside[1:] |= unsure[:-1] & joined[1:-1]
        self._settle(path, emissions, joined, (unsure & ~beside).nonzero()[0])
        for begin, end in _runs((unsure & beside).nonzero()[0].tolist(), joined):
            around = slice(begin - joined[begin], end + joined[end])  # with the sure ones
            steps: list[list[tuple[int, float]]] = [[] for _ in range(around.start, around.stop)]
            places, tags = alive[around].nonzero()
            scores = emissions[around][places, tags].tolist()
            for place, tag, score in zip(places.tolist(), tags.tolist(), scores, strict=True):
                steps[place].append((tag, score))
            path[around] = self._search(steps)
        return path

    def _settle(
        self, path: NDArray[Any], emissions: NDArray[Any], joined: NDArray[Any], places: NDArray[Any]
    ) -> None:
        """Set the best tags where those before and after are sure."""
        scores = emissions[places]
        before, after = joined[places], joined[places + 1]
        scores[before] += self._transitions[path[places[before] - 1]]
        scores[after] += self._transitions.T[path[places[after] + 1]]
        path[places] = scores.argmax(axis=1)

    def _search(self, steps: Sequence[Sequence[tuple[int, float]]]) -> list[int]:
        """The best path, given the tags that may stand at each step with their emissions."""
        scores = [(score, [tag]) for tag, score in steps[0]]
        for step in steps[1:]:
            scores = [self._onward(scores, tag, emission) for tag, emission in step]
        return max(scores, key=lambda item: item[0])[1]

    def _onward(
        self, scores: Sequence[tuple[float, list[int]]], tag: int, emission: float
    ) -> tuple[float, list[int]]:
        """The best path that goes on to a tag, and its score."""
        into = self._into[tag]
        score, path = max(((s + into[p[-1]], p) for s, p in scores), key=lambda item: item[0])
        return score + emission, [*path, tag]


def _margins(transitions: NDArray[Any]) -> NDArray[Any]:
    """How far the emission of tag j may be below that of tag k (row k, column j) for j to win all the same.

    To put k in j's place gains the difference of the emissions and changes the transition from the tag
    before, and the one to the tag after, by so much at the worst.
    """
    into = (transitions[:, None, :] - transitions[:, :, None]).max(axis=0)  # [k, j], whatever stands before
    onto = (transitions[None, :, :] - transitions[:, None, :]).max(axis=2)
    margins: NDArray[Any] = np.maximum(into, 0) + np.maximum(onto, 0) + ROUNDING
    return margins


def _runs(places: Iterable[int], joined: NDArray[Any]) -> Iterator[tuple[int, int]]:
    """The begin and end of each run of adjacent places that are joined."""
    numbers = list(places)
    breaks = [i for i, (a, b) in enumerate(pairwise(numbers), 1) if b > a + 1 or not joined[b]]
    for first, after in pairwise([0, *breaks, len(numbers)] if numbers else []):
        yield numbers[first], numbers[after - 1] + 1
