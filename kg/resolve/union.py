"""Several entities as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.model import Entity


def by_iri(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Entities by IRI in order of first appearance, those of one IRI joined."""
    found: dict[str, Entity] = {}
    more: dict[str, list[Entity]] = {}
    for entity in entities:
        first = found.setdefault(entity.id, entity)
        if first is not entity:
            more.setdefault(entity.id, [first]).append(entity)
    return found | {iri: _union(items) for iri, items in more.items()}


def joined(entities: dict[str, Entity], kept: Mapping[str, str]) -> Iterable[Entity]:
    """One entity for each cluster; it keeps the name of its earliest article."""
    found: dict[str, list[Entity]] = {}
    for iri, entity in entities.items():
        if iri in kept:
            found.setdefault(kept[iri], [entities[kept[iri]]]).append(entity)
    return (_union(found.get(iri) or (entity,)) for iri, entity in entities.items() if iri not in kept)


def united(items: Sequence[Entity], docs: Iterable[str]) -> Entity:
    """The first of several, of all of these ``docs``, with what the others know."""
    first = items[0]
    coded = next((item for item in items if item.code), first)
    names = {name for item in items for name in (item.name, *item.aliases)} - {first.name}
    return replace(
        first,
        aliases=tuple(sorted(names)),
        docs=tuple(sorted(set(docs))),
        traditional=tuple(sorted({form for item in items for form in item.traditional})),
        kind=next((item.kind for item in items if item.kind), first.kind),
        code=coded.code,
        link=coded.link,
    )


def _union(items: Sequence[Entity]) -> Entity:
    """Several as the first of them, with what the others know."""
    if len(items) == 1:
        return items[0]
    return united(items, (doc for item in items for doc in item.docs))
