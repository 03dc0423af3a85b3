"""RDF at a million triples: ``rdf.py [ARTICLES]`` prints the table of ``rdf.md`` (2800 make a million)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import rdflib
from generate import generate

import kg
from kg.export.rdf.turtle import write_trig, write_turtle
from kg.model import Records
from kg.query import named_queries
from kg.values.records import write_records

STREAM = """
import sys, time
from pathlib import Path
from kg.export.rdf.stream import write_folder
begin, busy = time.perf_counter(), time.process_time()
with open(sys.argv[2], "wb") as file:
    write_folder(Path(sys.argv[1]), file)
[line] = [s for s in Path("/proc/self/status").read_text().splitlines() if s.startswith("VmHWM")]
print(time.perf_counter() - begin, time.process_time() - busy, int(line.split()[1]) / 1024)
"""


def main(articles: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        print("| measure | value |\n|---|---|")
        for count in (articles // 4, articles):
            records = generate(count)
            place = save(records, folder / str(count))
            stream(place, folder / "kg.nq", count)
        values = parameters(records)
        turtle(generate(articles // 10))
        del records
        serve(place, values)
        disk(place, folder / "store")


def save(records: Records, place: Path) -> Path:
    """A build folder without its page."""
    place.mkdir()
    write_records(records, place)
    with (place / "graph.trig").open("wb") as file:
        write_trig(records, file)
    (place / "graph.html").write_bytes(b"")
    marker = {"format": 1, "generator": f"zhkg {kg.__version__}", "base": records.base}
    (place / "build.json").write_text(json.dumps(marker), encoding="utf-8")
    return place


def stream(place: Path, out: Path, articles: int) -> None:
    command = [sys.executable, "-c", STREAM, str(place), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, busy, megabytes = map(float, done.stdout.split())
    with out.open("rb") as file:
        quads = sum(1 for _ in file)
    row(f"N-Quads from statements.jsonl, {articles} articles, {quads:,} quads", f"{quads / seconds:,.0f}/s")
    row("— by processor time", f"{quads / busy:,.0f}/s")
    row(f"— peak memory of that process, {articles} articles", f"{megabytes:.0f} MB")


def turtle(records: Records) -> None:
    begin = time.perf_counter()
    data = io.BytesIO()
    write_turtle(records, data)
    ours = time.perf_counter() - begin
    graph = rdflib.Graph().parse(data=data.getvalue(), format="turtle")
    begin = time.perf_counter()
    graph.serialize(format="turtle")
    theirs = time.perf_counter() - begin
    row(f"Turtle, {len(graph):,} triples", f"{ours:.2f} s; rdflib {theirs:.2f} s ({theirs / ours:.1f} ×)")


def parameters(records: Records) -> dict[str, str]:
    """A value for every parameter that names an entity."""
    post = next(item for item in records.statements if item.predicate == "holdsPosition")
    visit = next(item for item in records.statements if item.predicate == "supervises")
    assert post.object is not None
    assert visit.object is not None
    person = post.subject.name
    names = {"name": person, "asked": person, "from": person, "body": post.object.name}
    return {**names, "to": visit.subject.name, "place": visit.object.name, "article": records.articles[0].doc}


def serve(place: Path, values: dict[str, str]) -> None:
    begin = time.perf_counter()
    command = [sys.executable, "-m", "kg", "--lang", "en", "serve", str(place), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[1]
        row("kg serve, until it answers", f"{time.perf_counter() - begin:.1f} s")
        row("triples served", f"{int(ask(address, 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')[1][0]):,}")
        print(
            "\n| question | rows | seconds | about one entity: rows | milliseconds |\n|---|---|---|---|---|"
        )
        for name, query in named_queries().items():
            whole, found = timed(address, query.text)
            chosen = {item.name: values[item.name] for item in query.parameters if item.name in values}
            about = ("", "")
            if chosen:
                seconds, rows = timed(address, query.bind(chosen))
                about = (str(rows), f"{seconds * 1000:.0f}")
            print(f"| {name} | {found} | {whole:.2f} | {about[0]} | {about[1]} |", flush=True)
        [worker] = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        print("\n| measure | value |\n|---|---|")
        row("resident memory of server and worker", f"{resident(process.pid) + resident(int(worker)):.0f} MB")
        process.terminate()


def disk(place: Path, store: Path) -> None:
    """The same questions to a store that is kept on disk, which is opened at once."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "kg", "--lang", "en", "serve", str(place), "--port", "0"]
    with subprocess.Popen([*command, "--store", str(store)], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[1]
        row("kg serve --store, first start", f"{time.perf_counter() - begin:.1f} s")
        taken = {name: timed(address, query.text)[0] for name, query in named_queries().items()}
        slow = sorted(taken, key=lambda name: -taken[name])
        row(
            "— questions over everything in less than 2 s",
            f"{sum(t < 2 for t in taken.values())} of {len(taken)}",
        )
        row(f"— the slowest, {slow[0]}", f"{taken[slow[0]]:.1f} s")
        process.terminate()
    begin = time.perf_counter()
    with subprocess.Popen([*command, "--store", str(store)], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        process.stderr.readline()
        row("kg serve --store, started again", f"{time.perf_counter() - begin:.1f} s")
        process.terminate()


def timed(address: str, text: str) -> tuple[float, int]:
    """The better of two, as a client sees it, and the rows."""
    best, rows = 1e9, 0
    for _ in range(2):
        begin = time.perf_counter()
        rows = len(ask(address, text)) - 1
        best = min(best, time.perf_counter() - begin)
    return best, rows


def ask(address: str, text: str) -> list[list[str]]:
    headers = {"Accept": "text/tab-separated-values"}
    request = urllib.request.Request(f"{address}sparql", urlencode({"query": text}).encode(), headers)
    with urllib.request.urlopen(request) as reply:
        lines = reply.read().decode().split("\n")[:-1]
    return [[cell.partition("^^")[0].strip('"') for cell in line.split("\t")] for line in lines]


def resident(process: int) -> float:
    [line] = [s for s in Path(f"/proc/{process}/status").read_text().splitlines() if s.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def row(what: str, value: str) -> None:
    print(f"| {what} | {value} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2800)
