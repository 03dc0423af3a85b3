"""What a build would do now: which articles are new, changed, gone, set aside or to be read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.build.cache import Cache
from kg.build.files import LINES
from kg.build.gather import Aside, Place
from kg.build.lock import is_held
from kg.build.make import STATE, stamp_of
from kg.build.memory import Memory
from kg.build.names import HIDDEN
from kg.build.prints import print_of_reading
from kg.errors import BuildError, SourceError
from kg.given import Given, current, use, using
from kg.model import Article
from kg.reading.columns import using_fields
from kg.reading.left_out import LeftOut
from kg.reading.sources import read_counted
from kg.values.iri import BASE
from kg.values.records import stream_records


@dataclass(frozen=True, slots=True)
class Status:
    """The docs of articles by what a build would do: ``new``, ``changed`` and ``stale`` ones (read by other
    code, weights, words or names) are read, ``gone`` ones taken out. ``failed`` are lines on what cannot be
    read or is set aside. ``known`` counts the articles of the build that is there; ``files`` has where each
    article lies. ``outdated`` says that the graph is not what it would be, ``busy`` that a build is going on.
    """

    known: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    stale: tuple[str, ...]
    failed: tuple[str, ...]
    outdated: bool
    busy: bool
    files: dict[str, Path]

    def to_dict(self) -> dict[str, Any]:
        """As JSON, without the places of files."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "files"}


# long: one table of what is new, changed, gone and failed, row by row
def status(
    sources: Sequence[str | Path],
    out: Path,
    given: Given,
    *,
    base: str = BASE,
    model: str | None = None,
    min_confidence: float | None = None,
    left_out: Iterable[str | Path] = (),
    fields: Mapping[str, str] | None = None,
) -> Status:
    """How ``out`` stands to what `kg.build.build` would make of the same; nothing is extracted or written."""
    from kg.nlp import least_confidence
    from kg.nlp.terms import terms_for

    hidden = out / HIDDEN
    cache, aside = Cache(hidden), Aside(hidden)
    places: list[Place] = []
    now: dict[str, str] = {}
    files: dict[str, Path] = {}
    failed: list[str] = []
    with using(given), using_fields(fields or {}):
        use(terms_for(model))
        memory = Memory(hidden, print_of_reading(model, base, current()), cache)
        for found in read_counted(sources, memory.read, LeftOut(left_out)):
            told = found.told
            if isinstance(told, SourceError):
                failed.append(str(told))
            elif isinstance(told, Article):
                key = memory.keys[told.sha256]
                files[told.doc] = found.file
                if key in aside.reasons:
                    failed.append(f"{told.path}: {aside.line(key)}")
                    continue
                places.append(Place(told.doc, told.path, key))
                now[told.doc] = told.sha256
        least = least_confidence(model) if min_confidence is None else min_confidence
        stamps = {stamp_of(places, current(), least, model, only) for only in (None, LINES)}
    before = _articles(out)
    same = {place.doc for place in places if before.get(place.doc) == now[place.doc]}
    missing = {place.doc for place in places if place.key not in cache}
    return Status(
        known=len(before),
        new=tuple(doc for doc in now if doc not in before),
        changed=tuple(doc for doc in now if doc in before and doc not in same),
        gone=tuple(doc for doc in before if doc not in now),
        stale=tuple(doc for doc in now if doc in same & missing),
        failed=tuple(failed),
        outdated=_stamp(hidden / STATE) not in stamps,
        busy=is_held(hidden),
        files=files,
    )


def _articles(out: Path) -> dict[str, str]:
    """The hash of each article of a build, by its doc; none where there is no build."""
    try:
        return {article.doc: article.sha256 for article in stream_records(out)[0].articles}
    except BuildError:
        return {}


def _stamp(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["stamp"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
