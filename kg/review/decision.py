"""A decision of the reader's, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.values.phrase import Phrase, phrase

ACCEPT, REJECT, CORRECT, ADD = "accept", "reject", "correct", "add"


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the table that decides: ``cells`` by column, ``line`` where the file has it."""

    verb: str
    id: str
    cells: dict[str, str]
    line: int
    file: str

    @property
    def where(self) -> Phrase:
        """The row by its file and line; what is no row of a file (line 0) by the name of what it is."""
        return phrase("{}: line {}", self.file, self.line) if self.line else phrase(self.file)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision: ``found`` is its statement's id, ``became`` that of the one that it made."""

    decision: Decision
    found: str | None
    became: str | None = None

    @property
    def took_effect(self) -> bool:
        """Whether it changed something: an added statement was found nowhere, and became one all the same."""
        return self.found is not None or self.became is not None


def write_outcomes(outcomes: Iterable[Outcome]) -> str:
    """The decisions of a build with what became of each, a JSON line each."""
    lines = []
    for item in outcomes:
        made = item.decision
        lines.append(
            {
                "decision": made.verb, "id": made.id, "found": item.found, "became": item.became,
                "file": made.file, "line": made.line, "cells": made.cells,
            }
        )  # fmt: skip
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def read_outcomes(text: str) -> Iterator[Outcome]:
    """The inverse of `write_outcomes`; ValueError, KeyError or TypeError where a line is damaged."""
    for line in text.splitlines():
        data = json.loads(line)
        made = Decision(data["decision"], data["id"], data["cells"], data["line"], data["file"])
        yield Outcome(made, data["found"], data["became"])
