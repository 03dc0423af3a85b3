"""Names, statements and full texts that have the words, within the filters; newest articles first."""

from __future__ import annotations

from dataclasses import dataclass

from kg.catalogue.catalogue import Catalogue, Line
from kg.catalogue.filters import Filters
from kg.catalogue.fold import phrases
from kg.model import Article, Entity

PAGE = 20  # results of a kind on a page
FEW = 5  # where all kinds are shown
MANY = 1000  # results are counted so far; counting all would take longer than finding


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


def search(catalogue: Catalogue, asked: Filters) -> Found:
    """What is found; nothing where nothing is asked."""
    counts = {"entities": 0, "statements": 0, "articles": 0}
    if not asked.asks or (asked.q and not phrases(asked.q)):
        return Found((), (), (), counts)
    rows: dict[str, list[int]] = {}
    for kind, made in (("entities", _entities), ("statements", _statements), ("articles", _articles)):
        source, where, order = made(catalogue, asked)
        some = f"SELECT 1 FROM {source} WHERE {where} LIMIT {MANY}"
        counts[kind] = catalogue.rows(f"SELECT COUNT(*) FROM ({some})", *where.values)[0][0]
        if asked.show in ("", kind):
            limit = PAGE if asked.show else FEW
            start = (asked.number - 1) * PAGE if asked.show else 0
            query = f"SELECT n FROM {source} WHERE {where} ORDER BY {order} LIMIT {limit} OFFSET {start}"
            rows[kind] = [row[0] for row in catalogue.rows(query, *where.values)]
    return Found(
        tuple(catalogue.numbered_entities(rows.get("entities", []))),
        tuple(catalogue.lines(rows.get("statements", []))),
        tuple(catalogue.numbered_articles(rows.get("articles", []))),
        counts,
    )


def _entities(catalogue: Catalogue, asked: Filters) -> tuple[str, _Where, str]:
    """Table, conditions and order."""
    where = _words(asked, "names")
    if asked.type:
        where.add("type = ?", asked.type)
    rest = asked.but(type="")
    if rest.of_statements or rest.doc or rest.outlet or rest.since or rest.until:
        inner = _of_statements(catalogue, rest)
        ends = " OR ".join(
            f"EXISTS (SELECT 1 FROM statement s WHERE s.{end} = entity.n AND {inner})"
            for end in ("subject", "object")
        )
        where.add(ends, *inner.values, *inner.values)
    same = f"name = {_literal(asked.q)} DESC, " if asked.q else ""
    return "entity", where, f"{same}weight DESC, n"


def _statements(catalogue: Catalogue, asked: Filters) -> tuple[str, _Where, str]:
    where = _words(asked, "said")
    inner = _of_statements(catalogue, asked)
    where.add(str(inner), *inner.values)
    return "statement s", where, "n DESC"


def _articles(catalogue: Catalogue, asked: Filters) -> tuple[str, _Where, str]:
    where = _words(asked, "texts")
    if asked.of_statements:
        inner = _of_statements(catalogue, asked)
        where.add(
            f"EXISTS (SELECT 1 FROM statement s WHERE s.article = article.n AND {inner})", *inner.values
        )
    else:
        _of_articles(where, asked)
        _dates(where, asked)
    return "article", where, "n DESC"


def _words(asked: Filters, table: str) -> _Where:
    where = _Where()
    if asked.q:
        match = " AND ".join(phrases(asked.q))
        where.add(f"n IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)", match)
    return where


def _of_statements(catalogue: Catalogue, asked: Filters) -> _Where:
    """The conditions on a statement ``s``, but for the words."""
    where = _Where()
    for column, value in (("predicate", asked.relation), ("status", asked.status)):
        if value:
            where.add(f"s.{column} = ?", value)
    if asked.least:
        where.add("s.confidence >= ?", float(asked.least))
    if asked.type:
        of = "(SELECT type FROM entity e WHERE e.n = s.{}) = ?"
        where.add(f"{of.format('subject')} OR {of.format('object')}", asked.type, asked.type)
    if asked.place:
        below, values = catalogue.below(), catalogue.below_values(asked.place)
        where.add(f"s.subject IN ({below}) OR s.object IN ({below})", *values, *values)
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
    """A date that says less (2022, 2022-09) is within what it may lie in."""
    day = f"{table}day"
    if asked.since:
        where.add(f"{day} != '' AND {day} >= substr(?, 1, length({day}))", asked.since)
    if asked.until:
        where.add(f"{day} != '' AND substr({day}, 1, length(?)) <= ?", asked.until, asked.until)


def _literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"
