"""All that comes after extraction: one entity of many names, the reader's word, the ontology's.

With ``only`` `kg.build.files.LINES` and without decisions, articles flow: one is opened at a time and its
lines go to disk, and where the build of last time is at hand, only those are opened whose lines come out
otherwise. Held are the briefs and the entities of all. Else all is held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.build.briefs import Briefs, Counts, Known, Line
from kg.build.cache import Cache, Kept
from kg.build.gather import Place
from kg.build.lines import Lines
from kg.build.watching import called, ends_of
from kg.model import ASSERTED, Article, Records, Statement
from kg.ontology.quarantine import Rejected, sort_out, split
from kg.resolve import Identities, identify
from kg.values.phrase import phrase

if TYPE_CHECKING:
    from kg.resolve.rulings import Ruling
    from kg.review import Decision, Outcome

#: the hash of what came of an article, and what its statements counted for
Earlier = tuple[str, Counts]


@dataclass(frozen=True, slots=True)
class After:
    """What is written: where ``docs`` are None, ``records`` and ``rejected`` are all that there is.

    Else they say what is written already of the articles ``docs``: articles come without their text then,
    and of statements those alone that a watched name stands in. ``counts`` has every article by its doc.
    """

    records: Records
    rejected: tuple[Rejected, ...]
    counts: dict[str, Counts]
    briefs: Iterable[bytes]
    outcomes: list[Outcome]
    idle: list[str]
    docs: frozenset[str] | None = None


# long: who is who once for all articles, whether they are held or flow
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
        counts = self._counts(places, records.statements, rejected)
        came = list(_outcomes(known, places, found))
        lines = (
            Line(place.key, item, outcome, counts[place.doc]).written()
            for place, item, outcome in zip(places, known, came, strict=True)
        )
        return After(records, rejected, counts, lines, outcomes, self._idle(known))

    def lines(
        self, places: Sequence[Place], briefs: Briefs, written: Lines, watch: Iterable[str]
    ) -> After | None:
        """What all articles say, into ``written``; those are opened twice, one after the other, that have no
        brief, and those once whose lines come out otherwise than in the build that ``briefs`` are of.

        There are no decisions. None as of `all`.
        """
        found_before = self._known(places, briefs)
        if found_before is None:
            return None
        known, before = found_before
        reprints, found = _reprints(known), identify([item.brief for item in known], self._rulings)
        articles = (_marked(item.article, reprints) for item in known)
        records = self._records(articles, found, ())
        wanted = {entity.id for name in watch for entity in called(name, records)}
        came = list(_outcomes(known, places, found))
        types = {entity.id: entity.type for entity in found.entities}
        counts: dict[str, Counts] = {}
        told: list[Statement] = []
        opened: set[str] = set()
        for place, earlier, outcome in zip(places, before, came, strict=True):
            if earlier is not None and earlier[0] == outcome:
                counts[place.doc] = earlier[1]
                continue
            kept = self._cache.load(place.key, place.doc, place.path)
            if kept is None:
                return None
            fitting, others = sort_out(found.moved(place.doc, kept.extraction.statements), types)
            counts[place.doc] = self._count(fitting, others)
            told += [item for item in fitting if wanted and ends_of(item) & wanted]
            opened.add(place.doc)
            written.add(kept.extraction.article, fitting, others)
        gone = frozenset(briefs.docs).difference(place.doc for place in places)
        written.finish(records, opened | gone)
        lines = (
            Line(place.key, item, outcome, counts[place.doc]) if place.doc in opened else place.key
            for place, item, outcome in zip(places, known, came, strict=True)
        )
        records = replace(records, statements=tuple(sorted(told, key=lambda item: item.id)))
        return After(records, (), counts, briefs.written(lines), [], self._idle(known), frozenset(opened))

    def _known(
        self, places: Sequence[Place], briefs: Briefs
    ) -> tuple[list[Known], list[Earlier | None]] | None:
        """Each article without its text, and what came of it before; None where one is damaged."""
        known: list[Known] = []
        before: list[Earlier | None] = []
        lines = briefs.lines((place.key, place.doc, place.path) for place in places)
        for place, line in zip(places, lines, strict=True):
            if line is not None:
                known.append(line.known)
                before.append((line.outcome, line.counts))
            elif kept := self._cache.load(place.key, place.doc, place.path):
                known.append(Known.of(kept))
                before.append(None)
        return (known, before) if len(known) == len(places) else None

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

    def _counts(
        self, places: Iterable[Place], statements: Iterable[Statement], rejected: Iterable[Rejected]
    ) -> dict[str, Counts]:
        fitting: dict[str, list[Statement]] = {place.doc: [] for place in places}
        others: dict[str, list[Rejected]] = {doc: [] for doc in fitting}
        for item in statements:
            fitting[item.doc].append(item)
        for one in rejected:
            others[one.statement.doc].append(one)
        return {doc: self._count(fitting[doc], others[doc]) for doc in fitting}

    def _count(self, statements: Sequence[Statement], rejected: Sequence[Rejected]) -> Counts:
        sure = [item for item in statements if item.confidence >= self._least]
        asserted = sum(item.status == ASSERTED for item in sure)
        return Counts(len(sure), asserted, len(statements) - len(sure), len(rejected))

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
        ends = (*(entity.id for entity in item.brief.entities), *item.loose)
        are_now = [f"{found.told(place.doc, iri)} {types.get(found.iri(place.doc, iri), '')}" for iri in ends]
        told = "\0".join((place.key, place.doc, *are_now))
        yield hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _reprints(known: Iterable[Known]) -> dict[str, str]:
    """The docs that are reprints, each with that of the earliest article which they are one of."""
    from kg.build.reprints import reprints

    sketches = {item.article.doc: item.sketch for item in known}
    articles = sorted((item.article for item in known), key=lambda one: (one.date or "9999", one.doc))
    return reprints(sketches, [article.doc for article in articles])


def _marked(article: Article, reprints: Mapping[str, str]) -> Article:
    first = reprints.get(article.doc)
    return article if first is None else replace(article, reprint_of=first)
