"""Which entities of different articles may be one, and why. A shared name alone is never a reason."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from kg.model import ASSERTED, Entity, Statement
from kg.ontology import load_ontology
from kg.resolve.clusters import Clusters, Pair
from kg.resolve.names import is_full, is_generic, leans, related, split_areas, starts_low

_LARGEST_BLOCK = 200  # entities of one name without a code; more are compared with the first ones only
MEMBERSHIP = "http://www.w3.org/ns/org#Membership"
PERSON = "http://xmlns.com/foaf/0.1/Person"
ORGANIZATION = "http://www.w3.org/ns/org#Organization"
PLACE = "https://schema.org/Place"


class Fact(NamedTuple):
    """What of an asserted statement bears on who is who: relation, IRIs of both ends, name of the object."""

    predicate: str
    subject: str
    object: str
    name: str


def facts_of(statements: Iterable[Statement]) -> Iterator[Fact]:
    """The facts of those statements that have an object and are asserted."""
    for item in statements:
        if item.status == ASSERTED and item.object is not None:
            yield Fact(item.predicate, item.subject.id, item.object.id, item.object.name)


def codes_in(entities: Iterable[Entity]) -> dict[str, set[str]]:
    """By doc, the codes of the places that its article names."""
    found: dict[str, set[str]] = {}
    for entity in entities:
        for doc in entity.docs if entity.code else ():
            found.setdefault(doc, set()).add(entity.code or "")
    return found


class Context:
    """What the articles say around their entities: the codes of places, what contains what."""

    def __init__(
        self, codes_of_doc: Mapping[str, Collection[str]], issued: Container[str], facts: Iterable[Fact]
    ) -> None:
        """``codes_of_doc`` are the codes that articles name; ``issued`` entities are asked for a source."""
        relations = load_ontology().relations
        self.codes_of_doc = codes_of_doc
        self.containers: dict[str, set[str]] = {}
        self.posts: dict[str, dict[str, str]] = {}
        self.sources: dict[str, set[tuple[str, str]]] = {}
        memberships = load_ontology().relations_with(MEMBERSHIP)
        for predicate, subject, target, name in facts:
            if relations[predicate].transitive:
                self.containers.setdefault(subject, set()).add(target)
            if predicate in memberships:
                self.posts.setdefault(subject, {})[target] = name
            if target in issued:
                self.sources.setdefault(target, set()).add((predicate, subject))

    def area(self, entity: Entity) -> tuple[str | None, str]:
        """The code of the area that the entity's name begins with, if it can mean one only; the rest."""
        codes, rest = split_areas(entity.name)
        if entity.code and not rest:
            return entity.code, rest
        for alias in entity.aliases:
            longer, alias_rest = split_areas(alias)
            if longer and alias_rest == rest and len(alias) > len(entity.name):
                codes = (codes & longer) or codes or longer
        if len(codes) > 1:
            around = {code for doc in entity.docs for code in self.codes_of_doc.get(doc, ())}
            codes = related(codes, around)
        return (next(iter(codes)) if len(codes) == 1 else None), rest


def pairs_by_area(entities: Sequence[Entity], context: Context) -> Iterator[Pair]:
    """Same type, same rest of the name, same area: ``武侯区人大常委会`` and the form with ``成都市``."""
    first: dict[tuple[str, str, str], Entity] = {}
    for entity in entities:
        code, rest = context.area(entity)
        if code is None or (not rest and not entity.code):
            continue
        other = first.setdefault((entity.type, code, rest), entity)
        if other is not entity:
            reason = f"{other.name} and {entity.name}: same name in area {code}"
            yield Pair(other.id, entity.id, reason, firm=True)


def pairs_by_parent(entities: Sequence[Entity], context: Context, clusters: Clusters) -> Iterator[Pair]:
    """Bodies and places of one name, with or without its areas before it, in one container."""
    blocks: dict[tuple[str, str], list[Entity]] = {}
    for entity in entities:
        rest = split_areas(entity.name)[1]
        if rest and not is_generic(rest):
            blocks.setdefault((entity.type, rest), []).append(entity)
    for (_, rest), block in blocks.items():
        found = block[:_LARGEST_BLOCK] if len(block) > 1 else []
        around = [_around(entity, context.area(entity)[0], context, clusters) for entity in found]
        for (one, other), shared in _shared(around).items():
            yield Pair(found[one].id, found[other].id, f"same name {rest}, both in {shared}")


def _shared(around: Sequence[frozenset[str]]) -> dict[tuple[int, int], str]:
    """The pairs of places in ``around`` that have something in common, each with the first of it."""
    holding: dict[str, list[int]] = {}
    for at, containers in enumerate(around):
        for container in containers:
            holding.setdefault(container, []).append(at)
    found: dict[tuple[int, int], str] = {}
    for container in sorted(holding):
        for pair in combinations(holding[container], 2):
            found.setdefault(pair, container)
    return found


def _around(entity: Entity, code: str | None, context: Context, clusters: Clusters) -> frozenset[str]:
    """The containers that the entity's own name or statements give; of a street office, its county too."""
    found = {clusters.kept(iri) for iri in context.containers.get(entity.id, ())}
    for alias in (entity.name, *entity.aliases):
        codes, _ = split_areas(alias)
        if len(codes) == 1:
            found |= codes
    if code:
        found.add(code)
    codes_around = {c for doc in entity.docs for c in context.codes_of_doc.get(doc, ())}
    if starts_low(split_areas(entity.name)[1]):
        counties = {c[:6] for c in codes_around if len(c) >= 6 and not c[:6].endswith("00")}
        found |= counties if len(counties) == 1 else set()
    return frozenset(item.rpartition("/")[2] if "/place/" in item else item for item in found)


def pairs_by_full_name(entities: Sequence[Entity]) -> Iterator[Pair]:
    """Companies, schools and the like of one full name; ``县医院`` or ``第一小学`` is none."""
    first: dict[str, Entity] = {}
    for entity in entities:
        if is_full(entity.kind, entity.name):
            other = first.setdefault(entity.name, entity)
            if other is not entity:
                yield Pair(other.id, entity.id, f"same full name {entity.name}")


def pairs_by_alias(entities: Sequence[Entity]) -> Iterator[Pair]:
    """One article says that the other's name is a form of this one's: full and short company names."""
    named: dict[tuple[str, str], list[Entity]] = {}
    for entity in entities:
        named.setdefault((entity.type, entity.name), []).append(entity)
    for entity in entities:
        for alias in entity.aliases:
            if entity.name.endswith(alias) or is_generic(alias) or leans(alias):
                continue
            for other in named.get((entity.type, alias), [])[:_LARGEST_BLOCK]:
                if other.id != entity.id:
                    yield Pair(entity.id, other.id, f"{alias} is an alias of {entity.name}")


def pairs_by_source(entities: Sequence[Entity], context: Context, clusters: Clusters) -> Iterator[Pair]:
    """Documents of one title that one body issued."""
    first: dict[tuple[str, str, str, str], Entity] = {}
    for entity in entities:
        for predicate, subject in sorted(context.sources.get(entity.id, ())):
            other = first.setdefault((entity.type, entity.name, predicate, clusters.kept(subject)), entity)
            if other is not entity:
                yield Pair(other.id, entity.id, f"same title {entity.name}, same source")


def pairs_by_post(entities: Sequence[Entity], context: Context, clusters: Clusters) -> Iterator[Pair]:
    """Persons of one name who hold a post in one body, unless an article tells two such persons apart."""
    blocks: dict[tuple[str, str], list[tuple[Entity, str]]] = {}
    for entity in entities:
        held = {clusters.kept(body): name for body, name in context.posts.get(entity.id, {}).items()}
        for body, name in sorted(held.items()):
            if not is_generic(name):
                blocks.setdefault((entity.name, body), []).append((entity, name))
    for block in blocks.values():
        docs = [doc for entity, _ in block for doc in entity.docs]
        if len(docs) != len(set(docs)):
            continue
        first = block[0][0]
        for entity, name in block[1:]:
            yield Pair(first.id, entity.id, f"same name {entity.name}, both hold a post in {name}")


def areas_of(entities: Sequence[Entity], context: Context) -> dict[str, str]:
    """The codes of the areas that entities are, or that their names begin with."""
    found = {entity.id: entity.code or context.area(entity)[0] for entity in entities}
    return {iri: code for iri, code in found.items() if code}
