"""The border: a Doc becomes entities and statements, with offsets into the raw text and IRIs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from spacy.tokens import Doc

from kg.lexicon import load_lexicon
from kg.model import (
    ASSERTED,
    ENDED,
    STATUSES,
    Article,
    Entity,
    Evidence,
    Extraction,
    Qualifiers,
    Ref,
    Span,
    Statement,
    Text,
)
from kg.nlp.quantities.dates import Times
from kg.nlp.reader.judge import PROPOSED
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import PERSON, PLACES
from kg.nlp.statements.totals import Totals
from kg.nlp.tables.cell_gifts import JOINT
from kg.nlp.tables.rows import ROW
from kg.ontology import Ontology, load_ontology
from kg.values.iri import article_iri, entity_iri, place_iri, statement_iri, status_iri

#: a quotation has at most so many characters
QUOTE = 300


@dataclass(slots=True)
class Book:
    """What is kept of an article that is read in parts: how often each row has been stated, and whom a
    key of ``doc._.kg_entities`` stands for."""

    stated: Counter[str] = field(default_factory=Counter)
    refs: dict[str, Ref] = field(default_factory=dict)


def to_extraction(article: Article, text: Text, doc: Doc, base: str, book: Book | None = None) -> Extraction:
    """What the components left on ``doc``, which was made from ``text.clean``."""
    return _Border(article, text, doc, base, load_ontology(), book or Book()).extraction()


def to_statements(article: Article, text: Text, doc: Doc, base: str) -> list[Statement | None]:
    """The statement of each of ``doc._.kg_statements``; None where it does not fit the ontology."""
    return _Border(article, text, doc, base, load_ontology(), Book()).each()


class _Border:
    def __init__(
        self, article: Article, text: Text, doc: Doc, base: str, ontology: Ontology, book: Book
    ) -> None:
        self._article, self._text, self._doc, self._base = article, text, doc, base
        self._book = book
        self._ontology = ontology
        self._lexicon = load_lexicon()
        self._times = Times(self._lexicon.dates, text.clean, article.date)
        self._claims = [Claim.from_dict(item) for item in doc._.kg_statements]
        self._raw: dict[str, dict[str, Any]] = {item["key"]: item for item in doc._.kg_entities}
        self._types = {key: ontology.class_of_label(item["label"]) or "" for key, item in self._raw.items()}
        self._areas = sorted((key for key, item in self._raw.items() if item["code"]), key=len, reverse=True)
        self._held: dict[str, list[Claim]] = {}
        for claim in self._claims:
            self._held.setdefault(claim.subject, []).append(claim)
        self._forms: dict[str, list[Range]] = {}
        for mention in doc._.kg_mentions:
            if not mention["deictic"]:
                self._forms.setdefault(mention["entity"], []).append((mention["start"], mention["end"]))
        self._refs = {key: book.refs.get(key) or self._ref(key) for key in self._raw}
        book.refs |= self._refs

    def extraction(self) -> Extraction:
        stated = joined(self._statement(claim) for claim in self._claims if self._fits(claim))
        statements = Totals(self._lexicon).linked(stated)
        used = {ref.id for s in statements for ref in (s.subject, s.object) if ref}
        entities = [
            self._entity(key)
            for key, item in self._raw.items()
            if not item.get("weak") or self._refs[key].id in used
        ]
        return Extraction(self._article, tuple(entities), tuple(statements))

    def each(self) -> list[Statement | None]:
        return [self._statement(claim) if self._fits(claim) else None for claim in self._claims]

    def _fits(self, claim: Claim) -> bool:
        """Whether subject and object are of the relation's domain and range."""
        relation = self._ontology.relations[claim.predicate]
        if self._types.get(claim.subject) not in relation.domain:
            return False
        return claim.object is None or self._types.get(claim.object) in relation.range

    # ── entities ───────────────────────────────────────────────────────────────────────────────

    def _ref(self, key: str) -> Ref:
        item = self._raw[key]
        return Ref(self._iri(key), self._types[key], item["name"])

    def _iri(self, key: str) -> str:
        item, type_ = self._raw[key], self._types[key]
        if item["code"]:
            return place_iri(self._base, item["code"])
        return entity_iri(self._base, type_.lower(), key, self._anchor(key, frozenset({key})))

    def _anchor(self, key: str, seen: frozenset[str]) -> str:
        """What tells this entity from namesakes in other articles.

        A body whose name is enough (南方日报) needs nothing; one that an area begins has the area's code;
        a person the body of the first post, a place the place it lies in; anything else the article. Of what
        the reader alone says only posts count: that somebody gives to a place does not tell who it is.
        """
        item = self._raw[key]
        if item["unique"]:
            return ""
        area = next((name for name in self._areas if key.startswith(name)), None)
        if area is not None and item["label"] not in PLACES | {PERSON}:
            return str(self._raw[area]["code"])
        held = (c for c in self._held.get(key, ()) if c.object and c.object not in seen)
        post = next((c.object for c in held if c.qualifiers.get("title") or _is_bare(c)), None)
        if post is None:
            return self._article.key
        body = self._raw[post]
        return str(body["code"]) or f"{post} {self._anchor(post, seen | {post})}"

    def _entity(self, key: str) -> Entity:
        item, ref = self._raw[key], self._refs[key]
        traditional = sorted(self._traditional(key, {item["name"], *item["aliases"]}))
        return Entity(
            id=ref.id,
            type=ref.type,
            name=item["name"],
            aliases=tuple(sorted(item["aliases"])),
            docs=(self._article.doc,),
            kind=self._kind(item, ref.type),
            traditional=tuple(traditional),
            code=item["code"] or None,
            link=item.get("link") or None,
        )

    def _kind(self, item: dict[str, Any], type_: str) -> str | None:
        """A class below ``type_``, where the suffix of the name tells one."""
        kind = item["kind"]
        if kind in self._ontology.classes and kind != type_ and self._ontology.is_a(kind, type_):
            return str(kind)
        return None

    def _traditional(self, key: str, known: set[str]) -> set[str]:
        """The raw forms of its mentions, where the source writes them in other characters."""
        forms = set()
        for start, end in self._forms.get(key, ()):
            span = self._text.to_raw(start, end)
            raw = self._article.raw[span.start : span.end]
            if raw not in known and len(raw) == end - start and raw.isalpha():
                forms.add(raw)
        return forms

    # ── statements ─────────────────────────────────────────────────────────────────────────────

    def _statement(self, claim: Claim) -> Statement:
        subject = self._refs[claim.subject]
        object_ = self._refs[claim.object] if claim.object else None
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
        data = {**claim.qualifiers, **self._when(claim)}
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

    def _when(self, claim: Claim) -> Mapping[str, str]:
        """The date of an event, or since and until when a post is held, against the article's date."""
        trigger = claim.trigger[0] if claim.trigger else claim.sentence[1]
        if self._lexicon.relations[claim.predicate].dated:
            told = self._times.of_event(claim.sentence, trigger)
            return told or (self._repeated.get(_said(claim), {}) if self._is_headline(claim) else {})
        if claim.qualifiers.get("title") and claim.subject_span:
            ended = claim.status == STATUSES[-1]
            return self._times.of_post(claim.sentence, trigger, claim.subject_span[1], ended)
        return {}

    @cached_property
    def _repeated(self) -> dict[tuple[object, ...], Mapping[str, str]]:
        """The one date of each event that the text below its headline tells."""
        dates: dict[tuple[object, ...], list[Mapping[str, str]]] = {}
        for claim in self._claims:
            if self._lexicon.relations[claim.predicate].dated and not self._is_headline(claim):
                trigger = claim.trigger[0] if claim.trigger else claim.sentence[1]
                told = dates.setdefault(_said(claim), [])
                told += [when for when in [self._times.of_event(claim.sentence, trigger)] if when not in told]
        return {said: told[0] for said, told in dates.items() if len(told) == 1}

    def _is_headline(self, claim: Claim) -> bool:
        """Whether a claim stands in the first line, which ends without a mark."""
        clean = self._text.clean
        start, end = self._trimmed(claim.sentence)
        return not clean[:start].strip() and clean[end : end + 1] == "\n" and clean[end - 1] not in "。！？"

    def _evidence(self, claim: Claim) -> Evidence:
        start, end = self._quoted(claim)
        quote = self._text.clean[start:end]
        return Evidence(
            quote=quote,
            span=self._text.to_raw(start, end),
            sentence=self._text.to_raw(*self._trimmed(claim.sentence)),
            subject=self._raw_span(claim.subject_span),
            object=self._raw_span(claim.object_span),
            trigger=self._raw_span(claim.trigger),
            confidence=round(claim.confidence, 2),
        )

    def _quoted(self, claim: Claim) -> Range:
        """The sentence, or of a long one the clauses around what the statement rests on."""
        start, end = self._trimmed(claim.sentence)
        if end - start <= QUOTE:
            return start, end
        spans = [
            s for s in (claim.subject_span, claim.object_span, claim.trigger) if s and start <= s[0] < end
        ]
        low, high = min((s[0] for s in spans), default=start), max((s[1] for s in spans), default=start + 1)
        low = max((low, *()), default=low)
        clean = self._text.clean
        left = max([start, *(i + 1 for i in range(start, low) if clean[i] in "，；、")])
        right = min([end, *(i + 1 for i in range(high, end) if clean[i] in "，；。")])
        if right - left > QUOTE:
            left, right = low, min(right, low + QUOTE)
        return left, right

    def _trimmed(self, sentence: Range) -> Range:
        start, end = sentence
        while end > start and self._text.clean[end - 1].isspace():
            end -= 1
        while start < end and self._text.clean[start].isspace():
            start += 1
        return start, end

    def _raw_span(self, span: Range | None) -> Span | None:
        return None if span is None or span[0] >= span[1] else self._text.to_raw(*span)


def _said(claim: Claim) -> tuple[object, ...]:
    """What a claim says, but for when."""
    told = (f"{name}={value}" for name, value in sorted(claim.qualifiers.items()) if value)
    return (claim.predicate, claim.subject, claim.object, *told)


def _is_bare(claim: Claim) -> bool:
    """Whether a rule read it off two names beside each other: 青山街道 in 东湖区青山街道."""
    return claim.trigger is None and claim.rule != PROPOSED


def joined(statements: Iterable[Statement]) -> Sequence[Statement]:
    """One statement an id and status; a claim made twice keeps all its evidence and the higher confidence.

    What an article asserts in one place and only plans in another is two statements; the one that is not
    asserted then has an id of its own. A post that the article takes away is asserted nowhere in it.
    """
    statements = list(statements)
    over = {_plain_id(s) for s in statements if s.status == ENDED and s.qualifiers.title}
    by_claim: dict[tuple[str, str], Statement] = {}
    evidence: dict[tuple[str, str], dict[Evidence, None]] = {}
    for statement in statements:
        if statement.status == ASSERTED and statement.id in over:
            statement = replace(statement, status=ENDED)
        claim = (_plain_id(statement), statement.status)
        evidence.setdefault(claim, {}).update(dict.fromkeys(statement.evidence))
        before = by_claim.setdefault(claim, statement)
        if statement.confidence > before.confidence:
            by_claim[claim] = statement
    first: dict[str, str] = {}
    for id_, status in by_claim:
        if first.setdefault(id_, status) != status and status == ASSERTED:
            first[id_] = status  # what is asserted keeps the id
    return [
        replace(
            found,
            id=claim[0] if first[claim[0]] == claim[1] else status_iri(*claim),
            evidence=tuple(evidence[claim]),
        )
        for claim, found in by_claim.items()
    ]


def _plain_id(statement: Statement) -> str:
    return statement.id.removesuffix(status_iri("", statement.status))
