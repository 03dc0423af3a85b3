"""The table of formats, and what holds for every one of them."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from records import any_records, records

from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.model import Records, Statement
from kg.values.iri import BASE


def out(found: Records, form: str, status: str = "asserted") -> bytes:
    file = io.BytesIO()
    export(found, form, file, status)
    return file.getvalue()


def test_the_formats_of_the_vocabulary() -> None:
    names = (
        "turtle trig ntriples nquads jsonld rdfxml jsonl nodes-jsonl "
        "node-link graphml gexf neo4j-csv cypher cytoscape parquet csv ftm careers popolo dcat croissant"
    )
    assert sorted(FORMATS) == sorted(names.split())
    assert all(item.en and item.zh for item in FORMATS.values())


@pytest.mark.parametrize("form", FORMATS)
def test_same_records_same_bytes(form: str) -> None:
    assert out(records(), form, "all") == out(records(), form, "all")


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_that_is_not_asserted_unless_asked(form: str) -> None:
    found = records()
    assert any(s.status == "planned" for s in found.statements)
    constants = out(replace(found, statements=()), form)  # RDF names every status there is
    assert out(found, form).count(b"planned") == constants.count(b"planned")


@pytest.mark.parametrize("form", FORMATS)
def test_empty_records(form: str) -> None:
    assert isinstance(out(Records((), (), (), (), BASE), form), bytes)


@settings(max_examples=25, deadline=None)
@given(any_records())
def test_any_text_can_be_written(found: Records) -> None:
    for form in FORMATS:
        out(found, form, "all")


def test_unknown_format_and_status() -> None:
    with pytest.raises(UsageError, match="xyz: is no format; choose one of turtle"):
        out(records(), "xyz")
    with pytest.raises(UsageError, match="maybe: is no status"):
        out(records(), "csv", "maybe")


def test_statement_lines() -> None:
    build = records()
    lines = out(build, "jsonl").decode().removesuffix("\n").split("\n")
    asserted = [item for item in build.statements if item.status == "asserted"]
    assert [Statement.from_dict(json.loads(line)) for line in lines] == asserted
    first = json.loads(lines[0])
    keys = "id doc predicate status subject object qualifiers evidence confidence rule"
    assert " ".join(first) == keys
    assert set(first["subject"]) == {"id", "type", "name"}
    assert len(out(build, "jsonl", "all").splitlines()) >= len(build.statements)


def test_node_lines() -> None:
    build = records()
    lines = [json.loads(line) for line in out(build, "nodes-jsonl").decode().removesuffix("\n").split("\n")]
    assert [line["id"] for line in lines] == [item.id for item in build.entities]
    assert {tuple(line) for line in lines} == {("id", "type", "name", "aliases", "docs")}
    assert {line["type"] for line in lines} <= {"Person", "Organization", "Place", "Document"}
