"""What a build made, and what went wrong on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.build.watching import News
from kg.errors import KGError
from kg.model import SourceNote

#: called after each article as ``progress(done, total, doc)``; the total may grow while sources are read
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made: its folder, how much is in it, and what went wrong on the way.

    ``statements`` counts every status, ``asserted`` those of the graph, ``doubtful`` those that are less
    certain than the graph's ``min_confidence`` and stand in neither; ``problems`` are the sources and
    articles that were left out, ``silent`` the paths of articles that gave no statement; ``quarantined``
    counts the statements that do not fit the ontology and stand in `QUARANTINE` alone; ``idle`` says of
    each of the user's own lines that had no effect which it is, and why; ``notes`` what of the sources
    was not understood. ``decided`` of the ``decisions`` took effect. ``independent`` counts the articles
    that are no reprint of another one, ``extracted`` those that were not known from an earlier build;
    ``unchanged`` says that nothing was to be done at all. ``news`` is what is new about the watched names.
    """

    folder: Path
    articles: int
    entities: int
    statements: int
    asserted: int
    problems: tuple[KGError, ...]
    silent: tuple[str, ...]
    quarantined: int = 0
    idle: tuple[str, ...] = ()
    doubtful: int = 0
    min_confidence: float = 0.0
    notes: tuple[SourceNote, ...] = ()
    decisions: int = 0
    decided: int = 0
    independent: int = 0
    extracted: int = 0
    unchanged: bool = False
    news: tuple[News, ...] = ()
