"""What is asked of a catalogue: an entity, its statements, an article, what lies below a place."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.catalogue.fold import phrases
from kg.model import ASSERTED, Article, Entity, Merge, Statement
from kg.ontology import load_ontology
from kg.resolve.names import also_called
from kg.values.areas import ancestors, load_areas
from kg.values.iri import place_iri

_ZEROS = re.compile(r"(?:00)+$(?<=^.{6})")  # of a province's or a city's code of six digits
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with the article that it stands in."""

    statement: Statement
    article: Article


# long: one connection, a short method for each query
class Catalogue:
    """A build to be looked up; ``raw`` gives the text of an article by its ``doc``."""

    def __init__(self, database: sqlite3.Connection, raw: Callable[[str], str]) -> None:
        self._database, self._raw = database, raw
        self.base: str = database.execute("SELECT base FROM made").fetchone()[0]

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query in SQL."""
        return self._database.execute(query, [clean(value) for value in values]).fetchall()

    def counts(self) -> tuple[int, int, int]:
        """How many articles, entities and statements there are."""
        articles, entities, statements = (
            self.rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in ("article", "entity", "statement")
        )
        return articles, entities, statements

    def entity(self, iri: str) -> Entity | None:
        """The entity of an IRI; of one that was merged into another, that one."""
        found = self.rows("SELECT type, data FROM entity WHERE id = ?", iri)
        if not found:
            kept = self.rows("SELECT kept FROM merge WHERE replaced = ?", iri)
            found = self.rows("SELECT type, data FROM entity WHERE id = ?", kept[0][0]) if kept else []
        return _entity(*found[0]) if found else None

    def called(self, name: str) -> list[Entity]:
        """The entities of that IRI, name or other name, those with most statements first."""
        match = " AND ".join(phrases(name)) or '""'
        rows = self.rows(
            "SELECT type, data FROM entity WHERE id = ? OR name = ? OR n IN"
            " (SELECT rowid FROM names WHERE names MATCH ?) ORDER BY weight DESC, n LIMIT 200",
            *(name, name, match),
        )
        found = [_entity(*row) for row in rows]
        return [item for item in found if name in (item.id, item.name, *also_called(item), *item.traditional)]

    def entities(self) -> Iterator[Entity]:
        """All of them, by number."""
        for type_, data in self._database.execute("SELECT type, data FROM entity ORDER BY n").fetchall():
            yield _entity(type_, data)

    def article(self, doc: str) -> Article | None:
        """The article with its text."""
        found = self.rows("SELECT data FROM article WHERE doc = ?", doc)
        return _article(found[0][0], self._raw) if found else None

    def article_of(self, key: str) -> str | None:
        """The doc of the article whose IRI ends with ``key``."""
        found = self.rows("SELECT doc FROM article WHERE json_extract(data, '$[2]') GLOB ? || '*'", key)
        return found[0][0] if found and re.fullmatch("[0-9a-f]{16}", key) else None

    def articles(self) -> Iterator[Article]:
        """All of them with their texts, the oldest first."""
        for (data,) in self.rows("SELECT data FROM article ORDER BY n"):
            yield _article(data, self._raw)

    def about(self, iri: str) -> list[Line]:
        """The statements of every status that have an entity at either end, by the date of their articles."""
        number = self.rows("SELECT n FROM entity WHERE id = ?", iri)
        if not number:
            return []
        ends = ("subject", "object")
        inside = " UNION ".join(f"SELECT n FROM statement WHERE {end} = ?" for end in ends)
        where = f"s.n IN ({inside})"
        return self._lines(where, number[0][0], number[0][0])

    def told_by(self, doc: str) -> list[Line]:
        """The statements of an article."""
        return self._lines("a.doc = ?", doc)

    def statement(self, iri: str) -> Line | None:
        """One statement."""
        return next(iter(self._lines("l.id = ?", iri)), None)

    def lines(self, numbers: Iterable[int]) -> list[Line]:
        """The statements of these numbers, in their order."""
        wanted = [int(number) for number in numbers]
        marks = ", ".join("?" * len(wanted))
        rows = self.rows(
            "SELECT s.n, l.data, a.data FROM statement s JOIN line l ON l.n = s.n"
            f" JOIN article a ON a.n = s.article WHERE s.n IN ({marks})",
            *wanted,
        )
        found = {number: Line(_statement(data), _article(of, self._raw)) for number, data, of in rows}
        return [found[number] for number in wanted if number in found]

    def merges(self, iri: str) -> list[Merge]:
        """What was held to be this entity, with the reasons."""
        rows = self.rows("SELECT kept, replaced, reasons FROM merge WHERE kept = ? ORDER BY replaced", iri)
        return [Merge(kept, replaced, tuple(json.loads(reasons))) for kept, replaced, reasons in rows]

    def above(self, iri: str) -> list[Entity]:
        """The places around an entity, the nearest first: as the statements of containment make the chain,
        and beyond them the table of areas, whose places may be none of this build."""
        chain = self._stated(iri)
        last = chain[-1] if chain else self.entity(iri)
        if last is None or not last.code:
            return chain
        for code in ancestors(last.code):
            known = self.entity(place_iri(self.base, code))
            if known is None and code in load_areas():
                known = Entity("", last.type, load_areas()[code], code=code)
            if known is not None and known.name != last.name:
                chain.append(known)
        return chain

    def _stated(self, iri: str) -> list[Entity]:
        chain: list[Entity] = []
        seen, key = {iri}, iri
        names = _transitive()
        marks = ", ".join("?" * len(names))
        while True:
            rows = self.rows(
                "SELECT o.id FROM statement s JOIN entity e ON e.n = s.subject"
                " JOIN entity o ON o.n = s.object"
                f" WHERE e.id = ? AND s.predicate IN ({marks}) AND s.status = '{ASSERTED}'"
                " GROUP BY o.n ORDER BY COUNT(*) DESC, o.id",
                key,
                *names,
            )
            key = next((row[0] for row in rows if row[0] not in seen), "")
            found = self.entity(key) if key else None
            if found is None:
                return chain
            seen.add(key)
            chain.append(found)

    def below(self) -> str:
        """SQL for the numbers of a place and of all that lies below it; it takes `below_values`."""
        marks = ", ".join("?" * len(_transitive()))
        return (
            "WITH RECURSIVE down(n) AS (SELECT n FROM entity WHERE id = ? OR name = ?"
            " UNION SELECT entity.n FROM json_each(?) AS area JOIN entity"
            " ON entity.code >= area.value AND entity.code < area.value || 'A'"
            " UNION SELECT s.subject FROM statement s JOIN down ON s.object = down.n"
            f" WHERE s.predicate IN ({marks}) AND s.status = '{ASSERTED}') SELECT n FROM down"
        )

    def below_values(self, place: str) -> tuple[str, ...]:
        """The values for `below`; ``place`` is an IRI or a name, of an area of the table too."""
        codes = {
            row[0] for row in self.rows("SELECT code FROM entity WHERE id = ? OR name = ?", place, place)
        }
        codes |= {code for code, name in load_areas().items() if name == place}
        starts = sorted(_ZEROS.sub("", code) for code in codes if code)
        return (place, place, json.dumps(starts), *_transitive())

    def numbered_entities(self, numbers: Iterable[int]) -> list[tuple[Entity, int]]:
        """The entities of these numbers in their order, each with how many statements it has."""
        wanted = list(numbers)
        marks = ", ".join("?" * len(wanted))
        rows = self.rows(f"SELECT n, type, data, weight FROM entity WHERE n IN ({marks})", *wanted)
        found = {number: (_entity(type_, data), weight) for number, type_, data, weight in rows}
        return [found[number] for number in wanted]

    def numbered_articles(self, numbers: Iterable[int]) -> list[Article]:
        """The articles of these numbers in their order."""
        wanted = list(numbers)
        marks = ", ".join("?" * len(wanted))
        rows = self.rows(f"SELECT n, data FROM article WHERE n IN ({marks})", *wanted)
        found = {number: _article(data, self._raw) for number, data in rows}
        return [found[number] for number in wanted]

    def outlets(self) -> list[str]:
        """The publishers, those with most articles first."""
        query = "SELECT publisher FROM article WHERE publisher != '' GROUP BY publisher"
        return [row[0] for row in self.rows(f"{query} ORDER BY COUNT(*) DESC, publisher LIMIT 200")]

    def _lines(self, where: str, *values: object) -> list[Line]:
        rows = self.rows(
            "SELECT l.data, a.data FROM statement s JOIN line l ON l.n = s.n"
            " JOIN article a ON a.n = s.article"
            f" WHERE {where} ORDER BY a.n, s.n",
            *values,
        )
        return [Line(_statement(data), _article(of, self._raw)) for data, of in rows]


def day(date: str | None) -> str:
    """A date as far as it is one, to be compared: ``2022-09``; empty for none."""
    return date if date and _DAY.fullmatch(date) else ""


def _transitive() -> list[str]:
    """The relations whose statements make a chain of places."""
    return sorted(name for name, item in load_ontology().relations.items() if item.transitive)


def clean(value: object) -> object:
    """A value as SQLite takes it: half of a surrogate pair is replaced."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _statement(data: str) -> Statement:
    return Statement.from_dict(json.loads(data))


def _article(data: str, raw: Callable[[str], str]) -> Article:
    doc, path, *rest = json.loads(data)
    return Article(doc, path, raw(doc), *rest)


def _entity(type_: str, data: str) -> Entity:
    aliases, docs, kind, traditional, code, link, name, iri = json.loads(data)
    return Entity(iri, type_, name, tuple(aliases), tuple(docs), kind, tuple(traditional), code, link)
