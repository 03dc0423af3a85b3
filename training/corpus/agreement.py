"""How far first and second annotations agree, by the rules of tests/data/score.py.

The first are taken as gold, the second as what was said.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from block import Block

sys.path.append(str(Path(__file__).parents[2] / "tests" / "data"))
import score


def agreement(first: Mapping[str, Block], second: Iterable[Block]) -> Iterator[str]:
    """A table in Markdown, a line at a time: F1 of facts by relation and of entities by class; recipients."""
    seconds = list(second)
    golds = {block.name: first[block.name].gold() for block in seconds}
    statements = [s for block in seconds for s in _statements(block.name, block.gold())]
    nodes = [n for block in seconds for n in _nodes(block.name, block.gold())]
    facts, _, _, _, (agreed, gifts) = score.score_facts(golds, statements)
    entities, _, _ = score.score_nodes(golds, nodes)
    yield f"{len(golds)} texts; recipients of gifts agreed: {agreed} of {gifts}"
    yield ""
    yield "| | F1 | first | second | both |"
    yield "|---|--:|--:|--:|--:|"
    for title, tally in (("facts", facts), ("entities", entities)):
        for name in sorted(tally):
            yield _row(name, tally[name])
        yield _row(f"**{title}**", [sum(column) for column in zip(*tally.values(), strict=True)] or [0, 0, 0])


def disagreements(first: Mapping[str, Block], second: Iterable[Block]) -> Iterator[str]:
    """The facts that only one of both has."""
    for block in second:
        golds = {block.name: first[block.name].gold()}
        _, misses, wrongs, _, _ = score.score_facts(golds, list(_statements(block.name, block.gold())))
        for who, rows in (("first", misses), ("second", wrongs)):
            yield from (f"{name}: only the {who}: {row}" for name, row in rows)


def _row(name: str, counts: list[int]) -> str:
    both, second, first = counts
    return f"| {name} | {score.prf(both, second, first)[2]:.2f} | {both + first} | {both + second} | {both} |"


def _statements(doc: str, gold: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The facts of a gold as statements, as `kg export --to jsonl` writes them."""
    entities = {e["id"]: {"name": e["name"], "type": e["type"]} for e in gold["entities"]}
    for fact in gold["facts"]:
        fields = {k: v for k, v in fact.items() if k not in ("rel", "subj", "obj", "evidence")}
        yield {
            "doc": doc,
            "predicate": fact["rel"],
            "subject": entities[fact["subj"]],
            "object": entities.get(fact.get("obj")),
            "qualifiers": fields,
        }


def _nodes(doc: str, gold: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for entity in gold["entities"]:
        yield {**{key: entity[key] for key in ("name", "type", "aliases")}, "docs": [doc]}
