"""An annotated text: its entities, facts, references, and the gold that they make."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from opencc import OpenCC


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line of a file."""

    file: Path
    block: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file.name}:{self.line}: {self.block}: {self.text}"


@dataclass(frozen=True, slots=True)
class Entity:
    line: int
    id: str
    type: str
    name: str
    aliases: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, or with a status a claim that is none."""

    line: int
    status: str
    relation: str
    subject: str
    object: str
    fields: dict[str, Any]
    evidence: str


@dataclass(frozen=True, slots=True)
class Reference:
    """That in a piece of the text a word stands for an entity."""

    line: int
    entity: str
    mention: str
    context: str


@dataclass(slots=True)
class Block:
    """One annotated text."""

    file: Path
    line: int
    name: str
    date: str | None = None
    genre: str | None = None
    conv: str | None = None
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, line: int, text: str) -> None:
        self.problems.append(Problem(self.file, self.name, line, text))

    def raw(self) -> str:
        """The text as its source has it: in the characters and quotation marks of ``conv``."""
        if not self.conv:
            return self.text
        converted: str = OpenCC(self.conv).convert(self.text)
        return converted.replace("“", "「").replace("”", "」")

    def gold(self) -> dict[str, Any]:
        """The gold of GUIDELINE.md, with ``genre``, ``claims`` and ``references``.

        Facts and references of names without an entity line are left out.
        """
        ids = {e.name: e.id for e in self.entities}
        facts: list[dict[str, Any]] = []
        claims: list[dict[str, Any]] = []
        for fact in self.facts:
            if fact.subject not in ids or (fact.object and fact.object not in ids):
                continue
            ends = {"subj": ids[fact.subject]} | ({"obj": ids[fact.object]} if fact.object else {})
            told = {"rel": fact.relation, **ends, **fact.fields, "evidence": fact.evidence}
            if fact.status:
                claims.append({**told, "status": fact.status})
            else:
                facts.append(told)
        return {
            "id": self.name,
            "text": f"{self.name}.txt",
            "date": self.date,
            "genre": self.genre,
            "entities": [
                {"id": e.id, "type": e.type, "name": e.name, "aliases": list(e.aliases)}
                for e in self.entities
            ],
            "facts": facts,
            "claims": claims,
            "references": [
                {"entity": ids[r.entity], "mention": r.mention, "context": r.context}
                for r in self.references
                if r.entity in ids
            ],
        }
