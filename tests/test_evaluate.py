"""`kg.evaluate` gives the numbers of the guideline's own score.py."""

from __future__ import annotations

import importlib.util
import json
import random
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from paths import DATA

from kg.errors import SourceError
from kg.evaluate import Gold, evaluate, read_gold, total
from kg.model import Entity, Ref, Statement


@pytest.fixture(scope="module")
def reference(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", DATA / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gold_dir(root: Path) -> Path:
    return DATA / "gold"


def perfect(gold: list[Gold]) -> tuple[list[Statement], list[Entity]]:
    """What an extractor without errors would print."""

    def ref(entity: Entity) -> Ref:
        return Ref(entity.id, entity.type, entity.name)

    statements = [
        Statement(
            f"{item.doc}-{number}",
            item.doc,
            fact.relation,
            ref(fact.subject),
            ref(fact.object) if fact.object else None,
            fact.qualifiers,
        )
        for item in gold
        for number, fact in enumerate(item.facts)
    ]
    entities = [replace(entity, docs=(item.doc,)) for item in gold for entity in item.entities]
    return statements, entities


def perturb(
    statements: list[Statement], entities: list[Entity], seed: int
) -> tuple[list[Statement], list[Entity]]:
    """Drop, double, rename, swap, strip fields, move to unknown documents."""
    chance = random.Random(seed)
    names = [entity.name for entity in entities]
    out = []
    for statement in statements:
        kind = chance.randrange(10)
        if kind == 0:
            continue
        if kind == 1:
            out.append(statement)
        if kind == 2:
            statement = replace(statement, subject=replace(statement.subject, name=chance.choice(names)))
        if kind == 3:
            fields = replace(statement.qualifiers, title="主任", amount=None, item="口罩", unit=None)
            statement = replace(statement, qualifiers=fields)
        if kind == 4 and statement.object:
            name = chance.choice(["长宁区", "人大常委会", "《" + statement.object.name + "》"])
            prefixed = replace(statement.object, name=name + chance.choice(["", statement.object.name]))
            statement = replace(statement, object=prefixed)
        if kind == 5:
            statement = replace(statement, doc=chance.choice(["dev-01", "nowhere"]))
        if kind == 6:
            statement = replace(statement, object=None)
        out.append(statement)
    chance.shuffle(out)
    renamed = [
        replace(e, name=chance.choice(["市", "区", ""]) + e.name) if chance.random() < 0.3 else e
        for e in entities
    ]
    return out, [entity for entity in renamed if chance.random() < 0.8]


@pytest.mark.parametrize("seed", range(8))
def test_same_numbers_as_score_py(reference: ModuleType, gold_dir: Path, seed: int) -> None:
    gold = read_gold(gold_dir)
    statements, entities = perturb(*perfect(gold), seed) if seed else perfect(gold)
    lines = json.loads(json.dumps([statement.to_dict() for statement in statements]))
    nodes = [
        {"name": e.name, "type": e.type, "aliases": list(e.aliases), "docs": list(e.docs)} for e in entities
    ]

    docs = reference.load_gold(gold_dir)
    facts, misses, wrongs, unknown, recipients = reference.score_facts(docs, lines)
    types, node_misses, node_wrongs = reference.score_nodes(docs, nodes)
    scores = evaluate(gold, statements, entities)

    assert {name: [t.right, t.wrong, t.missed] for name, t in scores.facts.items()} == dict(facts)
    assert {name: [t.right, t.wrong, t.missed] for name, t in scores.entities.items()} == dict(types)
    assert [scores.recipients, scores.recipients_gold] == recipients
    assert list(scores.unknown) == unknown
    assert len(scores.missed) == len(misses) + len(node_misses)
    assert len(scores.wrong) == len(wrongs) + len(node_wrongs)
    row = total(scores.facts)
    assert (row.precision, row.recall, row.f1) == reference.prf(row.right, row.wrong, row.missed)
    if not seed:
        assert row.f1 == 1.0
    else:
        assert 0 < row.f1 < 1


def test_unasserted_statements_are_not_scored(gold_dir: Path) -> None:
    gold = read_gold(gold_dir)
    statements, entities = perfect(gold)
    scores = evaluate(gold, [replace(item, status="planned") for item in statements], entities)
    assert total(scores.facts).right == 0


def test_no_gold_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no gold files"):
        read_gold(tmp_path)
    (tmp_path / "a.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.json: is no gold file"):
        read_gold(tmp_path)
    with pytest.raises(SourceError, match=r"nowhere: no such folder"):
        read_gold(tmp_path / "nowhere")
