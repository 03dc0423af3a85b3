"""What a build says of entities, articles, areas and of itself: the graphs beside those of the articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF, RDFS
from rdflib.namespace import DCTERMS, FOAF, PROV, SDO, SKOS

import kg
from kg.export.rdf.concepts import LEVEL
from kg.export.rdf.terms import Triple, day, iri, safe_iri, string, typed
from kg.export.rdf.whereabouts import agreed, named_after
from kg.model import Article, Entity, Records, Statement
from kg.ontology import Relation, load_ontology
from kg.resolve.names import also_called, short_name
from kg.values.area_history import FormerArea, code_since, former_areas
from kg.values.areas import EDITION, lattice, level, load_areas
from kg.values.iri import article_iri, entity_iri, former_area_iri, place_iri
from kg.values.namespaces import KG, local_name

_TYPE = iri(str(RDF.type))
_WAS_DERIVED_FROM = iri(str(PROV.wasDerivedFrom))
_WAS_GENERATED_BY = iri(str(PROV.wasGeneratedBy))
_LABEL = iri(str(RDFS.label))
_ALT_LABEL = iri(str(SKOS.altLabel))
_AREA_CODE = iri(str(KG.areaCode))
_AREA_LEVEL = iri(str(KG.areaLevel))
_CODE_EDITION = iri(str(KG.codeEdition))
_CODE_FROM, _CODE_UNTIL = iri(str(KG.codeFrom)), iri(str(KG.codeUntil))
_FORMER_AREA, _SUCCEEDED_BY = iri(str(KG.FormerArea)), iri(str(KG.succeededBy))
_NOTATION, _PREF_LABEL = iri(str(SKOS.notation)), iri(str(SKOS.prefLabel))
_IS_REPLACED_BY = iri(str(DCTERMS.isReplacedBy))
_IN_AREA, _NAMED_AFTER = iri(str(KG.inArea)), iri(str(KG.namedAfter))
_SHA256 = iri(str(KG.sha256))
_SOURCE_PATH = iri(str(KG.sourcePath))
_IDENTIFIER = iri(str(DCTERMS.identifier))
_DATE_PUBLISHED = iri(str(SDO.datePublished))
_URL = iri(str(SDO.url))
_AGENT, _PROV_AGENT = iri(str(FOAF.Agent)), iri(str(PROV.Agent))
_NAME = iri(str(FOAF.name))
_PUBLISHED_BY, _WRITTEN_BY = iri(str(KG.publishedBy)), iri(str(KG.writtenBy))
_ACTIVITY = iri(str(PROV.Activity))
_WAS_ASSOCIATED_WITH = iri(str(PROV.wasAssociatedWith))
_SOFTWARE_AGENT = iri(str(PROV.SoftwareAgent))
_USED = iri(str(PROV.used))
#: graphs of a build that belong to no article; what is derived across articles has its own
SHARED = ("areas", "derived", "entities", "ontology")


def entity_triples(entity: Entity) -> Iterator[Triple]:
    """The description of an entity, as it stands in ``graph/entities``."""
    node = iri(entity.id)
    for name in _types(entity):
        yield node, _TYPE, iri(name)
    yield node, _LABEL, string(entity.name, "zh")
    for alias in also_called(entity):
        yield node, _ALT_LABEL, string(alias, "zh")
    for form in entity.traditional:
        yield node, _ALT_LABEL, string(form, "zh-Hant")
    if entity.code:
        yield from _code(node, entity.code)


def provenance(records: Records) -> Iterator[Triple]:
    """What was merged, and the articles with their metadata."""
    for merge in records.merges:
        yield iri(merge.replaced), _IS_REPLACED_BY, iri(merge.kept)
    for article in records.articles:
        yield from _article(article, iri(article_iri(records.base, article.sha256)), records.base)


def _article(article: Article, node: str, base: str) -> Iterator[Triple]:
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
    for field, text in texts:
        if text:
            yield node, iri(str(field)), string(text)  # as text since 0.1.0; deprecated
    for term, who in ((_PUBLISHED_BY, article.publisher), (_WRITTEN_BY, article.author)):
        if who and who.strip():
            agent = iri(entity_iri(base, "agent", who))
            yield node, term, agent
            yield agent, _TYPE, _AGENT
            yield agent, _TYPE, _PROV_AGENT
            yield agent, _NAME, string(who)
    published = day(article.date) if article.date else None
    if published:
        yield node, _DATE_PUBLISHED, published
    if article.url:
        yield node, _URL, typed(safe_iri(article.url), "anyURI")


def _code(place: str, code: str) -> Iterator[Triple]:
    yield place, _AREA_CODE, string(code)
    if named := level(code):
        yield place, _AREA_LEVEL, iri(f"{LEVEL}{named}")
    yield place, _CODE_EDITION, typed(EDITION, "gYear")
    if since := code_since(code):
        yield place, _CODE_FROM, typed(since, "gYear")


class Areas:
    """What lies in what: one step by code, and the whole way by what articles state as well."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._relations = [item for item in load_ontology().relations.values() if item.closure]
        self._stated: dict[str, dict[str, set[str]]] = {}

    def add(self, statement: Statement, relation: Relation) -> None:
        """An asserted statement of whatever relation."""
        if relation.closure and statement.object is not None:
            steps = self._stated.setdefault(relation.closure, {})
            steps.setdefault(statement.subject.id, set()).add(statement.object.id)

    def triples(self, coded: Iterable[Entity], located: Iterable[Entity]) -> Iterator[Triple]:
        """The chain of areas above each linked place; those that no article mentions are described here.

        ``located`` are the entities without a code whose names may begin with an area.
        """
        linked = list(coded)
        named = named_after(located, linked)
        codes = {entity.code for entity in linked if entity.code}
        told = {code: name or load_areas()[code] for code, name in named.values() if code not in codes}
        above = lattice(codes | set(told))[0] | told
        _, steps = lattice(codes)  # areas that only names tell have no chain, as in property graphs
        types = load_ontology().types_of(local_name(KG.AdministrativeArea))
        for code, name in above.items():
            place = iri(place_iri(self._base, code))
            for term in types:
                yield place, _TYPE, iri(term)
            yield place, _LABEL, string(name, "zh")
            if short := short_name(code):
                yield place, _ALT_LABEL, string(short, "zh")
            yield from _code(place, code)
        places = {code: place_iri(self._base, code) for code in above}
        places |= {entity.code: entity.id for entity in linked if entity.code}
        for code, place in places.items():
            for area in former_areas(code):
                yield from _former(area, self._base, iri(place))
        for relation in self._relations:
            below = self._stated.setdefault(relation.closure or "", {})
            for code, higher in steps:
                one, other = (place_iri(self._base, item) for item in (code, higher))
                below.setdefault(one, set()).add(other)
                if relation.direct:
                    yield iri(one), iri(relation.direct), iri(other)
        for closure, below in self._stated.items():
            for one in sorted(below):
                for other in sorted(_reached(one, below)):
                    yield iri(one), iri(closure), iri(other)
        for one, (code, _) in named.items():
            yield iri(one), _NAMED_AFTER, iri(places[code])
        yield from self._in_areas(places, {one: code for one, (code, _) in named.items()})

    def _in_areas(self, places: dict[str, str], named: dict[str, str]) -> Iterator[Triple]:
        """One area a level of whatever is in one; an area is in itself."""
        code_of = {place: code for code, place in places.items()}
        for one in sorted({*code_of, *named, *(iri_ for below in self._stated.values() for iri_ in below)}):
            around = {code_of.get(one), named.get(one)}
            if one not in code_of:
                reached = (_reached(one, below) for below in self._stated.values() if one in below)
                around.update(code_of.get(place) for found in reached for place in found)
            for code in agreed(filter(None, around), places):
                yield iri(one), _IN_AREA, iri(places[code])


def _former(area: FormerArea, base: str, place: str) -> Iterator[Triple]:
    """An area under an earlier code or name; ``place`` is what it is today."""
    node = iri(former_area_iri(base, area.code, area.until))
    yield node, _TYPE, _FORMER_AREA
    yield node, _PREF_LABEL, string(area.name, "zh")
    yield node, _NOTATION, string(area.code)
    if area.since:
        yield node, _CODE_FROM, typed(area.since, "gYear")
    yield node, _CODE_UNTIL, typed(area.until, "gYear")
    yield node, _SUCCEEDED_BY, place


def _reached(start: str, steps: dict[str, set[str]]) -> set[str]:
    """Whatever steps lead to, the start left out where they go round."""
    found: set[str] = set()
    queue = list(steps[start])
    while queue:
        node = queue.pop()
        if node not in found:
            found.add(node)
            queue += steps.get(node, ())
    return found - {start}


def constant_triples(base: str) -> Iterator[Triple]:
    """``graph/ontology``: what is the same in every build, so that collections share it.

    The names of statuses, levels and kinds, to be asked without the ontology, and that of the software.
    """
    for concept in load_ontology().concepts:
        node = iri(concept.iri)
        yield node, _TYPE, iri(str(SKOS.Concept))
        yield node, iri(str(SKOS.inScheme)), iri(concept.scheme)
        yield node, _NOTATION, string(concept.notation)
        yield node, _PREF_LABEL, string(concept.zh, "zh")
        yield node, _PREF_LABEL, string(concept.en, "en")
    agent = _agent(base)
    yield agent, _TYPE, _SOFTWARE_AGENT
    yield agent, _LABEL, string(f"zhkg {kg.__version__}")


def build_triples(records: Records, build: str, unasserted: set[str]) -> Iterator[Triple]:
    """Which build it was: an activity, its software, the articles that it used and the graphs it made.

    ``unasserted`` names the docs whose claims have a graph of their own.
    """
    yield build, _TYPE, _ACTIVITY
    yield build, _WAS_ASSOCIATED_WITH, _agent(records.base)
    for name in SHARED:
        yield iri(f"{records.base}graph/{name}"), _WAS_GENERATED_BY, build
    for article in records.articles:
        source = iri(article_iri(records.base, article.sha256))
        yield build, _USED, source
        name = f"{records.base}graph/article/{article.key}"
        for graph in (name, f"{name}/unasserted") if article.doc in unasserted else (name,):
            yield iri(graph), _WAS_DERIVED_FROM, source
            yield iri(graph), _WAS_GENERATED_BY, build


def _agent(base: str) -> str:
    return iri(f"{base}software/zhkg-{kg.__version__}")


def _types(entity: Entity) -> tuple[str, ...]:
    """The classes of an entity; of a place, whether it is an administrative area or a site."""
    ontology = load_ontology()
    name = ontology.finest(entity.type, entity.kind, bool(entity.code))
    return ontology.types_of(name) or ontology.types_of(entity.type)
