"""All that comes after extraction: one entity of many names, the reader's word, the ontology's.

With ``only`` `kg.build.files.LINES` and without decisions, articles flow: one is opened at a time and its
lines go to disk, and where the build of last time is at hand, only those are opened whose lines come out
otherwise. Who is who is told from the `Index`. Else all is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.build.around import bearing, changed_entities, entities, everyone
from kg.build.cache import Cache, Kept
from kg.build.entry import Counts
from kg.build.gather import Place
from kg.build.index import Index
from kg.build.known import Known, know
from kg.build.lines import Lines
from kg.build.watching import ends_of
from kg.model import ASSERTED, Records, Statement
from kg.ontology.quarantine import Rejected, sort_out, split
from kg.resolve.rulings import Ruling
from kg.values.phrase import phrase

if TYPE_CHECKING:
    from kg.review import Decision, Outcome


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of all articles; ``silent`` are the paths of those that gave no statement."""

    articles: int
    entities: int
    counts: Counts
    silent: tuple[str, ...]
    independent: int

    @classmethod
    def of(cls, index: Index, articles: int) -> Told:
        """What an index says that is filled."""
        silent = tuple(index.silent())
        return cls(articles, index.entities_written, index.total(), silent, index.independent())


@dataclass(frozen=True, slots=True)
class After:
    """What is written: where ``docs`` are None, ``records`` and ``rejected`` are all that there is.

    Else the lines of the articles ``docs`` are written already, and ``records`` have no more than the
    statements that a watched name stands in, and the entities that bear one.
    """

    records: Records
    rejected: tuple[Rejected, ...]
    told: Told
    outcomes: list[Outcome]
    idle: list[str]
    merges: int
    docs: frozenset[str] | None = None


# long: the steps from articles to what a build says of them, whether they are held or flow
class Settling:
    """Takes the articles of the sources to what a build says of them, which ``index`` keeps for the next."""

    def __init__(
        self,
        cache: Cache,
        index: Index,
        base: str,
        least: float,
        rulings: Sequence[Ruling],
        decisions: Sequence[Decision],
    ) -> None:
        self._cache, self._index, self._base, self._least = cache, index, base, least
        self._rulings, self._decisions = rulings, decisions

    def all(self, places: Sequence[Place]) -> After | None:
        """What all articles say; None where something kept of one is damaged (and is now forgotten)."""
        from kg.review import decide

        opened = [self._cache.load(place.key, place.doc, place.path) for place in places]
        kept = {item.extraction.article.doc: item for item in opened if item is not None}
        known = know(places, self._index, self._cache, self._rulings) if len(kept) == len(places) else None
        if known is None:
            return None
        found = everyone(self._index.seen, known)
        heads = (article for _, article in self._index.heads())
        said = (item for doc, one in kept.items() for item in found.moved(doc, one.extraction.statements))
        records = Records(
            articles=tuple(replace(item, raw=kept[item.doc].extraction.article.raw) for item in heads),
            entities=found.entities,
            statements=tuple(sorted(said, key=lambda item: item.id)),
            merges=found.merges,
            base=self._base,
        )
        records, outcomes = decide(records, self._decisions)
        records, rejected = split(records)
        self._count_all(known, records.statements, rejected)
        self._index.entities_written = len(records.entities)
        told = Told.of(self._index, len(places))
        return After(records, rejected, told, outcomes, self._idle(known), len(records.merges))

    def lines(self, places: Sequence[Place], written: Lines, watch: Sequence[str]) -> After | None:
        """What all articles say, into ``written``: of the build that is there those lines stay that come out
        as they were.

        There are no decisions. None as of `all`.
        """
        known = know(places, self._index, self._cache, self._rulings)
        if known is None:
            return None
        if known.anew:
            written.old = None
        for ids in known.gone.values():
            written.take(ids)
        opened = self._around(known, written)
        merges = known.who.merges()
        written.merges(merges)
        bearers = bearing(watch, written.written_entities(), known.who.became) if watch else ()
        wanted = {entity.id for entity in bearers}
        told: list[Statement] = []
        docs: set[str] = set()
        for number, place in zip(known.numbers, places, strict=True):
            if number in opened:
                kept = self._cache.load(place.key, place.doc, place.path)
                if kept is None:
                    return None
                fitting, others = self._said(place.doc, kept, known)
                written.take(self._index.said(number))
                written.add(kept.extraction.article, fitting, others)
                self._index.count(number, self._count(fitting, others), [item.id for item in fitting])
                told += [item for item in fitting if wanted and ends_of(item) & wanted]
                docs.add(place.doc)
        written.finish(docs | known.gone.keys())
        records = Records(
            (), tuple(bearers), tuple(sorted(told, key=lambda item: item.id)), merges, self._base
        )
        return After(
            records,
            (),
            Told.of(self._index, len(places)),
            [],
            self._idle(known),
            len(merges),
            frozenset(docs),
        )

    def _around(self, known: Known, written: Lines) -> set[int]:
        """Write articles and entities; the numbers of the articles whose statements are to be written."""
        index = self._index
        if written.old is None:
            written.articles((item for _, item in index.heads()), self._base)
            index.entities_written = written.entities(entities(index.seen, known.who))
            return set(known.numbers)
        heads = (item for _, item in index.heads(known.heads))
        written.articles(heads, self._base, known.heads | known.gone.keys())
        index.entities_written += written.changed_entities(changed_entities(index.seen, known))
        return known.fresh | index.seen.naming(known.moved)

    def _said(self, doc: str, kept: Kept, known: Known) -> tuple[list[Statement], list[Rejected]]:
        """The statements of an article, about the entities of the collection."""
        found = known.identities()
        types = {found.iri(doc, item.id): item.type for item in kept.extraction.entities}
        statements = found.moved(doc, kept.extraction.statements)
        loose = {iri for item in statements for iri in ends_of(item)} - types.keys()
        if loose:
            types |= self._index.seen.types(loose)
        return sort_out(statements, types)

    def _count_all(self, known: Known, statements: Iterable[Statement], rejected: Iterable[Rejected]) -> None:
        fitting: dict[str, list[Statement]] = {doc: [] for doc in known.docs}
        others: dict[str, list[Rejected]] = {doc: [] for doc in fitting}
        for item in statements:
            fitting[item.doc].append(item)
        for one in rejected:
            others[one.statement.doc].append(one)
        for number, doc in zip(known.numbers, known.docs, strict=True):
            ids = [item.id for item in fitting[doc]]
            self._index.count(number, self._count(fitting[doc], others[doc]), ids)

    def _count(self, statements: Sequence[Statement], rejected: Sequence[Rejected]) -> Counts:
        sure = [item for item in statements if item.confidence >= self._least]
        asserted = sum(item.status == ASSERTED for item in sure)
        return Counts(len(sure), asserted, len(statements) - len(sure), len(rejected))

    def _idle(self, known: Known) -> list[str]:
        from kg.resolve.rulings import idle

        if not self._rulings:
            return []
        iris = {iri for item in self._rulings for iri in (item.left, item.right) if iri}
        own = {iri: name for names in known.own.values() for name, iri in names.items()}
        there = self._index.seen.known({*iris, *own})
        there |= {own[iri] for iri in there & own.keys()}
        return [
            phrase("--merges: line {} has no effect: there is no {} in these articles", ruling.line, lost)
            for ruling, lost in idle(self._rulings, set(known.docs), there).items()
        ]
