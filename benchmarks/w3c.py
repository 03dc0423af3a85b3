"""The W3C's tests of SPARQL against `kg serve`: ``w3c.py SUITE`` prints the tables of ``w3c.md``.

``SUITE`` is the folder ``sparql`` of a clone of the W3C's rdf-tests. Queries go to the worker that answers
at the endpoint, with its prefixes and a base, each file of data as a named graph that the request names;
besides to the engine alone, so that it is seen which failures are its own. Cases of the protocol go to a
server over HTTP.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox
from w3c_suite import (
    BAD,
    BASE,
    EVALUATED,
    MF,
    RDFS,
    Answer,
    Manifest,
    Test,
    bare_rows,
    expected,
    file_of,
    graphs,
    load,
    rows_of,
    tests,
)

from kg.build import write_build
from kg.errors import QueryError
from kg.export.rdf.turtle import prefixes
from kg.model import Records
from kg.server.asker import Asker
from kg.server.bounds import Bounds
from kg.values.iri import BASE as OWN

JSON, CSV, TSV = "application/sparql-results+json", "text/csv", "text/tab-separated-values"
NOTHING = "urn:nothing"  # a graph without triples
HTTP = "http://www.w3.org/2011/http#"
CONTENT = "http://www.w3.org/2011/content#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
KINDS = {
    "boolean": {JSON, "application/sparql-results+xml"},
    "tabular": {JSON, "application/sparql-results+xml", CSV, TSV},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"},
}


def main(suite: Path) -> None:
    wanted = list(tests(suite))
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        ours, without = asyncio.run(endpoint(suite, wanted, folder(suite, wanted, place / "queries")))
        engine = {test for test in wanted if passes(suite, test, alone(suite, test))}
        print("| tests | of them | passed by the endpoint | by the engine alone | by both |")
        print("|---|---|---|---|---|")
        for part in sorted({test.folder for test in wanted}):
            row(part, [test for test in wanted if test.folder == part], ours, engine)
        row("all", wanted, ours, engine)
        print(f"\nNeed a base: {len(ours - without)} ({', '.join(counted(ours - without))}).")
        print("\n| not passed | test | engine alone |\n|---|---|---|")
        for test in wanted:
            if test not in ours:
                print(f"| {test.folder} | {test.name} | {'passes' if test in engine else 'fails too'} |")
        print("\n| case of the protocol | status | held |\n|---|---|---|")
        for name, status, held in protocol(suite, place / "protocol"):
            print(f"| {name} | {status} | {'yes' if held else 'no'} |")


def row(name: str, part: list[Test], ours: set[Test], engine: set[Test]) -> None:
    both = sum(test in ours and test in engine for test in part)
    mine, theirs = (sum(test in passed for test in part) for passed in (ours, engine))
    print(f"| {name} | {len(part)} | {mine} | {theirs} | {both} |")


def counted(part: set[Test]) -> Iterator[str]:
    for name, count in sorted(Counter(test.folder for test in part).items()):
        yield f"{name} {count}"


def folder(suite: Path, wanted: list[Test], place: Path) -> Path:
    """A build folder whose graph is all the data of the tests."""
    store = ox.Store()
    for iri in sorted(graphs(suite, wanted)):
        load(store, suite, iri, ox.NamedNode(iri))
    return saved(store, place)


def saved(store: ox.Store, place: Path) -> Path:
    """A build of nothing with that graph in it."""
    write_build(Records((), (), (), base=OWN), place)
    (place / "graph.trig").write_bytes(store.dump(format=ox.RdfFormat.TRIG) or b"")
    return place


async def endpoint(suite: Path, wanted: list[Test], place: Path) -> tuple[set[Test], set[Test]]:
    """What the worker of the endpoint passes with a base, and without one."""
    passed: tuple[set[Test], set[Test]] = (set(), set())
    with Asker(place, Bounds()) as asker:
        for test in wanted:
            for found, base in zip(passed, (test.query, ""), strict=True):
                if passes(suite, test, await asked(asker, suite, test, base)):
                    found.add(test)
    return passed


async def asked(asker: Asker, suite: Path, test: Test, base: str) -> Answer | None:
    """The endpoint's answer; None where it refuses."""
    named = {"default": test.data or (NOTHING,), "named": test.named} if not uses_from(suite, test) else {}
    media = {".csv": CSV, ".tsv": TSV}.get(Path(test.result).suffix, JSON)
    form = {"rows": media, "triples": "application/n-triples"}
    try:
        answer = await asker.ask(text_of(suite, test), form, prefixes=prefixes(OWN), base=base, **named)
    except QueryError:
        return None
    if answer.media == CSV:
        return Answer(text=bare_rows(answer.body))
    if answer.media == "application/n-triples":
        found = ox.parse(input=answer.body, format=ox.RdfFormat.N_TRIPLES)
        return Answer(triples=tuple(quad.triple for quad in found))
    kind = ox.QueryResultsFormat.TSV if answer.media == TSV else ox.QueryResultsFormat.JSON
    return rows_of(ox.parse_query_results(input=answer.body, format=kind))


def alone(suite: Path, test: Test) -> Answer | None:
    """What the engine answers without us."""
    store = ox.Store()
    for iri in test.data:
        load(store, suite, iri, None)
    for iri in test.named if not uses_from(suite, test) else sorted(graphs(suite, [test])):
        load(store, suite, iri, ox.NamedNode(iri))
    try:
        found = store.query(text_of(suite, test), base_iri=test.query)
        if Path(test.result).suffix == ".csv":
            return Answer(text=bare_rows(found.serialize(format=ox.QueryResultsFormat.CSV) or b""))
        return rows_of(found)
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return None


def uses_from(suite: Path, test: Test) -> bool:
    return test.kind in EVALUATED and re.search(r"\bFROM\b", text_of(suite, test)) is not None


def text_of(suite: Path, test: Test) -> str:
    return file_of(suite, test.query).read_text(encoding="utf-8")


def passes(suite: Path, test: Test, answer: Answer | None) -> bool:
    """Whether a query was taken or refused as it should be, and answered as it should be."""
    if test.kind in EVALUATED:
        return answer is not None and expected(suite, test.result).same(answer)
    return (answer is None) == (test.kind in BAD)


# ── the protocol ──


def protocol(suite: Path, place: Path) -> Iterator[tuple[str, str, bool]]:
    """Each case of the protocol against a server: its name, the statuses, and whether it held."""
    manifest = Manifest(suite / "sparql11/protocol/manifest.ttl", f"{BASE}sparql11/protocol/manifest.ttl")
    cases = [test for test, kind in manifest.entries() if kind == "ProtocolTest"]
    store = ox.Store()
    names: dict[str, str] = {}
    for test in cases:
        for data in manifest.all(test, f"{UT}graphData"):
            graph = manifest.one(data, f"{UT}graph")
            names[manifest.one(data, f"{RDFS}label").value] = graph.value
    for name, iri in names.items():
        load(store, suite, iri, ox.NamedNode(name))
    command = [sys.executable, "-m", "kg", "--lang", "en", "serve", str(saved(store, place)), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            address = process.stderr.readline().split()[1]
            for test in cases:
                yield case(manifest, test, address)
        finally:
            process.terminate()


def case(manifest: Manifest, test: Any, address: str) -> tuple[str, str, bool]:
    statuses, held = [], True
    action = manifest.one(test, f"{MF}action")
    for request in manifest.listed(manifest.one(action, f"{HTTP}requests")):
        status, media, body = sent(manifest, request, address)
        response = manifest.one(request, f"{HTTP}resp")
        wanted = {item.value[-3] for item in manifest.all(response, f"{MF}expectedStatus")}
        kind = manifest.one(response, f"{MF}expectedFormat")
        truth = manifest.one(response, f"{MF}expectedBoolean")
        held &= str(status)[0] in wanted
        held &= kind is None or media in KINDS[kind.value]
        held &= truth is None or said(media, body) == (truth.value == "true")
        statuses.append(str(status))
    return test.value.rpartition("#")[2], ", ".join(statuses), held


def said(media: str, body: bytes) -> bool | None:
    return json.loads(body).get("boolean") if media == JSON else b"<boolean>true</boolean>" in body


def sent(manifest: Manifest, request: Any, address: str) -> tuple[int, str, bytes]:
    """The status, the media type and the body of the reply to a request of the manifest."""

    def value(node: Any, name: str) -> str:
        found = manifest.one(node, name)
        return "" if found is None else found.value

    path = value(request, f"{HTTP}absolutePath").replace("/sparql/", "/sparql", 1)
    fields = {
        value(field, f"{HTTP}fieldName"): value(field, f"{HTTP}fieldValue")
        for field in manifest.listed(manifest.one(request, f"{HTTP}headers"))
    }
    body = manifest.one(request, f"{HTTP}body")
    data = None
    if body is not None:
        data = value(body, f"{CONTENT}chars").encode(value(body, f"{CONTENT}characterEncoding") or "utf-8")
    link = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        link.request(value(request, f"{HTTP}methodName"), path, data, fields)
        reply = link.getresponse()
        return reply.status, reply.headers.get_content_type(), reply.read()
    finally:
        link.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
