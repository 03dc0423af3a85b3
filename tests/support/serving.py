"""A running ``kg serve``, asked over HTTP."""

from __future__ import annotations

import http.client
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
ASK = "ASK { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def media(self) -> str:
        return self.headers.get_content_type()


@dataclass(frozen=True)
class Server:
    address: str

    def ask(self, method: str, path: str, body: str | bytes | None = None, **headers: str) -> Reply:
        link = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            link.request(method, path, body.encode() if isinstance(body, str) else body, named)
            reply = link.getresponse()
            return Reply(reply.status, reply.headers, reply.read())
        finally:
            link.close()

    def get(self, text: str, accept: str = JSON, **more: str) -> Reply:
        return self.ask("GET", "/sparql?" + urlencode({"query": text, **more}), Accept=accept)


def started(folder: Path, *options: str) -> tuple[subprocess.Popen[str], Server]:
    command = [sys.executable, "-m", "kg", "--lang", "en", "serve", str(folder), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    line = process.stderr.readline()
    assert line.startswith("serving http://127.0.0.1:"), line
    return process, Server(line.split()[1])
