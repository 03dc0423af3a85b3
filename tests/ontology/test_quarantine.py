"""What does not fit the ontology stays out of the graph and is kept with its reason."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from records import article, entity, records, ref, statement

from kg.build import read_build, write_build
from kg.model import Records
from kg.ontology.quarantine import split
from kg.values.iri import BASE

SOURCE = article("a", "甲到乙督导")
PERSON, PLACE = entity("Person", "甲", "a"), entity("Place", "乙", "a")
SAID = statement(SOURCE, "supervises", PERSON, PLACE, "甲到乙督导")


def build(*said) -> Records:
    entities = tuple(sorted((PERSON, PLACE), key=lambda item: item.id))
    return Records((SOURCE,), entities, tuple(sorted(said, key=lambda item: item.id)), (), BASE)


def test_what_fits_stays() -> None:
    assert split(records()) == (records(), ())
    assert split(build(SAID))[1] == ()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            statement(SOURCE, "supervises", PLACE, PLACE, "乙"),
            "subject: 乙 is a Place, not in the domain of supervises (Person, Organization)",
        ),
        (
            statement(SOURCE, "supervises", PERSON, PERSON, "甲"),
            "object: 甲 is a Person, not in the range of supervises (Place, Organization)",
        ),
        (replace(SAID, object=None), "object: supervises needs one"),
        (statement(SOURCE, "measure", PERSON, PLACE, "甲", value=3.0), "object: measure takes none"),
        (replace(SAID, predicate="loves"), "loves: is no relation of the ontology"),
        (
            replace(SAID, status="planned", object=ref(entity("Place", "丙", "a"))),
            "object: 丙 is no entity of the build, not in the range of supervises (Place, Organization)",
        ),
    ],
)
def test_what_does_not_fit_is_kept_with_the_reason(said, reason: str, tmp_path: Path) -> None:
    good = statement(SOURCE, "donates", PERSON, None, "甲", amount=1.0)
    fitting, [rejected] = split(build(said, good))
    assert fitting.statements == (good,)
    assert (rejected.statement, rejected.reason) == (said, reason)
    write_build(build(said, good), tmp_path / "out")
    assert read_build(tmp_path / "out").statements == (good,)
    [line] = (tmp_path / "out" / "quarantine.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"reason": reason, **said.to_dict()}


def test_the_sample_articles_all_fit(demo_build: Path) -> None:
    assert (demo_build / "quarantine.jsonl").read_bytes() == b""
