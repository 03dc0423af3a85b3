"""``--to dcat`` and ``--to croissant``: a build described, with counts that are counted again here."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, VOID
from records import records

from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.export.rdf.quads import union

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
DQV = Namespace("http://www.w3.org/ns/dqv#")


def out(form: str, status: str = "asserted", license: str | None = None) -> bytes:
    file = io.BytesIO()
    export(records(), form, file, status, license)
    return file.getvalue()


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(data=out("dcat", license=LICENSE).decode(), format="turtle")


def test_counts_are_those_of_the_graph(graph: Graph) -> None:
    triples = union(records())
    [node] = graph.subjects(RDF.type, VOID.Dataset)
    assert (node, RDF.type, DCAT.Dataset) in graph
    assert int(str(graph.value(node, VOID.triples))) == len(triples)
    assert int(str(graph.value(node, VOID.distinctSubjects))) == len({one for one, _, _ in triples})
    parts = {
        str(graph.value(part, VOID.property)): int(str(graph.value(part, VOID.triples)))
        for part in graph.objects(node, VOID.propertyPartition)
    }
    assert sum(parts.values()) == len(triples)
    assert parts["https://w3id.org/zhkg/ontology#supervises"] == 2
    kinds = {
        str(graph.value(part, VOID["class"])): int(str(graph.value(part, VOID.entities)))
        for part in graph.objects(node, VOID.classPartition)
    }
    assert kinds["https://w3id.org/zhkg/ontology#Article"] == 2


def test_licence_sources_and_quality(graph: Graph) -> None:
    [node] = graph.subjects(RDF.type, VOID.Dataset)
    assert graph.value(node, DCTERMS.license) == URIRef(LICENSE)
    assert len(list(graph.objects(node, DCTERMS.source))) == 2
    build = graph.value(node, PROV.wasGeneratedBy)
    assert f"<{build}>" in {subject for subject, _, _ in union(records())}  # as the graph has it
    measured = {
        str(graph.value(item, DQV.isMeasurementOf)).rpartition("/")[2]: float(
            str(graph.value(item, DQV.value))
        )
        for item in graph.objects(node, DQV.hasQualityMeasurement)
    }
    asserted = [item for item in records().statements if item.status == "asserted"]
    assert measured["statements"] == len(asserted)
    mean = sum(item.confidence for item in asserted) / len(asserted)
    assert measured["mean-confidence"] == pytest.approx(mean, abs=1e-4)


def test_croissant_describes_the_tables_beside_it() -> None:
    with zipfile.ZipFile(io.BytesIO(out("croissant", license=LICENSE))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    data = json.loads(files["croissant.json"])
    assert data["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert data["license"] == LICENSE
    assert {item["contentUrl"] for item in data["distribution"]} == files.keys() - {"croissant.json"}
    for item in data["distribution"]:
        assert item["sha256"] == hashlib.sha256(files[item["contentUrl"]]).hexdigest()
        assert item["contentSize"] == f"{len(files[item['contentUrl']])} B"
    for rows in data["recordSet"]:
        told = [item["source"]["extract"]["column"] for item in rows["field"]]
        [name] = {item["source"]["fileObject"]["@id"] for item in rows["field"]}
        assert told == next(csv.reader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))


def test_a_licence_is_for_descriptions_only(run_kg, small_build: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="csv names none"):
        out("csv", license=LICENSE)
    assert b"license" not in out("dcat")
    done = run_kg("export", small_build, "--to", "croissant", "-o", f"{tmp_path}/c/", "--license", LICENSE)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "c" / "croissant.json").read_text(encoding="utf-8"))["license"] == LICENSE
    assert run_kg("export", small_build, "--to", "csv", "--license", LICENSE).returncode == 2
    assert all(FORMATS[form].licensed for form in ("dcat", "croissant"))
