"""The entities of an index (`kg.build.index`): where each is seen, what is said of it, its marks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from kg.build.entry import Standing, as_json, entity_of, marks_of, number_of
from kg.model import Entity
from kg.resolve.evidence import Fact
from kg.resolve.union import united

#: rows of an article are numbered from its own number times this on
ROWS = 1 << 24
#: values that go into a query at once
_ASKED = 500


# long: one question after the other, each of a few lines
class Seen:
    """Who is named where, by what is in ``db``; ``order`` has the place and the doc of each article's number.

    ``ruled`` are marks that entities have because the reader says so, by their numbers.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.order: dict[int, tuple[int, str]] = {}
        self.ruled: dict[int, set[int]] = {}

    def known(self, iris: Collection[str], before: int | None = None) -> set[str]:
        """Those of ``iris`` that are of an entity of an article, of one with a number below ``before``."""
        numbers = {number_of(iri): iri for iri in iris}
        what = "SELECT DISTINCT name FROM seen WHERE name IN (?) AND entity IS NOT NULL"
        if before is not None:
            what += f" AND id < {ROWS * before}"
        return {numbers[number] for (number,) in asked(self._db, what, numbers)}

    def types(self, iris: Collection[str]) -> dict[str, str]:
        """The types of those of ``iris`` that are of an entity."""
        return {iri: item.type for iri, item in self.entities(map(number_of, iris)).items()}

    def naming(self, iris: Iterable[str]) -> set[int]:
        """The numbers of the articles in which one of ``iris`` stands, if only in a statement."""
        what = f"SELECT DISTINCT id / {ROWS} FROM seen WHERE name IN (?)"
        return {n for (n,) in asked(self._db, what, list(map(number_of, iris)))}

    def entities(self, numbers: Iterable[int]) -> dict[str, Entity]:
        """The entities of these numbers by IRI, in the order of the articles: each of all its articles."""
        what = "SELECT name, iri, seen.id, entity FROM seen JOIN name ON name.id = seen.name"
        rows = asked(self._db, f"{what} WHERE name IN (?) AND entity IS NOT NULL", numbers)
        seen: dict[str, list[tuple[int, int, str]]] = {}
        for _, iri, row, told in rows:
            seen.setdefault(iri, []).append((self.order[row // ROWS][0], row, told))
        for found in seen.values():
            found.sort()
        ordered = sorted(seen, key=lambda iri: seen[iri][0])
        return {iri: self._united(iri, [(row, told) for _, row, told in seen[iri]]) for iri in ordered}

    def everyone(self) -> Iterator[tuple[tuple[int, int], Entity]]:
        """All entities, in no order that means anything; each with what puts it into that of the articles."""
        what = "SELECT name, iri, seen.id, entity FROM seen JOIN name ON name.id = seen.name"
        rows = self._db.execute(f"{what} WHERE entity IS NOT NULL ORDER BY name")
        for _, same in groupby(rows, key=lambda row: row[0]):
            found = sorted((self.order[row[2] // ROWS][0], row[2], row[3], row[1]) for row in same)
            yield found[0][:2], self._united(found[0][3], [(row, told) for _, row, told, _ in found])

    def _united(self, iri: str, seen: list[tuple[int, str]]) -> Entity:
        docs = [self.order[row // ROWS][1] for row, _ in seen]
        if len(seen) == 1:
            return entity_of(iri, seen[0][1], docs)
        return united([entity_of(iri, told, docs[:1]) for told in dict.fromkeys(t for _, t in seen)], docs)

    def facts(self, numbers: Iterable[int], end: str) -> Iterator[Fact]:
        """The facts whose ``end`` (subject or object) is one of these, in the order of the articles."""
        what = "SELECT fact.id, predicate, s.iri, o.iri, named FROM fact"
        what += " JOIN name s ON s.id = subject JOIN name o ON o.id = object"
        rows = asked(self._db, f"{what} WHERE {end} IN (?)", numbers)
        for _, _, *fact in sorted((self.order[row[0] // ROWS][0], *row) for row in rows):
            yield Fact(*fact)

    def leaning(self, iris: Iterable[str]) -> set[int]:
        """The numbers of the entities that a fact names together with one of ``iris``."""
        numbers = list(map(number_of, iris))
        found = asked(self._db, "SELECT subject FROM fact WHERE object IN (?)", numbers)
        found += asked(self._db, "SELECT object FROM fact WHERE subject IN (?)", numbers)
        return {number for (number,) in found}

    def codes(self) -> dict[str, tuple[str, ...]]:
        """The codes of the places that each article names, by doc."""
        once: dict[str, str] = {}  # many articles name the same places
        same = once.setdefault
        return {
            doc: tuple(same(code, code) for code in codes.split())
            for doc, codes in self._db.execute("SELECT doc, codes FROM article")
        }

    def sharing(self, found: Collection[int]) -> set[int]:
        """The numbers of the entities that have one of these marks, and of those that share one with them."""
        todo, known, numbers = set(found), set(found), set[int]()
        while todo:
            more = {n for (n,) in asked(self._db, "SELECT name FROM mark WHERE mark IN (?)", todo)} - numbers
            numbers |= more
            todo = self.marks_of(more) - known
            known |= todo
        return numbers

    def marks_of(self, numbers: Collection[int]) -> set[int]:
        """The marks of entities."""
        what = "SELECT DISTINCT entity FROM seen WHERE name IN (?) AND entity IS NOT NULL"
        found = {mark for (told,) in asked(self._db, what, numbers) for mark in marks_of(told)}
        return found.union(*(self.ruled[number] for number in self.ruled.keys() & set(numbers)))

    def marked(self) -> Iterator[tuple[int, list[int]]]:
        """The marks that several have, each with their numbers."""
        rows = self._db.execute("SELECT mark, name FROM mark ORDER BY mark")
        for mark, same in groupby(rows, key=lambda row: row[0]):
            numbers = [number for _, number in same]
            if len(numbers) > 1:
                yield mark, numbers

    def mark(self, marked: Iterable[tuple[int, int]]) -> None:
        """Say that entities, by the numbers of their IRIs, have these marks."""
        insert(self._db, "mark", marked, "OR IGNORE ")

    def standings(self) -> dict[str, Standing]:
        """What entities became by IRI; of those alone that are not themselves."""
        rows = self._db.execute("SELECT iri, type, alone, kept, reasons FROM standing")
        return {
            iri: Standing(type_, alone, kept, tuple(json.loads(reasons)))
            for iri, type_, alone, kept, reasons in rows
        }

    def stand(self, before: Mapping[str, Standing], now: Mapping[str, Standing]) -> None:
        """Note what entities have become."""
        gone = ((iri,) for iri in before.keys() - now.keys())
        self._db.executemany("DELETE FROM standing WHERE iri = ?", gone)
        rows = [
            (iri, item.type, item.alone, item.kept, as_json(item.reasons))
            for iri, item in now.items()
            if before.get(iri) != item
        ]
        insert(self._db, "standing", rows, "OR REPLACE ")


def asked(db: sqlite3.Connection, what: str, values: Iterable[object]) -> list[tuple[Any, ...]]:
    """The rows for all values, some of which go into the query at a time."""
    found: list[tuple[Any, ...]] = []
    values = list(values)
    for start in range(0, len(values), _ASKED):
        part = values[start : start + _ASKED]
        found += db.execute(what.replace("(?)", f"({','.join('?' * len(part))})"), part)
    return found


def insert(db: sqlite3.Connection, table: str, rows: Iterable[Sequence[object]], how: str = "") -> None:
    """Put rows into a table."""
    rows = list(rows)
    if rows:
        db.executemany(f"INSERT {how}INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
