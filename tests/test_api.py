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


def test_about_takes_a_name_or_says(build: kg.Build) -> None:
    [street] = build.find("玉林街道")
    assert build.about("武侯区玉林街道") == build.about(street.id) == build.about(street)
    with pytest.raises(UsageError, match=r"no entity '玉林街'; did you mean 玉林街道, 武侯区玉林街道\?"):
        build.about("玉林街")
    with pytest.raises(UsageError, match="李燎 names several entities; give the IRI of one: https"):
        build.about("李燎")
    with pytest.raises(UsageError, match="sure: is no status; choose one of all, asserted"):
        build.about(street, "sure")


def test_it_shows_itself(build: kg.Build) -> None:
    assert repr(build) == f"<build {str(build.folder)!r}: 1 articles, 4 entities, 4 statements>"
    html = build._repr_html_()
    assert "&lt;build" in html
    assert "<th>asserted</th><th>planned</th>" in html
    assert "<tr><td>督导 supervises</td><td>1</td><td>1</td></tr>" in html


def test_a_statement_has_its_quotation_under_one_name(build: kg.Build) -> None:
    [gift] = [item for item in build.statements if item.predicate == "donates"]
    frame = build.to_pandas()
    assert gift.quote == gift.evidence[0].quote == frame[frame.predicate == "donates"].quote.item()


def test_answers_keep_numbers(build: kg.Build) -> None:
    answer = build.query(
        "SELECT ?n ?t (0.5 AS ?half) (?n > 1 AS ?big) (<x:y> AS ?i) { ?g kg:amount ?n ; kg:status ?t }"
    )
    [row] = answer.to_dicts()
    assert row == {"n": 100000, "t": row["t"], "half": 0.5, "big": True, "i": "x:y"}
    assert isinstance(row["n"], int)
    assert list(answer) == [row]
    assert len(answer) == 1
    assert repr(answer) == "<answer: 1 rows of n, t, half, big, i>"
    assert "<td>100000</td>" in answer._repr_html_()
    assert build.query("ASK { ?a ?b ?c }")
    assert not build.query("ASK { <x:a> ?b ?c }")
    assert not build.query("SELECT ?x { <x:a> ?b ?x }")


def test_odd_numbers_stay_as_they_are(build: kg.Build) -> None:
    [row] = build.query('SELECT (1e999 AS ?a) (xsd:double("NaN") AS ?b) ("1"^^<x:n> AS ?c) { }').to_dicts()
    assert row == {"a": "INF", "b": "NaN", "c": "1"}


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
    assert gift["quote"] == "李燎向玉林街道捐款10万元。"


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


def test_make_takes_one_path_and_says_what_it_does(
    articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "kg")
    names = tmp_path / "names.csv"
    names.write_text("name,type,aliases\n东湖食品,企业,\n", encoding="utf-8")
    build = kg.make(articles / "dev-04.txt", str(tmp_path / "out"), model="fast", names=names)
    assert [article.doc for article in build.articles] == ["dev-04"]
    assert "1 articles read, 0 sources left out" in caplog.messages
    assert [text for text in caplog.messages if text.startswith("dev-04: ")]
    with pytest.raises(UsageError, match=r"no option 'modle'; did you mean model\?"):
        kg.make(articles, tmp_path / "out", modle="fast")


def test_missing_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no such folder"):
        kg.load(tmp_path / "nowhere")


def test_names_of_the_package() -> None:
    assert dir(kg) == sorted(kg.__all__)
    assert not kg.Statement.__module__.startswith("kg.nlp")
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
