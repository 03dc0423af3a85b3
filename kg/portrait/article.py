"""What the page of an article shows: its text as it was read, and what it is taken to say."""

from __future__ import annotations

from dataclasses import dataclass

from kg.catalogue import Catalogue, Line
from kg.catalogue.fold import hits, needles
from kg.model import Article, Ref
from kg.portrait.facts import Fact, facts
from kg.portrait.pieces import Piece, pieces


@dataclass(frozen=True, slots=True)
class ArticlePortrait:
    """``facts`` are pairs of a subject and what is said of it; ``text`` has hits or quotations marked."""

    article: Article
    text: tuple[Piece, ...]
    facts: tuple[tuple[Ref, Fact], ...]


def portray_article(catalogue: Catalogue, doc: str, words: str = "") -> ArticlePortrait | None:
    """The portrait of an article, with ``words`` marked in its text; None where there is none."""
    article = catalogue.article(doc)
    if article is None:
        return None
    lines = sorted(catalogue.told_by(article.doc), key=_place)
    if words:
        marks = [(start, end, "hit") for start, end in hits(article.raw, needles(words))]
    else:
        spans = {(item.span.start, item.span.end) for line in lines for item in line.statement.evidence}
        marks = [(start, end, "quote") for start, end in spans]
    said = [
        (line.statement.subject, fact)
        for line in lines
        for fact in facts(line.statement.subject.id, [line])
        if fact.outgoing
    ]
    return ArticlePortrait(article, tuple(pieces(article.raw, marks)), tuple(said))


def _place(line: Line) -> tuple[int, str]:
    """Where a statement stands in the text."""
    evidence = line.statement.evidence
    return (evidence[0].span.start if evidence else 0), line.statement.id
