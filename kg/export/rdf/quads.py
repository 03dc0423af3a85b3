"""Records as RDF quads: what stands in which named graph.

Every article has a graph of its statements and, with ``status="all"``, one of what it does not assert;
``graph/entities`` describes, ``graph/areas`` holds containment by code, ``graph/build`` says which build
made them. Nothing is a blank node.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import RDF, RDFS, Namespace
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SKOS

import kg
from kg.areas import lattice
from kg.export.rdf.terms import day, decimal, iri, safe_iri, string, typed
from kg.given import current
from kg.iri import article_iri, gift_iri, place_iri
from kg.model import ASSERTED, Article, Entity, Evidence, Records, Statement
from kg.namespaces import KG, local_name
from kg.ontology import Relation, load_ontology, ontology_dir

OA = Namespace("http://www.w3.org/ns/oa#")
Triple = tuple[str, str, str]
_TYPE = iri(str(RDF.type))
_WAS_DERIVED_FROM = iri(str(PROV.wasDerivedFrom))
_WAS_GENERATED_BY = iri(str(PROV.wasGeneratedBy))
_CLAIM = iri(str(KG.Claim))
_SUBJECT = iri(str(RDF.subject))
_PREDICATE = iri(str(RDF.predicate))
_OBJECT = iri(str(RDF.object))
_STATUS = iri(str(KG.status))
_CONFIDENCE = iri(str(KG.confidence))
_RULE = iri(str(KG.rule))
_EVIDENCE = iri(str(KG.evidence))
_SPECIFIC_RESOURCE = iri(str(OA.SpecificResource))
_HAS_SOURCE = iri(str(OA.hasSource))
_HAS_SELECTOR = iri(str(OA.hasSelector))
_QUOTE = iri(str(KG.quote))
_TEXT_POSITION_SELECTOR = iri(str(OA.TextPositionSelector))
_START = iri(str(OA.start))
_END = iri(str(OA.end))
_TEXT_QUOTE_SELECTOR = iri(str(OA.TextQuoteSelector))
_EXACT = iri(str(OA.exact))
_LABEL = iri(str(RDFS.label))
_ALT_LABEL = iri(str(SKOS.altLabel))
_AREA_CODE = iri(str(KG.areaCode))
_IS_REPLACED_BY = iri(str(DCTERMS.isReplacedBy))
_SHA256 = iri(str(KG.sha256))
_SOURCE_PATH = iri(str(KG.sourcePath))
_IDENTIFIER = iri(str(DCTERMS.identifier))
_DATE_PUBLISHED = iri(str(SDO.datePublished))
_URL = iri(str(SDO.url))
_ACTIVITY = iri(str(PROV.Activity))
_WAS_ASSOCIATED_WITH = iri(str(PROV.wasAssociatedWith))
_SOFTWARE_AGENT = iri(str(PROV.SoftwareAgent))
_USED = iri(str(PROV.used))


def named_graphs(records: Records, status: str = ASSERTED) -> Iterator[tuple[str, list[Triple]]]:
    """Each named graph with its triples (N-Triples terms), sorted, each triple once.

    One graph is in memory at a time. ``status="all"`` adds the ``…/unasserted`` graphs.
    """
    base = records.base
    build = iri(f"{base}build/{_build_key(records)}")
    by_doc: dict[str, list[Statement]] = {}
    for statement in records.statements:
        if status in ("all", statement.status):
            by_doc.setdefault(statement.doc, []).append(statement)
    unasserted = set()
    bodies = Bodies(records)
    for article in sorted(records.articles, key=lambda item: item.sha256):
        name = f"{base}graph/article/{article.key}"
        said = by_doc.get(article.doc, [])
        asserted = [item for item in said if item.status == ASSERTED]
        claims = [item for item in said if item.status != ASSERTED]
        yield name, _sorted(bodies.triples(article, asserted))
        if claims:
            unasserted.add(article.doc)
            yield f"{name}/unasserted", _sorted(bodies.triples(article, claims))
    facts = build_triples(records, build, unasserted)
    yield f"{base}graph/areas", _sorted(area_triples(records))
    yield f"{base}graph/build", _sorted(facts)
    yield f"{base}graph/entities", _sorted(_descriptions(records))


def union(records: Records, status: str = ASSERTED) -> list[Triple]:
    """The triples of all the named graphs together, sorted."""
    return _sorted(triple for _, triples in named_graphs(records, status) for triple in triples)


class Bodies:
    """The statement nodes of one build; what they need to know of its entities and the ontology."""

    def __init__(self, records: Records) -> None:
        self._base = records.base
        self._relations = load_ontology().relations
        self._fields = load_ontology().fields
        self._organization = load_ontology().class_like(str(ORG.Organization))

    def triples(self, article: Article, statements: Iterable[Statement]) -> Iterator[Triple]:
        source = iri(article_iri(self._base, article.sha256))
        for statement in statements:
            yield from self.one(statement, article, source)

    def one(self, statement: Statement, article: Article, source: str) -> Iterator[Triple]:
        """The triples of a statement; ``source`` is its article's IRI as a term."""
        relation = self._relations[statement.predicate]
        node, subject = iri(statement.id), iri(statement.subject.id)
        target = None if statement.object is None else iri(statement.object.id)
        if statement.status == ASSERTED:
            yield node, _TYPE, iri(relation.statement_class)
            yield from self._roles(statement, relation, node, subject, target)
            if target and relation.direct:
                yield subject, iri(relation.direct), target
        else:
            yield node, _TYPE, _CLAIM
        yield node, _SUBJECT, subject
        yield node, _PREDICATE, iri(relation.iri)
        if target:
            yield node, _OBJECT, target
        yield node, _STATUS, string(statement.status)
        if (confidence := decimal(statement.confidence)) is not None:
            yield node, _CONFIDENCE, confidence
        if statement.rule:
            yield node, _RULE, string(statement.rule)
        yield from self._qualifiers(statement, article, node)
        yield node, _WAS_DERIVED_FROM, source
        for item in statement.evidence:
            yield from _evidence(item, article, statement.id, source)

    def _roles(
        self, statement: Statement, relation: Relation, node: str, subject: str, target: str | None
    ) -> Iterator[Triple]:
        for role in relation.subject_properties:
            yield node, iri(role), subject
        for role in relation.object_properties if target else ():
            organization = statement.object is not None and statement.object.type == self._organization
            if target and (organization or role != str(ORG.organization)):
                yield node, iri(role), target

    def _qualifiers(self, statement: Statement, article: Article, node: str) -> Iterator[Triple]:
        for name, value in statement.qualifiers.to_dict().items():
            if value is None or value is False:
                continue
            field = self._fields[name]
            if value is True:
                term: str | None = typed("true", "boolean")
            elif isinstance(value, int | float):
                term = decimal(value)
            elif field.datatype:
                term = string(value)
            elif field.datatype is None and field.iri in _object_properties():
                term = iri(gift_iri(self._base, article.sha256, value))
            else:
                term = day(value)
            if term is not None:
                yield node, iri(field.iri), term


def _evidence(item: Evidence, article: Article, statement: str, source: str) -> Iterator[Triple]:
    start, end = item.span.start, item.span.end
    name = f"{statement}/evidence/{start}-{end}"
    node, position, words = iri(name), iri(f"{name}/position"), iri(f"{name}/quote")
    yield iri(statement), _EVIDENCE, node
    yield node, _TYPE, _SPECIFIC_RESOURCE
    yield node, _HAS_SOURCE, source
    yield node, _HAS_SELECTOR, position
    yield node, _HAS_SELECTOR, words
    yield node, _QUOTE, string(item.quote)
    yield position, _TYPE, _TEXT_POSITION_SELECTOR
    yield position, _START, typed(str(start), "integer")
    yield position, _END, typed(str(end), "integer")
    yield words, _TYPE, _TEXT_QUOTE_SELECTOR
    yield words, _EXACT, string(article.raw[start:end])


def entity_triples(entity: Entity) -> Iterator[Triple]:
    """The description of an entity, as it stands in ``graph/entities``."""
    node = iri(entity.id)
    for name in _types(entity):
        yield node, _TYPE, iri(name)
    yield node, _LABEL, string(entity.name, "zh")
    for alias in entity.aliases:
        yield node, _ALT_LABEL, string(alias, "zh")
    for form in entity.traditional:
        yield node, _ALT_LABEL, string(form, "zh-Hant")
    if entity.code:
        yield node, _AREA_CODE, string(entity.code)


def _descriptions(records: Records) -> Iterator[Triple]:
    for entity in records.entities:
        yield from entity_triples(entity)
    yield from provenance(records)


def provenance(records: Records) -> Iterator[Triple]:
    """What was merged, and the articles with their metadata."""
    for merge in records.merges:
        yield iri(merge.replaced), _IS_REPLACED_BY, iri(merge.kept)
    for article in records.articles:
        yield from _article(article, iri(article_iri(records.base, article.sha256)))


def _article(article: Article, node: str) -> Iterator[Triple]:
    for name in load_ontology().types_of(local_name(KG.Article)):
        yield node, _TYPE, iri(name)
    yield node, _SHA256, string(article.sha256)
    yield node, _SOURCE_PATH, string(article.path)
    yield node, _IDENTIFIER, string(article.doc)
    texts = (
        (SDO.headline, article.title),
        (SDO.publisher, article.publisher),
        (SDO.author, article.author),
    )
    for term, text in texts:
        if text:
            yield node, iri(str(term)), string(text)
    published = day(article.date) if article.date else None
    if published:
        yield node, _DATE_PUBLISHED, published
    if article.url:
        yield node, _URL, typed(safe_iri(article.url), "anyURI")


def area_triples(records: Records) -> Iterator[Triple]:
    """The chain of areas above each linked place; those that no article mentions are described here."""
    ontology = load_ontology()
    within = [item.direct for item in ontology.relations.values() if item.transitive and item.direct]
    above, steps = lattice(entity.code for entity in records.entities if entity.code)
    for code, name in above.items():
        place = iri(place_iri(records.base, code))
        for term in ontology.types_of(local_name(KG.AdministrativeArea)):
            yield place, _TYPE, iri(term)
        yield place, _LABEL, string(name, "zh")
        yield place, _AREA_CODE, string(code)
    for code, higher in steps:
        for term in within:
            yield iri(place_iri(records.base, code)), iri(term), iri(place_iri(records.base, higher))


def build_triples(records: Records, build: str, unasserted: set[str]) -> Iterator[Triple]:
    """Which build it was: an activity, its software, the articles that it used and the graphs it made.

    ``unasserted`` names the docs whose claims have a graph of their own.
    """
    agent = iri(f"{records.base}software/zhkg-{kg.__version__}")
    yield build, _TYPE, _ACTIVITY
    yield build, _WAS_ASSOCIATED_WITH, agent
    yield agent, _TYPE, _SOFTWARE_AGENT
    yield agent, _LABEL, string(f"zhkg {kg.__version__}")
    for name in ("areas", "entities"):
        yield iri(f"{records.base}graph/{name}"), _WAS_GENERATED_BY, build
    for article in records.articles:
        source = iri(article_iri(records.base, article.sha256))
        yield build, _USED, source
        name = f"{records.base}graph/article/{article.key}"
        for graph in (name, f"{name}/unasserted") if article.doc in unasserted else (name,):
            yield iri(graph), _WAS_DERIVED_FROM, source
            yield iri(graph), _WAS_GENERATED_BY, build


class BuildKey:
    """What a build is known by: its sources, the ontology, the version and what came out."""

    def __init__(self, records: Records) -> None:
        self._found = hashlib.sha256(kg.__version__.encode())
        self._found.update((ontology_dir() / "kg.ttl").read_bytes())
        for file in current().ontology:
            self._found.update(file.text.encode())
        for text in sorted(article.sha256 for article in records.articles):
            self._found.update(text.encode())
        self._merges = records.merges

    def add(self, item: Statement) -> None:
        """The next statement, of whatever status."""
        self._found.update(f"{item.id} {item.status} {item.confidence}\n".encode())

    def digest(self) -> str:
        """After the last statement."""
        for merge in self._merges:
            self._found.update(f"{merge.kept} {merge.replaced}\n".encode())
        return self._found.hexdigest()[:20]


def _build_key(records: Records) -> str:
    found = BuildKey(records)
    for item in records.statements:
        found.add(item)
    return found.digest()


def _types(entity: Entity) -> tuple[str, ...]:
    """The classes of an entity; of a place, whether it is an administrative area or a site."""
    ontology = load_ontology()
    name = ontology.finest(entity.type, entity.kind, bool(entity.code))
    return ontology.types_of(name) or ontology.types_of(entity.type)


@cache
def _object_properties() -> frozenset[str]:
    """The fields that point at things: their statements' values are keys or IRIs."""
    return frozenset({str(KG.joint), str(KG.partOf)})


def _sorted(triples: Iterable[Triple]) -> list[Triple]:
    """By subject, its class first, then by property and value."""
    return sorted(set(triples), key=lambda item: (item[0][:-1], item[1] != _TYPE, item[1], item[2]))
