"""N-Triples and N-Quads: a line a triple, one named graph in memory at a time."""

from __future__ import annotations

from typing import BinaryIO

from kg.export.rdf.posts import DIRECT
from kg.export.rdf.quads import named_graphs
from kg.export.rdf.terms import iri
from kg.model import ASSERTED, Records
from kg.ontology import load_ontology


def write_triples(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The union of the named graphs, each triple once."""
    direct = {iri(item.direct) for item in load_ontology().relations.values() if item.direct} | {*DIRECT}
    written: set[int] = set()  # of the direct triples only: no other stands in two graphs
    for _, triples in named_graphs(records, status):
        lines = []
        for triple in triples:
            if triple[1] in direct:
                if hash(triple) in written:
                    continue
                written.add(hash(triple))
            lines.append(" ".join(triple) + " .\n")
        file.write("".join(lines).encode())


def write_quads(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """Every named graph, in order."""
    for name, triples in named_graphs(records, status):
        end = f" {iri(name)} .\n"
        file.write("".join([" ".join(triple) + end for triple in triples]).encode())
