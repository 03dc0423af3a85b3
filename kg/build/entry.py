"""What the rows of an index hold (`kg.build.index`): entities as text, numbers for IRIs and marks, counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from os.path import commonprefix
from typing import Any

from kg.model import Entity
from kg.resolve.stages import marks, stages


@dataclass(frozen=True, slots=True)
class Counts:
    """How many statements of an article the report counts: by certainty, and those that do not fit."""

    sure: int = 0
    asserted: int = 0
    doubtful: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as the index has it: its number there, and what of it the last build said."""

    n: int
    key: str
    doc: str
    path: str
    place: int
    reprint_of: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What an entity became that is not itself: by names alone, and in the end, with the reasons."""

    type: str
    alone: str
    kept: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """The marks and the IRIs of the entities of articles that came or went."""

    marks: set[int]
    iris: set[str]

    def add(self, other: Touched) -> None:
        """Take in those of another article."""
        self.marks.update(other.marks)
        self.iris.update(other.iris)


@lru_cache(maxsize=1 << 16)
def number_of(iri: str) -> int:
    """The number that stands for an IRI: 63 bits of a hash."""
    return int.from_bytes(hashlib.blake2b(iri.encode(), digest_size=8).digest()) >> 1


@lru_cache(maxsize=1 << 16)
def marks_of(told: str) -> tuple[int, ...]:
    """The marks of an entity; the last three bits of each are its stage."""
    entity = entity_of("", told, ())
    stage = stages()(entity.type)
    return tuple({mark_of(mark, stage) for mark in marks(stage, entity)})


def mark_of(text: str, stage: int) -> int:
    """A mark as a number, whose last three bits are the stage."""
    number = int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return (number >> 1 & ~7) | stage


def told_of(entity: Entity) -> str:
    """An entity as JSON, without its IRI and its docs; what says nothing at the end is left out."""
    told = [
        entity.type,
        entity.name,
        entity.aliases,
        entity.kind,
        entity.traditional,
        entity.code,
        entity.link,
    ]
    while not told[-1]:
        told.pop()
    return as_json(told)


def entity_of(iri: str, told: str, docs: Sequence[str]) -> Entity:
    row: list[Any] = json.loads(told)
    type_, name, aliases, kind, traditional, code, link = row + [None] * (7 - len(row))
    return Entity(
        iri, type_, name, tuple(aliases or ()), tuple(docs), kind, tuple(traditional or ()), code, link
    )


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def packed(ids: Sequence[str]) -> str:
    start = commonprefix(list(ids))  # noqa: RUF071 (these are no paths)
    return "\n".join((start, *(item[len(start) :] for item in ids)))


def unpacked(text: str) -> list[str]:
    start, *ends = text.split("\n")
    return [start + end for end in ends]
