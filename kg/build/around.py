"""The entities of a build, from the index and from who is who: all, or those that come out otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.build.entry import number_of
from kg.build.known import Known
from kg.build.seen import Seen
from kg.build.watching import bears
from kg.build.who import Who
from kg.model import Entity
from kg.resolve import Identities
from kg.resolve.union import united


def everyone(seen: Seen, known: Known) -> Identities:
    """Who is who, with all entities."""
    found = tuple(sorted(entities(seen, known.who), key=lambda item: item.id))
    return Identities(found, known.who.merges(), known.who.became, known.own)


def entities(seen: Seen, who: Who) -> Iterator[Entity]:
    """All entities, in no order that means anything."""
    several = set(who.became.values())
    members: dict[str, list[tuple[tuple[int, int], Entity]]] = {}
    for order, entity in seen.everyone():
        kept = who.kept(entity.id)
        if kept in several:
            members.setdefault(kept, []).append((order, entity))
        else:
            yield entity
    for kept, found in members.items():
        yield _joined(kept, [entity for _, entity in sorted(found, key=lambda item: item[0])])


def changed_entities(seen: Seen, known: Known) -> dict[str, Entity | None]:
    """The entities whose line is another one than in the last build, by IRI; None for those that go."""
    who = known.who
    bearing = known.touched | known.moved
    now = {who.kept(iri) for iri in bearing} | {kept for iri in known.moved if (kept := who.was(iri))}
    found: dict[str, Entity | None] = dict.fromkeys(bearing | now)
    members: dict[str, list[str]] = {}
    for iri, kept in who.became.items():
        if kept in found:
            members.setdefault(kept, []).append(iri)
    wanted = [iri for iri in found if who.kept(iri) == iri]
    there = seen.entities({number_of(i) for kept in wanted for i in (kept, *members.get(kept, ()))})
    order = {iri: at for at, iri in enumerate(there)}
    for kept in wanted:
        if kept in there:
            own = sorted((kept, *members.get(kept, ())), key=order.__getitem__)
            found[kept] = _joined(kept, [there[iri] for iri in own])
    return found


def bearing(watch: Sequence[str], found: Iterable[Entity], became: Mapping[str, str]) -> list[Entity]:
    """Those entities that bear one of the watched names."""
    names = [(name, became.get(name, name)) for name in watch]
    return [item for item in found if any(bears(item, name, now) for name, now in names)]


def _joined(kept: str, items: Sequence[Entity]) -> Entity:
    """One entity of several, as the one that is kept; they are in the order of the articles."""
    if len(items) == 1:
        return items[0]
    first = next(item for item in items if item.id == kept)
    others = [item for item in items if item.id != kept]
    return united([first, *others], (doc for item in items for doc in item.docs))
