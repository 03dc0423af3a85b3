"""Who is who in a collection, and what each article says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.model import Entity, Merge, Ref, Statement


@dataclass(frozen=True, slots=True)
class Identities:
    """The entities of a collection, sorted by id, and the merges, by what was replaced.

    ``kept`` has the entity that stands for each that was replaced; ``own`` what rulings call entities in
    single articles, by doc.
    """

    entities: tuple[Entity, ...]
    merges: tuple[Merge, ...]
    kept: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]]

    def iri(self, doc: str, iri: str) -> str:
        """What an entity of an article is in the collection."""
        if self.own and doc in self.own:
            iri = self.own[doc].get(iri, iri)
        return self.kept.get(iri, iri)

    def moved(self, doc: str, statements: Iterable[Statement]) -> list[Statement]:
        """The statements of an article, about the entities of the collection."""
        statements = list(statements)
        if own := self.own.get(doc):
            statements = [_with(item, own) for item in statements]
        return list(_moved(statements, self.kept))


def _with(statement: Statement, iris: Mapping[str, str]) -> Statement:
    subject, target = statement.subject, statement.object
    return statement.with_refs(
        replace(subject, id=iris.get(subject.id, subject.id)),
        target and replace(target, id=iris.get(target.id, target.id)),
    )


def _moved(statements: Iterable[Statement], iris: Mapping[str, str]) -> Iterator[Statement]:
    """An article's statements about the kept entities; those that come to say the same are one.

    What said the same before is told apart by its article, as rows alike are, and stays apart.
    """

    def moved(ref: Ref) -> Ref:
        return replace(ref, id=iris.get(ref.id, ref.id))

    result: dict[object, Statement] = {}
    became: dict[str, str] = {}
    alike: Counter[object] = Counter()
    for old in sorted(statements, key=lambda item: item.id):
        own = (
            old.doc,
            old.predicate,
            old.subject.id,
            old.object and old.object.id,
            old.qualifiers,
            old.status,
        )
        alike[own] += 1
        item = old.with_refs(moved(old.subject), None if old.object is None else moved(old.object))
        target = None if item.object is None else item.object.id
        key = (item.doc, item.predicate, item.subject.id, target, item.qualifiers, item.status, alike[own])
        first = result.get(key)
        result[key] = item if first is None else _with_evidence(first, item)
        became[item.id] = result[key].id
    for item in result.values():
        total = item.qualifiers.part_of
        if total is None or became.get(total, total) == total:
            yield item
        else:
            yield replace(item, qualifiers=replace(item.qualifiers, part_of=became[total]))


def _with_evidence(first: Statement, other: Statement) -> Statement:
    evidence = {
        (item.span.start, item.span.end, item.quote): item for item in other.evidence + first.evidence
    }
    return replace(
        first,
        evidence=tuple(evidence[key] for key in sorted(evidence)),
        confidence=max(first.confidence, other.confidence),
    )
