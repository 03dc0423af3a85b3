"""One entity, many names, across articles: blocking, evidence, union.

What one article says of its own entities is settled before, in `kg.nlp`; here entities of different
articles become one where there is evidence for it, and every merge carries its reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.errors import UsageError
from kg.model import Entity, Extraction, Records, Ref, Statement
from kg.ontology import load_ontology
from kg.resolve import evidence as found
from kg.resolve.clusters import Clusters, Pair
from kg.resolve.rulings import JOIN, Ruling, idle, set_apart

__all__ = ["resolve"]


def resolve(extractions: Sequence[Extraction], base: str, rulings: Sequence[Ruling] = ()) -> Records:
    """The records of ``extractions``, whose order counts: a merged entity keeps its earliest IRI.

    Entities of one IRI are one. Statements keep their ids; those of one article that a merge made
    equal are one, with the evidence of all. ``base`` is the base of the data IRIs. ``rulings`` are the
    reader's word and go before any evidence; UsageError where they contradict each other.
    """
    extractions, apart = set_apart(extractions, rulings)
    entities = _by_iri(entity for item in extractions for entity in item.entities)
    statements = [statement for item in extractions for statement in item.statements]
    lost = idle(rulings, extractions)
    joined = [item for item in rulings if item.verb == JOIN and item not in lost]
    clusters = _cluster(entities, statements, joined, apart)
    kept = {iri: clusters.kept(iri) for iri in entities}
    return Records(
        articles=tuple(sorted((item.article for item in extractions), key=lambda item: item.doc)),
        entities=tuple(sorted(_joined(entities, kept), key=lambda item: item.id)),
        statements=tuple(sorted(_moved(statements, kept), key=lambda item: item.id)),
        merges=clusters.merges(),
        base=base,
    )


def _cluster(
    entities: dict[str, Entity],
    statements: Sequence[Statement],
    joined: Sequence[Ruling],
    apart: frozenset[frozenset[str]],
) -> Clusters:
    """What the reader says first, then places, bodies, documents, persons: each leans on what came before."""
    ontology = load_ontology()
    person, body, place = (
        ontology.class_like(iri) for iri in (found.PERSON, found.ORGANIZATION, found.PLACE)
    )
    by_type: dict[str, list[Entity]] = {}
    for entity in entities.values():
        by_type.setdefault(entity.type, []).append(entity)
    context = found.Context(list(entities.values()), statements)
    located = by_type.get(place, []) + by_type.get(body, [])
    clusters = Clusters(entities, found.areas_of(located, context), apart)
    for item in joined:
        _rule(item, entities, clusters)
    for name in (place, body):
        clusters.join(found.pairs_by_area(by_type.get(name, []), context))
        if name == body:
            clusters.join(found.pairs_by_full_name(by_type.get(name, [])))
            clusters.join(found.pairs_by_alias(by_type.get(name, [])))
        clusters.join(found.pairs_by_parent(by_type.get(name, []), context, clusters))
    for name in sorted(set(by_type) - {person, body, place}):
        clusters.join(found.pairs_by_source(by_type[name], context, clusters))
    clusters.join(found.pairs_by_post(by_type.get(person, []), context, clusters))
    return clusters


def _rule(ruling: Ruling, entities: dict[str, Entity], clusters: Clusters) -> None:
    """Join what the reader joins."""
    left, right = entities[ruling.left], entities[ruling.right]
    if left.type != right.type:
        raise UsageError(f"--merges: line {ruling.line} joins a {left.type} and a {right.type}; remove it")
    if not clusters.force(Pair(left.id, right.id, f"the reader's word (line {ruling.line})", firm=True)):
        raise UsageError(f"--merges: line {ruling.line} joins what another line keeps apart; remove one")


def _by_iri(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Entities by IRI in order of first appearance, those of one IRI joined."""
    found: dict[str, list[Entity]] = {}
    for entity in entities:
        found.setdefault(entity.id, []).append(entity)
    return {iri: _union(items) for iri, items in found.items()}


def _joined(entities: dict[str, Entity], kept: dict[str, str]) -> Iterable[Entity]:
    """One entity for each cluster; it keeps the name of its earliest article."""
    found = {iri: [entity] for iri, entity in entities.items() if kept[iri] == iri}
    for iri, entity in entities.items():
        if kept[iri] != iri:
            found[kept[iri]].append(entity)
    return map(_union, found.values())


def _union(items: Sequence[Entity]) -> Entity:
    """Several as the first of them, with what the others know."""
    first = items[0]
    if len(items) == 1:
        return first
    coded = next((item for item in items if item.code), first)
    names = {name for item in items for name in (item.name, *item.aliases)} - {first.name}
    return replace(
        first,
        aliases=tuple(sorted(names)),
        docs=tuple(sorted({doc for item in items for doc in item.docs})),
        traditional=tuple(sorted({form for item in items for form in item.traditional})),
        kind=next((item.kind for item in items if item.kind), first.kind),
        code=coded.code,
        link=coded.link,
    )


def _moved(statements: Iterable[Statement], kept: dict[str, str]) -> Iterable[Statement]:
    """Statements about the kept entities; those of one article that come to say the same are one.

    What said the same before is told apart by its article, as rows alike are, and stays apart.
    """

    def moved(ref: Ref) -> Ref:
        return replace(ref, id=kept.get(ref.id, ref.id))

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
