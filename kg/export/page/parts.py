"""Which part of a graph a page draws: the most important entities, some articles, or some entities whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.errors import UsageError
from kg.model import Entity, Records, Ref, Statement
from kg.resolve.names import also_called
from kg.values.phrase import phrase

LIMIT = 20_000  # entities on one page; more are counted on it, not drawn


@dataclass(frozen=True, slots=True)
class Part:
    """Entities and statements to draw, by id; ``keys`` are the ids or docs that the part is made for.

    The first of the keys is the entity to open with, where the part is made around one.
    """

    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    keys: tuple[str, ...] = ()


def ends(statement: Statement) -> list[Ref]:
    """The entities of a statement."""
    return [statement.subject] if statement.object is None else [statement.subject, statement.object]


def everyone(records: Records) -> dict[str, Entity]:
    """All entities by id, those too that only a statement names."""
    known = {entity.id: entity for entity in records.entities}
    for statement in records.statements:
        for ref in ends(statement):
            known.setdefault(ref.id, Entity(ref.id, ref.type, ref.name))
    return known


def weights(statements: Iterable[Statement]) -> Counter[str]:
    """How many statements each entity has."""
    return Counter(key for statement in statements for key in {ref.id for ref in ends(statement)})


def most_important(records: Records, focus: str | None, top: int | None) -> Part:
    """The entities with most statements; ``focus`` and its neighbours come first.

    Raises UsageError where ``focus`` names no entity.
    """
    known = everyone(records)
    weight = weights(records.statements)
    order = sorted(known, key=lambda key: (-weight[key], key))
    first: list[str] = []
    if focus is not None:
        found = [key for key in order if focus == key or focus in _names(known[key])]
        if not found:
            raise UsageError(
                phrase("focus {}: no entity has this name; look it up with the page's search", focus)
            )
        first = found[:1]
        near = {r.id for s in records.statements if first[0] in [e.id for e in ends(s)] for r in ends(s)}
        first += [key for key in order if key in near and key not in first]
    chosen = set(first)
    kept = set([*first, *(key for key in order if key not in chosen)][: LIMIT if top is None else top])
    inside = [s for s in records.statements if all(ref.id in kept for ref in ends(s))]
    return _part(known, kept, inside, first[:1])


def by_article(records: Records, limit: int = LIMIT) -> Iterator[Part]:
    """Parts that hold all of some articles, in the order of their dates; about ``limit`` entities each."""
    known = everyone(records)
    of: dict[str, list[Statement]] = defaultdict(list)
    for statement in records.statements:
        of[statement.doc].append(statement)
    named: dict[str, set[str]] = defaultdict(set)
    for entity in records.entities:
        for doc in entity.docs:
            named[doc].add(entity.id)
    articles = sorted(records.articles, key=lambda article: (article.date or "", article.doc))
    wanted = [(a.doc, of[a.doc], named[a.doc] | {r.id for s in of[a.doc] for r in ends(s)}) for a in articles]
    yield from _filled(known, wanted, limit)


def by_entity(records: Records, limit: int = LIMIT) -> Iterator[Part]:
    """Parts that hold some entities with all of their statements, those of one article together."""
    known = everyone(records)
    of: dict[str, list[Statement]] = defaultdict(list)
    for statement in records.statements:
        for key in {ref.id for ref in ends(statement)}:
            of[key].append(statement)
    order = sorted(known, key=lambda key: (known[key].docs[:1], key))
    wanted = [(key, of[key], {key} | {r.id for s in of[key] for r in ends(s)}) for key in order]
    yield from _filled(known, wanted, limit)


def _filled(
    known: dict[str, Entity], wanted: Sequence[tuple[str, list[Statement], set[str]]], limit: int
) -> Iterator[Part]:
    """One part after another, each as full as ``limit`` allows; what is larger alone has its own."""
    keys: list[str] = []
    kept: set[str] = set()
    inside: dict[str, Statement] = {}
    for key, statements, near in wanted:
        if keys and len(kept | near) > limit:
            yield _part(known, kept, inside.values(), keys)
            keys, kept, inside = [], set(), {}
        keys.append(key)
        kept |= near
        inside |= {statement.id: statement for statement in statements}
    if keys:
        yield _part(known, kept, inside.values(), keys)


def _part(
    known: dict[str, Entity], kept: set[str], statements: Iterable[Statement], keys: Sequence[str]
) -> Part:
    chosen = tuple(known[key] for key in sorted(kept))
    return Part(chosen, tuple(sorted(statements, key=lambda item: item.id)), tuple(keys))


def _names(entity: Entity) -> set[str]:
    return {entity.name, *also_called(entity), *entity.traditional}
