"""`kg.load` and `kg.Build`: the same as the command line, in Python."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

import kg
from kg.errors import BuildError, SourceError, UsageError


@pytest.fixture(scope="module")
def build(small_build: Path) -> kg.Build:
    return kg.load(small_build)


def test_records(build: kg.Build) -> None:
    assert [article.doc for article in build.articles] == ["a"]
    assert len(build.entities) == 4
    assert [statement.status for statement in build.statements].count("asserted") == 3
    assert build.merges == ()
    with pytest.raises(dataclasses.FrozenInstanceError):
        build.folder = Path()  # type: ignore[misc]


def test_graph_is_made_once(build: kg.Build) -> None:
    assert build.graph is build.graph
    assert {item.id for item in build.entities} <= set(build.graph)
    edges = build.graph.edges(keys=True, data=True)
    assert {data["predicate"] for *_, data in edges} == {"holdsPosition", "supervises", "donates"}


def test_find_by_iri_name_or_alias(build: kg.Build) -> None:
    [street] = build.find("武侯区玉林街道")
    assert street.name == "玉林街道"
    assert build.find(street.id) == (street,)
    assert len(build.find("李燎")) == 2
    assert build.find("无此人") == ()


def test_about(build: kg.Build) -> None:
    [street] = build.find("玉林街道")
    assert sorted(statement.predicate for statement in build.about(street)) == ["donates", "supervises"]
    assert len(build.about(street, "all")) == 3


def test_rdflib_holds_the_direct_triples(build: kg.Build) -> None:
    [street] = build.find("玉林街道")
    query = "PREFIX kg: <https://w3id.org/zhkg/ontology#> SELECT ?who { ?who kg:supervises ?street }"
    [row] = build.to_rdflib().query(query)
    assert str(row.who) in {item.id for item in build.find("李燎")}
    assert street.id


def test_query(build: kg.Build) -> None:
    query = "PREFIX kg: <https://w3id.org/zhkg/ontology#> SELECT ?what { ?who kg:supervises ?what }"
    [street] = build.find("玉林街道")
    assert build.query(query).to_dicts() == [{"what": street.id}]


def test_pandas(build: kg.Build) -> None:
    frame = build.to_pandas()
    assert len(frame) == len(build.statements)
    [gift] = frame[frame.predicate == "donates"].to_dict("records")
    assert (gift["subject"], gift["object"], gift["amount"]) == ("李燎", "玉林街道", 100000)
    assert gift["quotation"] == "李燎向玉林街道捐款10万元。"


def test_pandas_missing_is_said(build: kg.Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pip install 'zhkg\[pandas\]'"):
        build.to_pandas()


def test_view(build: kg.Build, tmp_path: Path) -> None:
    path = build.view(tmp_path / "page.html", focus="李燎")
    assert "<html" in path.read_text(encoding="utf-8")


def test_make_builds_and_opens(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    sample = sorted(articles.glob("*.txt"))[0]
    assert len(kg.make([sample], tmp_path / "out").articles) == 1
    with pytest.raises(SourceError, match=r"empty\.txt"):
        kg.make([sample, tmp_path / "empty.txt"], tmp_path / "out")


def test_missing_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no such folder"):
        kg.load(tmp_path / "nowhere")


def test_names_of_the_package() -> None:
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        kg.nonsense  # noqa: B018


def test_queries_of_any_status(small_build: Path) -> None:
    build = kg.load(small_build)
    claims = "SELECT ?s { ?s a kg:Claim }"
    assert len(build.query(claims).rows) == 0
    assert len(build.query(claims, status="all").rows) == 1
    assert len(build.query("not-asserted").rows) == 1
    assert len(build.query("not-asserted", status="planned").rows) == 1
    assert len(build.query("not-asserted", status="ended").rows) == 0
    assert len(build.query("supervisors-of", status="all", place="玉林街道").to_pandas()) == 1
