"""``kg push``: into a running Oxigraph server and a running Virtuoso, which then answer as we do."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from records import records
from stores import Triplestore, oxigraph, plain, virtuoso

from kg.build import write_build
from kg.errors import OutputError, UsageError
from kg.export.rdf.quads import named_graphs
from kg.push import push
from kg.query import Store, named_queries

OURS = "FILTER(STRSTARTS(STR(?g), 'https://w3id.org/zhkg/id/graph/') && !STRENDS(STR(?g), '/collections'))"
COUNT = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {OURS} }}"
TRIPLES = sum(len(found) for name, found in named_graphs(records()) if not name.endswith("/build"))
GRAPHS = len(list(named_graphs(records())))
PARAMETERS = {"path-between": {"from": "李燎", "to": "刘芳"}, "statements-about": {"name": "刘芳"}}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Triplestore]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as found:
        push(records(), found.graphs)
        yield found


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Triplestore]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as found, pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_USER", "dba")
        patch.setenv("KG_PASSWORD", "dba")
        push(records(), found.graphs)
        yield found


def asked(name: str) -> tuple[str, list[tuple[str | None, ...]]]:
    values = PARAMETERS.get(name, {})
    return named_queries()[name].bind(values), Store(records()).ask(name, values).values()


def test_every_triple_arrives_once_however_often_it_is_sent(server: Triplestore) -> None:
    assert server.ask(COUNT) == [(str(TRIPLES),)]
    assert push(records(), server.graphs).sent == GRAPHS
    assert server.ask(COUNT) == [(str(TRIPLES),)]


def test_by_update(server: Triplestore) -> None:
    push(records(), server.updates, update=True)
    assert server.ask(COUNT) == [(str(TRIPLES),)]


@pytest.mark.parametrize("name", named_queries())
def test_an_oxigraph_server_answers_alike(server: Triplestore, name: str) -> None:
    text, mine = asked(name)
    assert plain(server.ask(text)) == plain(mine)


@pytest.mark.system("virtuoso-opensource")
@pytest.mark.parametrize("name", named_queries())
def test_virtuoso_answers_alike(second: Triplestore, name: str) -> None:
    text, mine = asked(name)
    text = re.sub(r"VALUES \?\w+ \{ UNDEF \}", "", text)  # says nothing, and Virtuoso takes it for a value
    assert plain(second.ask(text)) == plain(mine)


@pytest.mark.system("virtuoso-opensource")
def test_virtuoso_by_graph_store_and_by_update(second: Triplestore) -> None:
    assert second.ask(COUNT) == [(str(TRIPLES),)]
    push(records(), second.updates, update=True)
    assert second.ask(COUNT) == [(str(TRIPLES),)]


class Refusing(BaseHTTPRequestHandler):
    """Keeps four graphs, then takes no more until ``open``; remembers the credentials it was shown."""

    kept: dict[str, bytes]
    shown: set[str | None]
    open: bool
    ask_for: str

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.shown.add(self.headers["Authorization"])
        if self.ask_for and not self.headers["Authorization"]:
            self._reply(401, {"WWW-Authenticate": self.ask_for})
        elif len(self.kept) < 4 or self.open:
            there = self.kept.get(self.path, b"") if self.command == "POST" else b""
            self.kept[self.path] = there + data
            self._reply(204)
        else:
            self._reply(507)

    def do_POST(self) -> None:
        self.do_PUT()

    def do_GET(self) -> None:
        if self.ask_for and not self.headers["Authorization"]:
            self._reply(401, {"WWW-Authenticate": self.ask_for})
        elif self.path in self.kept:
            self._reply(200, {"Content-Type": "application/n-triples"}, self.kept[self.path])
        else:
            self._reply(404)

    def _reply(self, status: int, headers: dict[str, str] | None = None, data: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[type[Refusing], str]]:
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("KG_USER", "KG_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    kind = type("One", (Refusing,), {"kept": {}, "shown": set(), "open": False, "ask_for": ""})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield kind, f"http://127.0.0.1:{found.server_port}/store"
        found.shutdown()
        thread.join()


def test_a_push_that_failed_goes_on_where_it_stopped(refusing, tmp_path: Path) -> None:
    kind, url = refusing
    note = tmp_path / "note"
    with pytest.raises(OutputError, match="refused it \\(507"):
        push(records(), url, note=note)
    with note.open("a") as file:
        file.write('{"name": "cut o')
    kind.open = True
    done = push(records(), url, note=note)
    assert (done.sent, done.known) == (GRAPHS - 2, 2)
    assert len(kind.kept) == GRAPHS + 1  # and the list of collections
    assert push(records(), url, note=note).sent == 0
    assert push(records(), f"{url}?x=1", note=note).sent == GRAPHS  # another store
    assert any("?x=1&graph=" in path for path in kind.kept)


def test_a_note_is_not_believed_where_the_store_says_otherwise(refusing, tmp_path: Path) -> None:
    kind, url = refusing
    kind.open = True
    push(records(), url, note=tmp_path / "note")
    whole = dict(kind.kept)
    for path, data in whole.items():
        if "article" in path:
            kind.kept[path] = data[: data.index(b"\n") + 1]
            break
    gone = next(path for path in whole if path.endswith("entities"))
    del kind.kept[gone]
    done = push(records(), url, note=tmp_path / "note")
    assert (done.sent, done.known) == (2, GRAPHS - 2)
    assert kind.kept == whole
    kind.kept.clear()
    assert push(records(), url, note=tmp_path / "note").known == 0
    assert kind.kept == whole


def test_credentials_come_from_the_environment_or_a_netrc(refusing, tmp_path: Path, monkeypatch) -> None:
    kind, url = refusing
    kind.open, kind.ask_for = True, 'Basic realm="x"'
    with pytest.raises(OutputError, match="401"):
        push(records(), url)
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login 甲 password secret\n", encoding="utf-8")
    assert push(records(), url).sent == GRAPHS
    monkeypatch.setenv("KG_USER", "b")
    monkeypatch.setenv("KG_PASSWORD", "c")
    assert push(records(), url).sent == GRAPHS
    assert kind.shown == {None, "Basic 55SyOnNlY3JldA==", "Basic Yjpj"}


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://x/", "is no address"),
        ("store", "is no address"),
        ("http:///x", "is no address"),
        ("http://x:y/", "is no address"),
        ("http://a:b@x/", "holds a password"),
        ("bolt://a:b@x/", "holds a password"),
        ("redis://a:b@x/", "holds a password"),
        ("ftp://a:b@x/", "is no address"),
    ],
)
def test_wrong_addresses(url: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        push(records(), url)
    assert "a:b" not in str(caught.value)


def test_the_command(refusing, run_kg, tmp_path: Path) -> None:
    kind, url = refusing
    kind.open = True
    write_build(records(), tmp_path / "甲 集")
    done = run_kg("push", tmp_path / "甲 集", "--to", url, "--note", tmp_path / "note", "--replace")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().splitlines() == [
        f"{GRAPHS} graphs sent, 0 were there already",
        "0 graphs removed, which this collection has no more",
    ]
    assert any("%2Fcollection%2F%25E7%2594%25B2_%25E9%259B%2586%2Fbuild" in path for path in kind.kept)
    first = (tmp_path / "note").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first) == {"to": url}
    done = run_kg("push", tmp_path / "甲 集", "--to", url, "--collection", "", "--lang", "zh")
    assert done.returncode == 2
    done = run_kg("push", tmp_path / "甲 集", "--to", "http://127.0.0.1:1/store")
    assert done.returncode == 1
    line = (
        "kg: http://127.0.0.1:1/store: the store cannot be reached (nobody listens there); check --to and try"
    )
    assert done.stderr.decode().startswith(line)
    (tmp_path / "note").write_text("[]", encoding="utf-8")
    assert run_kg("push", tmp_path / "甲 集", "--to", url, "--note", tmp_path / "note").returncode == 2


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "Unauthorized); check KG_USER and KG_PASSWORD, or the netrc"),
        (403, "Forbidden); check KG_USER"),
        (405, "Method Not Allowed); check the path of --to"),
        (500, "Internal Server Error); see its log, and push again"),
    ],
)
def test_a_refusal_names_the_address_and_what_to_do(
    refusing, status: int, advice: str, update: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, url = refusing
    for verb in ("do_PUT", "do_POST", "do_GET"):
        monkeypatch.setattr(kind, verb, lambda self: self._reply(status, {}, b"<html>no</html>"))
    with pytest.raises(OutputError) as caught:
        push(records(), url, update=update)
    if update:  # it was asked for what is there
        said = f"{url}: cannot be asked what is in the store (the store refused it ({status} "
        assert str(caught.value).startswith(said)
        assert str(caught.value).endswith("); give its address by --queries")
    else:
        assert str(caught.value).startswith(f"{url}: the store refused it ({status} {advice}")


@pytest.mark.parametrize(
    ("url", "line"),
    [
        (
            "http://nosuch.invalid/x",
            "http://nosuch.invalid/x: the store cannot be reached (there is no such host)",
        ),
        ("bolt://127.0.0.1:1", "127.0.0.1:1: cannot be reached (nobody listens there)"),
        ("bolt://nosuch.invalid", "nosuch.invalid: cannot be reached (there is no such host)"),
        ("neo4j://127.0.0.1:1", "127.0.0.1:1: cannot be reached (nobody there answers in Bolt)"),
        ("redis://127.0.0.1:1", "127.0.0.1:1: cannot be reached (nobody listens there)"),
    ],
)
def test_nobody_is_one_line_without_the_drivers_insides(
    url: str, line: str, run_kg, small_build: Path
) -> None:
    done = run_kg("push", small_build, "--to", url)
    assert (done.returncode, done.stderr.decode()) == (1, f"kg: {line}; check --to and try again\n")


def test_who_is_silent_is_not_waited_for(refusing, monkeypatch: pytest.MonkeyPatch) -> None:
    _, url = refusing
    monkeypatch.setattr("kg.push.bolt._SECONDS", 0.5)  # it waits for lines, and never says a word of Bolt
    begun = time.monotonic()
    with pytest.raises(OutputError, match=r"cannot be reached \(no answer within 0.5 seconds\)"):
        push(records(), url.replace("http", "bolt").removesuffix("/store"))
    assert time.monotonic() - begun < 5
