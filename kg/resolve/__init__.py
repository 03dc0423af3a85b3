"""One entity, many names, across articles: blocking, evidence, union.

What one article says of its own entities is settled before, in `kg.nlp`; here entities of different
articles become one where there is evidence for it, and every merge carries its reasons.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Extraction, Records
from kg.resolve.brief import Brief
from kg.resolve.evidence import Context, codes_in
from kg.resolve.identities import Identities
from kg.resolve.rulings import JOIN, Ruling, idle, set_apart
from kg.resolve.stages import ISSUED, LEANING, joined_alone, leaning, stages
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
    codes = codes_in(entity for item in moved for entity in item.entities)
    stage = stages()
    issued = {iri for iri, entity in entities.items() if stage(entity.type) == ISSUED}
    context = Context(codes, issued, (fact for item in moved for fact in item.facts))
    clusters = joined_alone(entities, context, spoken, apart)
    for each in LEANING:
        leaning(each, entities.values(), context, clusters)
    merges = clusters.merges()
    kept = {item.replaced: item.kept for item in merges}
    return Identities(
        entities=tuple(sorted(joined(entities, kept), key=lambda item: item.id)),
        merges=merges,
        kept=kept,
        own=own,
    )
