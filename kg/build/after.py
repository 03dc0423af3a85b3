"""All that comes after extraction: one entity of many names, the reader's word, the ontology's.

With ``only`` `kg.build.files.LINES`, and the build of last time at hand, only those articles are opened whose
lines come out otherwise; else all are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.briefs import Counts, Known, Line
from kg.build.cache import Cache, Kept
from kg.build.gather import Place
from kg.model import ASSERTED, Article, Records, Statement
from kg.ontology.quarantine import Rejected, sort_out, split
from kg.resolve import Identities, identify
from kg.values.phrase import phrase

if TYPE_CHECKING:
    from kg.resolve.rulings import Ruling
    from kg.review import Decision, Outcome


@dataclass(frozen=True, slots=True)
class After:
    """What is written: ``records`` and ``rejected`` are of ``docs`` alone, where they are not None.

    Articles, entities and merges are all there. ``gone`` has the docs that the earlier build had besides.
    """

    records: Records
    rejected: tuple[Rejected, ...]
    lines: list[Line]
    outcomes: list[Outcome]
    idle: list[str]
    docs: frozenset[str] | None = None
    gone: frozenset[str] = frozenset()


class Settling:
    """Takes the articles of the sources to what a build says of them."""

    def __init__(
        self, cache: Cache, base: str, least: float, rulings: Sequence[Ruling], decisions: Sequence[Decision]
    ) -> None:
        self._cache, self._base, self._least = cache, base, least
        self._rulings, self._decisions = rulings, decisions

    def all(self, places: Sequence[Place]) -> After | None:
        """What all articles say; None where something kept of one is damaged (and is now forgotten)."""
        from kg.review import decide

        kept = self._opened(places)
        if kept is None:
            return None
        known = [Known.of(item) for item in kept]
        reprints, found = _reprints(known), identify([item.brief for item in known], self._rulings)
        articles = (_marked(item.extraction.article, reprints) for item in kept)
        said = [
            statement
            for item in kept
            for statement in found.moved(item.extraction.article.doc, item.extraction.statements)
        ]
        records, outcomes = decide(self._records(articles, found, said), self._decisions)
        records, rejected = split(records)
        counts = self._counts(records.statements, rejected)
        came = list(_outcomes(known, places, found))
        lines = [
            Line(place.key, item, outcome, counts.get(place.doc, Counts()))
            for place, item, outcome in zip(places, known, came, strict=True)
        ]
        return After(records, rejected, lines, outcomes, self._idle(known))

    def changed(
        self, places: Sequence[Place], before: Sequence[Line | None], docs: Iterable[str]
    ) -> After | None:
        """What those articles say that had no line ``before``, or that come out otherwise now.

        ``docs`` are those of the earlier build. There are no decisions. None as of `all`.
        """
        new = self._opened([place for place, line in zip(places, before, strict=True) if line is None])
        if new is None:
            return None
        fresh = iter(new)
        known = [Known.of(next(fresh)) if line is None else line.known for line in before]
        reprints, found = _reprints(known), identify([item.brief for item in known], self._rulings)
        came = list(_outcomes(known, places, found))
        other = [
            place
            for place, line, outcome in zip(places, before, came, strict=True)
            if line is None or line.outcome != outcome
        ]
        kept = self._opened(other)
        if kept is None:
            return None
        types = {entity.id: entity.type for entity in found.entities}
        said: list[Statement] = []
        rejected: list[Rejected] = []
        texts: dict[str, Article] = {}
        for item in kept:
            article = item.extraction.article
            texts[article.doc] = article
            fitting, others = sort_out(found.moved(article.doc, item.extraction.statements), types)
            said += fitting
            rejected += others
        counts = self._counts(said, rejected)
        lines = [
            Line(place.key, item, outcome, counts.get(place.doc, Counts()))
            if line is None or place.doc in texts
            else line
            for place, item, outcome, line in zip(places, known, came, before, strict=True)
        ]
        articles = (_marked(texts.get(item.article.doc, item.article), reprints) for item in known)
        records = self._records(articles, found, said)
        gone = frozenset(docs).difference(place.doc for place in places)
        return After(records, tuple(rejected), lines, [], self._idle(known), frozenset(texts), gone)

    def _opened(self, places: Iterable[Place]) -> list[Kept] | None:
        found = [self._cache.load(place.key, place.doc, place.path) for place in places]
        kept = [item for item in found if item is not None]
        return kept if len(kept) == len(found) else None

    def _records(self, articles: Iterable[Article], found: Identities, said: Iterable[Statement]) -> Records:
        return Records(
            articles=tuple(sorted(articles, key=lambda item: item.doc)),
            entities=found.entities,
            statements=tuple(sorted(said, key=lambda item: item.id)),
            merges=found.merges,
            base=self._base,
        )

    def _counts(self, statements: Iterable[Statement], rejected: Iterable[Rejected]) -> dict[str, Counts]:
        found: dict[str, list[int]] = {}
        for item in statements:
            counts = found.setdefault(item.doc, [0, 0, 0, 0])
            sure = item.confidence >= self._least
            counts[0] += sure
            counts[1] += sure and item.status == ASSERTED
            counts[2] += not sure
        for one in rejected:
            found.setdefault(one.statement.doc, [0, 0, 0, 0])[3] += 1
        return {doc: Counts(*counts) for doc, counts in found.items()}

    def _idle(self, known: Sequence[Known]) -> list[str]:
        from kg.resolve.rulings import idle

        if not self._rulings:
            return []
        docs = {item.article.doc for item in known}
        iris = {entity.id for item in known for entity in item.brief.entities}
        return [
            phrase("--merges: line {} has no effect: there is no {} in these articles", ruling.line, lost)
            for ruling, lost in idle(self._rulings, docs, iris).items()
        ]


def _outcomes(known: Iterable[Known], places: Iterable[Place], found: Identities) -> Iterator[str]:
    """For each article a hash of what it is called and of who its entities are."""
    types = {entity.id: entity.type for entity in found.entities}
    for item, place in zip(known, places, strict=True):
        total = hashlib.blake2b(f"{place.key}\0{place.doc}".encode("utf-8", "surrogatepass"), digest_size=12)
        for iri in (*(entity.id for entity in item.brief.entities), *item.loose):
            is_now = found.iri(place.doc, iri)
            total.update(f"\0{is_now} {types.get(is_now, '')}".encode("utf-8", "surrogatepass"))
        yield total.hexdigest()


def _reprints(known: Iterable[Known]) -> dict[str, str]:
    """The docs that are reprints, each with that of the earliest article which they are one of."""
    from kg.build.reprints import reprints

    sketches = {item.article.doc: item.sketch for item in known}
    articles = sorted((item.article for item in known), key=lambda one: (one.date or "9999", one.doc))
    return reprints(sketches, [article.doc for article in articles])


def _marked(article: Article, reprints: Mapping[str, str]) -> Article:
    first = reprints.get(article.doc)
    return article if first is None else replace(article, reprint_of=first)


def write_changed(after: After, old: Path, folder: Path) -> frozenset[str]:
    """Write into ``folder`` the lines of the build ``old`` with what has changed; what of ``old`` stays.

    ValueError or OSError where ``old`` is damaged.
    """
    from kg.build.patch import patch_quarantine, patch_statements
    from kg.values.records import SOURCES, write_around, write_source

    assert after.docs is not None
    write_around(after.records, folder)
    out = after.docs | after.gone
    patch_statements(old, folder, out, after.records.statements)
    patch_quarantine(old, folder, out, after.rejected)
    for article in after.records.articles:
        if article.doc in after.docs:
            write_source(article, folder)
    docs = {article.doc for article in after.records.articles} - after.docs
    return frozenset(f"{SOURCES}/{doc}.txt" for doc in docs)
