"""The networkx graph: keys, attributes, statements that are nodes, and what is left out."""

from __future__ import annotations

import pytest
from records import article, entity, extractions, records, statement

from kg.graph import flatten, label_of, select, to_graph
from kg.model import Extraction
from kg.ontology import load_ontology
from kg.resolve import resolve
from kg.values.iri import BASE


@pytest.fixture(scope="module")
def build():
    return records()


def test_a_node_is_an_entity_by_its_iri(build) -> None:
    graph = to_graph(build)
    for item in build.entities:
        data = graph.nodes[item.id]
        assert (data["type"], data["label"]) == (item.type, item.name)
        assert (data["aliases"], data["docs"]) == (list(item.aliases), list(item.docs))


def test_an_edge_is_a_statement_by_its_id(build) -> None:
    graph = to_graph(build)
    (found,) = [s for s in build.statements if s.rule == "到+督导"]
    data = graph.edges[found.subject.id, found.object.id, found.id]
    assert data["predicate"] == "supervises"
    assert data["status"] == "asserted"
    assert data["date"] == "2022-09-01"
    assert data["evidence"][0]["quote"] == "李燎到玉林街道督导"
    assert "amount" not in data
    assert "approx" not in data


def test_every_asserted_statement_is_there_once_and_no_other(build) -> None:
    graph = to_graph(build)
    counted = {data["statement"] for _, _, data in graph.edges(data=True)}
    assert counted == {s.id for s in build.statements if s.status == "asserted"}
    both = {data["statement"] for _, _, data in to_graph(build, "all").edges(data=True)}
    assert both == {s.id for s in build.statements}


def test_several_statements_between_one_pair_are_several_edges(build) -> None:
    graph = to_graph(build)
    (person,) = [n for n, d in graph.nodes(data=True) if d["label"] == "李燎"]
    (street,) = [n for n, d in graph.nodes(data=True) if d["label"] == "玉林街道"]
    assert {d["predicate"] for d in graph[person][street].values()} == {"supervises", "liaisonOf"}


def test_gifts_measures_and_dispatches_to_nowhere_are_nodes(build) -> None:
    graph = to_graph(build)
    nodes = {(d["type"], d["label"]) for _, d in graph.nodes(data=True) if "statement" in d}
    assert nodes == {
        ("Donation", "10万元"),
        ("Donation", "6万元"),
        ("Donation", "20万港元"),
        ("Donation", "防护服约2000套、价值5万港元"),
        ("Measure", "劝返车辆4063辆次"),
        ("Dispatch", "30名"),
    }
    (gift,) = [n for n, d in graph.nodes(data=True) if d["label"].startswith("防护服")]
    assert graph.in_degree(gift) == graph.out_degree(gift) == 1
    assert {
        d["statement"] for _, _, d in [*graph.in_edges(gift, data=True), *graph.out_edges(gift, data=True)]
    } == {gift}


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"amount": 100000.0, "currency": "CNY"}, "10万元"),
        ({"amount": 123456.0}, "123456元"),
        ({"amount": 1e8, "currency": "CNY", "approx": True}, "约1亿元"),
        ({"amount": 5000.0, "currency": "XYZ"}, "5000XYZ"),
        ({"amount": 12345600.0}, "1234.56万元"),
        ({"amount": 0.5}, "0.5元"),
        ({"item": "口罩"}, "口罩"),
        ({"quantity": 3.0, "unit": "箱"}, "3箱"),
        ({}, "捐赠"),
    ],
)
def test_labels(values, label) -> None:
    person = entity("Person", "甲", "a")
    item = statement(article("a", "甲捐赠"), "donates", person, None, "甲", **values)
    assert label_of(item, load_ontology().relations["donates"]) == label


def test_a_single_status_can_be_asked_for(build) -> None:
    assert {s.status for s in select(build.statements, "planned")} == {"planned"}


def test_the_order_of_the_records_does_not_matter() -> None:
    one, two = extractions()
    turned = Extraction(two.article, two.entities[::-1], two.statements[::-1])
    assert [*to_graph(resolve([one, turned], BASE)).edges(data=True)] == [
        *to_graph(resolve([one, two], BASE)).edges(data=True)
    ]


def test_flat_attributes_are_scalars(build) -> None:
    for _, _, data in to_graph(build, "all").edges(data=True):
        assert {type(value) for value in flatten(data).values()} <= {str, float, bool}
