"""The trained network on ONNX Runtime: two storeys, one thread, one window at a time.

A window's scores depend on nothing but the window: no padding, no batch whose other members would move the
scale of its 8-bit numbers. The weights lie in ``kg/models/reader`` (how they were made: ``training/reader``).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.nlp.reader.pieces import Cutter
from kg.nlp.reader.settings import folder

Rows = NDArray[Any]
#: log-odds are no farther from nought
FAR = 30.0


class Network:
    """The sessions and the vocabulary of one folder of weights."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        self.cutter = Cutter.load(folder)
        #: how well each tag of a character follows another: ``[before, after]``
        self.follow: Rows = np.load(folder / "transitions.npy")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._lower, self._upper = (
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in ("lower.onnx", "upper.onnx")
        )

    def lower(
        self, pieces: list[int], owner: list[int], place: list[int], ruled: list[int], lac: Rows
    ) -> tuple[Rows, Rows]:
        """States of the pieces, and the scores of the tags of the characters."""
        given = {
            "pieces": np.array(pieces, np.int64),
            "owner": np.array(owner, np.int64),
            "place": np.array(place, np.int64),
            "ruled": np.array(ruled, np.int64),
            "lac": lac.astype(np.float32),
        }
        states, tags = self._lower.run(None, given)
        return states, tags

    def upper(
        self,
        states: Rows,
        kinds: list[int],
        mentions: list[tuple[int, int, int]],
        pairs: list[tuple[int, int, int]],
    ) -> tuple[Rows, Rows]:
        """Probabilities of the labels, and of the status, of each pair.

        ``mentions`` are first and last piece and kind; ``pairs`` subject, object and class of distance.
        """
        first, last, kind = np.array(mentions, np.int64).reshape(-1, 3).T
        subject, object_, distance = np.array(pairs, np.int64).reshape(-1, 3).T
        given = {
            "states": states,
            "kinds": np.array(kinds, np.int64),
            "first": first,
            "last": last,
            "kind": kind,
            "subject": subject,
            "object": object_,
            "distance": distance,
        }
        scores, status = self._upper.run(
            None, {name: np.ascontiguousarray(rows) for name, rows in given.items()}
        )
        exp = np.exp(status - status.max(axis=1, keepdims=True))
        sure = np.exp(-np.clip(scores, -FAR, FAR))
        return 1 / (1 + sure), exp / exp.sum(axis=1, keepdims=True)


@cache
def load_network() -> Network:
    """The network in the box."""
    return Network(folder())
