"""What is new about the names that are watched, for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.catalogue import Catalogue
from kg.model import Entity, Ref
from kg.portrait.facts import Fact, facts


@dataclass(frozen=True, slots=True)
class Heard:
    """A watched name: who bears it, how many statements are new, and the first of them with subjects."""

    name: str
    entities: tuple[Entity, ...]
    count: int
    told: tuple[tuple[Ref, Fact], ...]


def heard(catalogue: Catalogue, watched: Mapping[str, Sequence[str]], most: int) -> list[Heard]:
    """What was new in the build, ``most`` statements a name; ``watched`` as `read_watched` gives it."""
    found = []
    for name, keys in watched.items():
        lines = [line for key in keys[:most] if (line := catalogue.statement(key))]
        told = tuple(
            (line.statement.subject, fact)
            for line in lines
            for fact in facts(line.statement.subject.id, [line])
            if fact.outgoing
        )
        found.append(Heard(name, tuple(catalogue.called(name)), len(keys), told))
    return found
