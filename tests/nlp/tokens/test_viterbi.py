"""The best path, against a search through all of them."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kg.nlp.tokens.viterbi import Decoder

TRANSITIONS = np.load(Path(str(files("kg"))) / "models" / "lac" / "transitions.npy")


def best_score(emissions: NDArray[np.float64]) -> float:
    """The score of the best of all paths."""
    best = emissions[0]
    for emission in emissions[1:]:
        best = (best[:, None] + TRANSITIONS).max(axis=0) + emission
    return float(best.max())


@settings(deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.integers(1, 12), min_size=1, max_size=4),
    st.sampled_from([0.1, 0.5, 2.0, 8.0]),
)
def test_each_path_is_the_best_of_all(seed: int, lengths: list[int], spread: float) -> None:
    emissions = np.random.default_rng(seed).normal(0, spread, (sum(lengths), len(TRANSITIONS)))
    edges = np.cumsum([0, *lengths])
    firsts = np.isin(np.arange(sum(lengths)), edges)
    path = Decoder(TRANSITIONS).best(emissions, firsts)
    for begin, end in pairwise(edges.tolist()):
        rows, tags = emissions[begin:end], path[begin:end]
        score = rows[np.arange(end - begin), tags].sum() + TRANSITIONS[tags[:-1], tags[1:]].sum()
        assert score == pytest.approx(best_score(rows), abs=1e-4)


def test_a_transition_decides_between_tags_that_fit_alike() -> None:
    transitions = np.zeros((3, 3))
    transitions[1, 2] = 1.0
    emissions = np.array([[0.0, 9.0, 0.0], [0.5, 0.0, 0.0], [9.0, 0.0, 0.0]])
    one = np.array([True, False, False])
    assert Decoder(transitions).best(emissions, one).tolist() == [1, 2, 0]
    apart = np.array([True, True, False])  # the second begins a text of its own
    assert Decoder(transitions).best(emissions, apart).tolist() == [1, 0, 0]
