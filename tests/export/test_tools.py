"""The RDF exports in the eyes of two more parsers: Raptor's ``rapper`` and Jena's ``riot --validate``."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from records import records

from kg.export import export
from kg.export.rdf.quads import union

SUFFIXES = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf", "trig": "trig", "nquads": "nq"}
JARS = [
    "jena-arq",
    "jena-base",
    "jena-cmds",
    "jena-core",
    "jena-dboe-base",
    "jena-dboe-index",
    "jena-dboe-storage",
    "jena-dboe-transaction",
    "jena-dboe-trans-data",
    "jena-iri",
    "jena-rdfconnection",
    "jena-shacl",
    "jena-shex",
    "jena-tdb",
    "jena-tdb2",
    "slf4j-api",
    "slf4j-simple",
    "jsonld-java",
    "jackson-core",
    "jackson-databind",
    "jackson-annotations",
    "httpclient",
    "httpcore",
    "commons-csv",
    "commons-codec",
    "commons-io",
    "commons-lang3",
    "commons-compress",
    "commons-cli",
    "commons-logging",
    "gson",
    "dexx.collection",
    "libthrift",
    "thrift",
    "protobuf",
    "titanium-json-ld",
    "jakarta.json-api",
    "guava",
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    found = {}
    for form, suffix in SUFFIXES.items():
        found[form] = folder / f"kg.{suffix}"
        with found[form].open("wb") as file:
            export(records(), form, file, "all")
    return found


@pytest.mark.system("raptor2-utils")
@pytest.mark.parametrize(
    ("form", "name"), [("turtle", "turtle"), ("ntriples", "ntriples"), ("rdfxml", "rdfxml")]
)
def test_rapper_reads_the_same_triples(files: dict[str, Path], form: str, name: str) -> None:
    command = ["rapper", "-q", "-i", name, "-o", "ntriples", str(files[form])]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    theirs = {canonical(str(triple)) for triple in ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)}
    assert theirs == {canonical(" ".join(triple)) for triple in union(records(), "all")}


def canonical(triple: str) -> str:
    """Language tags mean the same in any case."""
    return triple.replace("@zh-Hant", "@zh-hant")


@pytest.fixture(scope="module")
def classpath(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Debian's Jena with the message bundles of its Xerces where its classes now look for them."""
    java = Path("/usr/share/java")
    fixed = tmp_path_factory.mktemp("jena")
    with zipfile.ZipFile(java / "jena-core.jar") as core:
        for name in core.namelist():
            if name.startswith("org/apache/jena/ext/xerces/") and not name.endswith("/"):
                target = fixed / name.removeprefix("org/apache/jena/ext/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(core.read(name))
    return ":".join([str(fixed), *(str(java / f"{name}.jar") for name in JARS)])


@pytest.mark.system("libapache-jena-java", "default-jre-headless")
def test_riot_finds_no_fault(files: dict[str, Path], classpath: str, tmp_path: Path) -> None:
    def validate(*paths: Path) -> str:
        command = ["java", "-cp", classpath, "riotcmd.riot", "--validate", *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True)
        lines = (done.stdout + done.stderr).splitlines()
        # U+FFFD is what we write for a character that XML lacks
        return "\n".join(line for line in lines if "Unicode replacement character" not in line)

    said = validate(*files.values())
    assert "WARN" not in said
    assert "ERROR" not in said
    bad = io.StringIO('<a:a> <a:b> "2022-13-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n')
    (tmp_path / "bad.nt").write_text(bad.read(), encoding="utf-8")
    assert "WARN" in validate(tmp_path / "bad.nt")  # it does look
