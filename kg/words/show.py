"""What the graph says of one entity: its statements by relation and direction, with quotations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kg.model import ASSERTED, STATUSES, Entity, Records, Ref, Statement
from kg.ontology import Relation, load_ontology
from kg.tables.columns import html_table
from kg.values.areas import BY_TABLE
from kg.values.phrase import phrase
from kg.words.messages import say


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of one relation, with the entity as their subject or as their object."""

    relation: Relation
    outgoing: bool
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """An entity and all that is said of it."""

    entity: Entity
    groups: tuple[Group, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON: the entity, and its statements as in ``statements.jsonl``."""
        return {
            "id": self.entity.id,
            "type": self.entity.type,
            "name": self.entity.name,
            "aliases": list(self.entity.aliases),
            "docs": list(self.entity.docs),
            "relations": [
                {
                    "predicate": group.relation.exchange,
                    "direction": "out" if group.outgoing else "in",
                    "statements": [statement.to_dict() for statement in group.statements],
                }
                for group in self.groups
            ],
        }


def about(records: Records, entity: Entity, status: str = ASSERTED) -> Page:
    """The page of ``entity``: asserted statements, or those of every status with ``"all"``."""
    order = {name: place for place, name in enumerate(load_ontology().relations)}

    def group(item: tuple[bool, Statement]) -> tuple[bool, int]:
        return item[0], order[item[1].predicate]

    ends = [
        (incoming, statement)
        for statement in records.statements
        if status in (statement.status, "all")
        for incoming, ref in ((False, statement.subject), (True, statement.object))
        if ref is not None and ref.id == entity.id
    ]
    ends.sort(key=lambda item: (group(item), item[1].doc, item[1].evidence[0].span.start, item[1].id))
    groups = []
    for (incoming, _), items in groupby(ends, key=group):
        statements = tuple(statement for _, statement in items)
        groups.append(Group(load_ontology().relations[statements[0].predicate], not incoming, statements))
    return Page(entity, tuple(groups))


def summary(records: Records) -> str:
    """How many statements of each relation have which status, as an HTML table."""
    counts = Counter((item.predicate, item.status) for item in records.statements)
    relations, statuses = ({key[place] for key in counts} for place in (0, 1))
    used = [name for name in STATUSES if name in statuses]
    rows = [
        [f"{relation.zh} {name}", *(f"{counts[name, status]:,}" for status in used)]
        for name, relation in load_ontology().relations.items()
        if name in relations
    ]
    return html_table(["", *used], rows)


def render(page: Page, language: str) -> str:
    """The page as text, with the ontology's labels in ``language`` (zh or en)."""
    entity = page.entity
    kind = getattr(load_ontology().classes[entity.type], language)
    lines = [say(phrase("{} ({}) <{}>", entity.name, kind, entity.id))]
    if entity.aliases:
        lines.append("= " + ", ".join(entity.aliases))
    if entity.link:
        lines.append(_linked(entity.code or "", entity.link))
    for group in page.groups:
        label = getattr(group.relation, language)
        lines += ["", f"{label} →" if group.outgoing else f"← {label}"]
        for statement in group.statements:
            lines += _lines(statement, group.outgoing, language)
    return "\n".join(lines)


#: how a place was linked to its code, or why it was not: the first word of ``link`` in words
_LINKS = {
    "chain": "area code {}: {} stands before it",
    "section": "area code {}: the passage is about {}",
    "article": "area code {}: the article is about {}",
    "below": "area code {}: the article names places in it",
    "beside": "area code {}: the article names areas beside it",
    "unique": "area code {}: the only area of this name",
    "several": "no area code: several areas have this name ({})",
    "absent": "no area code: the table of areas has none of this name in {}",
    "elsewhere": "no area code: nothing says that it is the only area of this name ({})",
    "unknown": "no area code: the table of areas does not have it",
}


def _linked(code: str, link: str) -> str:
    how, _, rest = link.partition(" ")
    parts = (code, rest) if _LINKS[how].startswith("area code") else (rest,)
    return say(phrase(_LINKS[how], *parts))


def line_of(statement: Statement, language: str) -> str:
    """A statement in one line: who, what, whom, its article and its sentence."""
    relation = load_ontology().relations[statement.predicate]
    words = _words_of(statement, statement.object, language)
    quote = f" “{statement.quote}”" if statement.quote else ""
    said = f"{statement.subject.name} {getattr(relation, language)} {' · '.join(words)}".rstrip()
    return " ".join(f"{said} ({statement.doc}){quote}".split())


def _lines(statement: Statement, outgoing: bool, language: str) -> list[str]:
    """What is at the other end, the qualifiers, and one line for each quotation."""
    words = _words_of(statement, statement.object if outgoing else statement.subject, language)
    quotes = [f"    {statement.doc}[{e.span.start}:{e.span.end}] “{e.quote}”" for e in statement.evidence]
    return ["  " + " · ".join(words), *quotes]


def _words_of(statement: Statement, other: Ref | None, language: str) -> list[str]:
    words = [] if other is None else [other.name]
    fields = load_ontology().fields
    for name, value in statement.qualifiers.to_dict().items():
        if value not in (None, False):
            label = getattr(fields[name], language)
            words.append(label if value is True else f"{label} {value}")
    if statement.rule == BY_TABLE:
        words.append(f"[{say('by the table of areas')}]")
    if statement.status != ASSERTED:
        words.append(f"[{say(statement.status)}]")
    return words
