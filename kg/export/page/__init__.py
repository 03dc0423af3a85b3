"""The tables that the graph page's script reads: nodes, edges, facts and the words to show them in.

Rows are plain lists, so that 20,000 nodes stay small and no name from the data is ever a key of a
JavaScript object. `kg/resources/web/data.js` names the columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from pypinyin import Style, pinyin

from kg.export.layout import components, positions
from kg.export.page.gifts import gifts
from kg.export.page.islands import islands
from kg.export.page.numbers import as_written
from kg.export.page.parts import Part, everyone, weights
from kg.graph import to_graph
from kg.graph.network import currencies
from kg.model import STATUSES, Entity, Evidence, Records, Statement
from kg.ontology import Ontology, load_ontology
from kg.portrait.addresses import file_of
from kg.resolve.names import also_called
from kg.values.areas import BY_TABLE


@dataclass(frozen=True, slots=True)
class Page:
    """What the template gets: ``nodes`` and ``edges`` go through pyvis, the rest beside it."""

    nodes: list[dict[str, Any]]
    edges: list[tuple[int, int, int]]
    facts: dict[str, Any]
    meta: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Others:
    """The other pages of a set: ``files`` are ``[name, number of keys, by article?]``.

    ``articles`` and ``entities`` give the number of the file that has all of a doc or an id; ``names``
    says whether this page's search finds the entities of the others.
    """

    files: Sequence[Sequence[Any]]
    articles: Mapping[str, int]
    entities: Mapping[str, int]
    names: bool = False


def resource(name: str) -> str:
    """The text of a file of ``kg/resources/web``."""
    return (files("kg") / "resources" / "web" / name).read_text("utf-8")


# long: the columns of the page, one after the other
def tables(
    records: Records, part: Part, *, language: str, focus: str = "", others: Others | None = None
) -> Page:
    """All tables of a page that draws ``part`` of ``records`` and opens with the entity ``focus``."""
    ontology = load_ontology()
    view = json.loads(resource("view.json")) | {"currencies": currencies()}
    entities, statements = part.entities, part.statements
    graph = to_graph(replace(records, entities=entities, statements=statements), status="all")
    node_of = {key: number for number, key in enumerate(graph)}
    statement_of = {statement.id: number for number, statement in enumerate(statements)}
    article_of = {article.doc: number for number, article in enumerate(records.articles)}
    types, type_rows = _types(ontology, view)
    nodes: list[dict[str, Any]] = []
    known = {entity.id: entity for entity in entities}
    weight, here = weights(records.statements), weights(statements)
    for key, number in node_of.items():
        if key in known:
            row = _entity_row(known[key], types, article_of) | {"id": number}
            if weight[key] > here[key]:
                row["w"] = weight[key]
                if others:
                    row["g"] = others.entities[key]
            if others:
                row["h"] = file_of("entity", key)
            nodes.append(row)
        else:
            made = {"id": number, "label": graph.nodes[key]["label"], "s": statement_of[key]}
            nodes.append(made | {"t": types["=" + statements[statement_of[key]].predicate]})
    edges = [(node_of[a], node_of[b], statement_of[key]) for a, b, key in graph.edges(keys=True)]
    pairs = [edge[:2] for edge in edges]
    docs = [list(graph.nodes[key]["docs"]) for key in node_of]
    codes = [known[key].code if key in known else None for key in node_of]
    numbers, names, own = islands(codes, docs, components(len(nodes), pairs), pairs)
    places = positions(len(nodes), pairs, numbers)
    for node, (x, y), island, named in zip(nodes, places, numbers, own, strict=True):
        node |= {"x": x, "y": y} | ({"i": island} if island >= 0 else {})
        node |= {"j": named} if named not in (island, -1) else {}
    quotes: dict[str, int] = {}
    counting, counts = gifts(records, statement_of)
    rows = [
        [*_row(item, records, ontology, (node_of, statement_of, article_of), quotes), counts.get(item.id, [])]
        for item in statements
    ]
    facts = {
        "articles": [
            [a.doc, a.title, a.date, a.publisher, a.author, a.url, a.path] for a in records.articles
        ],
        "rows": rows,
        "quotes": list(quotes),
        "gifts": counting,
    }
    meta = {
        "language": language,
        "build": _fingerprint(records),
        "focus": node_of.get(focus, -1),
        "all": [len(everyone(records)), len(records.statements)],
        "left": [len(everyone(records)) - len(entities), len(records.statements) - len(statements)],
        "pages": _pages(records, others, set(known), types) if others else None,
        "types": type_rows,
        "islands": names,
        "kinds": {c.name: [c.zh, c.en] for c in ontology.classes.values()},
        "relations": [[r.exchange, r.zh, r.en] for r in ontology.relations.values()],
        "fields": {f.exchange: [f.zh, f.en] for f in ontology.fields.values()},
        "statuses": list(STATUSES),
        "view": view,
        "tableRule": BY_TABLE,
        "strings": json.loads(resource("strings.json")),
    }
    return Page(nodes, edges, facts, meta)


def _fingerprint(records: Records) -> str:
    """What tells one build from another: 12 hex digits of its articles and statements."""
    parts = [*(article.sha256 for article in records.articles), *(item.id for item in records.statements)]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:12]


def _pages(records: Records, others: Others, here: set[str], types: dict[str, int]) -> dict[str, Any]:
    """Where the rest is: the files, the file of each article, and the entities that are not ``here``."""
    weight = weights(records.statements)
    names = [
        _entity_row(entity, types, {}) | {"w": weight[key], "g": others.entities[key]}
        for key, entity in sorted(everyone(records).items())
        if others.names and key not in here
    ]
    return {
        "files": others.files,
        "articles": [others.articles[article.doc] for article in records.articles],
        "names": names,
    }


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
    written = as_written(statement, given)
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


def _entity_row(entity: Entity, types: dict[str, int], articles: dict[str, int]) -> dict[str, Any]:
    row: dict[str, Any] = {"label": entity.name, "t": types[entity.type], "k": entity.id}
    also = dict.fromkeys((*also_called(entity), *entity.traditional))
    others = [name for name in also if name != entity.name]
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
