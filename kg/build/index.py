"""What a build needs of every article each time, in a file in which little is read where little changed.

Who is who depends on all articles; which entities may be one is told by marks that they have in common
(`kg.resolve.stages.marks`). So where one article comes, a build looks at the entities that share a mark with
one of its, and at those that lean on what became of them. The file is one of SQLite.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Self

from kg.build.cache import Kept
from kg.build.entry import Counts, Listed, Touched, as_json, marks_of, number_of, packed, told_of, unpacked
from kg.build.gather import Place
from kg.build.seen import ROWS, Seen, asked, insert
from kg.model import Article
from kg.resolve.brief import Brief

FILE = "index.db"
_ARTICLE = tuple(
    item.name for item in fields(Article) if item.name not in ("doc", "path", "raw", "reprint_of")
)
_TABLES = """
CREATE TABLE made (by TEXT, entities INTEGER);
CREATE TABLE article (
    n INTEGER PRIMARY KEY, key TEXT, doc TEXT, path TEXT, place INTEGER, dated TEXT, head TEXT,
    codes TEXT, sketch BLOB, reprint_of TEXT, sure INTEGER, asserted INTEGER, doubtful INTEGER,
    quarantined INTEGER, said TEXT);
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


# long: one table after the other, each with a few lines that write it and a few that read it
class Index:
    """The file at ``path``, which is written anew: as ``old`` where that was made by the same, else empty.

    ``seen`` are its entities.
    """

    def __init__(self, path: Path, made_by: str, old: Path | None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        copied = None if old is None else _copied(old, path, made_by)
        self.is_new = copied is None
        self._db = copied or _made(path, made_by)
        self.seen = Seen(self._db)
        self.next = 1 + (self._db.execute("SELECT max(n) FROM article").fetchone()[0] or 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """What was written counts, unless something broke."""
        if kind is None:
            self._db.execute("COMMIT")
        self._db.close()

    def articles(self) -> list[Listed]:
        """All articles, by number."""
        rows = self._db.execute("SELECT n, key, doc, path, place, reprint_of FROM article ORDER BY n")
        return [Listed(*row) for row in rows]

    def add(self, place: Place, at: int, kept: Kept, iris: Mapping[str, str]) -> tuple[int, Touched]:
        """Put in the ``at``-th of all articles; its number, and its entities.

        Those that ``iris`` name are called otherwise.
        """
        n, self.next = self.next, self.next + 1
        found, article = kept.extraction, kept.extraction.article
        brief = Brief.of(found).moved(iris) if iris else Brief.of(found)
        ends = {ref.id for item in found.statements for ref in (item.subject, item.object) if ref}
        loose = sorted(ends.difference(entity.id for entity in found.entities))
        codes = sorted({item.code for item in brief.entities if item.code})
        head = as_json([getattr(article, name) for name in _ARTICLE])
        sketch = array("I", kept.sketch).tobytes()
        dated = article.date or "9999"
        row = (n, place.key, place.doc, place.path, at, dated, head, " ".join(codes), sketch)
        self._db.execute(f"INSERT INTO article VALUES ({','.join('?' * 9)}, NULL, 0, 0, 0, 0, '')", row)
        seen: list[tuple[str, str | None]] = [(item.id, told_of(item)) for item in brief.entities]
        seen += [(iris.get(iri, iri), None) for iri in loose]
        ids = {iri: number_of(iri) for iri, _ in seen}
        facts = [(f.predicate, ids[f.subject], ids[f.object], f.name) for f in brief.facts]
        own = [(mark, ids[iri]) for iri, told in seen if told for mark in marks_of(told)]
        insert(self._db, "name", ((number, iri) for iri, number in ids.items()), "OR IGNORE ")
        insert(self._db, "seen", ((ROWS * n + i, ids[iri], told) for i, (iri, told) in enumerate(seen)))
        insert(self._db, "fact", ((ROWS * n + i, *fact) for i, fact in enumerate(facts)))
        self.seen.mark(own)
        return n, Touched({mark for mark, _ in own}, {iri for iri, told in seen if told})

    def remove(self, n: int) -> Touched:
        """Take an article out. Its marks stay: they make some looked at that need not be, no more."""
        span = (ROWS * n, ROWS * (n + 1) - 1)
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
        self.seen.order = {n: (at, doc) for at, (n, doc, _) in enumerate(order)}
        before = {item.n: (item.place, item.path) for item in self.articles()}
        changed = [(at, path, n) for at, (n, _, path) in enumerate(order) if before[n] != (at, path)]
        self._db.executemany("UPDATE article SET place = ?, path = ? WHERE n = ?", changed)
        _run(self._db, _INDEXES)

    def heads(self, docs: Collection[str] | None = None) -> Iterator[tuple[int, Article]]:
        """Articles without their text, sorted by doc: all, or these."""
        rows: Iterable[tuple[int, str, str, str, str | None]]
        what = "SELECT n, doc, path, head, reprint_of FROM article"
        if docs is None:
            rows = self._db.execute(f"{what} ORDER BY doc")
        else:
            rows = sorted(asked(self._db, f"{what} WHERE doc IN (?)", docs), key=lambda row: row[1])
        for n, doc, path, head, first in rows:
            told = dict(zip(_ARTICLE, json.loads(head), strict=True))
            yield n, Article(doc=doc, path=path, raw="", reprint_of=first, **told)

    def sketches(self) -> dict[str, Sequence[int]]:
        """The sketches of all articles by doc, in the order of their dates."""
        found: dict[str, Sequence[int]] = {}
        for doc, sketch in self._db.execute("SELECT doc, sketch FROM article ORDER BY dated, doc"):
            found[doc] = array("I", sketch)  # a tenth of the size of a tuple
        return found

    def reprinted(self, first: Iterable[tuple[str | None, int]]) -> None:
        """Note of which doc articles are reprints, by their numbers."""
        self._db.executemany("UPDATE article SET reprint_of = ? WHERE n = ?", first)

    def count(self, n: int, counts: Counts, said: Sequence[str]) -> None:
        """Note what the statements of an article count for, and the ids of those that have a line."""
        row = (counts.sure, counts.asserted, counts.doubtful, counts.quarantined, packed(said), n)
        what = "sure = ?, asserted = ?, doubtful = ?, quarantined = ?, said = ?"
        self._db.execute(f"UPDATE article SET {what} WHERE n = ?", row)

    def said(self, n: int) -> list[str]:
        """The ids of the statements of an article that have a line in the build that is there."""
        row = self._db.execute("SELECT said FROM article WHERE n = ?", (n,)).fetchone()
        return unpacked(row[0]) if row else []

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


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = OFF")  # what is broken off is thrown away
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -65536")
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("BEGIN")
    return db


def _made(path: Path, made_by: str) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    db = _opened(path)
    _run(db, _TABLES)
    db.execute("INSERT INTO made VALUES (?, 0)", (made_by,))
    return db


def _run(db: sqlite3.Connection, commands: str) -> None:
    for command in commands.split(";"):
        db.execute(command)


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
