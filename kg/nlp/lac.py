"""Baidu's LAC on ONNX Runtime: words, part-of-speech tags and names of stretches of text.

The weights are in ``kg/models/lac`` (Apache-2.0; how they were made: ``training/make_lac.py``). One
thread is twice as fast as the default on stretches this short; those of like length go through the
encoder and the decoder together.
Jiao, Sun and Sun (2018), Chinese Lexical Analysis with Deep Bi-GRU-CRF Network, arXiv:1807.01882.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: characters that go through the model together, at most; more do not fit the processor's cache
TOGETHER = 512


class Lac:
    """``lac.run(["李燎到玉林街道"])`` gives ``[[("李燎", "PER"), ("到", "v"), ("玉林街道", "LOC")]]``."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        rows = (line.split("\t") for line in _lines(folder / "characters.tsv"))
        self._rows = {char: int(row) for char, row in rows}
        self._unknown = max(self._rows.values()) + 1
        self._tags = [tag.rpartition("-") for tag in _lines(folder / "tags.txt")]
        self._transitions = np.load(folder / "transitions.npy")
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

    def _through(
        self, output: str, texts: Sequence[str], finish: Callable[[NDArray[Any], NDArray[Any]], list[Any]]
    ) -> list[Any]:
        """An output of the encoder for each text, batch by batch, finished and cut to its length."""
        results: list[Any] = [[]] * len(texts)
        for batch in _batches(texts):
            lengths = np.array([len(texts[i]) for i in batch], np.int32)
            rows = np.zeros((len(batch), lengths.max()), np.int64)
            for row, i in zip(rows, batch, strict=True):
                row[: len(texts[i])] = [self._rows.get(char, self._unknown) for char in texts[i]]
            (states,) = self._session.run([output], {"characters": rows, "lengths": lengths})
            for i, result in zip(batch, finish(states, lengths), strict=True):
                results[i] = result[: len(texts[i])]
        return results

    def _decode(self, emissions: NDArray[Any], lengths: NDArray[Any]) -> list[list[int]]:
        """The best tag sequences (Viterbi); where a path came from is asked only along the best one."""
        emissions = np.ascontiguousarray(emissions.transpose(1, 0, 2))
        steps, texts, tags = emissions.shape
        scores = np.empty_like(emissions)
        scores[0] = emissions[0]
        table = np.empty((tags, texts, tags), np.float32)
        for step in range(1, steps):
            np.add(scores[step - 1].T[:, :, None], self._transitions[:, None, :], out=table)
            np.max(table, axis=0, out=scores[step])
            scores[step] += emissions[step]
        last = scores.argmax(axis=2)
        path = np.empty((steps, texts), np.int64)
        path[-1] = last[-1]
        into = self._transitions.T
        for step in range(steps - 2, -1, -1):
            before = (scores[step] + into[path[step + 1]]).argmax(axis=1)
            path[step] = np.where(lengths - 1 <= step, last[step], before)
        return path.T.tolist()

    def _words(self, text: str, path: Sequence[int]) -> list[tuple[str, str]]:
        words: list[tuple[str, str]] = []
        start = 0
        for end in range(1, len(text) + 1):
            if end == len(text) or self._tags[path[end]][2] != "I":
                words.append((text[start:end], self._tags[path[start]][0]))
                start = end
        return words


@cache
def load_lac() -> Lac:
    """The model in the box."""
    return Lac(Path(str(importlib.resources.files("kg"))) / "models" / "lac")


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Indices of the texts in batches of like length; empty texts are in none."""
    order = sorted((i for i in range(len(texts)) if texts[i]), key=lambda i: (len(texts[i]), i))
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * len(texts[i]) > TOGETHER:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
