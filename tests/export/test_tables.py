"""Tables and scripts: CSV, Parquet, the tables of neo4j-admin and Cypher."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import HOSTILE, any_records, article, entity, records, statement, written

from kg.cli import main
from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.graph import select, to_graph
from kg.graph.cypher import literal
from kg.graph.property_graph import property_graph
from kg.model import Records
from kg.values.iri import BASE
from kg.values.records import columns, row


def out(found: Records, form: str, status: str = "all") -> bytes:
    file = io.BytesIO()
    export(found, form, file, status)
    return file.getvalue()


def read_csv(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_each_statement() -> None:
    build = records()
    rows = read_csv(out(build, "csv"))
    assert [item["id"] for item in rows] == [item.id for item in build.statements]
    (found,) = [item for item in rows if item["item"]]
    assert (found["object"], found["quantity"], found["worth"], found["currency"]) == (
        "玉林街道",
        "2000",
        "50000",
        "HKD",
    )
    assert found["approx"] == "true"
    assert found["quote"] == "有限公司向玉林街道捐赠防护服2000套，价值5万港元"


@settings(max_examples=25, deadline=None)
@given(any_records())
def test_csv_is_read_back(found: Records) -> None:
    for item, cells in zip(select(found.statements, "all"), read_csv(out(found, "csv")), strict=True):
        for key, value in row(item).items():
            text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            text = text.replace("\0", "\ufffd")
            assert cells[key].removeprefix("'") == text.removeprefix("'")
            if isinstance(value, str):
                assert not cells[key].startswith(("=", "+", "-", "@"))


def test_csv_runs_nothing_in_a_spreadsheet() -> None:
    source = article("a", "=1+1")
    one = entity("Person", "=cmd|' /C calc'!A0", "a")
    said = statement(source, "measure", one, None, "=1+1", indicator="@SUM(A1)", value=-1.0)
    (found,) = read_csv(out(Records((source,), (one,), (said,), (), BASE), "csv"))
    assert found["subject"].startswith("'=")
    assert found["quote"] == "'=1+1"
    assert found["indicator"] == "'@SUM(A1)"
    assert found["value"] == "-1"


@settings(max_examples=20, deadline=None)
@given(any_records())
def test_parquet_is_read_back_equal(found: Records) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the parquet extra")
    table = parquet.read_table(io.BytesIO(out(found, "parquet")))
    assert table.column_names == list(columns())
    assert table.to_pylist() == [row(item) for item in select(found.statements, "all")]


def test_parquet_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'zhkg\[parquet\]'"):
        out(records(), "parquet")


def unpacked(found: Records, form: str = "neo4j-csv", status: str = "all") -> dict[str, bytes]:
    return dict(FORMATS[form].parts(found, status))


NODE_HEAD = re.compile(r"(?P<name>\w+):(?P<type>ID\((?P<group>\w+)\)|LABEL|[a-z]+(\[\])?)|:LABEL")
EDGE_HEAD = re.compile(
    r":(?P<end>START_ID|END_ID)\((?P<group>\w+)\)|:TYPE|(?P<name>\w+):(?P<type>[a-z]+(\[\])?)"
)
CELLS = {
    "string": re.compile(r".+", re.DOTALL),
    "double": re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?"),
    "long": re.compile(r"-?[0-9]{1,18}"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
}


def checked(files: dict[str, bytes]) -> tuple[dict[tuple[str, str], dict], list[dict]]:
    """The nodes (by group and id) and relationships of the tables, as `neo4j-admin database import` reads
    them; fails wherever its grammar of headers and cells is broken."""
    nodes: dict[tuple[str, str], dict] = {}
    edges: list[dict] = []
    command = files["import.sh"].decode()
    assert re.findall(r"--(?:nodes|relationships)=(\S+)", command) == [n for n in files if n.endswith(".csv")]
    assert command.startswith("neo4j-admin database import full ")
    assert command.endswith(" neo4j\n")
    for name in re.findall(r"--nodes=(\S+)", command):
        for node in typed(files[name], NODE_HEAD):
            key = node.pop("ID")
            assert key not in nodes, f"{name}: {key} is there twice"
            nodes[key] = node
    for name in re.findall(r"--relationships=(\S+)", command):
        for edge in typed(files[name], EDGE_HEAD):
            assert edge["START_ID"] in nodes, f"{name}: no such start"
            assert edge["END_ID"] in nodes, f"{name}: no such end"
            edges.append(edge)
    return nodes, edges


def typed(data: bytes, grammar: re.Pattern[str]) -> list[dict]:
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    found = [grammar.fullmatch(cell) for cell in head]
    assert all(found), head
    assert len({cell.partition(":")[0] or cell for cell in head}) == len(head), "a column twice"
    return [dict(cell(*pair) for pair in zip(head, row, strict=True) if pair[1]) for row in rows]


def cell(head: str, text: str) -> tuple[str, object]:
    name, _, kind = head.partition(":")
    if group := re.fullmatch(r"(ID|START_ID|END_ID)\((\w+)\)", kind):
        return group[1], (group[2], text)
    if kind in ("LABEL", "TYPE"):
        return kind, text.split("\x1f") if kind == "LABEL" else text
    plain = kind.removesuffix("[]")
    read = {
        "string": str,
        "double": float,
        "long": int,
        "boolean": "true".__eq__,
        "date": date.fromisoformat,
    }[plain]
    items = text.split("\x1f") if kind.endswith("[]") else [text]
    for item in items:
        assert CELLS[plain].fullmatch(item) or item == "", (head, item)
        assert "\x1f" not in item
    values = [read(item) for item in items]
    return name, values if kind.endswith("[]") else values[0]


@settings(max_examples=25, deadline=None)
@given(any_records())
def test_neo4j_tables_follow_the_grammar_and_hold_the_graph(found: Records) -> None:
    nodes, edges = checked(unpacked(found))
    graph = property_graph(found, "all")
    for cells in (*nodes.values(), *edges):  # a day stands beside the text of its date
        for name in [name for name in cells if name.endswith("Day")]:
            assert cells.pop(name).isoformat() == cells[name.removesuffix("Day")]
    assert {key[1]: row.pop("LABEL") for key, row in nodes.items()} == {
        n.id: list(n.labels) for n in graph.nodes
    }
    assert {key[1]: {"id": key[1], **cells} for key, cells in nodes.items()} == {
        n.id: without_empty(n.properties) for n in graph.nodes
    }
    ends = [(row.pop("TYPE"), row.pop("START_ID")[1], row.pop("END_ID")[1]) for row in edges]
    assert sorted(zip(ends, map(repr, map(ordered, edges)), strict=True)) == sorted(
        ((e.type, e.source.id, e.target.id), repr(ordered(without_empty(e.properties)))) for e in graph.edges
    )


def ordered(row: dict) -> list:
    return sorted(row.items())


def without_empty(properties: dict) -> dict:
    """A list of one empty text is an empty cell."""
    return {key: value for key, value in properties.items() if value != [""]}


def test_neo4j_files_are_one_a_class_and_a_relation() -> None:
    files = unpacked(records())
    classes = "Article Document Organization Company CongressBody Person AdministrativeArea"
    classes += " Claim Dispatch Donation Measure"
    assert [name for name in files if "nodes-" in name] == [f"nodes-{name}.csv" for name in classes.split()]
    assert {"relationships-supervises.csv", "relationships-measures.csv", "constraints.cypher"} <= set(files)
    assert len({name.lower() for name in files}) == len(files)
    head = files["relationships-recipient.csv"].decode().partition("\n")[0]
    assert (
        head
        == ":START_ID(Statement),:END_ID(Entity),:TYPE,id:string,statement:string,doc:string,article:string"
    )
    archive = zipfile.ZipFile(io.BytesIO(out(records(), "neo4j-csv")))
    assert {name: archive.read(name) for name in archive.namelist()} == files


def test_dispatches_to_somewhere_and_to_nowhere_are_two_files() -> None:
    source = article("a", "派人")
    team, place = entity("Organization", "县队", "a"), entity("Place", "丁镇", "a")
    said = (
        statement(source, "dispatches", team, place, "派人"),
        statement(source, "dispatches", team, None, "派人", quantity=3.0),
    )
    files = unpacked(Records((source,), (team, place), tuple(sorted(said, key=lambda i: i.id)), (), BASE))
    assert {
        "relationships-dispatches-Entity-Entity.csv",
        "relationships-dispatches-Entity-Statement.csv",
    } <= set(files)
    checked(files)


@pytest.mark.parametrize("name", [">", "id:ID(a b)", "x:integer list", ":START_ID"])
def test_the_checker_refuses(name: str) -> None:
    with pytest.raises(AssertionError):
        typed(f"{name}\n".encode(), NODE_HEAD)


def test_cypher_is_one_statement_a_line() -> None:
    lines = out(records(), "cypher").decode().removesuffix("\n").split("\n")
    assert [line.split(" ", 2)[:2] for line in lines[:4]] == [["CREATE", "CONSTRAINT"]] * 3 + [
        ["UNWIND", "[{`id`:"]
    ]
    assert all(line.endswith(";") for line in lines)
    [gifts] = [line for line in lines if "MERGE (a)-[r:`donates` {id: row.id}]->(b)" in line]
    assert "`amount`: 100000.0" in gifts


def cypher_value(text: str) -> str:
    """What Cypher reads from literals joined by ``+``: ``\\uXXXX`` first, then the other escapes."""
    text = re.sub(r"(?<!\\)((?:\\\\)*)\\u([0-9a-fA-F]{4})", lambda m: m[1] + chr(int(m[2], 16)), text)
    found = re.fullmatch(r"'(?:[^'\\]|\\[\\'nrt])*'(?: \+ '(?:[^'\\]|\\[\\'nrt])*')*", text)
    assert found is not None, text
    pieces = re.findall(r"'((?:[^'\\]|\\[\\'nrt])*)'", text)
    plain = {"\\\\": "\\", "\\'": "'", "\\n": "\n", "\\r": "\r", "\\t": "\t"}
    return re.sub(r"\\[\\'nrt]", lambda m: plain[m[0]], "".join(pieces))


@given(st.text(alphabet=st.sampled_from(["\\", "'", "u", "0", "2", "7", "\n", "甲", "}", ";", "`"])))
def test_cypher_strings_cannot_be_left(text: str) -> None:
    assert cypher_value(literal(text)) == text
    assert not re.search(r"\\u", literal(text))


def test_hostile_names_reach_cypher_and_neo4j() -> None:
    nodes, _ = checked(unpacked(records()))
    assert written(HOSTILE) + "有限公司" in {row.get("label") for row in nodes.values()}
    assert literal(written(HOSTILE))[1:8] in out(records(), "cypher").decode()


def test_four_tables_join(tmp_path: Path) -> None:
    duckdb, polars, pandas = (
        pytest.importorskip(name, reason="needs the dev extra") for name in ("duckdb", "polars", "pandas")
    )
    for form in ("parquet", "csv"):
        for name, data in FORMATS[form].parts(records(), "all"):
            (tmp_path / name).write_bytes(data)
    found = duckdb.sql(
        f"""SELECT n.label, s.predicate, e.quote, m.label
        FROM '{tmp_path}/edges.parquet' AS r
        JOIN '{tmp_path}/nodes.parquet' AS n ON n.id = r.source
        JOIN '{tmp_path}/nodes.parquet' AS m ON m.id = r.target
        JOIN '{tmp_path}/statements.parquet' AS s ON s.id = r.statement
        JOIN '{tmp_path}/evidence.parquet' AS e ON e.statement = s.id
        WHERE s.predicate = 'liaisonOf'"""
    ).fetchall()
    assert found == [("李燎", "liaisonOf", "李燎联系玉林街道", "玉林街道")]
    graph = to_graph(records(), "all")
    counts = {"nodes": len(graph), "edges": graph.number_of_edges(), "statements": len(records().statements)}
    for name, count in counts.items():
        assert polars.read_parquet(tmp_path / f"{name}.parquet").height == count
        assert len(pandas.read_parquet(tmp_path / f"{name}.parquet")) == count
        assert len(pandas.read_csv(tmp_path / f"{name}.csv")) == count
    assert polars.read_parquet(tmp_path / "nodes.parquet").schema["aliases"] == polars.List(polars.String)
    assert pandas.read_parquet(tmp_path / "evidence.parquet")["start"].dtype == "int64"
    for said in polars.read_parquet(tmp_path / "evidence.parquet").to_dicts():
        [source] = [item for item in records().articles if item.doc == said["doc"]]
        assert source.raw[said["start"] : said["end"]] == said["quote"]


def test_into_a_folder_or_a_zip(
    small_build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "tables"
    assert main(["export", str(small_build), "--to", "csv", "-o", f"{folder}/"]) == 0
    assert main(["export", str(small_build), "--to", "parquet", "-o", str(folder)]) == 0
    names = ("edges", "evidence", "nodes", "statements")
    assert sorted(p.name for p in folder.iterdir()) == [f"{n}.{s}" for n in names for s in ("csv", "parquet")]
    assert main(["export", str(small_build), "--to", "csv", "-o", str(tmp_path / "x.csv")]) == 0
    assert (tmp_path / "x.csv").read_bytes() == (folder / "statements.csv").read_bytes()
    assert main(["export", str(small_build), "--to", "csv", "-o", str(tmp_path / "x.zip")]) == 0
    assert sorted(zipfile.ZipFile(tmp_path / "x.zip").namelist()) == [f"{name}.csv" for name in names]
    written = (f"{folder}/", folder, tmp_path / "x.csv", tmp_path / "x.zip")
    assert capsys.readouterr().err.splitlines() == [f"wrote {place}" for place in written]
    assert main(["export", str(small_build), "--to", "neo4j-csv", "-o", f"{tmp_path}/neo4j/"]) == 0
    said = capsys.readouterr().err
    assert "load it with:" in said
    assert (tmp_path / "neo4j" / "import.sh").read_text() in said
    (tmp_path / "file").write_text("stays")
    assert main(["export", str(small_build), "--to", "csv", "-o", f"{tmp_path}/file/"]) == 1
    assert (tmp_path / "file").read_text() == "stays"
