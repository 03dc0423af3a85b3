"""What a reader decides in the pages, and the files that it lands in: those that ``kg build`` takes."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.catalogue import Catalogue
from kg.errors import UsageError
from kg.model import Entity
from kg.review import ACCEPT, ADD, CORRECT, REJECT, Decision, read_outcomes, row_of
from kg.review.addition import added
from kg.review.correction import Correction
from kg.review.ledger import Ledger
from kg.review.notes import Names, Rulings
from kg.review.table import id_of
from kg.review.words import words

REVIEW, MERGES, NAMES, DECIDED = "review.csv", "merges.txt", "names.csv", "decided.jsonl"
_KEPT = ("id", "mark", "doc", "quote")  # cells that say which statement it is


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided on a statement: ``in_force`` where the build that is shown was made with it."""

    verb: str
    in_force: bool


class Desk:
    """The files in ``folder``, for the build ``build``; ``language`` is that of a new table."""

    def __init__(self, build: Path, folder: Path, language: str) -> None:
        self._build, self._language = build, language
        self.ledger = Ledger(folder / REVIEW, language)
        self.rulings = Rulings(folder / MERGES)
        self.names = Names(folder / NAMES)

    def judged(self) -> dict[str, Judged]:
        """What was decided, by the id of the statement as the pages show it."""
        now = self.ledger.decisions()
        found = {key: Judged(item.verb, False) for key, item in now.items()}
        for shown, made in self._origins().items():
            known = now.get(made.id)
            if known is not None:
                found[shown] = Judged(known.verb, known.cells == made.cells)
        return found

    def decide(self, catalogue: Catalogue, key: str, verb: str, changes: Mapping[str, str]) -> None:
        """Accept, reject or correct the statement ``key``; UsageError says what cannot be understood."""
        line = catalogue.statement(key)
        if line is None:
            raise UsageError("this statement is no longer in the build; open the page again")
        cells = row_of(line.statement, line.article, self._language)
        before = self._origins().get(key)
        if before is not None:  # it is what a decision made of another, or of nothing
            if verb == ACCEPT and before.verb != REJECT:
                return
            if verb == REJECT and before.verb == ADD:
                self.ledger.withdraw(before.id)
                return
            cells |= {name: before.cells.get(name, "") for name in _KEPT} | {"id": before.id}
        if verb == CORRECT:
            said = {name: value.strip() for name, value in changes.items() if name in words()["columns"]}
            cells |= {name: value for name, value in said.items() if name not in _KEPT}
            decision = _decision(verb, key, cells)
            entities = _named(catalogue, cells)
            Correction(catalogue.base, line.article, entities, decision).of(line.statement)
            verb = ADD if before is not None and before.verb == ADD else CORRECT
        elif changes.get("note"):
            cells["note"] = changes["note"].strip()
        self.ledger.put(verb, cells)

    def withdraw(self, key: str) -> None:
        """Take the last decision on a statement back."""
        before = self._origins().get(key)
        self.ledger.withdraw(before.id if before else key)

    def _origins(self) -> dict[str, Decision]:
        """The decisions that the build was made with, by the id of what they made or found."""
        found = {}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            for outcome in read_outcomes((self._build / DECIDED).read_text(encoding="utf-8")):
                if shown := outcome.became or outcome.found:
                    found[shown] = outcome.decision
        return found

    def add(self, catalogue: Catalogue, doc: str, said: Mapping[str, str]) -> None:
        """Add a statement that the article ``doc`` makes; UsageError says what is missing."""
        article = catalogue.article(doc)
        if article is None:
            raise UsageError("this article is not in the build; open the page again")
        cells = {name: value.strip() for name, value in said.items() if name in words()["columns"]}
        cells |= {"doc": article.doc, "mark": article.key}
        cells["id"] = id_of(cells | {"id": ""})
        made = added(catalogue.base, article, _named(catalogue, cells), _decision(ADD, "", cells))
        if made is None:
            raise UsageError("the quotation is not in the article; copy it from the text")
        self.ledger.put(ADD, cells)


def _decision(verb: str, key: str, cells: Mapping[str, Any]) -> Decision:
    texts = {name: "" if value is None else str(value) for name, value in cells.items()}
    return Decision(verb, key, texts, 0, "this form")


def _named(catalogue: Catalogue, cells: Mapping[str, Any]) -> dict[str, Entity]:
    names = filter(None, (cells.get("subject"), cells.get("object")))
    return {item.id: item for name in names for item in catalogue.called(str(name))}
