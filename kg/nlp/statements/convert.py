"""The border: a Doc becomes entities and statements, with offsets into the raw text and IRIs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.lexicon import load_lexicon
from kg.model import ASSERTED, Article, Evidence, Extraction, Qualifiers, Ref, Span, Statement, Text
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import Mention
from kg.nlp.statements.entities import Entities
from kg.nlp.statements.joined import joined
from kg.nlp.statements.quotes import quoted, trimmed
from kg.nlp.statements.seats import Seats
from kg.nlp.statements.shared import Shared
from kg.nlp.statements.times import ClaimTimes
from kg.nlp.statements.totals import Totals
from kg.nlp.tables.cell_gifts import JOINT
from kg.nlp.tables.rows import ROW
from kg.ontology import load_ontology
from kg.values.iri import article_iri, entity_iri, statement_iri


@dataclass(slots=True)
class Book:
    """What is kept of an article that is read in parts: how often each row has been stated, and whom a
    key of ``doc._.kg_entities`` stands for."""

    stated: Counter[str] = field(default_factory=Counter)
    refs: dict[str, Ref] = field(default_factory=dict)


def to_extraction(article: Article, text: Text, doc: Doc, base: str, book: Book | None = None) -> Extraction:
    """What the components left on ``doc``, which was made from ``text.clean``."""
    return _Border(article, text, doc, base, book or Book()).extraction()


def to_statements(article: Article, text: Text, doc: Doc, base: str) -> list[Statement | None]:
    """The statement of each of ``doc._.kg_statements``; None where it does not fit the ontology."""
    return _Border(article, text, doc, base, Book()).each()


class _Border:
    """One article at the border."""

    def __init__(self, article: Article, text: Text, doc: Doc, base: str, book: Book) -> None:
        self._article, self._text, self._base, self._book = article, text, base, book
        self._ontology, self._lexicon = load_ontology(), load_lexicon()
        self._mentions = Mention.all_of(doc._.kg_mentions)
        self._claims = [Claim.from_dict(item) for item in doc._.kg_statements]
        self._times = ClaimTimes(self._lexicon, text, article.date, self._claims)
        self._entities = Entities(article, text, doc, base, self._ontology, self._claims, book.refs)
        book.refs |= self._entities.refs

    def extraction(self) -> Extraction:
        stated = joined(self._statement(claim) for claim in self._claims if self._fits(claim))
        used = {ref.id for s in stated for ref in (s.subject, s.object) if ref}
        shared = Shared(self._lexicon, self._text, self._mentions, self._gift)
        statements = Totals(self._lexicon).linked(shared.linked(Seats(self._lexicon).settled(stated)))
        return Extraction(self._article, tuple(self._entities.used(used)), tuple(statements))

    def each(self) -> list[Statement | None]:
        return [self._statement(claim) if self._fits(claim) else None for claim in self._claims]

    def _fits(self, claim: Claim) -> bool:
        """Whether subject and object are of the relation's domain and range."""
        relation, types = self._ontology.relations[claim.predicate], self._entities.types
        if types.get(claim.subject) not in relation.domain:
            return False
        return claim.object is None or types.get(claim.object) in relation.range

    def _statement(self, claim: Claim) -> Statement:
        subject = self._entities.refs[claim.subject]
        object_ = self._entities.refs[claim.object] if claim.object else None
        qualifiers = self._qualifiers(claim)
        article = article_iri(self._base, self._article.sha256)
        id_ = statement_iri(self._base, article, claim.predicate, subject, object_, qualifiers)
        if claim.rule == ROW and self._lexicon.relations[claim.predicate].dated:  # each row is a gift
            self._book.stated[id_] += 1
            times = self._book.stated[id_]
            id_ = statement_iri(self._base, article, claim.predicate, subject, object_, qualifiers, times)
        return Statement(
            id=id_,
            doc=self._article.doc,
            predicate=claim.predicate,
            subject=subject,
            object=object_,
            qualifiers=qualifiers,
            evidence=(self._evidence(claim),),
            status=claim.status or ASSERTED,
            confidence=round(claim.confidence, 2),
            rule=claim.rule,
        )

    def _qualifiers(self, claim: Claim) -> Qualifiers:
        data = {**claim.qualifiers, **self._times.of(claim)}
        if data.get("joint") == JOINT:  # several goods of a row have one worth
            data["joint"] = self._gift(
                f"{self._text.to_raw(*claim.sentence).start}-{JOINT}{data.get('worth', '')}"
            )
        elif data.get("joint"):
            trigger = self._text.to_raw(*(claim.trigger or claim.sentence))
            data["joint"] = self._gift(f"{trigger.start}-{data.get('item', '')}{data.get('amount', '')}")
        return Qualifiers.from_dict(data)

    def _gift(self, name: str) -> str:
        return entity_iri(self._base, "gift", f"{self._article.key}-{name}")

    def _evidence(self, claim: Claim) -> Evidence:
        start, end = quoted(self._text.clean, claim)
        quote = self._text.clean[start:end]
        return Evidence(
            quote=quote,
            span=self._text.to_raw(start, end),
            sentence=self._text.to_raw(*trimmed(self._text.clean, claim.sentence)),
            subject=self._raw_span(claim.subject_span),
            object=self._raw_span(claim.object_span),
            trigger=self._raw_span(claim.trigger),
            confidence=round(claim.confidence, 2),
        )

    def _raw_span(self, span: Range | None) -> Span | None:
        return None if span is None or span[0] >= span[1] else self._text.to_raw(*span)
