"""The names that the lower storey sees: tags of characters become spans, and spans mentions.

…局长李明到…      B I of a body's, a title's and a person's name; the rest is outside
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.nlp.reader.views import FOUND


@dataclass(frozen=True, slots=True)
class Found:
    """``text[start:end]`` is a mention of a kind; ``sure`` is the mean probability of its tags."""

    start: int
    end: int
    kind: int
    sure: float


def spans(scores: NDArray[Any], follow: NDArray[Any], base: int) -> list[Found]:
    """The spans of a window whose first character is ``base``; ``follow[before, after]`` as of `viterbi`."""
    tags = viterbi(scores, follow)
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    sure = (exp / exp.sum(axis=1, keepdims=True))[np.arange(len(tags)), tags]
    return [Found(base + a, base + b, k, float(sure[a:b].mean())) for a, b, k in runs(tags.tolist())]


def viterbi(scores: NDArray[Any], follow: NDArray[Any]) -> NDArray[Any]:
    """The best tags of a row of characters; what may not follow outside may not begin it either."""
    best = scores[0] + follow[0]
    came = np.zeros(scores.shape, np.int64)
    for step in range(1, len(scores)):
        onward = best[:, None] + follow
        came[step] = onward.argmax(axis=0)
        best = onward[came[step], np.arange(len(best))] + scores[step]
    tags = np.zeros(len(scores), np.int64)
    tags[-1] = best.argmax()
    for step in range(len(scores) - 1, 0, -1):
        tags[step - 1] = came[step, tags[step]]
    return tags


def runs(tags: Sequence[int]) -> list[tuple[int, int, int]]:
    """Start, end and kind of the spans that tags make."""
    found, at = [], 0
    while at < len(tags):
        end = at + 1
        if tags[at] % 2:
            while end < len(tags) and tags[end] == tags[at] + 1:
                end += 1
            found.append((at, end, FOUND[(tags[at] - 1) // 2]))
        at = end
    return found
