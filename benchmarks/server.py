"""``kg serve`` under load: ``server.py [ARTICLES] [HEAVY]`` prints the table of ``server.md``.

Needs Debian's ``wrk`` (2920 articles make a million triples; HEAVY is how many heavy queries one after
another the memory is measured over).
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

from generate import generate
from rdf import save

LIGHT = "SELECT ?s { ?s a kg:Person } LIMIT 5"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?b), STR(?c))) AS ?n) { ?a ?b ?c }"


def main(articles: int, heavy: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        place = save(generate(articles), Path(temporary) / "build")
        print("| measure | value |\n|---|---|")
        begin = time.perf_counter()
        command = [sys.executable, "-m", "kg", "--lang", "en", "serve", str(place), "--port", "0"]
        process = subprocess.Popen([*command, "--timeout", "60"], stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        address = next(line for line in process.stderr if "http://" in line).split()[1]  # or an index first
        row("until it listens", f"{time.perf_counter() - begin:.1f} s")
        count = ask(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        row("triples", re.search(rb'"value":"(\d+)"', count)[1].decode())  # type: ignore[index]
        try:
            light(address)
            memory(process.pid, address, heavy)
            slow(address)
        finally:
            begin = time.perf_counter()
            process.terminate()
            process.wait()
            row("SIGTERM until it is gone", f"{time.perf_counter() - begin:.2f} s")


def light(address: str) -> None:
    row("light queries alone, wrk -t1 -c1", wrk(address, 1))
    row("light queries alone, wrk -t1 -c200", wrk(address, 200))
    with heavies(address, 4):
        row("beside four heavy ones, wrk -t1 -c1", wrk(address, 1))
        row("beside four heavy ones, wrk -t1 -c200", wrk(address, 200))


def memory(pid: int, address: str, heavy: int) -> None:
    before = proportional(pid)
    row("memory, loaded", f"{before / 1e6:.0f} MB")
    begin, answered = time.perf_counter(), 0
    for _ in range(heavy):
        answered += b'"value"' in ask(address, LARGE)
    each = (time.perf_counter() - begin) / heavy
    row(f"{heavy} heavy queries one after another", f"{answered} answered, {each:.2f} s each")
    after = proportional(pid)
    row("memory after them", f"{after / 1e6:.0f} MB ({after / before:.2f} ×)")


def slow(address: str) -> None:
    place = urlsplit(address)
    links = []
    for _ in range(150):
        links.append(socket.create_connection((place.hostname, place.port)))
        links[-1].sendall(f"GET / HTTP/1.1\r\nHost: {place.netloc}\r\nX-".encode())
    query = urlencode({"query": "SELECT * { ?s ?p ?o }"})
    for _ in range(50):
        links.append(socket.create_connection((place.hostname, place.port)))
        links[-1].sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
    time.sleep(10)  # the fifty are computed
    row("beside 150 half requests and 50 that take no answer, wrk -t1 -c1", wrk(address, 1))
    for link in links:
        link.close()


def wrk(address: str, clients: int) -> str:
    url = f"{address}sparql?{urlencode({'query': LIGHT})}"
    done = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", "-d5s", "--latency", "--timeout", "30s", url],
        capture_output=True,
        text=True,
        check=True,
    )
    [rate] = re.findall(r"Requests/sec:\s+([\d.]+)", done.stdout)
    [(half, most)] = re.findall(r"\s50%\s+([\d.]+m?s).*?\s99%\s+([\d.]+m?s)", done.stdout, re.DOTALL)
    wrong = re.search(r"Non-2xx.*: (\d+)", done.stdout)
    note = f", {wrong[1]} refused" if wrong else ""
    return f"{float(rate):.0f}/s, half within {half}, 99 % within {most}{note}"


@contextlib.contextmanager
def heavies(address: str, count: int) -> Iterator[None]:
    place = urlsplit(address)
    links = [socket.create_connection((place.hostname, place.port)) for _ in range(count)]
    query = urlencode({"query": HEAVY})
    for link in links:
        link.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
    time.sleep(2)
    yield
    for link in links:
        link.close()
    time.sleep(0.5)


def ask(address: str, query: str) -> bytes:
    url = f"{address}sparql?{urlencode({'query': query})}"
    try:
        with urllib.request.urlopen(url, timeout=90) as reply:
            return bytes(reply.read())
    except HTTPError as error:
        return error.read()


def proportional(pid: int) -> int:
    """The memory of a process and all below it, what they share counted once."""
    total, todo = 0, [pid]
    while todo:
        number = todo.pop()
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
            total += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) * 1024  # type: ignore[index]
            below = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii")
            todo += map(int, below.split())
    return total


def row(name: str, value: str) -> None:
    print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    main(*(int(word) for word in (sys.argv[1:] + ["730", "50"][len(sys.argv) - 1 :])))
