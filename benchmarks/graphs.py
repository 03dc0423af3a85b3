"""Ways out of a graph of 50,000 nodes: ``graphs.py [ARTICLES]`` prints the table of ``graphs.md``."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generate import generate

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))
from databases import PASSWORD, falkordb

from kg.export import FORMATS
from kg.graph import to_graph
from kg.graph.property_graph import property_graph
from kg.model import Records
from kg.push import push

FILES = ("graphml", "gexf", "node-link", "cytoscape", "cypher", "neo4j-csv", "csv", "parquet")


def main(articles: int) -> None:
    records = generate(articles)
    graph, plain = property_graph(records), to_graph(records)
    print(f"Property graph: {len(graph.nodes):,} nodes, {len(graph.edges):,} edges; ", end="")
    print(f"networkx graph: {len(plain):,} nodes, {plain.number_of_edges():,} edges.\n")
    del graph, plain
    print("| what | seconds | of which this process was busy | MB |\n|---|---|---|---|")
    for name in FILES:
        file = io.BytesIO()
        if FORMATS[name].several:
            timed(f"{name}, all tables", lambda name=name, file=file: tables(records, name, file), file)
        else:
            timed(name, lambda name=name, file=file: FORMATS[name].write(records, file), file)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for what in ("Ladybug", "Ladybug, again"):
            timed(what, lambda: push(records, f"ladybug:{folder / 'kg.lbug'}"))
        with falkordb(folder / "falkordb") as server:
            os.environ["KG_USER"], os.environ["KG_PASSWORD"] = "default", PASSWORD
            for what in ("FalkorDB", "FalkorDB, again"):
                timed(what, lambda: push(records, server.address("kg")))


def tables(records: Records, name: str, file: io.BytesIO) -> None:
    for _, data in FORMATS[name].parts(records):
        file.write(data)


def timed(what: str, act: Callable[[], object], file: io.BytesIO | None = None) -> None:
    begin, busy = time.perf_counter(), time.process_time()
    act()
    seconds, worked = time.perf_counter() - begin, time.process_time() - busy
    size = f"{file.tell() / 1e6:.0f}" if file else ""
    print(f"| {what} | {seconds:.1f} | {worked:.1f} | {size} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4350)
