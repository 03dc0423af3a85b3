"""Records as a networkx graph.

A plain `networkx.MultiDiGraph`. A node's key is the entity's IRI, an edge's key the statement's id. A
statement that carries values of its own (a gift, a measure, people sent to nowhere named) is itself a
node, keyed by its id, with an edge from its subject and one to its object where there is one; all of
these carry ``statement``, so facts are counted by distinct ``statement``.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import networkx as nx

from kg.model import ASSERTED, Qualifiers, Records, Statement
from kg.ontology import Relation, load_ontology


def to_graph(records: Records, status: str = ASSERTED) -> nx.MultiDiGraph[str]:
    """The graph of ``records``: asserted statements only, or all of them with ``status="all"``.

    Node attributes: type, label, aliases, docs. Edge attributes: predicate, status, confidence,
    statement, doc, rule, the qualifiers that are given as scalars, and evidence as a list of dicts.
    """
    relations = load_ontology().relations
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in sorted(records.entities, key=lambda item: item.id):
        extra = {"kind": entity.kind, "code": entity.code}
        graph.add_node(
            entity.id,
            type=entity.type,
            label=entity.name,
            aliases=list(entity.aliases),
            docs=list(entity.docs),
            **{key: value for key, value in extra.items() if value is not None},
        )
    for statement in select(records.statements, status):
        relation = relations[statement.predicate]
        if stands_alone(statement, relation):
            _add_node(graph, statement, relation)
        elif statement.object is not None:
            edge = _attributes(statement, relation)
            graph.add_edge(statement.subject.id, statement.object.id, key=statement.id, **edge)
    return graph


def select(statements: Iterable[Statement], status: str) -> list[Statement]:
    """The statements of ``status`` (``"all"``: of every status), sorted by id."""
    chosen = (item for item in statements if status in ("all", item.status))
    return sorted(chosen, key=lambda item: item.id)


def stands_alone(statement: Statement, relation: Relation) -> bool:
    """Whether a statement is a node of the graph: it has no object, or its object is not what matters."""
    return statement.object is None or relation.direct not in (None, relation.iri)


def node_type(relation: Relation) -> str:
    """The type of a statement that is a node: the local name of its class."""
    return relation.statement_class.rpartition("#")[2]


def label_of(statement: Statement, relation: Relation) -> str:
    """What a statement node is called: ``10万元``, ``防护服2000套``, ``劝返车辆4063辆次``."""
    words = _words()
    values = statement.qualifiers
    about = words["about"] if values.approx else ""
    parts = []
    if values.amount is not None:
        parts.append(about + _money(values.amount, values.currency))
    if values.item or values.quantity is not None:
        count = "" if values.quantity is None else about + _short(values.quantity) + (values.unit or "")
        parts.append((values.item or "") + count)
    if values.indicator or values.value is not None:
        count = "" if values.value is None else about + _short(values.value) + (values.unit or "")
        parts.append((values.indicator or "") + count)
    if values.worth is not None:
        parts.append(words["worth"] + _money(values.worth, values.currency))
    return str(words["joiner"]).join(parts) or relation.zh


def _add_node(graph: nx.MultiDiGraph[str], statement: Statement, relation: Relation) -> None:
    edge = _attributes(statement, relation)
    graph.add_node(
        statement.id,
        type=node_type(relation),
        label=label_of(statement, relation),
        aliases=[],
        docs=[statement.doc],
        **{key: value for key, value in edge.items() if key != "doc"},
    )
    graph.add_edge(statement.subject.id, statement.id, key=statement.id, **edge)
    if statement.object is not None:
        graph.add_edge(statement.id, statement.object.id, key=statement.id, **edge)


def _attributes(statement: Statement, relation: Relation) -> dict[str, Any]:
    return {
        "predicate": statement.predicate,
        "status": statement.status,
        "confidence": statement.confidence,
        "rule": statement.rule,
        "doc": statement.doc,
        "statement": statement.id,
        **given(statement.qualifiers, relation),
        "evidence": [item.to_dict() for item in statement.evidence],
    }


def given(qualifiers: Qualifiers, relation: Relation) -> dict[str, Any]:
    """The qualifiers that say something, by exchange name; a bare False only where the relation has it."""
    items = qualifiers.to_dict().items()
    return {
        key: value
        for key, value in items
        if value is not None and (value is not False or key in relation.fields)
    }


def _money(amount: float, currency: str | None) -> str:
    names = currencies()
    name = currency or next(iter(names))
    return _short(amount) + str(names.get(name, name))


def currencies() -> dict[str, str]:
    """What currencies are called, by their codes; the first is that of a text that says no other."""
    names: dict[str, str] = _words()["currencies"]
    return names


def _short(number: float) -> str:
    """A number as people write it: 100000 is 10万 where that loses nothing."""
    for name, scale in _words()["scales"]:
        if abs(number) >= scale and number * 100 % scale == 0:
            return f"{number / scale:.6g}{name}" if number < scale * 1e5 else f"{number / scale:.0f}{name}"
    return str(int(number)) if float(number).is_integer() else repr(float(number))


@cache
def _words() -> dict[str, Any]:
    text = (files("kg") / "resources" / "zh" / "labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def flatten(attributes: dict[str, Any]) -> dict[str, str | float | bool]:
    """Attributes of a node or an edge as scalars, for formats that have no lists.

    Numbers are floats; lists are joined by `` | ``; evidence becomes ``quote`` (the quotations) and
    ``evidence`` (JSON).
    """
    flat: dict[str, str | float | bool] = {}
    for key, value in attributes.items():
        if key == "evidence":
            flat["quote"] = " | ".join(item["quote"] for item in value)
            flat[key] = json.dumps(value, ensure_ascii=False)
        elif isinstance(value, list):
            flat[key] = " | ".join(value)
        elif isinstance(value, bool):
            flat[key] = value
        else:
            flat[key] = float(value) if isinstance(value, int | float) else str(value)
    return flat
