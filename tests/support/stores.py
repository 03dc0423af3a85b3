"""Running triple stores for tests: an Oxigraph server and a Virtuoso, each in a folder of its own."""

from __future__ import annotations

import csv
import io
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import quote

VIRTUOSO = """[Database]
DatabaseFile = {folder}/v.db
TransactionFile = {folder}/v.trx
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ServerThreads = 10
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
"""


@dataclass(frozen=True)
class Triplestore:
    """``graphs`` takes the Graph Store Protocol, ``updates`` SPARQL Update, ``queries`` queries as forms."""

    graphs: str
    updates: str
    queries: str

    def ask(self, text: str) -> list[tuple[str | None, ...]]:
        """The rows of a SELECT as plain strings; None and the empty string are one, as in CSV."""
        data = f"query={quote(text, safe='')}".encode()
        headers = {"Accept": "text/csv", "Content-Type": "application/x-www-form-urlencoded"}
        with urllib.request.urlopen(urllib.request.Request(self.queries, data, headers), timeout=60) as reply:
            _, *rows = csv.reader(io.StringIO(reply.read().decode(), newline=""))
        return [tuple(cell or None for cell in row) for row in rows]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str], address: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``command`` while it answers at ``address``."""
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder)
        try:
            until = time.monotonic() + 60
            while True:
                assert process.poll() is None, (folder / "out").read_text(errors="replace")
                assert time.monotonic() < until, "it does not answer"
                with suppress(urllib.error.HTTPError, urllib.error.URLError, OSError):
                    urllib.request.urlopen(address, timeout=5).close()
                    break
                time.sleep(0.1)
            yield process
        finally:
            process.kill()
            process.wait()


@contextmanager
def oxigraph(folder: Path) -> Iterator[Triplestore]:
    port = free_port()
    binary = str(Path(sys.executable).parent / "oxigraph")
    command = [binary, "serve", "--location", str(folder / "db"), "--bind", f"127.0.0.1:{port}"]
    at = f"http://127.0.0.1:{port}"
    with running(command, at, folder):
        yield Triplestore(f"{at}/store", f"{at}/update", f"{at}/query?union-default-graph")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Triplestore]:
    """With its first password, and open to nobody's updates: only ``dba`` may write."""
    sql, http = free_port(), free_port()
    (folder / "v.ini").write_text(VIRTUOSO.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    at = f"http://127.0.0.1:{http}"
    command = ["virtuoso-t", "+configfile", str(folder / "v.ini"), "+foreground"]
    with running(command, f"{at}/sparql", folder):
        grant = "grant SPARQL_UPDATE to \"SPARQL\"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7);"
        command = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={grant}"]
        subprocess.run(command, check=True, capture_output=True)
        yield Triplestore(f"{at}/sparql-graph-crud-auth", f"{at}/sparql", f"{at}/sparql")


def plain(rows: list[tuple[str | None, ...]]) -> list[str]:
    """Rows to compare: numbers by value, truth by word, the order of names in one cell aside."""

    def cell(text: str | None) -> str | None:
        if not text:
            return None
        if text == "true":
            return "1"  # as Virtuoso keeps it
        try:
            return str(Decimal(text).normalize())
        except InvalidOperation:
            return "、".join(sorted(text.split("、")))

    return sorted(repr(tuple(map(cell, row))) for row in rows)
