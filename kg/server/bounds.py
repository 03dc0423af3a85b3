"""How much one query, one client and all of them together may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """``seconds`` of time, ``rows`` (or triples) and ``bytes`` of an answer, ``memory`` in bytes on top of
    the graph, ``text`` in characters of a query.

    A query begins among the ``light`` ones; after ``patience`` seconds it is a heavy one, of which
    ``at_once`` run. ``waiting`` further heavy ones may queue, and ``asked`` of all; those that come then are
    refused. A client has ``client`` seconds to send a request, and as many to take an answer.
    """

    seconds: float = 30.0
    rows: int = 100_000
    bytes: int = 64_000_000
    memory: int = 1_000_000_000
    at_once: int = 4
    light: int = 4
    patience: float = 0.5
    waiting: int = 64
    asked: int = 500
    text: int = 200_000
    client: float = 20.0
