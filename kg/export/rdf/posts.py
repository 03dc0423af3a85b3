"""Posts as things: a title in a body or area, whoever holds it; ORG's Post and Role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rdflib import RDF
from rdflib.namespace import DCTERMS, ORG, SKOS

from kg.export.rdf.concepts import LEVEL
from kg.export.rdf.terms import Triple, iri, string
from kg.model import Entity, Statement
from kg.resolve.evidence import Context, codes_in
from kg.values.areas import lattice, level
from kg.values.iri import entity_iri, place_iri
from kg.values.namespaces import KG

_TYPE = iri(str(RDF.type))
_HOLDS, _MEMBER_OF = iri(str(ORG.holds)), iri(str(ORG.memberOf))
_ROLE, _OF_POST = iri(str(ORG.role)), iri(str(KG.ofPost))
DIRECT = (_HOLDS, _MEMBER_OF)  # they may stand in the graphs of several articles


def post_of(base: str, statement: Statement) -> str | None:
    """The IRI of the post that a membership is in; None where it gives no title."""
    title, body = statement.qualifiers.title, statement.object
    return entity_iri(base, "post", title, body.id) if title and body else None


def membership_triples(base: str, statement: Statement, *, in_body: bool) -> Iterator[Triple]:
    """What a membership says of posts; ``in_body``: it is of an organization, not of an area."""
    person, body = iri(statement.subject.id), statement.object
    if body is not None and in_body:
        yield person, _MEMBER_OF, iri(body.id)
    if post := post_of(base, statement):
        yield person, _HOLDS, iri(post)
        yield iri(statement.id), _OF_POST, iri(post)
        yield iri(statement.id), _ROLE, iri(_role(base, statement.qualifiers.title or ""))


class Posts:
    """The posts of a build: collected from its memberships, described when its entities are known."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._posts: dict[str, tuple[str, str]] = {}

    def add(self, statement: Statement) -> None:
        """An asserted membership."""
        post, body = post_of(self._base, statement), statement.object
        if post and body:
            self._posts[post] = (body.id, statement.qualifiers.title or "")

    @property
    def bodies(self) -> frozenset[str]:
        """The IRIs of the bodies and areas that have posts."""
        return frozenset(body for body, _ in self._posts.values())

    def triples(
        self, bodies: Sequence[Entity], coded: Iterable[Entity], organization: str
    ) -> Iterator[Triple]:
        """The posts and roles. ``coded`` are the entities with an area code, ``organization`` their type."""
        known = {entity.id: entity for entity in bodies}
        coded = list(coded)
        there = {entity.code for entity in coded if entity.code}
        there |= set(lattice(there)[0])
        context = Context(codes_in([*bodies, *coded]), (), ())
        for post, (body, title) in self._posts.items():
            entity = known.get(body)
            node = iri(post)
            yield node, _TYPE, iri(str(ORG.Post))
            yield node, iri(str(SKOS.prefLabel)), string(f"{entity.name if entity else ''}{title}", "zh")
            yield node, iri(str(DCTERMS.title)), string(title)
            yield node, iri(str(KG.postOf)), iri(body)
            yield node, _ROLE, iri(_role(self._base, title))
            if entity is None:
                continue
            if entity.type == organization:
                yield node, iri(str(ORG.postIn)), iri(body)
            code = entity.code or context.area(entity)[0]
            if code and (named := level(code)):
                yield node, iri(str(KG.areaLevel)), iri(f"{LEVEL}{named}")
            if entity.type != organization:
                yield node, iri(str(KG.jurisdiction)), iri(body)
            elif code in there:
                yield node, iri(str(KG.jurisdiction)), iri(place_iri(self._base, code))
        for title in sorted({title for _, title in self._posts.values()}):
            node = iri(_role(self._base, title))
            yield node, _TYPE, iri(str(ORG.Role))
            yield node, iri(str(SKOS.prefLabel)), string(title, "zh")


def _role(base: str, title: str) -> str:
    return entity_iri(base, "role", title)
