"""How much one query may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """``seconds`` of time, ``rows`` (or triples) and ``bytes`` of an answer, ``memory`` in bytes on top of
    the graph, and how many queries run ``at_once``; further ones wait."""

    seconds: float = 30.0
    rows: int = 100_000
    bytes: int = 64_000_000
    memory: int = 1_000_000_000
    at_once: int = 4
    text: int = 200_000
