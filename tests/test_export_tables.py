"""Tables and scripts: CSV, Parquet, the tables of neo4j-admin and Cypher."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import HOSTILE, any_records, article, entity, records, statement

from kg.cypher import literal
from kg.errors import UsageError
from kg.export import export
from kg.graph import select, to_graph
from kg.iri import BASE
from kg.model import Records
from kg.records import columns, row


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


def neo4j(found: Records) -> tuple[list[list[str]], list[list[str]]]:
    archive = zipfile.ZipFile(io.BytesIO(out(found, "neo4j-csv")))
    assert archive.namelist() == ["nodes.csv", "relationships.csv", "import.sh"]
    texts = [archive.read(name).decode() for name in ("nodes.csv", "relationships.csv")]
    nodes, edges = (list(csv.reader(io.StringIO(text, newline=""))) for text in texts)
    return nodes, edges


@settings(max_examples=25, deadline=None)
@given(any_records())
def test_neo4j_tables_follow_the_header_grammar(found: Records) -> None:
    nodes, edges = neo4j(found)
    kinds = r"\w+:(string|double|boolean|string\[\])"
    assert nodes[0][:2] == ["id:ID", ":LABEL"]
    assert edges[0][:3] == [":START_ID", ":END_ID", ":TYPE"]
    assert all(re.fullmatch(kinds, name) for name in nodes[0][2:] + edges[0][3:])
    known = {line[0] for line in nodes[1:]}
    assert len(known) == len(nodes) - 1
    graph = to_graph(found, "all")
    assert known == set(graph)
    assert sorted((line[0], line[1]) for line in edges[1:]) == sorted(
        (s, t) for s, t, _ in graph.edges(keys=True)
    )
    for line in nodes[1:] + edges[1:]:
        assert not re.search(r"[\x00-\x1e\n\r]", "".join(line))
    for line in nodes[1:]:
        for head, cell in zip(nodes[0], line, strict=True):
            if head.endswith(":double") and cell:
                float(cell)


def test_neo4j_labels_and_arrays() -> None:
    nodes, _ = neo4j(records())
    by_name = {
        line[nodes[0].index("label:string")]: dict(zip(nodes[0], line, strict=True)) for line in nodes[1:]
    }
    assert by_name["武侯区人大常委会"][":LABEL"].split("\x1f") == ["Organization", "CongressBody"]
    assert by_name["武侯区人大常委会"]["aliases:string[]"].split("\x1f") == [
        "区人大常委会",
        "成都市武侯区人大常委会",
    ]


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
    assert HOSTILE[:9] in "".join(line[-1] + "".join(line) for line in neo4j(records())[0])
    assert literal(HOSTILE)[1:8] in out(records(), "cypher").decode()
