"""What only all the statements of a build together say: posts, what lies in what, which gifts count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rdflib.namespace import ORG, SDO

from kg.export.rdf.counting import Gift, count, gift_of
from kg.export.rdf.descriptions import Areas
from kg.export.rdf.posts import Posts
from kg.export.rdf.terms import Triple, decimal, iri, string, typed
from kg.export.rdf.whereabouts import may_say_where
from kg.model import ASSERTED, Article, Entity, Statement
from kg.ontology import load_ontology
from kg.values.namespaces import KG

_COUNTED_AMOUNT, _COUNTED_WORTH = iri(str(KG.countedAmount)), iri(str(KG.countedWorth))
_COUNTED_FOR, _COUNTED_WITH = iri(str(KG.countedFor)), iri(str(KG.countedWith))
_COUNTED_DONOR = iri(str(KG.countedDonor))
_RETELLS, _RUNNING_TOTAL = iri(str(KG.retells)), iri(str(KG.runningTotal))


class Across:
    """Takes the statements of a build one by one, and then says what follows from all of them.

    It keeps some hundred bytes of each gift of money, post and containment, and nothing of the others.
    """

    def __init__(self, base: str) -> None:
        ontology = load_ontology()
        self._relations = ontology.relations
        self._memberships = ontology.relations_with(str(ORG.Membership))
        self._organization = ontology.class_like(str(ORG.Organization))
        self._posts, self._areas = Posts(base), Areas(base)
        self._gifts: list[Gift] = []

    def add(self, statement: Statement, article: Article) -> None:
        """A statement of any status, with its article and the article's text."""
        if statement.status != ASSERTED:
            return
        self._areas.add(statement, self._relations[statement.predicate])
        if statement.predicate in self._memberships:
            self._posts.add(statement)
        elif gift := gift_of(statement, article):
            self._gifts.append(gift)

    def entities(self, entities: Iterable[Entity]) -> Entities:
        """Those entities that the rest needs to know: the coded ones, bodies that have posts, donors."""
        return Entities(entities, self._posts.bodies, frozenset(gift.donor for gift in self._gifts))

    def posts(self, entities: Entities) -> Iterator[Triple]:
        """The posts and roles, which stand in ``graph/entities``."""
        return self._posts.triples(entities.bodies, entities.coded, self._organization)

    def areas(self, entities: Entities) -> Iterator[Triple]:
        """``graph/areas``."""
        return self._areas.triples(entities.coded, entities.located)

    def counts(self, entities: Entities) -> Iterator[Triple]:
        """``graph/derived``: how each gift of money or worth counts, under its donors' names."""
        names = entities.donors
        gifts = [replace(gift, name=names.get(gift.donor, gift.name)) for gift in self._gifts]
        for id_, found in count(gifts).items():
            node = iri(id_)
            for term, number in ((_COUNTED_AMOUNT, found.amount), (_COUNTED_WORTH, found.worth)):
                if number is not None and (value := decimal(number)) is not None:
                    yield node, term, value
                    yield node, _COUNTED_FOR, string(found.donors)
            for donor in found.givers:
                yield node, _COUNTED_DONOR, iri(donor)
            for other in found.elsewhere:
                yield node, _COUNTED_WITH, iri(other)
            if found.retells:
                yield node, _RETELLS, iri(found.retells)
            if found.running:
                yield node, _RUNNING_TOTAL, typed("true", "boolean")


class Entities:
    """The entities of a build that others are described by."""

    def __init__(self, entities: Iterable[Entity], bodies: frozenset[str], donors: frozenset[str]) -> None:
        self.bodies: list[Entity] = []
        self.coded: list[Entity] = []
        self.located: list[Entity] = []
        self.donors: dict[str, str] = {}
        self._wanted, self._giving = bodies, donors
        ontology = load_ontology()
        self._somewhere = {ontology.class_like(iri_) for iri_ in (str(ORG.Organization), str(SDO.Place))}
        for entity in entities:
            self.add(entity)

    def add(self, entity: Entity) -> None:
        """Keep an entity, if it is needed."""
        if entity.id in self._wanted:
            self.bodies.append(entity)
        if entity.code:
            self.coded.append(entity)
        elif entity.type in self._somewhere and may_say_where(entity):
            self.located.append(entity)
        if entity.id in self._giving:
            self.donors[entity.id] = entity.name
