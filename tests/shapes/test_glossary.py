"""``kg ontology``: the table, the page for people, and what does not agree."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.errors import LexiconError
from kg.ontology import load_ontology
from kg.shapes import glossary
from kg.shapes.glossary import page, problems, terms


def test_every_class_and_property_is_a_term() -> None:
    found = {item.name: item for item in terms()}
    ontology = load_ontology()
    assert set(ontology.classes) | {item.name for item in ontology.relations.values()} <= set(found)
    assert {item.name for item in ontology.fields.values()} <= set(found)
    for item in found.values():
        assert item.zh
        assert item.en
        assert item.definition_zh.endswith("。")
        assert item.definition_en.endswith(".")
        assert item.example
    gift = found["donates"]
    assert (gift.kind, gift.domain, gift.range) == (
        "property",
        ("kg:Person", "kg:Organization"),
        ("kg:Entity",),
    )
    assert "geo:sfWithin" in found["locatedIn"].also
    assert "foaf:Person" in found["Person"].also


class Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attributes if name == "id" and value]
        self.links += [value[1:] for name, value in attributes if name == "href" and value]


def test_the_page_has_a_place_for_each_and_loads_nothing() -> None:
    text = page(terms())
    found = Ids()
    found.feed(text)
    assert found.ids == found.links == [item.name for item in terms()]
    assert "src=" not in text


def test_the_data_of_the_project_agrees() -> None:
    assert problems() == []


def test_what_does_not_agree_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import lexicon

    def broken() -> None:
        raise LexiconError(["relations.toml: loves is no relation", "cues.toml: x"])

    monkeypatch.setattr(lexicon, "load_lexicon", broken)
    assert problems() == ["relations.toml: loves is no relation", "cues.toml: x"]
    assert glossary.terms()


def test_the_command(run_kg, tmp_path: Path) -> None:
    done = run_kg("ontology", "--html", tmp_path / "terms.html")
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().splitlines()[0].split() == ["name", "Chinese", "English", "domain", "range"]
    assert "supervises" in done.stdout.decode()
    assert (tmp_path / "terms.html").read_text(encoding="utf-8") == page(terms())
