"""Statements that say the same, as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.model import ASSERTED, ENDED, Evidence, Span, Statement
from kg.values.iri import status_iri


def joined(statements: Iterable[Statement]) -> Sequence[Statement]:
    """One statement an id and status; a claim made twice keeps all its evidence and the higher confidence.

    One sentence is one piece of evidence, however often the claim is made in it: the surest.

    What an article asserts in one place and only plans in another is two statements; the one that is not
    asserted then has an id of its own. A post that the article takes away is asserted nowhere in it.
    """
    statements = list(statements)
    over = {_plain_id(s) for s in statements if s.status == ENDED and s.qualifiers.title}
    by_claim: dict[tuple[str, str], Statement] = {}
    evidence: dict[tuple[str, str], list[Evidence]] = {}
    for statement in statements:
        if statement.status == ASSERTED and statement.id in over:
            statement = replace(statement, status=ENDED)
        claim = (_plain_id(statement), statement.status)
        evidence.setdefault(claim, []).extend(statement.evidence)
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
            evidence=surest(evidence[claim]),
        )
        for claim, found in by_claim.items()
    ]


def surest(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """One piece a stretch of the text, the surest; in the order in which the stretches come."""
    pieces: dict[Span, Evidence] = {}
    for piece in evidence:
        pieces[piece.span] = max(pieces.get(piece.span, piece), piece, key=lambda e: e.confidence or 0)
    return tuple(pieces.values())


def _plain_id(statement: Statement) -> str:
    return statement.id.removesuffix(status_iri("", statement.status))
