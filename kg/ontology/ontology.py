"""``ontology/kg.ttl`` as a frozen value: the only place that class and property names come from.

The user's own Turtle (`kg.given`) is read with it; its terms may have any namespace, but local names of
their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import OntologyError
from kg.given import File, current
from kg.ontology.declarations import Declarations
from kg.values.namespaces import KG, OWL, RDFS, SDO, SKOS, local_name


@dataclass(frozen=True, slots=True)
class Class:
    """A class: ``name`` is its local name, ``exchange`` its name in exchanged files (or None).

    ``parents`` are local names, ``also`` the IRIs of superclasses in other vocabularies.
    """

    name: str
    iri: str
    zh: str
    en: str
    parents: tuple[str, ...]
    also: tuple[str, ...]
    exchange: str | None
    spacy_labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation; ``domain`` and ``range`` hold local names of exchanged classes (range may be empty).

    ``direct`` is the IRI of the direct triple's property, None where there is none.
    ``fields`` are the exchange names of the qualifiers that a statement of it may carry;
    ``closure`` is the transitive property that its direct triples, step by step, make (or None).
    """

    name: str
    iri: str
    zh: str
    en: str
    definition: str
    exchange: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    statement_class: str
    subject_properties: tuple[str, ...]
    object_properties: tuple[str, ...]
    direct: str | None
    fields: tuple[str, ...]
    closure: str | None

    @property
    def transitive(self) -> bool:
        """Whether its direct triples make a chain."""
        return self.closure is not None


@dataclass(frozen=True, slots=True)
class Field:
    """A qualifier: ``exchange`` is its name in exchanged files."""

    name: str
    iri: str
    zh: str
    en: str
    exchange: str
    datatype: str | None


@dataclass(frozen=True, slots=True)
class Concept:
    """A value that has a name: a status, a level of areas, a kind of quantity. ``scheme`` is its IRI."""

    iri: str
    scheme: str
    notation: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, eq=False)
class Ontology:
    """Classes and relations by exchange name where they have one, else by local name.

    ``terms`` are the local names of all that is defined. Two are equal where they are one, so that
    what is made from an ontology can be kept by it.
    """

    classes: dict[str, Class]
    relations: dict[str, Relation]
    fields: dict[str, Field]
    terms: frozenset[str]
    concepts: tuple[Concept, ...]

    def class_of_label(self, label: str) -> str | None:
        """The exchanged class that a spaCy entity label means."""
        for item in self.classes.values():
            if label in item.spacy_labels:
                return item.exchange
        return None

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether class ``name`` is ``ancestor`` or below it."""
        if name == ancestor:
            return True
        item = self.classes.get(name)
        return item is not None and any(self.is_a(parent, ancestor) for parent in item.parents)

    def class_like(self, iri: str) -> str:
        """The exchanged class that is below ``iri``, a class of another vocabulary."""
        for item in self.classes.values():
            if item.exchange and iri in item.also:
                return item.exchange
        raise OntologyError(f"kg.ttl: no exchanged class is below {iri}")

    def counts(self, relation: Relation) -> bool:
        """Whether a statement of it may stand without an object, because it carries numbers."""
        decimal = "http://www.w3.org/2001/XMLSchema#decimal"
        return any(self.fields[name].datatype == decimal for name in relation.fields)

    def relations_with(self, statement_class: str) -> frozenset[str]:
        """The exchange names of the relations whose statement nodes are of ``statement_class`` (an IRI)."""
        return frozenset(
            name for name, item in self.relations.items() if statement_class in self.statement_types(item)
        )

    def statement_types(self, relation: Relation) -> tuple[str, ...]:
        """The classes (IRIs) of a relation's statement nodes: its own, its equals elsewhere, Statement."""
        own = relation.statement_class
        above = local_name(KG.Statement)
        for item in self.classes.values():
            if own == item.iri or (own in item.also and self.is_a(item.name, above)):
                return tuple(sorted({own, item.iri, *item.also, str(KG.Statement)}))
        return tuple(sorted({own, str(KG.Statement)}))

    def finest(self, type_: str, kind: str | None, linked: bool) -> str:
        """The finest class of an entity: its ``kind``, else its exchanged ``type_``.

        A place is an administrative area where it is ``linked`` to a code, else a site.
        """
        if kind is None and type_ == self.class_like(SDO.Place):
            return local_name(KG.AdministrativeArea if linked else KG.Site)
        return kind or type_

    def chain(self, name: str) -> tuple[str, ...]:
        """The own classes from the most general one down to ``name``; empty for an unknown name."""
        item = self.classes.get(name)
        if item is None:
            return ()
        above = self.chain(item.parents[0]) if item.parents else ()
        return (*above, name)

    def types_of(self, name: str) -> tuple[str, ...]:
        """The IRIs of class ``name``, its superclasses up to an exchanged one, and their equals elsewhere.

        Sorted; empty for an unknown name.
        """
        found: set[str] = set()
        queue = [name] if name in self.classes else []
        while queue:
            item = self.classes[queue.pop()]
            found |= {item.iri, *item.also}
            if not item.exchange:
                queue += [parent for parent in item.parents if parent in self.classes]
        return tuple(sorted(found))


def ontology_dir() -> Path:
    """The folder of ``kg.ttl``: in the wheel, or beside the package in a checkout."""
    here = Path(__file__).resolve().parent.parent
    for folder in (here / "resources" / "ontology", here.parent / "ontology"):
        if (folder / "kg.ttl").is_file():
            return folder
    raise OntologyError("kg.ttl: not found beside the package; install the project again")


def load_ontology() -> Ontology:
    """``kg.ttl`` and what is given with it; raises OntologyError that names the file and the term."""
    return _load(current().ontology)


@cache
def _load(given: tuple[File, ...]) -> Ontology:
    declared = Declarations(ontology_dir() / "kg.ttl", given)
    classes = {}
    for term in declared.own(OWL.Class):
        above = declared.iris(term, RDFS.subClassOf)
        item = Class(
            name=local_name(term),
            iri=term,
            zh=declared.label(term, "zh"),
            en=declared.label(term, "en"),
            parents=tuple(local_name(p) for p in above if p in declared.homes),
            also=tuple(p for p in above if p not in declared.homes),
            exchange=declared.text(term, KG.exchangeName),
            spacy_labels=tuple(declared.texts(term, KG.spacyLabel)),
        )
        if item.exchange not in (None, item.name):
            home = declared.homes[term]
            raise OntologyError(f"{home}: {item.name} must have its own name as exchange name")
        classes[item.name] = item
    exchanged = tuple(sorted(name for name, item in classes.items() if item.exchange))
    fields = {}
    for term in declared.own(OWL.DatatypeProperty) + declared.own(OWL.ObjectProperty):
        name = declared.text(term, KG.exchangeName)
        if name and not declared.is_a(term, KG.Relation):
            datatype = next(iter(declared.iris(term, RDFS.range)), None)
            labels = declared.label(term, "zh"), declared.label(term, "en")
            fields[name] = Field(local_name(term), term, *labels, name, datatype)
    relations = {}
    for term in declared.own(KG.Relation):
        relation = _relation(declared, term, exchanged, {field.iri: name for name, field in fields.items()})
        relations[relation.exchange] = relation
    terms = frozenset(map(local_name, declared.homes))
    return Ontology(classes, relations, fields, terms, tuple(_concepts(declared)))


def _concepts(declared: Declarations) -> Iterator[Concept]:
    for scheme in declared.own(SKOS.ConceptScheme):
        for term in declared.iris(scheme, SKOS.hasTopConcept):
            (zh,), (en,) = (declared.texts(term, SKOS.prefLabel, language) for language in ("zh", "en"))
            yield Concept(term, scheme, declared.texts(term, SKOS.notation)[0], zh, en)


def _relation(
    declared: Declarations, term: str, exchanged: tuple[str, ...], fields: dict[str, str]
) -> Relation:
    home = declared.homes[term]

    def classes(predicate: str) -> tuple[str, ...]:
        names = [local_name(iri) for iri in declared.classes(term, predicate)]
        if names == [local_name(KG.Entity)]:
            return exchanged
        if unknown := sorted(set(names) - set(exchanged)):
            raise OntologyError(
                f"{home}: {local_name(term)} is of {', '.join(unknown)}, which has no kg:exchangeName; "
                "name a class that has one"
            )
        return tuple(names)

    exchange = declared.text(term, KG.exchangeName)
    statement_class = declared.text(term, KG.statementClass)
    if not exchange or not statement_class:
        raise OntologyError(f"{home}: {local_name(term)} needs kg:exchangeName and kg:statementClass")
    qualifiers = declared.iris(term, KG.qualifier)
    if not set(qualifiers) <= set(fields):
        raise OntologyError(f"{home}: {local_name(term)} has a kg:qualifier that is no field of kg.ttl")
    range_ = classes(RDFS.range)
    return Relation(
        name=local_name(term),
        iri=term,
        zh=declared.label(term, "zh"),
        en=declared.label(term, "en"),
        definition=next(iter(declared.texts(term, SKOS.definition, "en")), ""),
        exchange=exchange,
        domain=classes(RDFS.domain),
        range=range_,
        statement_class=statement_class,
        subject_properties=tuple(declared.iris(term, KG.subjectProperty)),
        object_properties=tuple(declared.iris(term, KG.objectProperty)),
        direct=declared.text(term, KG.directProperty) or (term if range_ else None),
        fields=tuple(sorted(fields[iri] for iri in qualifiers)),
        closure=_closure(declared, term),
    )


def _closure(declared: Declarations, term: str) -> str | None:
    """The transitive property that ``term`` is, or is below."""
    for candidate in (term, *declared.iris(term, RDFS.subPropertyOf)):
        if declared.is_a(candidate, OWL.TransitiveProperty):
            return candidate
    return None
