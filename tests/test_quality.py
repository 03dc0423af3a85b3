"""Quality is a number with a floor: kept in ``data/floors.toml``, and only raised.

Scores are those of `kg.evaluate`. The floors over ``../shared`` hold where that folder is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from language import extractions
from paths import DATA, SHARED

from kg.evaluate import Gold, Scores, Tally, evaluate, read_gold, total
from kg.model import Extraction
from kg.nlp import least_confidence

FLOORS = tomllib.loads((DATA / "floors.toml").read_text(encoding="utf-8"))
#: texts and gold of each set
SETS: dict[str, Sequence[tuple[Path, Path]]] = {
    "samples": [(DATA / "articles", DATA / "gold")],
    "later": [(DATA / "later" / "articles", DATA / "later" / "gold")],  # written after most of the rules
    "seeds": [(SHARED / "seeds", SHARED / "gold")],
    "seeds-dev": [(SHARED / "seeds", SHARED / "gold"), (SHARED / "dev" / "text", SHARED / "dev" / "gold")],
}
#: sets that the default pipeline, with the trained reader, is scored on as well
ACCURATE = "accurate-"
#: below so many gold facts a relation's score is chance
ENOUGH = 5


@cache
def scores(name: str) -> Scores:
    gold: list[Gold] = []
    found: list[Extraction] = []
    accurate = name.startswith(ACCURATE)
    for texts, answers in SETS[name.removeprefix(ACCURATE)]:
        if not (texts.is_dir() and answers.is_dir()):
            pytest.skip(f"needs ../shared/{texts.relative_to(SHARED)} with its gold beside the checkout")
        gold += read_gold(answers)
        found += extractions(texts, accurate)
        assert len(found) == len(gold)
    least = least_confidence() if accurate else 0.0
    statements = [s for item in found for s in item.statements if s.confidence >= least]
    entities = [entity for item in found for entity in item.entities]
    result = evaluate(gold, statements, entities)
    assert result.unknown == ()
    return result


def value(name: str, key: str) -> float:
    """A score by the name that a floor has: ``facts.precision``, ``entities.f1``, ``donates.f1``."""
    what, _, measure = key.partition(".")
    tallies = scores(name)
    rows = {"facts": total(tallies.facts), "entities": total(tallies.entities)}
    row: Tally = rows[what] if what in rows else tallies.facts[what]
    return float(getattr(row, measure))


@pytest.mark.parametrize(
    ("name", "key", "floor"),
    [(name, key, floor) for name, floors in FLOORS.items() for key, floor in floors.items()],
)
def test_floors(name: str, key: str, floor: float) -> None:
    assert value(name, key) >= floor


def test_every_score_that_is_no_chance_has_a_floor() -> None:
    wanted = {"facts.precision", "facts.recall", "facts.f1", "entities.f1"}
    relations = scores("samples").facts
    wanted |= {f"{name}.f1" for name, row in relations.items() if row.right + row.missed >= ENOUGH}
    assert wanted == set(FLOORS["samples"])


@pytest.mark.parametrize(
    ("name", "key", "bar"),
    [
        ("seeds", "facts.f1", 0.85),
        ("seeds", "facts.precision", 0.90),
        ("seeds", "entities.f1", 0.90),
        ("seeds", "supervises.f1", 0.85),
        ("seeds", "donates.f1", 0.85),
        ("seeds-dev", "facts.f1", 0.85),
    ],
)
def test_what_was_promised(name: str, key: str, bar: float) -> None:
    assert value(name, key) >= bar
