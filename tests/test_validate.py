"""SHACL: the shapes are current, a sound build fits them, and what is planted is found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from records import article, entity, records, statement

from kg.iri import BASE
from kg.model import Records
from kg.namespaces import KG
from kg.ontology import ontology_dir
from kg.validate import shapes, validate

pytest.importorskip("pyshacl", reason="needs the shacl extra")
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl"
)


def test_the_shapes_are_current() -> None:
    assert (ontology_dir() / "shapes.ttl").read_text(encoding="utf-8") == shapes()


@pytest.mark.parametrize("status", ["asserted", "all"])
def test_a_sound_build_fits(status: str) -> None:
    assert validate(records(), status) == []


SOURCE = article("a", "甲到乙，丙" + "很" * 400)
PERSON, PLACE = entity("Person", "甲", "a"), entity("Place", "乙", "a")
SAID = statement(SOURCE, "supervises", PERSON, PLACE, "甲到乙")


@pytest.mark.parametrize(
    ("said", "place", "paths"),
    [
        (SAID, PLACE, []),
        (replace(SAID, object=None), PLACE, ["object"]),
        (statement(SOURCE, "supervises", PLACE, PERSON, "甲"), PLACE, ["object", "subject"]),
        (replace(SAID, evidence=()), PLACE, ["evidence"]),
        (replace(SAID, confidence=1.5), PLACE, ["confidence"]),
        (statement(SOURCE, "supervises", PERSON, PLACE, SOURCE.raw), PLACE, ["quote"]),
        (SAID, replace(PLACE, code="51"), ["areaCode"]),
        (SAID, replace(PLACE, name=""), ["label"]),
    ],
)
def test_what_is_planted_is_found(said, place, paths: list[str]) -> None:
    build = Records((SOURCE,), (PERSON, place), (said,), (), BASE)
    found = validate(build)
    assert sorted({item.path.replace("#", "/").rpartition("/")[2] for item in found}) == paths
    assert all(item.message for item in found)


def test_a_claim_that_is_also_a_fact_is_found() -> None:
    said = replace(SAID, status="no such status")
    (found,) = validate(Records((SOURCE,), (PERSON, PLACE), (said,), (), BASE), "all")
    assert found.node == said.id
    assert found.path == str(KG.status)
