"""Baidu's LAC on ONNX Runtime: words, part-of-speech tags and names of stretches of text.

The weights are in ``kg/models/lac`` (Apache-2.0; how they were made: ``training/make_lac.py``). One
thread is twice as fast as the default on stretches this short; those of like length go through the
encoder together.
Jiao, Sun and Sun (2018), Chinese Lexical Analysis with Deep Bi-GRU-CRF Network, arXiv:1807.01882.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.nlp.tokens.viterbi import Decoder

#: characters that go through the model together, at most; more do not fit the processor's cache
TOGETHER = 512
#: characters whose tags are sought together, at most (and one text more)
AT_ONCE = 1 << 14
#: what a step and a call of the encoder cost beside their characters, as so many characters (measured)
STEP, CALL = 1.3, 6.0


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
        self._decoder = Decoder(np.load(folder / "transitions.npy"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def run(self, texts: Sequence[str]) -> list[list[tuple[str, str]]]:
        """Words and tags of each text (no white space inside; best under 200 characters)."""
        found: list[list[tuple[str, str]]] = []
        for group in _groups(texts):
            found += self._run(group)
        return found

    def _run(self, texts: Sequence[str]) -> list[list[tuple[str, str]]]:
        found: list[list[tuple[str, str]]] = [[] for _ in texts]
        full = [i for i, text in enumerate(texts) if text]
        if not full:
            return found
        begins = np.cumsum([0, *(len(texts[i]) for i in full)])
        firsts = np.zeros(begins[-1], bool)
        firsts[begins[:-1]] = True
        emissions = self.emissions(texts)
        tags = self._decoder.best(np.concatenate([emissions[i] for i in full]), firsts)
        edges = np.append((self._begins[tags] | firsts).nonzero()[0], begins[-1])
        last = np.searchsorted(edges, begins)  # which edge each text begins at
        whole, places, names = "".join(texts), edges.tolist(), [self._tags[tag] for tag in tags[edges[:-1]]]
        words = [(whole[at:to], name) for at, to, name in zip(places, places[1:], names, strict=False)]
        for i, (start, end) in zip(full, pairwise(last.tolist()), strict=True):
            found[i] = words[start:end]
        return found

    def hidden(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """What the encoder makes of each character of each text: rows of 256 numbers."""
        return self._through("hidden", texts)

    def emissions(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """How well each tag fits each character of each text, by itself: rows in the order of the tags."""
        return self._through("emissions", texts)

    def _through(self, output: str, texts: Sequence[str]) -> list[Any]:
        """An output of the encoder for each text, batch by batch, cut to its length."""
        results: list[Any] = [[]] * len(texts)
        for batch in _batches(texts):
            lengths = np.array([len(texts[i]) for i in batch], np.int32)
            rows = np.zeros((len(batch), lengths.max()), np.int64)
            whole = "".join([texts[i] for i in batch]).encode("utf-32-le", "surrogatepass")
            codes = np.minimum(np.frombuffer(whole, "<u4"), len(self._rows) - 1)
            rows[np.arange(rows.shape[1]) < lengths[:, None]] = self._rows[codes]
            (states,) = self._session.run([output], {"characters": rows, "lengths": lengths})
            for i, result in zip(batch, states, strict=True):
                results[i] = result[: len(texts[i])]
        return results


@cache
def load_lac() -> Lac:
    """The model in the box."""
    return Lac(Path(str(importlib.resources.files("kg"))) / "models" / "lac")


def _groups(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in order, so many together as memory allows."""
    ends = np.cumsum([len(text) for text in texts]).tolist()
    for _, group in groupby(zip(texts, ends, strict=True), key=lambda item: item[1] // AT_ONCE):
        yield [text for text, _ in group]


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
