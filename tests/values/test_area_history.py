"""Earlier codes and names of areas: the table, and what of it stands in the graph."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from rdflib import RDF, XSD, Literal, Namespace, URIRef
from rdflib.namespace import SKOS
from records import entity

from kg.export.rdf.dataset import to_dataset
from kg.export.tables import tables
from kg.graph.property_graph import property_graph
from kg.model import Records
from kg.values.area_history import code_since, former_areas
from kg.values.areas import load_areas
from kg.values.iri import BASE
from kg.values.namespaces import KG as TERMS

KG = Namespace(str(TERMS))


@pytest.mark.parametrize(
    ("code", "since", "former"),
    [
        ("510118", "2020", [("510132", "新津县", "1983", "2020")]),  # a county became a district
        ("120119", "2016", [("120225", "蓟县", "", "2016")]),
        ("513402", "2021", [("513425", "会理县", "", "2021")]),  # a county became a city
        ("130502", "2020", [("130502", "桥东区", "1983", "2020")]),  # renamed under its code
        ("360112", "2015", [("360122", "新建县", "", "2015"), ("360105", "湾里区", "", "2019")]),  # joined
        ("511500", "1996", [("512500", "宜宾地区", "", "1996")]),
        ("330106", "", []),  # as it always was
    ],
)
def test_what_an_area_was(code: str, since: str, former: list[tuple[str, ...]]) -> None:
    assert code_since(code) == since
    assert [(was.code, was.name, was.since, was.until) for was in former_areas(code)] == former


def test_several_changes_are_followed_to_today() -> None:
    found = [(was.code, was.name, was.until) for was in former_areas("130481")]
    assert found == [("132131", "武安县", "1986"), ("130422", "武安县", "1988"), ("139001", "武安市", "1995")]


def test_the_table_is_sound() -> None:
    text = (files("kg") / "resources" / "zh" / "areas_history.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()]
    assert rows == sorted(rows)
    assert all(len(row) == 5 and len(row[0]) == 6 and row[1] and (row[2] or row[3]) for row in rows)
    assert all(1981 <= int(year) <= 2023 for row in rows for year in row[2:4] if year)
    assert [row for row in rows if row[2] and row[3] and row[2] > row[3]] == []
    assert max(Counter((row[0], row[3]) for row in rows).values()) == 1
    gone, here = [row for row in rows if row[3]], [row for row in rows if not row[3]]
    assert all(load_areas()[row[0]] == row[1] for row in here)
    assert all(load_areas().get(row[0]) != row[1] for row in gone)
    known = {row[0] for row in rows} | load_areas().keys()
    # a few went after the last table, in a year that nothing tells
    assert len({row[4] for row in gone} - {""} - known) < 5
    recent = [row for row in gone if int(row[3]) >= 2000]
    assert sum(bool(row[4]) for row in recent) > 0.8 * len(recent)


def test_it_stands_in_the_graph_of_areas() -> None:
    place = entity("Place", "新津区", "a", code="510118003")
    dataset = to_dataset(Records((), (place,), (), (), BASE))
    found = dataset.graph(URIRef(f"{BASE}graph/areas"))
    now, was = URIRef(f"{BASE}place/510118"), URIRef(f"{BASE}former-area/510132-2020")
    assert found.value(now, KG.codeFrom) == Literal("2020", datatype=XSD.gYear)
    assert set(found.predicate_objects(was)) == {
        (RDF.type, KG.FormerArea),
        (SKOS.prefLabel, Literal("新津县", "zh")),
        (SKOS.notation, Literal("510132")),
        (KG.codeFrom, Literal("1983", datatype=XSD.gYear)),
        (KG.codeUntil, Literal("2020", datatype=XSD.gYear)),
        (KG.succeededBy, now),
    }


def test_it_stands_on_nodes_and_in_tables() -> None:
    place = entity("Place", "新津区", "a", code="510118")
    records = Records((), (place,), (), (), BASE)
    nodes = next(iter(tables(records)))
    row = dict(zip(nodes.columns, nodes.rows[0], strict=True))
    assert (row["code"], row["codeFrom"], row["formerly"]) == ("510118", "2020", ["510132 新津县 1983/2020"])
    found = {node.id: node.properties for node in property_graph(records).nodes}
    here = found[place.id]
    assert (here["areaCode"], here["codeFrom"]) == ("510118", "2020")
    assert here["formerly"] == ["510132 新津县 1983/2020"]
    assert "formerly" not in found[f"{BASE}place/510000"]
