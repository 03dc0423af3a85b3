"""A statement that the pipeline missed, as the cells of a row say it, with its article and its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.errors import UsageError
from kg.model import ASSERTED, Article, Entity, Evidence, Qualifiers, Ref, Span, Statement
from kg.review.correction import Correction
from kg.review.decision import Decision
from kg.values.phrase import phrase

LONGEST = 300  # characters of a quotation
_ENDS = "。！？!?\n"


def article_of(decision: Decision, articles: Iterable[Article]) -> Article | None:
    """The article that a row means: by ``mark``, the beginning of its SHA-256, else by its ``doc``."""
    mark, doc = decision.cells.get("mark", ""), decision.cells.get("doc", "")
    known = list(articles)
    by_mark = [item for item in known if len(mark) >= 12 and item.sha256.startswith(mark)]
    return next(iter(by_mark or (item for item in known if item.doc == doc)), None)


def added(base: str, article: Article, entities: dict[str, Entity], decision: Decision) -> Statement | None:
    """The statement of a row; None where its quotation stands nowhere in the article.

    UsageError names the row where it says too little or what cannot be understood.
    """
    where = decision.where
    quote = decision.cells.get("quote", "")
    if not quote:
        raise UsageError(phrase("{} adds a statement but has no quotation", where))
    if len(quote) > LONGEST:
        raise UsageError(phrase("{} quotes over {} characters; quote one sentence", where, LONGEST))
    span = find(article.raw, quote)
    if span is None:
        return None
    nobody = Ref("", "", "")
    evidence = Evidence(quote, span, _sentence(article.raw, span))
    empty = Statement("", article.doc, "", nobody, None, Qualifiers(), (evidence,))
    cells = decision.cells | {"status": decision.cells.get("status") or ASSERTED}
    made = Correction(base, article, entities, replace(decision, cells=cells)).of(empty)
    if not made.subject.id:
        raise UsageError(phrase("{} adds a statement but has no subject", where))
    ends = (made.subject.name, made.object.name if made.object else "")
    subject, target = (_within(article.raw, evidence.sentence, name) for name in ends)
    return replace(made, evidence=(replace(evidence, subject=subject, object=target),))


def find(raw: str, quote: str) -> Span | None:
    """Where a quotation stands in a text, whatever white space is between its characters."""
    at = raw.find(quote)
    if at >= 0:
        return Span(at, at + len(quote))
    places = [place for place, char in enumerate(raw) if not char.isspace()]
    bare = "".join(raw[place] for place in places)
    wanted = "".join(quote.split())
    at = bare.find(wanted) if wanted else -1
    return Span(places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None


def _sentence(raw: str, span: Span) -> Span:
    """From the end of the sentence before to that of the last one in ``span``."""
    start = max(raw.rfind(char, 0, span.start) for char in _ENDS) + 1
    stops = [at for char in _ENDS if (at := raw.find(char, max(span.start, span.end - 1))) >= 0]
    end = min(stops, default=len(raw))
    return Span(start, max(span.end, end + (end < len(raw) and raw[end] != "\n")))


def _within(raw: str, span: Span, name: str) -> Span | None:
    at = raw.find(name, span.start, span.end) if name else -1
    return Span(at, at + len(name)) if at >= 0 else None
