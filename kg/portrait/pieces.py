"""A text in pieces for a page: who and whom marked, hits marked, and what would turn the text about shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Article, Evidence, Span

#: characters that change the direction or the look of what follows, and show nothing themselves
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
LONGEST = 400  # characters of a sentence that a page shows


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: ``kind`` is ``subject``, ``object``, ``quote``, ``hit``, ``hidden`` or empty."""

    text: str
    kind: str = ""


def pieces(text: str, marks: Iterable[tuple[int, int, str]] = ()) -> list[Piece]:
    """``text`` cut where ``marks`` (start, end, kind) begin and end; of two over another the first counts."""
    found, at = [], 0
    for start, end, kind in sorted(marks):
        if start < at or end <= start:
            continue
        found += _shown(text[at:start], "")
        found += _shown(text[start:end], kind)
        at = end
    return found + _shown(text[at:], "")


def bare(text: str) -> str:
    """``text`` without hidden characters, where nothing can mark them: a title, an option."""
    return HIDDEN.sub("", text)


def _shown(text: str, kind: str) -> list[Piece]:
    """Hidden characters as pieces of their own, by their number."""
    found, at = [], 0
    for match in HIDDEN.finditer(text):
        if match.start() > at:
            found.append(Piece(text[at : match.start()], kind))
        found.append(Piece(f"U+{ord(match.group()):04X}", "hidden"))
        at = match.end()
    if at < len(text):
        found.append(Piece(text[at:], kind))
    return found


def whole(article: Article, item: Evidence) -> str:
    """The sentence of a piece of evidence as the source writes it; of a long one what is quoted."""
    shown = _shown_of(item)
    return article.raw[shown.start : shown.end] or item.quote


def sentence(article: Article, item: Evidence) -> list[Piece]:
    """The same in pieces, with subject and object marked."""
    shown, text = _shown_of(item), whole(article, item)
    if not article.raw:
        return pieces(text)
    marks = [
        (span.start - shown.start, span.end - shown.start, kind)
        for span, kind in ((item.subject, "subject"), (item.object, "object"))
        if span is not None and _within(shown, span)
    ]
    return pieces(text, marks)


def borrowed(article: Article, item: Evidence) -> list[tuple[str, str]]:
    """The ends that the sentence does not name, with the words elsewhere that they are taken from."""
    return [
        (kind, article.raw[span.start : span.end])
        for span, kind in ((item.subject, "subject"), (item.object, "object"))
        if span is not None
        and len(span)
        and not _within(item.sentence, span)
        and not _within(item.span, span)
    ]


def _shown_of(item: Evidence) -> Span:
    return item.sentence if len(item.sentence) <= LONGEST else item.span


def _within(whole: Span, part: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end
