"""What Turtle declares, term by term."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.given import File
from kg.ontology.declarations import Declarations
from kg.values.namespaces import KG, OWL, RDFS, Namespace, local_name

SPACES = {"kg": KG, "owl": OWL, "rdfs": RDFS, "x": "https://example.org/"}
HEAD = " ".join(f"@prefix {name}: <{space}> ." for name, space in SPACES.items()) + "\n"
MAIN = (
    'kg:Person a owl:Class ; rdfs:label "人物"@zh , "person"@en .\n'
    'kg:leads a kg:Relation , owl:ObjectProperty ; rdfs:label "领导"@zh , "leads"@en ;\n'
    "  rdfs:domain kg:Person ; rdfs:range [ owl:unionOf ( kg:Team kg:Person ) ] .\n"
    'kg:Team a owl:Class ; rdfs:label "队"@zh .\n'
    'x:Elsewhere a owl:Class ; rdfs:label "别处"@zh .\n'
)


def declared(tmp_path: Path, *given: str) -> Declarations:
    path = tmp_path / "main.ttl"
    path.write_text(HEAD + MAIN, encoding="utf-8")
    return Declarations(path, [File(f"{number}.ttl", HEAD + text) for number, text in enumerate(given)])


def test_terms_by_kind_and_file(tmp_path: Path) -> None:
    found = declared(tmp_path, "x:Club a owl:Class . kg:Person rdfs:comment 'seen again' .")
    assert found.own(OWL.Class) == [KG.Person, KG.Team, "https://example.org/Club"]
    assert found.homes[KG.Person] == "main.ttl"
    assert found.homes["https://example.org/Club"] == "0.ttl"
    assert found.is_a(KG.leads, KG.Relation)
    assert not found.is_a(KG.leads, OWL.Class)
    assert found.text(KG.Person, RDFS.comment) == "seen again"


def test_values_of_a_term(tmp_path: Path) -> None:
    found = declared(tmp_path)
    assert found.texts(KG.Person, RDFS.label) == ["person", "人物"]
    assert found.label(KG.Person, "zh") == "人物"
    assert found.classes(KG.leads, RDFS.domain) == [KG.Person]
    assert found.classes(KG.leads, RDFS.range) == [KG.Team, KG.Person]  # in the order of the union
    assert found.text(KG.Person, RDFS.comment) is None
    assert found.iris("https://example.org/Nothing", RDFS.comment) == []


def test_what_is_wrong_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"main\.ttl: Team has no label in en"):
        declared(tmp_path).label(KG.Team, "en")
    with pytest.raises(OntologyError, match=r"0\.ttl: Person is defined in main\.ttl; choose another name"):
        declared(tmp_path, "x:Person a owl:Class .")
    with pytest.raises(OntologyError, match=r"1\.ttl: Club is defined in 0\.ttl"):
        declared(tmp_path, "x:Club a owl:Class .", "kg:Club a owl:Class .")
    with pytest.raises(OntologyError, match=r"0\.ttl: line [23], column \d+ is no Turtle \("):
        declared(tmp_path, "x:Club a owl:Class")


def test_a_namespace_gives_iris() -> None:
    space = Namespace("https://example.org/#")
    assert (space.Club, str(space), local_name(space.Club)) == (
        "https://example.org/#Club",
        "https://example.org/#",
        "Club",
    )
    with pytest.raises(AttributeError):
        getattr(space, "__wrapped__")  # noqa: B009 (what copies and wraps asks for)
