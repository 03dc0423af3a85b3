"""Posts of an area and of its government: a 市长 of 荆门市 and of 荆门市人民政府 holds one post.

It is the government's where a collection names that, and else the area's. Other posts stay with their bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from kg.lexicon import load_lexicon
from kg.model import Entity, Ref, Statement
from kg.ontology import load_ontology
from kg.resolve import evidence as found


def seats_of(entities: Iterable[Entity]) -> dict[str, Ref]:
    """The government of each area that has just one among ``entities``, by the area's IRI."""
    entities = list(entities)
    place, body = (load_ontology().class_like(iri) for iri in (found.PLACE, found.ORGANIZATION))
    context = found.Context((entity for entity in entities if entity.code), ())
    by_code: dict[str, set[str]] = {}
    by_name: dict[tuple[str, str], set[str]] = {}
    known: dict[str, Entity] = {}
    for entity in entities:
        names = _areas(entity) if entity.type == body else ()
        if names:
            known[entity.id] = entity
            code, rest = context.area(entity)
            if code and rest in _governments():
                by_code.setdefault(code, set()).add(entity.id)
        for name in names:
            for doc in entity.docs:
                by_name.setdefault((doc, name), set()).add(entity.id)
    seats = {}
    for entity in entities:
        if entity.type == place:
            governing = by_code.get(entity.code, set()) if entity.code else _near(entity, by_name)
            if len(governing) == 1:
                (iri,) = governing
                seats[entity.id] = Ref(iri, known[iri].type, known[iri].name)
    return seats


def seated(statement: Statement, seats: Mapping[str, Ref]) -> Statement:
    """The statement, of the government where it is a post of an area that has one."""
    seat = seats.get(statement.object.id) if statement.object else None
    title = statement.qualifiers.title or ""
    if seat is None or not title.endswith(_posts()) or statement.predicate not in _memberships():
        return statement
    return statement.with_refs(statement.subject, seat)


def _areas(entity: Entity) -> set[str]:
    """The areas whose government a body is by its names: 红石镇 of 红石镇人民政府."""
    names = (entity.name, *entity.aliases)
    return {
        name.removesuffix(end)
        for name in names
        for end in _governments()
        if name.endswith(end) and len(name) > len(end)
    }


def _near(area: Entity, by_name: Mapping[tuple[str, str], set[str]]) -> set[str]:
    """The governments of an area without a code that its own articles name."""
    names = (area.name, *area.aliases)
    return {iri for doc in area.docs for name in names for iri in by_name.get((doc, name), ())}


@cache
def _governments() -> tuple[str, ...]:
    return tuple(sorted(load_lexicon().titles.governments, key=len, reverse=True))


@cache
def _posts() -> tuple[str, ...]:
    return tuple(load_lexicon().titles.area_posts)


@cache
def _memberships() -> frozenset[str]:
    return frozenset(load_ontology().relations_with(found.MEMBERSHIP))
