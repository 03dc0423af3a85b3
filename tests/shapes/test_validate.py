"""SHACL: the shapes are current, a sound build fits them, and what is planted is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from records import article, entity, records, statement

from kg.errors import UsageError
from kg.model import Records
from kg.ontology import ontology_dir
from kg.shapes.validate import read_shapes, shapes, validate
from kg.values.iri import BASE
from kg.values.namespaces import KG

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
        (replace(SAID, evidence=()), PLACE, ["bestQuote", "evidence"]),
        (replace(SAID, confidence=1.5), PLACE, ["confidence"]),
        (statement(SOURCE, "supervises", PERSON, PLACE, SOURCE.raw), PLACE, ["quote"]),
        (SAID, replace(PLACE, code="51"), ["areaCode", "areaLevel"]),
        (SAID, replace(PLACE, name=""), ["label"]),
    ],
)
def test_what_is_planted_is_found(said, place, paths: list[str]) -> None:
    build = Records((SOURCE,), (PERSON, place), (said,), (), BASE)
    found = validate(build)
    assert sorted({item.path.replace("#", "/").rpartition("/")[2] for item in found}) == paths
    assert all(item.message for item in found)


OWN = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/zhkg/ontology#> .
<https://example.org/dated> a sh:NodeShape ; sh:targetClass kg:Supervision ;
    sh:property [ sh:path kg:date ; sh:minCount 1 ; sh:message "a visit needs a date" ] .
"""


def test_own_shapes_are_checked_besides(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(OWN, encoding="utf-8")
    build = Records((SOURCE,), (PERSON, PLACE), (replace(SAID, confidence=1.5),), (), BASE)
    found = validate(build, own=[read_shapes(file)])
    assert {(item.path.rpartition("#")[2], item.node) for item in found} == {
        ("confidence", SAID.id),
        ("date", SAID.id),
    }
    assert [item.message for item in found if item.path == str(KG.date)] == ["a visit needs a date"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "own.ttl: cannot be read; name a Turtle file with SHACL shapes"),
        ("", "own.ttl: holds no SHACL shape"),
        ("kg:x a .", "own.ttl: line 1, column 1 is no Turtle"),
        (OWN.replace("sh:minCount 1", 'sh:pattern "("'), "--shapes: cannot be used"),
        (OWN.replace("sh:minCount 1", "sh:minCount kg:x"), "--shapes: cannot be used"),
    ],
)
def test_shapes_that_are_none(tmp_path: Path, text: str | None, message: str) -> None:
    file = tmp_path / "own.ttl"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    build = Records((SOURCE,), (PERSON, PLACE), (SAID,), (), BASE)
    with pytest.raises(UsageError, match=message):
        validate(build, own=[read_shapes(file)])


def test_a_claim_that_is_also_a_fact_is_found() -> None:
    said = replace(SAID, status="no such status")
    found = validate(Records((SOURCE,), (PERSON, PLACE), (said,), (), BASE), "all")
    assert {item.node for item in found} == {said.id}
    assert {item.path for item in found} == {str(KG.status), str(KG.hasStatus)}
