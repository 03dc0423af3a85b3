"""The catalogue is made: from the folder of a build, kept beside it, or from records, in memory."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from kg.catalogue.catalogue import Catalogue, clean, day
from kg.catalogue.fold import tokens
from kg.model import Article, Entity, Merge, Records, Statement
from kg.resolve.names import also_called
from kg.values.records import ARTICLES, MARKER, NODES, STATEMENTS, read_source, stream_records

FILE = "search.sqlite"
_FORM = 5  # raised when the tables change
_SCHEMA = """
CREATE TABLE made (stamp TEXT, base TEXT);
CREATE TABLE article (n INTEGER PRIMARY KEY, doc TEXT UNIQUE, day TEXT, publisher TEXT, data TEXT);
CREATE TABLE entity (n INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT, type TEXT, code TEXT, weight INTEGER,
  data TEXT);
CREATE TABLE statement (n INTEGER PRIMARY KEY, article INTEGER, predicate TEXT, subject INTEGER,
  object INTEGER, types TEXT, status TEXT, confidence REAL, day TEXT);
CREATE TABLE line (n INTEGER PRIMARY KEY, id TEXT UNIQUE, data TEXT);
CREATE TEMP TABLE told (id TEXT PRIMARY KEY, article INTEGER, predicate TEXT, subject INTEGER, object INTEGER,
  types TEXT, status TEXT, confidence REAL, day TEXT, data TEXT, text TEXT);
CREATE TABLE merge (kept TEXT, replaced TEXT, reasons TEXT);
CREATE VIRTUAL TABLE names USING fts5(text, content='', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE said USING fts5(text, content='', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='unicode61 remove_diacritics 0');
"""
_INDEXES = """
CREATE INDEX by_subject ON statement (subject);
CREATE INDEX by_object ON statement (object);
CREATE INDEX by_article ON statement (article);
CREATE INDEX by_relation ON statement (predicate, day);
CREATE INDEX by_status ON statement (status, predicate);
CREATE INDEX by_day ON statement (day);
CREATE INDEX by_type ON entity (type, weight DESC, n);
CREATE INDEX by_outlet ON article (publisher);
CREATE INDEX by_weight ON entity (weight DESC, n);
CREATE INDEX by_name ON entity (name);
CREATE INDEX by_code ON entity (code);
CREATE INDEX by_kept ON merge (kept);
"""


def opened(folder: Path, told: Callable[[], None] = lambda: None) -> Catalogue:
    """The catalogue of the build ``folder``, made where there is none of these very lines (``told`` before).

    It is kept in the folder as `FILE`; where that cannot be written, in a temporary file that nobody else
    opens. BuildError where the build is damaged.
    """
    path, stamp = folder / FILE, _stamp(folder)
    raw = partial(read_source, folder)
    with contextlib.suppress(sqlite3.Error, OSError):
        if path.is_file():
            found = _connected(path)
            if found.execute("SELECT stamp FROM made").fetchone()[0] == stamp:
                return Catalogue(found, raw)
            found.close()
    told()
    try:
        part = _empty(folder)
    except OSError:
        part = _empty(Path(tempfile.gettempdir()))
    try:
        database = sqlite3.connect(part)
        head, entities, statements = stream_records(folder)
        _fill(database, stamp, head, entities, statements, raw)
        database.close()
        if part.parent == folder:
            part.replace(path)
            return Catalogue(_connected(path), raw)
        return Catalogue(_connected(part), raw)
    finally:
        part.unlink(missing_ok=True)  # an open file stays readable


def in_memory(records: Records) -> Catalogue:
    """The catalogue of ``records``."""
    texts = {article.doc: article.raw for article in records.articles}
    database = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(database, "", records, records.entities, records.statements, texts.__getitem__)
    return Catalogue(database, texts.__getitem__)


def _empty(folder: Path) -> Path:
    number, name = tempfile.mkstemp(prefix=".search.", suffix=".sqlite", dir=folder)
    os.close(number)
    return Path(name)


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _stamp(folder: Path) -> str:
    """What changes when the build does."""
    found: list[object] = [_FORM]
    for name in (ARTICLES, NODES, STATEMENTS, MARKER):
        with contextlib.suppress(OSError):
            state = (folder / name).stat()
            found.append([name, state.st_size, state.st_mtime_ns])
    return json.dumps(found)


# long: fills the tables one after the other, in the order of their keys
def _fill(
    database: sqlite3.Connection,
    stamp: str,
    head: Records,
    entities: Iterable[Entity],
    statements: Iterable[Statement],
    raw: Callable[[str], str],
) -> None:
    database.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;" + _SCHEMA
    )
    database.execute("INSERT INTO made VALUES (?, ?)", (stamp, head.base))
    articles = {article.doc: number for number, article in enumerate(_by_day(head.articles), 1)}
    _put(database, "article", (_article(articles[item.doc], item) for item in head.articles))
    _put(database, "merge", map(_merge, head.merges))
    days = {article.doc: day(article.date) for article in head.articles}
    known: dict[str, int] = {}

    def number_of(entity: Entity) -> int:
        """The number of an entity, which is put in where it is not there yet."""
        if entity.id not in known:
            known[entity.id] = len(known) + 1
            _put(database, "entity", [_entity(known[entity.id], entity)])
            names = " ".join((entity.name, *also_called(entity), *entity.traditional))
            _index(database, "names", [(known[entity.id], names)])
        return known[entity.id]

    for entity in entities:
        number_of(entity)
    for item in statements:
        ends = [number_of(Entity(r.id, r.type, r.name)) if r else None for r in (item.subject, item.object)]
        when = day(item.qualifiers.date or item.qualifiers.valid_from) or days.get(item.doc, "")
        row = _statement(item, articles.get(item.doc, 0), ends, when)
        _put(database, "told", [(*row, tokens(_words(item)))])
    # in the order of their articles, so that the search gives the newest first by number alone
    database.execute("INSERT INTO line SELECT row_number() OVER (ORDER BY article, id), id, data FROM told")
    database.execute(  # apart from the lines, so that looking through all of them reads little
        "INSERT INTO statement SELECT n, article, predicate, subject, object, types, status, confidence, day"
        " FROM line JOIN told ON told.id = line.id ORDER BY n"
    )
    database.execute(
        "INSERT INTO said (rowid, text) SELECT n, text FROM line JOIN told ON told.id = line.id ORDER BY n"
    )
    database.execute("DROP TABLE told")
    texts = ((articles[a.doc], f"{a.title or ''}\n{raw(a.doc)}") for a in _by_day(head.articles))
    _index(database, "texts", texts)
    database.executescript(_INDEXES)
    database.execute(
        "UPDATE entity SET weight = (SELECT COUNT(*) FROM statement WHERE subject = entity.n)"
        " + (SELECT COUNT(*) FROM statement WHERE object = entity.n AND subject != entity.n)"
    )
    database.commit()
    database.execute("ANALYZE")
    database.commit()


def _by_day(articles: Iterable[Article]) -> list[Article]:
    """The oldest first, so that the search gives the newest first by number alone."""
    return sorted(articles, key=lambda article: (day(article.date), article.doc))


def _put(database: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    for row in rows:
        database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", [*map(clean, row)])


def _index(database: sqlite3.Connection, table: str, rows: Iterable[tuple[int, str]]) -> None:
    lines = ((number, tokens(text)) for number, text in rows)
    for number, text in lines:
        database.execute(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", (number, clean(text)))


def _article(number: int, item: Article) -> tuple[object, ...]:
    head = [item.doc, item.path, item.sha256, item.title, item.date, item.publisher, item.author, item.url]
    data = json.dumps([*head, item.reprint_of])
    return number, item.doc, day(item.date), item.publisher or "", data


def _entity(number: int, item: Entity) -> tuple[object, ...]:
    data = [item.aliases, item.docs, item.kind, item.traditional, item.code, item.link, item.name, item.id]
    return number, item.id, item.name, item.type, item.code, 0, json.dumps(data)


def _merge(item: Merge) -> tuple[object, ...]:
    return item.kept, item.replaced, json.dumps(item.reasons)


def _statement(item: Statement, article: int, ends: list[int | None], when: str) -> tuple[object, ...]:
    types = " ".join(sorted({ref.type for ref in (item.subject, item.object) if ref}))
    data = json.dumps(item.to_dict())
    return item.id, article, item.predicate, *ends, types, item.status, item.confidence, when, data


def _words(item: Statement) -> str:
    """What of a statement is looked for: its ends, its values, its quotations."""
    values = [value for value in item.qualifiers.to_dict().values() if isinstance(value, str)]
    ends = [ref.name for ref in (item.subject, item.object) if ref]
    return "\n".join([*ends, *values, *(evidence.quote for evidence in item.evidence)])
