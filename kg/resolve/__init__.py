"""One entity, many names, across articles: blocking, evidence, union.

What one article says of its own entities is settled before, in `kg.nlp`; here entities of different
articles become one where there is evidence for it, and every merge carries its reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.errors import UsageError
from kg.model import Entity, Extraction, Records
from kg.ontology import load_ontology
from kg.resolve import evidence as found
from kg.resolve.brief import Brief
from kg.resolve.clusters import Clusters, Pair
from kg.resolve.evidence import Fact
from kg.resolve.identities import Identities
from kg.resolve.rulings import JOIN, Ruling, idle, set_apart
from kg.resolve.seats import seats_of
from kg.resolve.union import by_iri, joined

__all__ = ["Brief", "Identities", "identify", "resolve"]


def resolve(extractions: Sequence[Extraction], base: str, rulings: Sequence[Ruling] = ()) -> Records:
    """The records of ``extractions``, whose order counts: a merged entity keeps its earliest IRI.

    Entities of one IRI are one. Statements keep their ids; those of one article that a merge made
    equal are one, with the evidence of all. ``base`` is the base of the data IRIs. ``rulings`` are the
    reader's word and go before any evidence; UsageError where they contradict each other.
    """
    found = identify([Brief.of(item) for item in extractions], rulings)
    moved = (
        statement for item in extractions for statement in found.moved(item.article.doc, item.statements)
    )
    return Records(
        articles=tuple(sorted((item.article for item in extractions), key=lambda item: item.doc)),
        entities=found.entities,
        statements=tuple(sorted(moved, key=lambda item: item.id)),
        merges=found.merges,
        base=base,
    )


def identify(briefs: Sequence[Brief], rulings: Sequence[Ruling] = ()) -> Identities:
    """Which entities of these articles are one. Order, ``rulings`` and errors as of `resolve`."""
    own, apart = set_apart({item.doc: item.key for item in briefs}, rulings)
    moved = [item.moved(own[item.doc]) if item.doc in own else item for item in briefs]
    entities = by_iri(entity for item in moved for entity in item.entities)
    lost = idle(rulings, {item.doc for item in moved}, entities)
    spoken = [item for item in rulings if item.verb == JOIN and item not in lost]
    clusters = _cluster(entities, (fact for item in moved for fact in item.facts), spoken, apart)
    merges = clusters.merges()
    kept = {item.replaced: item.kept for item in merges}
    known = tuple(sorted(joined(entities, kept), key=lambda item: item.id))
    return Identities(entities=known, merges=merges, kept=kept, own=own, seats=seats_of(known))


def _cluster(
    entities: dict[str, Entity],
    facts: Iterable[Fact],
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
    context = found.Context(entities.values(), facts)
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
