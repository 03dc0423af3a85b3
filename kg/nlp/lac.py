"""Baidu's LAC on ONNX Runtime: words, part-of-speech tags and names of stretches of text.

The weights are in ``kg/models/lac`` (Apache-2.0; how they were made: ``training/make_lac.py``). One
thread is twice as fast as the default on stretches this short; those of like length go through the
encoder and the decoder together.
Jiao, Sun and Sun (2018), Chinese Lexical Analysis with Deep Bi-GRU-CRF Network, arXiv:1807.01882.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: characters that go through the model together, at most; more do not fit the processor's cache
TOGETHER = 512
#: what a step and a call of the encoder cost beside their characters, as so many characters (measured)
STEP, CALL = 1.3, 6.0
#: sums of 32-bit numbers may differ so much by the order they are added in
ROUNDING = 1e-4


class Lac:
    """``lac.run(["李燎到玉林街道"])`` gives ``[[("李燎", "PER"), ("到", "v"), ("玉林街道", "LOC")]]``."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        rows = {
            ord(char): int(row) for char, row in (x.split("\t") for x in _lines(folder / "characters.tsv"))
        }
        self._rows = np.full(max(rows) + 2, max(rows.values()) + 1, np.int64)  # the last two: unknown
        self._rows[list(rows)] = list(rows.values())
        tags = [tag.rpartition("-") for tag in _lines(folder / "tags.txt")]
        self._tags = [tag for tag, _, _ in tags]
        self._begins = np.array([part != "I" for _, _, part in tags])
        transitions = np.load(folder / "transitions.npy")
        self._transitions, self._into = transitions, transitions.T.tolist()
        self._margins = _margins(transitions)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def run(self, texts: Sequence[str]) -> list[list[tuple[str, str]]]:
        """Words and tags of each text (no white space inside; best under 200 characters)."""
        paths = self._through("emissions", texts, self._decode)
        return [self._words(text, path) for text, path in zip(texts, paths, strict=True)]

    def hidden(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """What the encoder makes of each character of each text: rows of 256 numbers."""
        return self._through("hidden", texts, lambda states, lengths: list(states))

    def emissions(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """How well each tag fits each character of each text, by itself: rows in the order of the tags."""
        return self._through("emissions", texts, lambda states, lengths: list(states))

    def _through(
        self, output: str, texts: Sequence[str], finish: Callable[[NDArray[Any], NDArray[Any]], Iterable[Any]]
    ) -> list[Any]:
        """An output of the encoder for each text, batch by batch, finished and cut to its length."""
        results: list[Any] = [[]] * len(texts)
        for batch in _batches(texts):
            lengths = np.array([len(texts[i]) for i in batch], np.int32)
            rows = np.zeros((len(batch), lengths.max()), np.int64)
            whole = "".join([texts[i] for i in batch]).encode("utf-32-le", "surrogatepass")
            codes = np.minimum(np.frombuffer(whole, "<u4"), len(self._rows) - 1)
            rows[np.arange(rows.shape[1]) < lengths[:, None]] = self._rows[codes]
            (states,) = self._session.run([output], {"characters": rows, "lengths": lengths})
            for i, result in zip(batch, finish(states, lengths), strict=True):
                results[i] = result[: len(texts[i])]
        return results

    def _decode(self, emissions: NDArray[Any], lengths: NDArray[Any]) -> NDArray[Any]:
        """The best tag sequences (Viterbi).

        Transitions weigh little beside emissions: most characters have one tag that can win, and the
        path has to be looked for only where several can.
        """
        paths: NDArray[Any] = emissions.argmax(axis=2)
        least = np.take_along_axis(emissions, paths[:, :, None], axis=2) - self._margins[paths]
        alive = emissions >= least
        inside = np.arange(paths.shape[1]) < lengths[:, None]
        unsure = (alive.sum(axis=2) > 1) & inside
        beside = np.zeros_like(unsure)  # another that is unsure
        beside[:, 1:] |= unsure[:, :-1]
        beside[:, :-1] |= unsure[:, 1:]
        self._settle(paths, emissions, inside, *(unsure & ~beside).nonzero())
        together = unsure & beside
        for row in together.any(axis=1).nonzero()[0].tolist():
            for first, last in _runs(together[row].nonzero()[0].tolist()):
                around = slice(max(first - 1, 0), min(last + 2, int(lengths[row])))  # with the sure ones
                places, tags = alive[row, around].nonzero()
                scores = emissions[row, around][places, tags].tolist()
                steps: list[list[tuple[int, float]]] = [[] for _ in range(around.start, around.stop)]
                for place, tag, score in zip(places.tolist(), tags.tolist(), scores, strict=True):
                    steps[place].append((tag, score))
                paths[row, around] = self._best(steps)
        return paths

    def _settle(
        self,
        paths: NDArray[Any],
        emissions: NDArray[Any],
        inside: NDArray[Any],
        rows: NDArray[Any],
        steps: NDArray[Any],
    ) -> None:
        """The best tag of each of the steps, of which the tags before and after are sure."""
        scores = emissions[rows, steps]
        before = steps > 0
        scores[before] += self._transitions[paths[rows[before], steps[before] - 1]]
        after = steps + 1 < paths.shape[1]
        after[after] = inside[rows[after], steps[after] + 1]
        scores[after] += self._transitions.T[paths[rows[after], steps[after] + 1]]
        paths[rows, steps] = scores.argmax(axis=1)

    def _best(self, steps: Sequence[Sequence[tuple[int, float]]]) -> list[int]:
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

    def _words(self, text: str, path: NDArray[Any] | list[int]) -> list[tuple[str, str]]:
        if not text:
            return []
        starts = np.flatnonzero(self._begins[path]).tolist()
        if not starts or starts[0]:
            starts.insert(0, 0)
        tags = self._tags
        return [
            (text[start:end], tags[path[start]])
            for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        ]


@cache
def load_lac() -> Lac:
    """The model in the box."""
    return Lac(Path(str(importlib.resources.files("kg"))) / "models" / "lac")


def _margins(transitions: NDArray[Any]) -> NDArray[Any]:
    """How far the emission of tag j may be below that of tag k (row k, column j) for j to win all the same.

    To put k in j's place gains the difference of the emissions and changes the transition from the tag
    before, and the one to the tag after, by so much at the worst.
    """
    into = (transitions[:, None, :] - transitions[:, :, None]).max(axis=0)  # [k, j], whatever stands before
    onto = (transitions[None, :, :] - transitions[:, None, :]).max(axis=2)
    margins: NDArray[Any] = np.maximum(into, 0) + np.maximum(onto, 0) + ROUNDING
    return margins


def _runs(places: Iterable[int]) -> list[list[int]]:
    """The first and last of each run of adjacent places."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return runs


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Indices of the texts in batches of like length; empty texts are in none.

    The lengths are parted so that filling up the shorter ones and taking more steps cost least.
    """
    by_length: dict[int, list[int]] = {}
    for i, text in enumerate(texts):
        if text:
            by_length.setdefault(len(text), []).append(i)
    lengths = sorted(by_length)
    best: list[tuple[float, int]] = [(0.0, 0)]  # the cost up to a length, and where its batch begins
    for end, longest in enumerate(lengths, 1):
        costs = []
        rows = 0
        for start in range(end - 1, -1, -1):
            rows += len(by_length[lengths[start]])
            calls = -(-rows // max(TOGETHER // longest, 1))
            costs.append((best[start][0] + longest * (rows + STEP * calls) + CALL * calls, start))
        best.append(min(costs))
    end = len(lengths)
    while end:
        start = best[end][1]
        batch = [i for length in lengths[start:end] for i in by_length[length]]
        size = max(TOGETHER // lengths[end - 1], 1)
        yield from (batch[at : at + size] for at in range(0, len(batch), size))
        end = start


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
