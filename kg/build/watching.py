"""Names that are watched: what a build says of them that the one before did not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.model import Entity, Records, Statement
from kg.resolve.names import also_called
from kg.values.records import MARKER, STATEMENTS, WATCHED, least_of, read_watched


@dataclass(frozen=True, slots=True)
class News:
    """What is new about a name, in the order of articles and their text; no ``entities``: none bears it."""

    name: str
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]


def news_of(names: Iterable[str], records: Records, least: float, before: Path) -> tuple[News, ...]:
    """What ``records`` say of ``names`` with at least that confidence, and the build ``before`` does not.

    A statement of any status counts, at whichever end the name stands. Where there is no build before,
    all of it is new.
    """
    bearers = {name: called(name, records) for name in names}
    wanted = {entity.id for found in bearers.values() for entity in found}
    told = [item for item in records.statements if item.confidence >= least and ends_of(item) & wanted]
    known = _known(before, {item.id for item in told})
    fresh = sorted((item for item in told if item.id not in known), key=_place)
    return tuple(News(name, found, _about(found, fresh)) for name, found in bearers.items())


def called(name: str, records: Records) -> tuple[Entity, ...]:
    """The entities of that IRI, name or other name; an IRI that was merged into another leads to that."""
    kept = {merge.replaced: merge.kept for merge in records.merges}
    wanted = kept.get(name, name)
    return tuple(item for item in records.entities if bears(item, name, wanted))


def bears(entity: Entity, name: str, became: str) -> bool:
    """Whether an entity has that name or IRI, or the IRI that this one ``became``."""
    names = (entity.id, entity.name)
    return became in names or name in also_called(entity) or name in entity.traditional


def write_news(found: Sequence[News], folder: Path) -> None:
    """Keep for the pages which statements are new; no file where nothing is watched."""
    if found:
        _write({item.name: [statement.id for statement in item.statements] for item in found}, folder)


def watch_on(names: Sequence[str], folder: Path) -> None:
    """The build is as it was: the names may be others, and what was new about those that stay still is."""
    before = read_watched(folder)
    if list(before) == list(names):
        return
    if names:
        _write({name: before.get(name, []) for name in names}, folder)
    else:
        (folder / WATCHED).unlink(missing_ok=True)


def _write(rows: dict[str, list[str]], folder: Path) -> None:
    part = folder / f".{WATCHED}.part"
    part.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")
    part.replace(folder / WATCHED)


def _known(folder: Path, wanted: set[str]) -> set[str]:
    """Which of these statements the graph of a build has already."""
    found: set[str] = set()
    if not wanted or not (folder / MARKER).is_file():
        return found
    least = least_of(folder)
    with suppress(OSError), (folder / STATEMENTS).open("rb") as file:
        for line in file:
            with suppress(ValueError, KeyError, TypeError):
                row = json.loads(line)
                if row["id"] in wanted and row["confidence"] >= least:
                    found.add(row["id"])
    return found


def _about(entities: Iterable[Entity], statements: Iterable[Statement]) -> tuple[Statement, ...]:
    ids = {entity.id for entity in entities}
    return tuple(item for item in statements if ends_of(item) & ids)


def ends_of(statement: Statement) -> set[str]:
    """The IRIs of what a statement is about."""
    return {ref.id for ref in (statement.subject, statement.object) if ref is not None}


def _place(statement: Statement) -> tuple[str, int, str]:
    return statement.doc, min((item.span.start for item in statement.evidence), default=0), statement.id
