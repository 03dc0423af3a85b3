"""One annotated text as the reader learns it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kg.nlp.reader.pieces import Pieces

MASKED = -1


@dataclass(slots=True)
class Node:
    """A mention: its place, its kind, and its entity in the gold (empty for a title or a number)."""

    start: int
    end: int
    kind: int
    entity: str = ""
    made: bool = False  # by the rules, where the gold has none


@dataclass(slots=True)
class Example:
    """One text, ready to learn from."""

    name: str
    genre: str
    text: str
    pieces: Pieces
    breaks: list[int]
    ruled: np.ndarray
    lac: np.ndarray
    nodes: list[Node]
    #: (subject node, object node, label) → 1, or MASKED
    pairs: dict[tuple[int, int, int], int] = field(default_factory=dict)
    #: (subject node, object node) → index of its status
    status: dict[tuple[int, int], int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
