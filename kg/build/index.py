# long: the one place that knows the tables of the file
"""What a build needs of every article each time, in a file in which little is read where little changed.

Who is who depends on all articles; which entities may be one is told by marks that they have in common
(`kg.resolve.stages.marks`). So where one article comes, a build looks at the entities that share a mark with
one of its, and at those that lean on what became of them. The file is one of SQLite.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import groupby
from os.path import commonprefix
from pathlib import Path
from typing import Any, Self

from kg.build.cache import Kept
from kg.build.gather import Place
from kg.model import Article, Entity
from kg.resolve.brief import Brief
from kg.resolve.evidence import Fact
from kg.resolve.stages import marks, stages
from kg.resolve.union import united

FILE = "index.db"
#: rows of an article are numbered from its own number times this on
_ROWS = 1 << 24
#: names that are asked for at once
_ASKED = 500
_ARTICLE = tuple(
    item.name for item in fields(Article) if item.name not in ("doc", "path", "raw", "reprint_of")
)
_TABLES = """
CREATE TABLE made (by TEXT, entities INTEGER);
CREATE TABLE article (
    n INTEGER PRIMARY KEY, key TEXT, doc TEXT, path TEXT, place INTEGER, dated TEXT, head TEXT,
    codes TEXT, sketch BLOB, reprint_of TEXT, sure INTEGER, asserted INTEGER, doubtful INTEGER, quarantined INTEGER, said TEXT);
CREATE TABLE name (id INTEGER PRIMARY KEY, iri TEXT);
CREATE TABLE seen (id INTEGER PRIMARY KEY, name INTEGER, entity TEXT);
CREATE TABLE fact (id INTEGER PRIMARY KEY, predicate TEXT, subject INTEGER, object INTEGER, named TEXT);
CREATE TABLE mark (mark INTEGER, name INTEGER, PRIMARY KEY (mark, name)) WITHOUT ROWID;
CREATE TABLE standing (iri TEXT PRIMARY KEY, type TEXT, alone TEXT, kept TEXT, reasons TEXT) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS seen_by_name ON seen (name);
CREATE INDEX IF NOT EXISTS fact_by_subject ON fact (subject);
CREATE INDEX IF NOT EXISTS fact_by_object ON fact (object);
"""


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


class Index:
    """The file at ``path``, which is written anew: as ``old`` where that was made by the same, else empty.

    ``ruled`` are marks that entities have because the reader says so, by their numbers.
    """

    def __init__(self, path: Path, made_by: str, old: Path | None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._db = _copied(old, path, made_by) if old is not None else None
        self.is_new = self._db is None
        if self._db is None:
            path.unlink(missing_ok=True)
            self._db = _opened(path)
            self._run(_TABLES)
            self._db.execute("INSERT INTO made VALUES (?, 0)", (made_by,))
        self._docs: dict[int, tuple[int, str]] = {}
        self.ruled: dict[int, set[int]] = {}
        self.next = 1 + (self._db.execute("SELECT max(n) FROM article").fetchone()[0] or 0)

    def articles(self) -> list[Listed]:
        """All articles, by number."""
        rows = self._db.execute("SELECT n, key, doc, path, place, reprint_of FROM article ORDER BY n")
        return [Listed(*row) for row in rows]

    def add(self, place: Place, at: int, kept: Kept, iris: Mapping[str, str]) -> tuple[int, Touched]:
        """Put an article in, the ``at``-th of all, whose entities are called by other ``iris``; its number."""
        n, self.next = self.next, self.next + 1
        found, article = kept.extraction, kept.extraction.article
        brief = Brief.of(found).moved(iris) if iris else Brief.of(found)
        ends = {ref.id for item in found.statements for ref in (item.subject, item.object) if ref}
        loose = sorted(ends.difference(entity.id for entity in found.entities))
        codes = sorted({item.code for item in brief.entities if item.code})
        head = _json([getattr(article, name) for name in _ARTICLE])
        sketch = struct.pack(f"<{len(kept.sketch)}I", *kept.sketch)
        dated = article.date or "9999"
        row = (n, place.key, place.doc, place.path, at, dated, head, " ".join(codes), sketch)
        self._db.execute(f"INSERT INTO article VALUES ({','.join('?' * 9)}, NULL, 0, 0, 0, 0, '')", row)
        seen = [(item.id, _told(item)) for item in brief.entities]
        seen += [(iris.get(iri, iri), None) for iri in loose]
        ids = {iri: number_of(iri) for iri, _ in seen}
        facts = [(f.predicate, ids[f.subject], ids[f.object], f.name) for f in brief.facts]
        own = [(mark, ids[iri]) for iri, told in seen if told for mark in marks_of(told)]
        self._insert("name", ((number, iri) for iri, number in ids.items()), "OR IGNORE ")
        self._insert("seen", ((_ROWS * n + i, ids[iri], told) for i, (iri, told) in enumerate(seen)))
        self._insert("fact", ((_ROWS * n + i, *fact) for i, fact in enumerate(facts)))
        self.mark(own)
        return n, Touched({mark for mark, _ in own}, {iri for iri, told in seen if told})

    def _insert(self, table: str, rows: Iterable[Sequence[object]], how: str = "") -> None:
        rows = list(rows)
        if rows:
            values = ",".join("?" * len(rows[0]))
            self._db.executemany(f"INSERT {how}INTO {table} VALUES ({values})", rows)

    def mark(self, marked: Iterable[tuple[int, int]]) -> None:
        """Say that entities, by the numbers of their IRIs, have these marks."""
        self._insert("mark", marked, "OR IGNORE ")

    def remove(self, n: int) -> Touched:
        """Take an article out. Its marks stay: they make some looked at that need not be, no more."""
        span = (_ROWS * n, _ROWS * (n + 1) - 1)
        rows = self._db.execute(
            "SELECT iri, entity FROM seen JOIN name ON name.id = seen.name WHERE seen.id BETWEEN ? AND ?",
            span,
        ).fetchall()
        for table in ("seen", "fact"):
            self._db.execute(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", span)
        self._db.execute("DELETE FROM article WHERE n = ?", (n,))
        told = [(iri, text) for iri, text in rows if text is not None]
        return Touched({mark for _, text in told for mark in marks_of(text)}, {iri for iri, _ in told})

    def arrange(self, order: Sequence[tuple[int, str, str]]) -> None:
        """Numbers of all articles, their docs and paths, in the order of the sources."""
        self._docs = {n: (at, doc) for at, (n, doc, _) in enumerate(order)}
        before = {item.n: (item.place, item.path) for item in self.articles()}
        changed = [(at, path, n) for at, (n, _, path) in enumerate(order) if before[n] != (at, path)]
        self._db.executemany("UPDATE article SET place = ?, path = ? WHERE n = ?", changed)
        self._run(_INDEXES)

    def heads(self, docs: Collection[str] | None = None) -> Iterator[tuple[int, Article]]:
        """Articles without their text, sorted by doc: all, or these."""
        rows: Iterable[tuple[int, str, str, str, str | None]]
        what = "SELECT n, doc, path, head, reprint_of FROM article"
        if docs is None:
            rows = self._db.execute(f"{what} ORDER BY doc")
        else:
            rows = sorted(self._asked(f"{what} WHERE doc IN (?)", docs), key=lambda row: row[1])
        for n, doc, path, head, first in rows:
            told = dict(zip(_ARTICLE, json.loads(head), strict=True))
            yield n, Article(doc=doc, path=path, raw="", reprint_of=first, **told)

    def sketches(self) -> dict[str, tuple[int, ...]]:
        """The sketches of all articles by doc, in the order of their dates."""
        found: dict[str, tuple[int, ...]] = {}
        for doc, sketch in self._db.execute("SELECT doc, sketch FROM article ORDER BY dated, doc"):
            found[doc] = struct.unpack(f"<{len(sketch) // 4}I", sketch)
        return found

    def reprinted(self, first: Iterable[tuple[str | None, int]]) -> None:
        """Note of which doc articles are reprints, by their numbers."""
        self._db.executemany("UPDATE article SET reprint_of = ? WHERE n = ?", first)

    def count(self, n: int, counts: Counts, said: Sequence[str]) -> None:
        """Note what the statements of an article count for, and the ids of those that have a line."""
        row = (counts.sure, counts.asserted, counts.doubtful, counts.quarantined, _packed(said), n)
        what = "sure = ?, asserted = ?, doubtful = ?, quarantined = ?, said = ?"
        self._db.execute(f"UPDATE article SET {what} WHERE n = ?", row)

    def said(self, n: int) -> list[str]:
        """The ids of the statements of an article that have a line in the build that is there."""
        row = self._db.execute("SELECT said FROM article WHERE n = ?", (n,)).fetchone()
        return _unpacked(row[0]) if row else []

    def total(self) -> Counts:
        """What the statements of all articles count for."""
        row = self._db.execute(
            "SELECT sum(sure), sum(asserted), sum(doubtful), sum(quarantined) FROM article"
        )
        return Counts(*(item or 0 for item in row.fetchone()))

    def silent(self) -> list[str]:
        """The paths of articles that gave no statement, in the order of their docs."""
        what = "SELECT path FROM article WHERE sure + doubtful = 0 ORDER BY doc"
        return [path for (path,) in self._db.execute(what)]

    def independent(self) -> int:
        """How many articles are no reprint of another."""
        row = self._db.execute("SELECT count(*) FROM article WHERE reprint_of IS NULL").fetchone()
        return int(row[0])

    @property
    def entities_written(self) -> int:
        """How many entities the build has."""
        return int(self._db.execute("SELECT entities FROM made").fetchone()[0])

    @entities_written.setter
    def entities_written(self, count: int) -> None:
        self._db.execute("UPDATE made SET entities = ?", (count,))

    def known(self, iris: Collection[str], before: int | None = None) -> set[str]:
        """Those of ``iris`` that are of an entity of an article, of one with a number below ``before``."""
        numbers = {number_of(iri): iri for iri in iris}
        what = "SELECT DISTINCT name FROM seen WHERE name IN (?) AND entity IS NOT NULL"
        if before is not None:
            what += f" AND id < {_ROWS * before}"
        return {numbers[number] for (number,) in self._asked(what, numbers)}

    def types(self, iris: Collection[str]) -> dict[str, str]:
        """The types of those of ``iris`` that are of an entity."""
        return {iri: item.type for iri, item in self.entities(map(number_of, iris)).items()}

    def naming(self, iris: Iterable[str]) -> set[int]:
        """The numbers of the articles in which one of ``iris`` stands, if only in a statement."""
        what = f"SELECT DISTINCT id / {_ROWS} FROM seen WHERE name IN (?)"
        return {n for (n,) in self._asked(what, list(map(number_of, iris)))}

    def entities(self, numbers: Iterable[int]) -> dict[str, Entity]:
        """The entities of these numbers by IRI, in the order of the articles: each of all its articles."""
        what = "SELECT name, iri, seen.id, entity FROM seen JOIN name ON name.id = seen.name"
        rows = self._asked(f"{what} WHERE name IN (?) AND entity IS NOT NULL", numbers)
        seen: dict[str, list[tuple[int, int, str]]] = {}
        for _, iri, row, told in rows:
            seen.setdefault(iri, []).append((self._docs[row // _ROWS][0], row, told))
        for found in seen.values():
            found.sort()
        ordered = sorted(seen, key=lambda iri: seen[iri][0])
        return {iri: self._united(iri, [(row, told) for _, row, told in seen[iri]]) for iri in ordered}

    def everyone(self) -> Iterator[tuple[tuple[int, int], Entity]]:
        """All entities, in no order that means anything; each with what puts it into that of the articles."""
        what = "SELECT name, iri, seen.id, entity FROM seen JOIN name ON name.id = seen.name"
        rows = self._db.execute(f"{what} WHERE entity IS NOT NULL ORDER BY name")
        for _, same in groupby(rows, key=lambda row: row[0]):
            found = sorted((self._docs[row[2] // _ROWS][0], row[2], row[3], row[1]) for row in same)
            yield found[0][:2], self._united(found[0][3], [(row, told) for _, row, told, _ in found])

    def _united(self, iri: str, seen: list[tuple[int, str]]) -> Entity:
        docs = [self._docs[row // _ROWS][1] for row, _ in seen]
        if len(seen) == 1:
            return _entity(iri, seen[0][1], docs)
        return united([_entity(iri, told, docs[:1]) for told in dict.fromkeys(t for _, t in seen)], docs)

    def facts(self, numbers: Iterable[int], end: str) -> Iterator[Fact]:
        """The facts whose ``end`` (subject or object) is one of these, in the order of the articles."""
        what = "SELECT fact.id, predicate, s.iri, o.iri, named FROM fact"
        what += " JOIN name s ON s.id = subject JOIN name o ON o.id = object"
        rows = self._asked(f"{what} WHERE {end} IN (?)", numbers)
        for _, _, *fact in sorted((self._docs[row[0] // _ROWS][0], *row) for row in rows):
            yield Fact(*fact)

    def leaning(self, iris: Iterable[str]) -> set[int]:
        """The numbers of the entities that a fact names together with one of ``iris``."""
        numbers = list(map(number_of, iris))
        found = self._asked("SELECT subject FROM fact WHERE object IN (?)", numbers)
        found += self._asked("SELECT object FROM fact WHERE subject IN (?)", numbers)
        return {number for (number,) in found}

    def codes(self) -> dict[str, list[str]]:
        """The codes of the places that each article names, by doc."""
        return {doc: codes.split() for doc, codes in self._db.execute("SELECT doc, codes FROM article")}

    def sharing(self, found: Collection[int]) -> set[int]:
        """The numbers of the entities that have one of these marks, and of those that share one with them."""
        todo, known, numbers = set(found), set(found), set[int]()
        while todo:
            more = {n for (n,) in self._asked("SELECT name FROM mark WHERE mark IN (?)", todo)} - numbers
            numbers |= more
            todo = self.marks_of(more) - known
            known |= todo
        return numbers

    def marks_of(self, numbers: Collection[int]) -> set[int]:
        """The marks of entities."""
        what = "SELECT DISTINCT entity FROM seen WHERE name IN (?) AND entity IS NOT NULL"
        found = {mark for (told,) in self._asked(what, numbers) for mark in marks_of(told)}
        return found.union(*(self.ruled[number] for number in self.ruled.keys() & set(numbers)))

    def marked(self) -> Iterator[tuple[int, list[int]]]:
        """The marks that several have, each with their numbers."""
        rows = self._db.execute("SELECT mark, name FROM mark ORDER BY mark")
        for mark, same in groupby(rows, key=lambda row: row[0]):
            numbers = [number for _, number in same]
            if len(numbers) > 1:
                yield mark, numbers

    def standings(self) -> dict[str, Standing]:
        """What entities became by IRI; of those alone that are not themselves."""
        rows = self._db.execute("SELECT iri, type, alone, kept, reasons FROM standing")
        return {iri: Standing(*row, tuple(json.loads(reasons))) for iri, *row, reasons in rows}

    def stand(self, before: Mapping[str, Standing], now: Mapping[str, Standing]) -> None:
        """Note what entities have become."""
        gone = ((iri,) for iri in before.keys() - now.keys())
        self._db.executemany("DELETE FROM standing WHERE iri = ?", gone)
        rows = [
            (iri, item.type, item.alone, item.kept, _json(item.reasons))
            for iri, item in now.items()
            if before.get(iri) != item
        ]
        self._insert("standing", rows, "OR REPLACE ")

    def _run(self, commands: str) -> None:
        for command in commands.split(";"):
            self._db.execute(command)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """What was written counts, unless something broke."""
        if kind is None:
            self._db.execute("COMMIT")
        self._db.close()

    def _asked(self, what: str, values: Iterable[object]) -> list[tuple[Any, ...]]:
        """The rows for all values, some of which go into the query at a time."""
        found: list[tuple[Any, ...]] = []
        values = list(values)
        for start in range(0, len(values), _ASKED):
            part = values[start : start + _ASKED]
            found += self._db.execute(what.replace("(?)", f"({','.join('?' * len(part))})"), part)
        return found


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
    entity = _entity("", told, ())
    stage = stages()(entity.type)
    return tuple({mark_of(mark, stage) for mark in marks(stage, entity)})


def mark_of(text: str, stage: int) -> int:
    """A mark as a number, whose last three bits are the stage."""
    number = int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return (number >> 1 & ~7) | stage


def _told(entity: Entity) -> str:
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
    return _json(told)


def _entity(iri: str, told: str, docs: Sequence[str]) -> Entity:
    type_, name, aliases, kind, traditional, code, link, *_ = (*json.loads(told), *(None,) * 7)
    return Entity(
        iri, type_, name, tuple(aliases or ()), tuple(docs), kind, tuple(traditional or ()), code, link
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed(ids: Sequence[str]) -> str:
    start = commonprefix(list(ids))
    return "\n".join((start, *(item[len(start) :] for item in ids)))


def _unpacked(text: str) -> list[str]:
    start, *ends = text.split("\n")
    return [start + end for end in ends]


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = OFF")  # what is broken off is thrown away
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -65536")
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("BEGIN")
    return db


def _copied(old: Path, path: Path, made_by: str) -> sqlite3.Connection | None:
    """A copy of ``old``; None where there is none, or it was made by something else."""
    try:
        shutil.copyfile(old, path)
        db = _opened(path)
    except (OSError, sqlite3.Error):
        return None
    with suppress(sqlite3.Error):
        if db.execute("SELECT by FROM made").fetchone() == (made_by,):
            return db
    db.close()
    return None
