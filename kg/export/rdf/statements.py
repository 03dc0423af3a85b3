"""Statement nodes as triples: the relation and its roles, what qualifies it, and its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import RDF, Namespace
from rdflib.namespace import ORG, PROV

from kg.export.rdf.concepts import KIND, STATUS
from kg.export.rdf.posts import membership_triples
from kg.export.rdf.terms import Triple, day, decimal, iri, string, typed
from kg.model import ASSERTED, Article, Evidence, Records, Span, Statement
from kg.ontology import Relation, load_ontology
from kg.values.iri import article_iri, gift_iri
from kg.values.namespaces import KG
from kg.values.units import unit_of

OA = Namespace("http://www.w3.org/ns/oa#")
_TYPE = iri(str(RDF.type))
_WAS_DERIVED_FROM = iri(str(PROV.wasDerivedFrom))
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
_SUBJECT_NAME, _OBJECT_NAME = iri(str(KG.subjectName)), iri(str(KG.objectName))
_HAS_STATUS = iri(str(KG.hasStatus))
_BEST_QUOTE, _BEST_DATE = iri(str(KG.bestQuote)), iri(str(KG.bestDate))
_EVIDENCE_CONFIDENCE = iri(str(KG.evidenceConfidence))
_BORROWED = ((iri(str(KG.borrowedSubject)), "subject"), (iri(str(KG.borrowedObject)), "object"))
_QUANTITY_KIND = iri(str(KG.quantityKind))
_NORMAL_QUANTITY, _NORMAL_UNIT = iri(str(KG.normalQuantity)), iri(str(KG.normalUnit))


class Bodies:
    """The statement nodes of one build; what they need to know of its entities and the ontology."""

    def __init__(self, records: Records) -> None:
        self._base = records.base
        self._relations = load_ontology().relations
        self._fields = load_ontology().fields
        self._types = {name: load_ontology().statement_types(item) for name, item in self._relations.items()}
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
            for name in self._types[statement.predicate]:
                yield node, _TYPE, iri(name)
            yield from self._roles(statement, relation, node, subject, target)
            if target and relation.direct:
                yield subject, iri(relation.direct), target
        else:
            yield node, _TYPE, _CLAIM
        yield node, _SUBJECT, subject
        yield node, _PREDICATE, iri(relation.iri)
        yield node, _SUBJECT_NAME, string(statement.subject.name)
        if target and statement.object:
            yield node, _OBJECT, target
            yield node, _OBJECT_NAME, string(statement.object.name)
        yield node, _STATUS, string(statement.status)
        yield node, _HAS_STATUS, iri(f"{STATUS}{statement.status}")
        if (confidence := decimal(statement.confidence)) is not None:
            yield node, _CONFIDENCE, confidence
        if statement.rule:
            yield node, _RULE, string(statement.rule)
        yield from self._qualifiers(statement, article, node)
        yield from _best(statement, article, node)
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
        if str(ORG.Membership) in self._types[statement.predicate]:
            in_body = statement.object is not None and statement.object.type == self._organization
            yield from membership_triples(self._base, statement, in_body=in_body)

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
        yield from _normal(statement, node)


def _best(statement: Statement, article: Article, node: str) -> Iterator[Triple]:
    """One quotation and one date a statement, so that asking for them never makes two rows of one."""
    if statement.evidence:
        best = min(statement.evidence, key=_rank)
        yield node, _BEST_QUOTE, string(best.quote)
    for text in (statement.qualifiers.date, article.date):
        if text and (term := day(text)):
            yield node, _BEST_DATE, term
            return


def _rank(item: Evidence) -> tuple[float, int, int]:
    """The most certain piece first, then the first in the text."""
    return -(item.confidence or 0), item.span.start, item.span.end


def _normal(statement: Statement, node: str) -> Iterator[Triple]:
    """What kind of quantity the text's measure word counts, and the number in the unit of its kind."""
    said = statement.qualifiers
    number = said.quantity if said.quantity is not None else said.value
    if said.unit is None or number is None:
        return
    unit = unit_of(said.unit)
    yield node, _QUANTITY_KIND, iri(f"{KIND}{unit.kind}")
    yield node, _NORMAL_UNIT, string(unit.name)
    if (term := decimal(unit.normal(number))) is not None:
        yield node, _NORMAL_QUANTITY, term


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
    if item.confidence is not None and (confidence := decimal(item.confidence)) is not None:
        yield node, _EVIDENCE_CONFIDENCE, confidence
    for term, end_ in _BORROWED:
        if _lies_outside(getattr(item, end_), item.sentence):
            yield node, term, typed("true", "boolean")
    yield position, _TYPE, _TEXT_POSITION_SELECTOR
    yield position, _START, typed(str(start), "integer")
    yield position, _END, typed(str(end), "integer")
    yield words, _TYPE, _TEXT_QUOTE_SELECTOR
    yield words, _EXACT, string(article.raw[start:end])


def _lies_outside(mention: Span | None, sentence: Span) -> bool:
    return mention is not None and (mention.start < sentence.start or mention.end > sentence.end)


@cache
def _object_properties() -> frozenset[str]:
    """The fields that point at things: their statements' values are keys or IRIs."""
    return frozenset({str(KG.joint), str(KG.partOf)})
