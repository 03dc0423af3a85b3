"""The articles of the sources, each extracted once: those that are known already are not read again."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.build.cache import Cache
from kg.build.extraction import Extractor, Task
from kg.build.memory import Memory
from kg.build.report import Progress
from kg.errors import KGError, SourceError
from kg.model import Article, SourceNote
from kg.reading.left_out import LeftOut
from kg.reading.sources import read_counted

log = logging.getLogger(__name__)
ASIDE = "aside.json"


@dataclass(frozen=True, slots=True)
class Place:
    """An article of the sources: what it is called now, and the key of what was extracted of it."""

    doc: str
    path: str
    key: str


@dataclass(slots=True)
class Gathered:
    """The articles in the order of the sources, what is wrong with others, and what was not understood.

    ``fresh`` counts those that had to be extracted.
    """

    places: list[Place] = field(default_factory=list)
    problems: list[KGError] = field(default_factory=list)
    notes: list[SourceNote] = field(default_factory=list)
    fresh: int = 0


# long: one loop over a stream, whose counts its two inner functions share
def gather(
    sources: Sequence[str | Path],
    memory: Memory,
    cache: Cache,
    extract: Extractor,
    aside: Aside,
    left_out: LeftOut,
    progress: Progress | None,
) -> Gathered:
    """Read the sources and extract what is not in ``cache`` yet; then it is there."""
    found = Gathered()
    failed: dict[str, str] = {}
    total, done, ahead = 0, 0, 0

    def step(doc: str) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, max(done, total + ahead), doc)

    def tasks() -> Iterator[Task]:
        nonlocal total, ahead
        for item in read_counted(sources, memory.read, left_out):
            told, ahead = item.told, item.left
            if isinstance(told, SourceError):
                found.problems.append(told)
            elif isinstance(told, SourceNote):
                found.notes.append(told)
            else:
                key = memory.keys[told.sha256]
                found.places.append(Place(told.doc, told.path, key))
                total += 1
                if key in cache:
                    _tell(cache, key, told)
                    step(told.doc)
                elif key in aside.reasons:
                    failed[key] = aside.line(key)
                    step(told.doc)
                else:
                    yield Task(key, told)

    for item in extract(tasks()):
        if item.aside:
            aside.add(item.task.key, item.problem)
            failed[item.task.key] = aside.line(item.task.key)
        elif item.problem:
            failed[item.task.key] = item.problem
        else:
            found.fresh += 1
            _tell(cache, item.task.key, item.task.article)
        step(item.task.article.doc)
    found.problems += [
        SourceError(place.path, failed[place.key]) for place in found.places if place.key in failed
    ]
    found.places = [place for place in found.places if place.key not in failed]
    aside.sweep({*failed})
    log.info("%s articles read, %s sources left out", len(found.places), len(found.problems))
    return found


def _tell(cache: Cache, key: str, article: Article) -> None:
    """What is known of an article, for whoever wants to hear of each."""
    if log.isEnabledFor(logging.DEBUG) and (kept := cache.load(key, article.doc, article.path)):
        counts = len(kept.extraction.entities), len(kept.extraction.statements)
        log.debug("%s: %s entities, %s statements", article.doc, *counts)


class Aside:
    """Articles that broke or hung what read them, by key; they are not tried again unless asked for."""

    def __init__(self, hidden: Path, *, retry: bool = False) -> None:
        self._file = hidden / ASIDE
        self.reasons: dict[str, str] = {}
        if not retry:
            try:
                self.reasons = dict(json.loads(self._file.read_text(encoding="utf-8")))
            except (OSError, ValueError, TypeError):
                self.reasons = {}

    def line(self, key: str) -> str:
        """What is said of an article that is set aside."""
        return f"is set aside: {self.reasons[key]}; try it again with: kg build --retry"

    def add(self, key: str, reason: str) -> None:
        """Set an article aside, at once: what comes next may end the process."""
        self.reasons[key] = reason
        self._write()

    def sweep(self, keys: set[str]) -> None:
        """Forget all but ``keys``."""
        self.reasons = {key: reason for key, reason in self.reasons.items() if key in keys}
        self._write()

    def _write(self) -> None:
        if not self.reasons:
            self._file.unlink(missing_ok=True)
            return
        part = self._file.with_name(f"{ASIDE}.part")
        part.write_text(
            json.dumps(self.reasons, ensure_ascii=False, sort_keys=True, indent=1), encoding="utf-8"
        )
        part.replace(self._file)
