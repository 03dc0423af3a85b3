"""``kg serve`` under load: ``server.py [ARTICLES] [HEAVY]`` prints the table of ``server.md``.

Needs Debian's ``wrk`` (2000 articles make a million triples; HEAVY is how many heavy queries one after
another the memory is measured over: of twenty, one holds all triples as text, five group the entities, and
fourteen stay just below what makes a fork give its memory back).
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
GROUPED = "SELECT ?a (COUNT(*) AS ?n) { ?a a ?b } GROUP BY ?a ORDER BY DESC(?n) LIMIT 10"
KINDS = "SELECT ?t (COUNT(DISTINCT ?a) AS ?n) { ?a a ?t } GROUP BY ?t"  # as much as a fork may keep
MIX = (LARGE, *[GROUPED] * 5, *[KINDS] * 14)
SECONDS = 5
TICKS = os.sysconf("SC_CLK_TCK")


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
        loaded = proportional(process.pid)
        row("memory, loaded", f"{loaded / 1e6:.0f} MB")
        try:
            light(process.pid, address)
            memory(process.pid, address, heavy, loaded)
            slow(address)
        finally:
            begin = time.perf_counter()
            process.terminate()
            process.wait()
            row("SIGTERM until it is gone", f"{time.perf_counter() - begin:.2f} s")


def light(pid: int, address: str) -> None:
    before = busy(pid)
    [rate, told] = wrk_counted(address, 1)
    row("light queries alone, wrk -t1 -c1", told)
    row("processor time of one", f"{(busy(pid) - before) / max(rate * SECONDS, 1) * 1000:.1f} ms")
    row("light queries alone, wrk -t1 -c200", wrk(address, 200))
    with heavies(address, 4):
        row("beside four heavy ones, wrk -t1 -c1", wrk(address, 1))
        row("beside four heavy ones, wrk -t1 -c200", wrk(address, 200))


def memory(pid: int, address: str, heavy: int, loaded: int) -> None:
    begin, spent, answered = time.perf_counter(), busy(pid), 0
    for number in range(1, heavy + 1):
        answered += b'"value"' in ask(address, MIX[number % len(MIX)])
        if number in (heavy // 100, heavy // 10, heavy):
            after = proportional(pid)
            row(f"memory after {number} heavy queries", f"{after / 1e6:.0f} MB ({after / loaded:.2f} ×)")
    each, spent = (time.perf_counter() - begin) / heavy, (busy(pid) - spent) / heavy
    row(
        f"{heavy} heavy queries one after another",
        f"{answered} answered, {each:.2f} s each, {spent:.2f} s of them on a processor",
    )


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
    return wrk_counted(address, clients)[1]


def wrk_counted(address: str, clients: int) -> tuple[float, str]:
    """Answers a second, and the same with how long they took, in words."""
    url = f"{address}sparql?{urlencode({'query': LIGHT})}"
    done = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}s", "--latency", "--timeout", "30s", url],
        capture_output=True,
        text=True,
        check=True,
    )
    [rate] = re.findall(r"Requests/sec:\s+([\d.]+)", done.stdout)
    [(half, most)] = re.findall(r"\s50%\s+([\d.]+[um]?s).*?\s99%\s+([\d.]+[um]?s)", done.stdout, re.DOTALL)
    [longest] = re.findall(r"Latency\s+[\d.]+[um]?s\s+\S+\s+([\d.]+[um]?s)", done.stdout)
    wrong = re.search(r"Non-2xx.*: (\d+)", done.stdout)
    note = f", {wrong[1]} refused" if wrong else ""
    told = f"{float(rate):.0f}/s, half within {half}, 99 % within {most}, all within {longest}{note}"
    return float(rate), told


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
    total = 0
    for text in said(pid, "smaps_rollup"):
        total += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) * 1024  # type: ignore[index]
    return total


def busy(pid: int) -> float:
    """Seconds on a processor of a process and all below it, those that have ended included."""
    return sum(sum(map(int, text.rpartition(")")[2].split()[11:15])) for text in said(pid, "stat")) / TICKS


def said(pid: int, name: str) -> Iterator[str]:
    """What a file of /proc says of a process and of all below it."""
    todo = [pid]
    while todo:
        number = todo.pop()
        with contextlib.suppress(OSError):
            below = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii")
            todo += map(int, below.split())
            yield Path(f"/proc/{number}/{name}").read_text(encoding="utf-8")


def row(name: str, value: str) -> None:
    print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    main(*(int(word) for word in (sys.argv[1:] + ["730", "50"][len(sys.argv) - 1 :])))
