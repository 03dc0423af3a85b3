"""What the page of a search shows."""

from __future__ import annotations

from dataclasses import dataclass

from kg.catalogue import Catalogue, Filters, Line, search
from kg.catalogue.fold import hits, needles
from kg.catalogue.search import PAGE
from kg.model import Article, Entity
from kg.portrait.facts import Fact, facts
from kg.portrait.pieces import Piece, pieces, whole
from kg.resolve.names import also_called

_AROUND = 40  # characters on each side of a hit
_SNIPPETS = 3  # of an article


@dataclass(frozen=True, slots=True)
class Told:
    """A statement that was found: who, what, and its sentences with the hits marked."""

    line: Line
    fact: Fact
    sentences: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All of a page; ``pages`` is how many there are of the kind that is shown."""

    asked: Filters
    counts: dict[str, int]
    pages: int
    entities: tuple[tuple[Entity, tuple[Piece, ...], int], ...]
    statements: tuple[Told, ...]
    articles: tuple[tuple[Article, tuple[tuple[Piece, ...], ...]], ...]


def look_up(catalogue: Catalogue, asked: Filters) -> Results:
    """The results of ``asked``."""
    found = search(catalogue, asked)
    words = needles(asked.q)
    return Results(
        asked,
        found.counts,
        -(-found.counts.get(asked.show, 0) // PAGE),
        tuple((entity, _marked(_said(entity, words), words), weight) for entity, weight in found.entities),
        tuple(_told(line, words) for line in found.statements),
        tuple((article, tuple(_snippets(article.raw, words))) for article in found.articles),
    )


def _said(entity: Entity, words: list[str]) -> str:
    """The name, and with it the other name that was found."""
    others = [name for name in (*also_called(entity), *entity.traditional) if hits(name, words)]
    return entity.name if hits(entity.name, words) or not others else f"{entity.name} = {others[0]}"


def _told(line: Line, words: list[str]) -> Told:
    fact = next(item for item in facts(line.statement.subject.id, [line]) if item.outgoing)
    texts = dict.fromkeys(whole(line.article, item) for item in line.statement.evidence)
    return Told(line, fact, tuple(_marked(text, words) for text in texts))


def _marked(text: str, words: list[str]) -> tuple[Piece, ...]:
    return tuple(pieces(text, [(start, end, "hit") for start, end in hits(text, words)]))


def _snippets(text: str, words: list[str]) -> list[tuple[Piece, ...]]:
    """Stretches around the first hits, cut at the ends of lines."""
    found: list[tuple[Piece, ...]] = []
    last = -1
    for start, end in hits(text, words):
        if start < last:
            continue
        first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
        stop = text.find("\n", end)
        last = min(len(text) if stop < 0 else stop, end + _AROUND)
        before, after = "…" * (first > 0), "…" * (last < len(text))
        found.append((Piece(before), *_marked(text[first:last], words), Piece(after)))
        if len(found) == _SNIPPETS:
            break
    return found
