"""Names, statements and full texts that have the words, within the filters; newest articles first."""

from __future__ import annotations

import json
from dataclasses import dataclass

from kg.catalogue.catalogue import Catalogue, Line
from kg.catalogue.filters import Filters
from kg.catalogue.fold import phrases
from kg.model import Article, Entity

PAGE = 20  # results of a kind on a page
FEW = 5  # where all kinds are shown
MANY = 1000  # results are counted so far; counting all would take longer than finding
_MOST = 10_000  # statements that are few
_LISTED = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a page; ``counts`` how many there are of each kind, at most `MANY`."""

    entities: tuple[tuple[Entity, int], ...]
    statements: tuple[Line, ...]
    articles: tuple[Article, ...]
    counts: dict[str, int]


class _Where:
    """Conditions with their values."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.values: list[object] = []

    def add(self, part: str, *values: object) -> None:
        self._parts.append(f"({part})")
        self.values += values

    def __str__(self) -> str:
        return " AND ".join(self._parts) or "1"

    def __bool__(self) -> bool:
        return bool(self._parts)


def search(catalogue: Catalogue, asked: Filters) -> Found:
    """What is found; nothing where nothing is asked."""
    counts = {"entities": 0, "statements": 0, "articles": 0}
    if not asked.asks or (asked.q and not phrases(asked.q)):
        return Found((), (), (), counts)
    rows: dict[str, list[int]] = {}
    for kind, made in (("entities", _entities), ("statements", _statements), ("articles", _articles)):
        found = made(catalogue, asked)
        some = f"SELECT 1 FROM {found.source} WHERE {found.where} LIMIT {MANY}"
        counts[kind] = catalogue.rows(f"SELECT COUNT(*) FROM ({some})", *found.where.values)[0][0]
        if asked.show in ("", kind):
            limit = PAGE if asked.show else FEW
            start = (asked.number - 1) * PAGE if asked.show else 0
            query = f"SELECT {found.key} FROM {found.source} WHERE {found.where} ORDER BY {found.order}"
            query += f" LIMIT {limit} OFFSET {start}"
            rows[kind] = [row[0] for row in catalogue.rows(query, *found.where.values)]
    return Found(
        tuple(catalogue.numbered_entities(rows.get("entities", []))),
        tuple(catalogue.lines(rows.get("statements", []))),
        tuple(catalogue.numbered_articles(rows.get("articles", []))),
        counts,
    )


@dataclass(frozen=True, slots=True)
class _Query:
    """A table (or two), its conditions, the number of a result and the order of results."""

    source: str
    where: _Where
    key: str
    order: str


def _entities(catalogue: Catalogue, asked: Filters) -> _Query:
    where = _Where()
    if asked.q:
        where.add("n IN (SELECT rowid FROM names WHERE names MATCH ?)", _match(asked))
    if asked.type:
        where.add("type = ?", asked.type)
    inner = _of_statements(catalogue, asked.but(type=""))
    few = _few(catalogue, "statement s", inner)
    if few is not None:
        ends = (f"SELECT {end} FROM statement WHERE n IN {_LISTED}" for end in ("subject", "object"))
        where.add(f"n IN ({' UNION '.join(ends)})", few, few)
    elif inner:
        ends = (
            f"EXISTS (SELECT 1 FROM statement s WHERE s.{end} = entity.n AND {inner})"
            for end in ("subject", "object")
        )
        where.add(" OR ".join(ends), *inner.values, *inner.values)
    same = f"name = {_literal(asked.q)} DESC, " if asked.q else ""
    return _Query("entity", where, "n", f"{same}weight DESC, n")


def _statements(catalogue: Catalogue, asked: Filters) -> _Query:
    inner = _of_statements(catalogue, asked)
    few = _few(catalogue, "statement s", inner)
    if few is not None:
        return _listed("statement s", "said", few, asked)
    if not asked.q:
        return _Query("statement s NOT INDEXED", inner, "s.n", "s.n DESC")
    return _worded("said", "statement s", "s.n", inner, asked)


def _articles(catalogue: Catalogue, asked: Filters) -> _Query:
    where = _Where()
    if asked.of_statements:
        inner = _of_statements(catalogue, asked)
        few = _few(catalogue, "statement s", inner)
        if few is None:
            stated = f"SELECT 1 FROM statement s WHERE s.article = article.n AND {inner}"
            where.add(f"EXISTS ({stated})", *inner.values)
        else:
            where.add(f"article.n IN (SELECT article FROM statement WHERE n IN {_LISTED})", few)
    else:
        _of_articles(where, asked)
        _dates(where, asked)
    few = _few(catalogue, "article", where)
    if few is not None:
        return _listed("article", "texts", few, asked)
    if not asked.q:
        return _Query("article", where, "n", "n DESC")
    return _worded("texts", "article", "article.n", where, asked)


def _worded(index: str, table: str, key: str, where: _Where, asked: Filters) -> _Query:
    """What has the words, from the newest on: the index gives them one by one in that order, so that a word
    that is everywhere is no slower than another."""
    words = _Where()
    words.add(f"{index} MATCH ?", _match(asked))
    words.add(str(where), *where.values)
    joined = f"{index} CROSS JOIN {table} ON {key} = {index}.rowid" if where else index
    return _Query(joined, words, f"{index}.rowid", f"{index}.rowid DESC")


def _listed(table: str, index: str, few: str, asked: Filters) -> _Query:
    """What of a few has the words."""
    where = _Where()
    where.add(f"n IN {_LISTED}", few)
    if asked.q and few != "[]":
        where.add(f"n IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)", _match(asked))
    return _Query(table, where, "n", "+n DESC")


def _few(catalogue: Catalogue, table: str, where: _Where) -> str | None:
    """The numbers of what is within the filters, as JSON, where it is so little that it is better fetched by
    the indexes of what is asked than looked for from the newest on; None where it is more, or all."""
    if not where:
        return None
    rows = catalogue.rows(f"SELECT n FROM {table} WHERE {where} LIMIT {_MOST}", *where.values)
    return json.dumps([row[0] for row in rows]) if len(rows) < _MOST else None


def _match(asked: Filters) -> str:
    return " AND ".join(phrases(asked.q))


def _of_statements(catalogue: Catalogue, asked: Filters) -> _Where:
    """The conditions on a statement ``s``, but for the words; none where nothing narrows."""
    where = _Where()
    for column, value in (("predicate", asked.relation), ("status", asked.status)):
        if value:
            where.add(f"s.{column} = ?", value)
    if asked.least:
        where.add("s.confidence >= ?", float(asked.least))
    if asked.type:
        where.add("' ' || s.types || ' ' LIKE '% ' || ? || ' %'", asked.type)
    if asked.place:
        below, values = catalogue.below(), catalogue.below_values(asked.place)
        rows = catalogue.rows(below, *values)
        there = json.dumps([row[0] for row in rows])
        ends = (f"SELECT n FROM statement WHERE {end} IN {_LISTED}" for end in ("subject", "object"))
        where.add(f"s.n IN ({' UNION '.join(ends)})", there, there)
    if asked.doc or asked.outlet:
        inner = _Where()
        _of_articles(inner, asked)
        where.add(f"s.article IN (SELECT n FROM article WHERE {inner})", *inner.values)
    _dates(where, asked, "s.")
    return where


def _of_articles(where: _Where, asked: Filters) -> None:
    for column, value in (("doc", asked.doc), ("publisher", asked.outlet)):
        if value:
            where.add(f"{column} = ?", value)


def _dates(where: _Where, asked: Filters, table: str = "") -> None:
    """A date that says less (2022, 2022-09) is within what it may lie in; its year tells an index where."""
    day = f"{table}day"
    if asked.since:
        where.add(f"{day} >= ? AND {day} >= substr(?, 1, length({day}))", asked.since[:4], asked.since)
    if asked.until:
        where.add(f"{day} BETWEEN '0' AND ? || '~'", asked.until)


def _literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"
