"""The tables that the graph page's script reads: nodes, edges, facts and the words to show them in.

Rows are plain lists, so that 20,000 nodes stay small and no name from the data is ever a key of a
JavaScript object. `kg/resources/web/data.js` names the columns.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from pypinyin import Style, pinyin

from kg.errors import UsageError
from kg.export.layout import positions
from kg.graph import to_graph
from kg.model import STATUSES, Entity, Evidence, Records, Ref, Span, Statement
from kg.ontology import Ontology, load_ontology

LIMIT = 20_000  # entities on one page; more are counted on it, not drawn


@dataclass(frozen=True, slots=True)
class Page:
    """What the template gets: ``nodes`` and ``edges`` go through pyvis, the rest beside it."""

    nodes: list[dict[str, Any]]
    edges: list[tuple[int, int, int]]
    facts: dict[str, Any]
    meta: dict[str, Any]


def resource(name: str) -> str:
    """The text of a file of ``kg/resources/web``."""
    return (files("kg") / "resources" / "web" / name).read_text("utf-8")


def tables(records: Records, *, focus: str | None, top: int | None, language: str) -> Page:
    """All tables of the page; raises UsageError where ``focus`` names no entity."""
    ontology = load_ontology()
    view = json.loads(resource("view.json"))
    entities, statements, centre = _selection(records, focus, top)
    graph = to_graph(replace(records, entities=tuple(entities), statements=tuple(statements)), status="all")
    node_of = {key: number for number, key in enumerate(graph)}
    statement_of = {statement.id: number for number, statement in enumerate(statements)}
    article_of = {article.doc: number for number, article in enumerate(records.articles)}
    types, type_rows = _types(ontology, view)
    nodes: list[dict[str, Any]] = []
    known = {entity.id: entity for entity in entities}
    for key, number in node_of.items():
        if key in known:
            nodes.append(_entity_row(number, known[key], types, article_of))
        else:
            made = {"id": number, "label": graph.nodes[key]["label"], "s": statement_of[key]}
            nodes.append(made | {"t": types["=" + statements[statement_of[key]].predicate]})
    edges = [(node_of[a], node_of[b], statement_of[key]) for a, b, key in graph.edges(keys=True)]
    for node, (x, y) in zip(nodes, positions(len(nodes), [edge[:2] for edge in edges]), strict=True):
        node |= {"x": x, "y": y}
    quotes: dict[str, int] = {}
    rows = [_row(item, records, ontology, (node_of, statement_of, article_of), quotes) for item in statements]
    facts = {
        "articles": [
            [a.doc, a.title, a.date, a.publisher, a.author, a.url, a.path] for a in records.articles
        ],
        "rows": rows,
        "quotes": list(quotes),
    }
    meta = {
        "language": language,
        "focus": node_of.get(centre, -1),
        "all": [len(records.entities), len(records.statements)],
        "left": [len(records.entities) - len(entities), len(records.statements) - len(statements)],
        "types": type_rows,
        "kinds": {c.name: [c.zh, c.en] for c in ontology.classes.values()},
        "relations": [[r.exchange, r.zh, r.en] for r in ontology.relations.values()],
        "fields": {f.exchange: [f.zh, f.en] for f in ontology.fields.values()},
        "statuses": list(STATUSES),
        "view": view,
        "strings": json.loads(resource("strings.json")),
    }
    return Page(nodes, edges, facts, meta)


def _selection(
    records: Records, focus: str | None, top: int | None
) -> tuple[list[Entity], list[Statement], str]:
    """The entities and statements to draw, both by id, and the id of the one to open with (or none)."""
    known = {entity.id: entity for entity in records.entities}
    for statement in records.statements:
        for ref in _ends(statement):
            known.setdefault(ref.id, Entity(ref.id, ref.type, ref.name))
    weight = Counter(ref.id for statement in records.statements for ref in _ends(statement))
    order = sorted(known, key=lambda key: (-weight[key], key))
    first: list[str] = []
    if focus is not None:
        found = [key for key in order if focus == key or focus in _names(known[key])]
        if not found:
            raise UsageError(f"focus {focus}: no entity has this name; look it up with the page's search")
        first = found[:1]
        near = {r.id for s in records.statements if first[0] in [e.id for e in _ends(s)] for r in _ends(s)}
        first += [key for key in order if key in near and key not in first]
    kept = set([*first, *(key for key in order if key not in set(first))][: LIMIT if top is None else top])
    entities = [known[key] for key in sorted(kept)]
    statements = [
        s for s in sorted(records.statements, key=lambda s: s.id) if all(ref.id in kept for ref in _ends(s))
    ]
    return entities, statements, first[0] if first else ""


def _ends(statement: Statement) -> list[Ref]:
    return [statement.subject] if statement.object is None else [statement.subject, statement.object]


def _names(entity: Entity) -> set[str]:
    return {entity.name, *entity.aliases, *entity.traditional}


def _row(
    statement: Statement,
    records: Records,
    ontology: Ontology,
    numbers: tuple[dict[str, int], dict[str, int], dict[str, int]],
    quotes: dict[str, int],
) -> list[Any]:
    """The statement's columns, in the order that ``data.js`` names."""
    node_of, statement_of, article_of = numbers
    article = article_of.get(statement.doc, -1)
    raw = records.articles[article].raw if article >= 0 else ""
    given = {
        key: value for key, value in statement.qualifiers.to_dict().items() if value not in (None, False)
    }
    whole = statement.qualifiers.part_of
    written = _as_written(statement, given)
    return [
        statement.id,
        article,
        list(ontology.relations).index(statement.predicate),
        node_of[statement.subject.id],
        node_of[statement.object.id] if statement.object else -1,
        node_of.get(statement.id, -1),
        STATUSES.index(statement.status),
        round(statement.confidence, 3),
        {key: statement_of.get(value, -1) if value == whole else value for key, value in given.items()},
        written,
        [_evidence_row(item, raw, quotes) for item in statement.evidence],
        statement.rule,
    ]


def _types(ontology: Ontology, view: dict[str, Any]) -> tuple[dict[str, int], list[list[Any]]]:
    """Numbers of the node types by name (``=`` before a relation that makes nodes), and their rows."""
    rows: list[list[Any]] = []
    numbers: dict[str, int] = {}
    looks = view["looks"]

    def look(name: str) -> list[str]:
        chosen: list[str] = looks.get(name, looks[""])
        return chosen

    for item in ontology.classes.values():
        if item.exchange:
            numbers[item.exchange] = len(rows)
            rows.append([item.exchange, item.zh, item.en, *look(item.exchange), 0])
    for relation in ontology.relations.values():
        name = relation.statement_class.rpartition("#")[2]
        owner = ontology.classes.get(name)
        labels = (owner.zh, owner.en) if owner else (relation.zh, relation.en)
        numbers["=" + relation.exchange] = len(rows)
        rows.append([name, *labels, *look(name), 1])
    return numbers, rows


def _entity_row(
    number: int, entity: Entity, types: dict[str, int], articles: dict[str, int]
) -> dict[str, Any]:
    row: dict[str, Any] = {"id": number, "label": entity.name, "t": types[entity.type], "k": entity.id}
    others = [name for name in dict.fromkeys((*entity.aliases, *entity.traditional)) if name != entity.name]
    sounds = _pinyin([entity.name, *others])
    optional = {
        "a": others,
        "p": sounds,
        "f": entity.kind,
        "c": entity.code,
        "d": [articles[doc] for doc in entity.docs if doc in articles],
    }
    return row | {key: value for key, value in optional.items() if value}


def _pinyin(names: Iterable[str]) -> list[str]:
    """Toneless syllables of each name that has hanzi, other readings after a slash: ``pi dou/du qu``."""
    result = []
    for name in names:
        short = name[:40]
        readings = pinyin(short, style=Style.NORMAL, heteronym=True, errors="default")
        syllables = ["/".join(dict.fromkeys(reading)).replace(" ", "").lower() for reading in readings]
        if "".join(syllables) != short.replace(" ", "").lower():
            result.append(" ".join(syllables))
    return result


def _evidence_row(item: Evidence, raw: str, quotes: dict[str, int]) -> list[Any]:
    """``[quote, [[start, end, who], …], [antecedent, …]]``: marks count UTF-16 units inside the quote."""
    text = raw[item.span.start : item.span.end] or item.quote
    verbatim = bool(raw)
    marks: list[list[int]] = []
    before: list[list[Any]] = []
    for who, span in enumerate((item.subject, item.object)):
        if span is None or not verbatim:
            continue
        if item.span.start <= span.start and span.end <= item.span.end:
            start, end = span.start - item.span.start, span.end - item.span.start
            marks.append([_units(text[:start]), _units(text[:end]), who])
        elif raw[span.start : span.end]:
            before.append([raw[span.start : span.end], who])
    return [quotes.setdefault(text, len(quotes)), sorted(marks), before]


def _units(text: str) -> int:
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


def _as_written(statement: Statement, fields: dict[str, Any]) -> dict[str, str]:
    """The numbers of a statement as its quotation writes them: ``{"amount": "378万元"}``."""
    wanted = {k: float(v) for k, v in fields.items() if type(v) in (int, float) and abs(float(v)) >= 10_000}
    found: dict[str, str] = {}
    for item in statement.evidence if wanted else ():
        for value, span in _numbers(item.quote):
            for key, number in wanted.items():
                if key not in found and abs(value - number) < 0.5:
                    tail = re.match(r"\w", item.quote[span.end : span.end + 1])
                    found[key] = item.quote[span.start : span.end] + (tail.group() if tail else "")
    return found


def _numbers(text: str) -> list[tuple[float, Span]]:
    """The numbers in a text, in digits, hanzi or both (``10余万``), with their spans."""
    kinds = "".join("n" if _numeric(char) is not None or char in ".," else "x" for char in text)
    result = []
    for match in re.finditer(r"n+(?:xn+)?", kinds):
        start, end = match.span()
        head = match.group().find("x")
        if head >= 0 and (_numeric(text[start + head + 1]) or 0) < 10_000:
            end = start + head
        value = _value(text[start:end])
        if value is not None:
            result.append((value, Span(start, end)))
    return result


def _numeric(char: str) -> float | None:
    return unicodedata.numeric(char, None)


def _value(text: str) -> float | None:
    total = section = 0.0
    number: float | None = None
    for part in re.findall(r"\d[\d,]*(?:\.\d+)?|.", text):
        if part[0].isdecimal():
            number = float(part.replace(",", ""))
            continue
        step = _numeric(part)
        if step is None:
            continue
        if step >= 10_000:
            total, section, number = total + (section + (number or 0) or 1) * step, 0.0, None
        elif step >= 10:
            section, number = section + (1 if number is None else number) * step, None
        else:
            number = (number or 0) * 10 + step
    value = total + section + (number or 0)
    return value if value else None
