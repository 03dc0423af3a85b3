"""Statements as lines of a page: what several articles say alike is one line with a sentence of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.catalogue import Line
from kg.graph import label_of, stands_alone
from kg.model import Article, Ref, Statement
from kg.ontology import load_ontology
from kg.portrait.pieces import Piece, borrowed, sentence
from kg.values.areas import BY_TABLE


@dataclass(frozen=True, slots=True)
class Quote:
    """One piece of evidence: the sentence, the article, and which ends the sentence does not name."""

    statement: str
    article: Article
    sentence: tuple[Piece, ...]
    borrowed: tuple[tuple[str, str], ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: ``relation`` is its name in exchanged files; ``other`` is who stands at the other end.

    ``what`` are words of its own (a post, a sum), ``since`` and ``until`` or ``date`` when; ``reported`` is
    the earliest date of an article that says it, ``anchor`` its place on the page.
    """

    anchor: str
    relation: str
    outgoing: bool
    other: Ref | None
    what: str
    date: str
    since: str
    until: str
    reported: str
    status: str
    by_table: bool
    quotes: tuple[Quote, ...]

    @property
    def when(self) -> str:
        """The date to sort and to show it by; empty where only its article has one."""
        return self.date or self.since or self.until

    @property
    def confidence(self) -> float:
        """That of the best evidence."""
        return max((quote.confidence for quote in self.quotes), default=0.0)

    @property
    def articles(self) -> int:
        """How many articles say it."""
        return len({quote.article.doc for quote in self.quotes})

    @property
    def independent(self) -> int:
        """How many of these are no reprints of each other."""
        return independent(quote.article for quote in self.quotes)

    @property
    def is_borrowed(self) -> bool:
        """Whether no sentence names both ends."""
        return all(quote.borrowed for quote in self.quotes) and bool(self.quotes)


def independent(articles: Iterable[Article]) -> int:
    """How many reports there are in articles: one and its reprints are one."""
    return len({article.reprint_of or article.doc for article in articles})


def facts(iri: str, lines: Iterable[Line]) -> list[Fact]:
    """The facts about the entity ``iri``, those that say the same joined, in the order of the ontology."""
    found: dict[tuple[object, ...], Fact] = {}
    for line in lines:
        statement = line.statement
        for outgoing, ref in ((True, statement.subject), (False, statement.object)):
            if ref is None or ref.id != iri:
                continue
            fact = _fact(line, outgoing)
            key = (fact.relation, outgoing, fact.other and fact.other.id, fact.what, fact.date, fact.since,
                   fact.until, fact.status)  # fmt: skip
            before = found.get(key)
            found[key] = fact if before is None else _joined(before, fact)
    order = {name: place for place, name in enumerate(load_ontology().relations)}
    return sorted(
        found.values(), key=lambda fact: (order[fact.relation], not fact.outgoing, fact.when or fact.reported)
    )


def _joined(one: Fact, more: Fact) -> Fact:
    reported = min(filter(None, (one.reported, more.reported)), default="")
    return replace(
        one, quotes=one.quotes + more.quotes, reported=reported, by_table=one.by_table and more.by_table
    )


def _fact(line: Line, outgoing: bool) -> Fact:
    statement, values = line.statement, line.statement.qualifiers
    return Fact(
        anchor=anchor_of(statement.id) + ("" if outgoing else "-in"),
        relation=statement.predicate,
        outgoing=outgoing,
        other=statement.object if outgoing else statement.subject,
        what=_what(statement),
        date=values.date or "",
        since=values.valid_from or "",
        until=values.valid_until or "",
        reported=line.article.date or "",
        status=statement.status,
        by_table=statement.rule == BY_TABLE,
        quotes=tuple(
            Quote(
                statement.id,
                line.article,
                tuple(sentence(line.article, item)),
                tuple(borrowed(line.article, item)),
                statement.confidence,
            )
            for item in statement.evidence
        ),
    )


def _what(statement: Statement) -> str:
    """The post, the sum or the count of a statement, in the words of the graph's labels."""
    relation = load_ontology().relations[statement.predicate]
    if stands_alone(statement, relation):
        return label_of(statement, relation)
    return statement.qualifiers.title or ""


def anchor_of(iri: str) -> str:
    """The place of a statement on a page that tells it."""
    return "s-" + hashlib.sha256(iri.encode("utf-8", "replace")).hexdigest()[:12]
