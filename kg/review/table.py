"""The table that a reader fills in: a row a statement, with its quotation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from kg.errors import UsageError
from kg.model import ASSERTED, Article, Records, Statement
from kg.ontology import load_ontology
from kg.review.decision import ADD, REJECT, Decision, Outcome
from kg.review.words import LANGUAGES, meant, said, words
from kg.tables.spreadsheet import read_sheet, write_sheet

#: the qualifiers that are keys of other statements: no reader writes them
KEYS = frozenset(("joint", "part_of"))


def write_review(
    records: Records,
    decided: Sequence[Outcome] = (),
    *,
    status: str = ASSERTED,
    below: float = 1.01,
    language: str = "en",
    least: float = 0.0,
    by_doubt: bool = False,
) -> bytes:
    """The table of a build: statements in the order of their articles, with the decisions made before.

    Those below ``least``, which are not in the graph, come first. ``below`` leaves out what is at least that
    certain, but for what is decided. ``by_doubt`` puts what is as likely right as wrong first: a decision
    there teaches most (uncertainty sampling: Lewis and Gale 1994, arXiv:cmp-lg/9407020).
    """
    names = words()["columns"]
    place = LANGUAGES.index(language)
    rows: list[tuple[tuple[Any, ...], list[Any]]] = []

    def rank(confidence: float) -> float:
        return round(abs(confidence - 0.5), 3) if by_doubt else float(confidence >= least)

    earlier = {item.became or item.found: item for item in decided if item.found or item.became}
    articles = {article.doc: article for article in records.articles}
    for statement in records.statements:
        outcome = earlier.get(statement.id)
        if outcome is None and (status not in ("all", statement.status) or statement.confidence >= below):
            continue
        row = row_of(statement, articles[statement.doc], language)
        if outcome is not None:
            row |= {"decision": said("decisions", outcome.decision.verb, language)}
            said_before = outcome.decision.cells
            row |= {key: said_before.get(key, "") for key in ("note", "id", "mark")}
            if outcome.decision.verb == ADD:  # whom it names is the reader's word
                row |= {key: cell for key, cell in said_before.items() if key in row and key != "decision"}
        at = statement.evidence[0].span.start if statement.evidence else 0
        first = 2.0 if outcome is not None and by_doubt else rank(statement.confidence)
        rows.append(((first, statement.doc, at, statement.id), [row[key] for key in names]))
    for item in decided:
        if item.decision.verb == REJECT or not item.took_effect:
            cells = item.decision.cells | {"decision": said("decisions", item.decision.verb, language)}
            where = (2.0, cells.get("doc", ""), -1, item.decision.id)
            rows.append((where, [cells.get(key, "") for key in names]))
    rows.sort(key=lambda item: item[0])
    return write_sheet([[word[place] for word in names.values()], *(row for _, row in rows)])


def row_of(statement: Statement, article: Article, language: str) -> dict[str, Any]:
    """The cells of a statement by column, undecided, in the words of a language."""
    ontology = load_ontology()
    values = statement.qualifiers.to_dict()
    ends: dict[str, str | None] = {}
    for end, ref in (("subject", statement.subject), ("object", statement.object)):
        ends |= {end: ref.name if ref else None}
        ends |= {f"{end}_type": getattr(ontology.classes[ref.type], language) if ref else None}
    return {
        **dict.fromkeys(words()["columns"]),
        "predicate": getattr(ontology.relations[statement.predicate], language),
        **ends,
        **{key: value for key, value in values.items() if key not in KEYS and value is not False},
        "quote": "\n".join(item.quote for item in statement.evidence),
        "status": said("statuses", statement.status, language),
        "doc": statement.doc,
        "confidence": statement.confidence,
        "rule": statement.rule,
        "id": statement.id,
        "mark": mark_of(statement, article),
    }


def mark_of(statement: Statement, article: Article) -> str:
    """What finds a statement whose id has changed: 12 hex digits of article, relation, names, quotation."""
    target = statement.object.name if statement.object else ""
    quotes = [item.quote for item in statement.evidence[:1]]
    parts = [article.sha256, statement.predicate, statement.subject.name, target, *quotes]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def read_decisions(text: str, name: str) -> list[Decision]:
    """The rows of a table that decide; UsageError names the line that cannot be understood."""
    columns: list[str] = []
    found = []
    for line, cells in read_sheet(text):
        if not columns:
            columns = [meant("columns", cell) or "" for cell in cells]
            if lacking := sorted({"decision", "id"} - set(columns)):
                wanted = ", ".join("/".join(words()["columns"][key]) for key in lacking)
                raise UsageError(
                    f"{name}: its first line lacks {wanted}; write it with: kg review DIR -o FILE"
                )
            continue
        values = dict(zip(columns, cells, strict=False))
        if not values.get("decision"):
            continue
        verb = meant("decisions", values["decision"])
        if verb == ADD and not values.get("id"):
            values["id"] = id_of(values)
        if verb is None or not values.get("id"):
            known = ", ".join(words()["decisions"])
            raise UsageError(f"{name}: line {line} has no id, or a decision other than {known}")
        found.append(Decision(verb, values["id"], values, line, name))
    return found


def id_of(cells: dict[str, str]) -> str:
    """What names an added row that has no id: what it says."""
    said = "\0".join(f"{name}={cell}" for name, cell in sorted(cells.items()) if name != "note")
    return f"add-{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:12]}"
