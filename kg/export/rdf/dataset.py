"""The same quads as an rdflib Dataset, made without a parser between."""

from __future__ import annotations

from rdflib import Dataset, Literal, URIRef
from rdflib.term import Node

from kg.export.rdf.quads import named_graphs
from kg.export.rdf.terms import parts
from kg.model import ASSERTED, Records


def to_dataset(records: Records, status: str = ASSERTED) -> Dataset:
    """The named graphs of ``records``; their union is the default graph."""
    dataset = Dataset(default_union=True)
    for name, triples in named_graphs(records, status):
        graph = dataset.graph(URIRef(name))
        for subject, term, value in triples:
            graph.add((URIRef(subject[1:-1]), URIRef(term[1:-1]), _node(value)))
    return dataset


def _node(term: str) -> Node:
    text, language, datatype = parts(term)
    if term[0] == "<":
        return URIRef(text)
    return Literal(
        text, lang=language or None, datatype=URIRef(datatype) if datatype else None, normalize=False
    )
