"""Graph files: node-link, GraphML, GEXF and Cytoscape, read back."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from records import any_records, records

from kg.export import export
from kg.graph import flatten, to_graph
from kg.model import Records


def out(found: Records, form: str, status: str = "all") -> bytes:
    file = io.BytesIO()
    export(found, form, file, status)
    return file.getvalue()


def safe(value):
    """What XML can say of a value."""
    if not isinstance(value, str):
        return value
    return "".join(
        c
        if c in "\t\n" or 0x1F < ord(c) < 0xD800 or 0xDFFF < ord(c) < 0xFFFE or ord(c) > 0xFFFF
        else "\ufffd"
        for c in value
    )


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
    """Attributes that are no label, which networkx reads from elsewhere."""
    return {k: v for k, v in data.items() if k not in ("label", *names)}


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
