"""The reader's word on statements: a table to fill in, and what becomes of a build by it.

A row is a statement with its quotation. ``accept`` makes it certain, ``reject`` takes it out, ``correct``
puts what the cells of the row say now in its place, ``add`` is one that was missed. A decision finds its
statement by the id, or, where a later version reads it with other values, by ``mark``: article, relation,
names and quotation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Records
from kg.review.addition import added, article_of
from kg.review.correction import Correction
from kg.review.decision import ACCEPT, ADD, CORRECT, REJECT, Decision, Outcome, read_outcomes, write_outcomes
from kg.review.table import mark_of, read_decisions, row_of, write_review
from kg.review.unsaved import unsaved

__all__ = [
    "ACCEPT",
    "ADD",
    "CORRECT",
    "REJECT",
    "Decision",
    "Outcome",
    "decide",
    "idle",
    "read_decisions",
    "read_outcomes",
    "row_of",
    "unsaved",
    "write_outcomes",
    "write_review",
]


def decide(records: Records, decisions: Iterable[Decision]) -> tuple[Records, list[Outcome]]:
    """``records`` as the reader wants them; the last of several decisions on one statement counts.

    UsageError names the line of a correction that cannot be understood.
    """
    statements = {item.id: item for item in records.statements}
    articles = {item.doc: item for item in records.articles}
    entities = {item.id: item for item in records.entities}
    marks: dict[str, list[str]] = {}
    for item in records.statements:
        marks.setdefault(mark_of(item, articles[item.doc]), []).append(item.id)
    outcomes: dict[str, Outcome] = {}
    more: dict[str, Decision] = {}
    for decision in decisions:
        if decision.verb == ADD:
            more[decision.id] = decision
            continue
        same = marks.get(decision.cells.get("mark", ""), [])
        found = decision.id if decision.id in statements else same[0] if len(same) == 1 else None
        outcomes[found or decision.id] = Outcome(decision, found)
    kept = dict(statements)
    done = []
    for outcome in outcomes.values():
        became = None
        if outcome.found is not None:
            old = kept.pop(outcome.found)
            if outcome.decision.verb == ACCEPT:
                kept[old.id] = replace(old, confidence=1.0)
            elif outcome.decision.verb == CORRECT:
                new = Correction(records.base, articles[old.doc], entities, outcome.decision).of(old)
                kept[new.id] = new
                became = new.id
        done.append(replace(outcome, became=became))
    for decision in more.values():
        article = article_of(decision, records.articles)
        made = article and added(records.base, article, entities, decision)
        if made:
            kept[made.id] = replace(kept.get(made.id, made), confidence=1.0)
        done.append(Outcome(decision, None, made.id if made else None))
    ordered = sorted(kept.values(), key=lambda item: item.id)
    people = sorted(entities.values(), key=lambda item: item.id)
    return replace(records, statements=tuple(ordered), entities=tuple(people)), done


def idle(outcomes: Iterable[Outcome]) -> list[str]:
    """One line for each decision whose statement, or whose sentence, is no longer there."""
    lines = []
    for item in outcomes:
        if not item.took_effect:
            cells = item.decision.cells
            words = " ".join(filter(None, (cells.get(key) for key in ("subject", "predicate", "object"))))
            where = f"{item.decision.file}: line {item.decision.line}"
            lines.append(f"{where} ({item.decision.verb}) matches no statement any more: {words}")
    return lines
