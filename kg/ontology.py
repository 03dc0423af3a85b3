"""``ontology/kg.ttl`` as a frozen value: the only place that class and property names come from.

The user's own Turtle (`kg.given`) is read with it; its terms may have any namespace, but local names of
their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, SDO, SKOS
from rdflib.term import Node

from kg.errors import OntologyError
from kg.given import File, current

KG = Namespace("https://w3id.org/zhkg/ontology#")


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
    ``transitive`` says that its direct triple makes a chain.
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
    transitive: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A qualifier: ``exchange`` is its name in exchanged files."""

    name: str
    iri: str
    zh: str
    en: str
    exchange: str
    datatype: str | None


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
            name for name, item in self.relations.items() if item.statement_class == statement_class
        )

    def finest(self, type_: str, kind: str | None, linked: bool) -> str:
        """The finest class of an entity: its ``kind``, else its exchanged ``type_``.

        A place is an administrative area where it is ``linked`` to a code, else a site.
        """
        if kind is None and type_ == self.class_like(str(SDO.Place)):
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
    here = Path(__file__).resolve().parent
    for folder in (here / "resources" / "ontology", here.parent / "ontology"):
        if (folder / "kg.ttl").is_file():
            return folder
    raise OntologyError("kg.ttl: not found beside the package; install the project again")


def load_ontology() -> Ontology:
    """``kg.ttl`` and what is given with it; raises OntologyError that names the file and the term."""
    return _load(current().ontology)


@cache
def _load(given: tuple[File, ...]) -> Ontology:
    source = _Source(given)
    graph = source.graph
    classes = {}
    for term in source.own(OWL.Class):
        above = sorted(o for o in graph.objects(term, RDFS.subClassOf) if isinstance(o, URIRef))
        item = Class(
            name=local_name(term),
            iri=str(term),
            zh=source.label(term, "zh"),
            en=source.label(term, "en"),
            parents=tuple(local_name(p) for p in above if p in source.homes),
            also=tuple(str(p) for p in above if p not in source.homes),
            exchange=_text(graph, term, KG.exchangeName),
            spacy_labels=tuple(sorted(map(str, graph.objects(term, KG.spacyLabel)))),
        )
        if item.exchange not in (None, item.name):
            raise OntologyError(f"{source.homes[term]}: {item.name} must have its own name as exchange name")
        classes[item.name] = item
    exchanged = tuple(sorted(name for name, item in classes.items() if item.exchange))
    fields = {}
    for term in source.own(OWL.DatatypeProperty) + source.own(OWL.ObjectProperty):
        name = _text(graph, term, KG.exchangeName)
        if name and (term, RDF.type, KG.Relation) not in graph:
            datatype = next((str(o) for o in graph.objects(term, RDFS.range) if isinstance(o, URIRef)), None)
            labels = source.label(term, "zh"), source.label(term, "en")
            fields[name] = Field(local_name(term), str(term), *labels, name, datatype)
    relations = {}
    for term in source.own(KG.Relation):
        relation = _relation(source, term, exchanged, {field.iri: name for name, field in fields.items()})
        relations[relation.exchange] = relation
    return Ontology(classes, relations, fields, frozenset(map(local_name, source.homes)))


class _Source:
    """The graph of all files, and ``homes``: which file each term of theirs comes from."""

    def __init__(self, given: tuple[File, ...]) -> None:
        self.graph = Graph().parse(ontology_dir() / "kg.ttl", format="turtle")
        self.homes = {
            term: "kg.ttl"
            for term in self.graph.subjects(RDF.type)
            if isinstance(term, URIRef) and term in KG
        }
        for file in given:
            self._add(file)

    def _add(self, file: File) -> None:
        try:
            graph = Graph().parse(data=file.text, format="turtle")
        except Exception as error:  # rdflib raises whatever its parser stumbles over
            reason = " ".join(str(error).split())[:200]
            raise OntologyError(f"{file.name}: is no Turtle ({reason})") from None
        known = {local_name(term): term for term in self.homes}
        for term in sorted(t for t in set(graph.subjects(RDF.type)) if isinstance(t, URIRef)):
            if not set(graph.objects(term, RDF.type)) & _KINDS:
                continue
            if term in self.homes or known.get(local_name(term), term) != term:
                raise OntologyError(
                    f"{file.name}: {local_name(term)} is defined in {self.homes[known[local_name(term)]]}; "
                    "choose another name"
                )
            self.homes[term] = file.name
        self.graph += graph

    def own(self, kind: Node) -> list[URIRef]:
        """The terms of a kind that the files define, sorted, those of kg.ttl first."""
        found = {s for s in self.graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s in self.homes}
        return sorted(found, key=lambda term: (self.homes[term] != "kg.ttl", term))

    def label(self, term: URIRef, language: str) -> str:
        """The label of a term; OntologyError where it has none."""
        for label in self.graph.objects(term, RDFS.label):
            if getattr(label, "language", None) == language:
                return str(label)
        raise OntologyError(f"{self.homes[term]}: {local_name(term)} has no label in {language}")


_KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, KG.Relation}


def _relation(source: _Source, term: URIRef, exchanged: tuple[str, ...], fields: dict[str, str]) -> Relation:
    graph, home = source.graph, source.homes[term]

    def classes(predicate: URIRef) -> tuple[str, ...]:
        names: list[str] = []
        for node in graph.objects(term, predicate):
            union = graph.value(node, OWL.unionOf)
            members: list[Node] = [node] if union is None else list(Collection(graph, union))
            names += [local_name(member) for member in members]
        if names == [local_name(KG.Entity)]:
            return exchanged
        if unknown := sorted(set(names) - set(exchanged)):
            raise OntologyError(
                f"{home}: {local_name(term)} is of {', '.join(unknown)}, which has no kg:exchangeName; "
                "name a class that has one"
            )
        return tuple(names)

    exchange = _text(graph, term, KG.exchangeName)
    statement_class = _text(graph, term, KG.statementClass)
    if not exchange or not statement_class:
        raise OntologyError(f"{home}: {local_name(term)} needs kg:exchangeName and kg:statementClass")
    for field in graph.objects(term, KG.qualifier):
        if str(field) not in fields:
            raise OntologyError(f"{home}: {local_name(term)} has a kg:qualifier that is no field of kg.ttl")
    range_ = classes(RDFS.range)
    direct = _text(graph, term, KG.directProperty) or (str(term) if range_ else None)
    return Relation(
        name=local_name(term),
        iri=str(term),
        zh=source.label(term, "zh"),
        en=source.label(term, "en"),
        definition=_in(graph, term, SKOS.definition, "en"),
        exchange=exchange,
        domain=classes(RDFS.domain),
        range=range_,
        statement_class=statement_class,
        subject_properties=tuple(sorted(map(str, graph.objects(term, KG.subjectProperty)))),
        object_properties=tuple(sorted(map(str, graph.objects(term, KG.objectProperty)))),
        direct=direct,
        fields=tuple(sorted(fields[str(o)] for o in graph.objects(term, KG.qualifier))),
        transitive=(term, RDF.type, OWL.TransitiveProperty) in graph,
    )


def local_name(term: object) -> str:
    """What stands after the namespace of an IRI."""
    return re.split(r"[#/]", str(term))[-1]


def _text(graph: Graph, term: Node, predicate: Node) -> str | None:
    value = graph.value(term, predicate)
    return None if value is None else str(value)


def _in(graph: Graph, term: Node, predicate: Node, language: str) -> str:
    """The text of ``term`` in ``language``; empty where there is none."""
    found = [str(o) for o in graph.objects(term, predicate) if getattr(o, "language", None) == language]
    return min(found, default="")
