"""Graph files: node-link, GraphML, GEXF and Cytoscape, read back."""

from __future__ import annotations

import io
import json
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from records import any_records, records

from kg.export import export
from kg.graph import flatten, to_graph
from kg.model import Records
from kg.values.characters import sayable


def out(found: Records, form: str, status: str = "all") -> bytes:
    file = io.BytesIO()
    export(found, form, file, status)
    return file.getvalue()


def safe(value):
    """What XML can say of a value."""
    return sayable(value) if isinstance(value, str) else value


def flat(found: Records) -> tuple[dict, list]:
    graph = to_graph(found, "all")
    nodes = {n: {k: safe(v) for k, v in flatten(d).items()} for n, d in graph.nodes(data=True)}
    edges = [(s, t, {k: safe(v) for k, v in flatten(d).items()}) for s, t, d in graph.edges(data=True)]
    return nodes, edges


def comparable(edges) -> list[str]:
    return sorted(json.dumps(edge, ensure_ascii=False, sort_keys=True) for edge in edges)


@settings(max_examples=25, deadline=None)
@given(any_records())
def test_node_link_is_read_back_equal(found: Records) -> None:
    read = nx.node_link_graph(json.loads(out(found, "node-link")), edges="edges")
    graph = to_graph(found, "all")
    assert dict(read.nodes(data=True)) == dict(graph.nodes(data=True))
    assert list(read.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))


@settings(max_examples=25, deadline=None)
@given(any_records())
def test_graphml_is_read_back_equal(found: Records) -> None:
    nodes, edges = flat(found)
    read = nx.read_graphml(io.BytesIO(out(found, "graphml")), force_multigraph=True)
    assert {n: {k: "" if v is None else v for k, v in d.items()} for n, d in read.nodes(data=True)} == nodes
    found_edges = [
        (s, t, {k: "" if v is None else v for k, v in d.items() if k != "id"})
        for s, t, d in read.edges(data=True)
    ]
    assert comparable(found_edges) == comparable(edges)


def test_graphml_keys_and_edge_ids_are_unique() -> None:
    root = ET.fromstring(out(records(), "graphml"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    keys = [(key.get("attr.name"), key.get("for")) for key in root.iter(f"{space}key")]
    assert len(keys) == len(set(keys)) == len({key.get("id") for key in root.iter(f"{space}key")})
    ids = [edge.get("id") for edge in root.iter(f"{space}edge")]
    assert len(ids) == len(set(ids)) == to_graph(records(), "all").number_of_edges()


@settings(max_examples=25, deadline=None)
@given(any_records())
def test_gexf_is_read_back_equal(found: Records) -> None:
    nodes, edges = flat(found)
    read = nx.read_gexf(io.BytesIO(out(found, "gexf")), version="1.3")
    assert {n: without(d) for n, d in read.nodes(data=True)} == {n: without(d) for n, d in nodes.items()}
    found_edges = [(s, t, without(d, "id")) for s, t, d in nx.MultiDiGraph(read).edges(data=True)]
    assert comparable(found_edges) == comparable([(s, t, without(d)) for s, t, d in edges])


def without(data: dict, *names: str) -> dict:
    """Attributes but for the label and the time, which networkx reads from elsewhere."""
    return {k: v for k, v in data.items() if k not in ("label", "start", "end", *names)}


@settings(max_examples=25, deadline=None)
@given(any_records())
def test_igraph_reads_the_same_graphml(found: Records) -> None:
    igraph = pytest.importorskip("igraph", reason="needs the dev extra")
    nodes, edges = flat(found)
    numbers = [v for data in (*nodes.values(), *(e[2] for e in edges)) for v in data.values()]
    assume(not any(isinstance(v, float) and 0 < v < 1e-300 for v in numbers))  # igraph refuses denormals
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.graphml"
        path.write_bytes(out(found, "graphml"))
        read = igraph.Graph.Read_GraphML(str(path))
    assert read.is_directed()
    names = read.vs["id"]
    keys = {key for data in nodes.values() for key in data}
    assert {v["id"]: filled(v.attributes(), keys) for v in read.vs} == {
        n: filled(d, keys) for n, d in nodes.items()
    }
    found_edges = [(names[e.source], names[e.target], without(e.attributes(), "id")) for e in read.es]
    kept = [(s, t, without(d)) for s, t, d in edges]
    keys = {key for _, _, data in kept for key in data}
    assert comparable([(s, t, filled(d, keys)) for s, t, d in found_edges]) == comparable(
        [(s, t, filled(d, keys)) for s, t, d in kept]
    )


def filled(data: dict, keys: set[str]) -> dict:
    """As igraph has it: every attribute everywhere; empty, false or NaN where it was not given."""
    return {key: None if (v := data.get(key)) in ("", None, False) or v != v else v for key in keys}


def test_gexf_has_dates_for_the_timeline() -> None:
    root = ET.fromstring(out(records(), "gexf"))
    space = "{http://gexf.net/1.3}"
    [graph] = root.findall(f"{space}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    times: dict[str, set] = {}
    for edge in root.iter(f"{space}edge"):
        times.setdefault(str(edge.get("label")), set()).add((edge.get("start"), edge.get("end")))
    assert times["supervises"] == {
        ("2022-09-01", "2022-09-01"),
        ("2022-09-02", "2022-09-02"),
    }  # 9月1日 is no date
    assert times["issues"] == {("2022-09-01", "2022-09-30")}
    assert times["locatedIn"] == {("2020-01-01", None)}
    assert times["donates"] == {("2022-09-01", "2022-09-30")}  # of the article
    for node in root.iter(f"{space}node"):
        kinds = {value.get("for"): value.get("value") for value in node.iter(f"{space}attvalue")}
        assert (node.get("start") is None) == (
            kinds["type"] in ("Person", "Organization", "Place", "Document")
        )


def test_gexf_edges_are_as_many_as_in_the_graph() -> None:
    root = ET.fromstring(out(records(), "gexf"))
    ids = [edge.get("id") for edge in root.iter("{http://gexf.net/1.3}edge")]
    assert len(ids) == len(set(ids)) == to_graph(records(), "all").number_of_edges()


@pytest.mark.parametrize("status", ["asserted", "all"])
def test_cytoscape(status: str) -> None:
    graph = to_graph(records(), status)
    elements = json.loads(out(records(), "cytoscape", status))["elements"]
    assert [item["data"]["id"] for item in elements["nodes"]] == list(graph)
    assert [item["data"]["name"] for item in elements["nodes"]] == [
        d["label"] for _, d in graph.nodes(data=True)
    ]
    ids = [item["data"]["id"] for item in elements["edges"]]
    assert len(ids) == len(set(ids)) == graph.number_of_edges()
    ends = [(item["data"]["source"], item["data"]["target"]) for item in elements["edges"]]
    assert ends == [(s, t) for s, t, _ in graph.edges(keys=True)]


@pytest.mark.parametrize("status", ["asserted", "all"])
def test_networkx_reads_cytoscape(status: str) -> None:
    graph = to_graph(records(), status)
    read = nx.cytoscape_graph(json.loads(out(records(), "cytoscape", status)))
    assert read.is_directed()
    assert set(read.edges(keys=True)) == set(graph.edges(keys=True))
    assert {n: d["name"] for n, d in read.nodes(data=True)} == {
        n: d["label"] for n, d in graph.nodes(data=True)
    }
    measured = {n: d["value"] for n, d in graph.nodes(data=True) if "value" in d}
    assert measured
    assert {n: d["number"] for n, d in read.nodes(data=True) if "number" in d} == measured
