"""The order in which entities become one: each stage leans on what the ones before it have joined.

First what names say alone; then places by what they lie in, bodies by theirs, documents by who issued them,
and persons by the bodies that they hold posts in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from kg.errors import UsageError
from kg.model import Entity
from kg.ontology import Ontology, load_ontology
from kg.resolve import evidence as found
from kg.resolve.clusters import Clusters, Pair
from kg.resolve.names import is_generic, leans, split_areas
from kg.resolve.rulings import Ruling

ALONE, PLACES, BODIES, ISSUED, PEOPLE = range(5)
#: those that lean on others, in their order
LEANING = (PLACES, BODIES, ISSUED, PEOPLE)
_LIKE = {PLACES: found.PLACE, BODIES: found.ORGANIZATION, PEOPLE: found.PERSON}


def stages() -> Callable[[str], int]:
    """What tells at which stage entities of a type are joined last."""
    return _stages(load_ontology())


@lru_cache(maxsize=8)
def _stages(ontology: Ontology) -> Callable[[str], int]:
    known = {ontology.class_like(iri): stage for stage, iri in _LIKE.items()}
    return lambda type_: known.get(type_, ISSUED)


def joined_alone(
    entities: dict[str, Entity],
    context: found.Context,
    rulings: Sequence[Ruling] = (),
    apart: Collection[frozenset[str]] = frozenset(),
    outside: Callable[[str], str] | None = None,
) -> Clusters:
    """``entities`` by IRI, in the order of their articles, joined as the reader says and as names alone say.

    ``outside`` says who the entities are that are not among these. UsageError as of `kg.resolve.resolve`.
    """
    stage = stages()
    places = [item for item in entities.values() if stage(item.type) == PLACES]
    bodies = [item for item in entities.values() if stage(item.type) == BODIES]
    clusters = Clusters(entities, found.areas_of([*places, *bodies], context), apart, outside)
    for item in rulings:
        _rule(item, entities, clusters)
    clusters.join(found.pairs_by_area(places, context))
    clusters.join(found.pairs_by_area(bodies, context))
    clusters.join(found.pairs_by_full_name(bodies))
    clusters.join(found.pairs_by_alias(bodies))
    return clusters


def leaning(stage: int, entities: Iterable[Entity], context: found.Context, clusters: Clusters) -> None:
    """Join those of ``entities`` whose stage it is; ``clusters`` are of all of them."""
    stage_of = stages()
    own = [item for item in entities if stage_of(item.type) == stage]
    if stage in (PLACES, BODIES):
        clusters.join(found.pairs_by_parent(own, context, clusters))
    elif stage == ISSUED:
        clusters.join(found.pairs_by_source(own, context, clusters))
    elif stage == PEOPLE:
        clusters.join(found.pairs_by_post(own, context, clusters))


def marks(stage: int, entity: Entity) -> Iterator[str]:
    """What two entities of a stage have in common where anything but the reader joins them.

    Of an entity of several articles those are its marks that it has in any of them.
    """
    type_ = entity.type
    if stage not in (PLACES, BODIES):
        yield f"{type_} {entity.name}"
        return
    if entity.code:
        yield f"{type_} {entity.code}"
    for form in (entity.name, *entity.aliases):
        codes, rest = split_areas(form)
        if rest:
            yield from (f"{type_} {code} {rest}" for code in codes)
            if not is_generic(rest):
                yield f"{type_} {rest}"
        if stage == BODIES and form and not is_generic(form) and not leans(form):
            yield f"{type_} {form}"


def _rule(ruling: Ruling, entities: dict[str, Entity], clusters: Clusters) -> None:
    """Join what the reader joins."""
    left, right = entities[ruling.left], entities[ruling.right]
    if left.type != right.type:
        raise UsageError(f"--merges: line {ruling.line} joins a {left.type} and a {right.type}; remove it")
    if not clusters.force(Pair(left.id, right.id, f"the reader's word (line {ruling.line})", firm=True)):
        raise UsageError(f"--merges: line {ruling.line} joins what another line keeps apart; remove one")
