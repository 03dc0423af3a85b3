"""``kg serve`` under strain: heavy queries, clients that go or stall, a worker that dies, foreign names."""

from __future__ import annotations

import base64
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from records import records
from serving import ASK, SLOW, Server, started

from kg.build import write_build
from kg.server.bounds import Bounds
from kg.server.gate import LOOPBACK


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("stands") / "build"
    write_build(records(), out)
    return out


@contextlib.contextmanager
def running(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], Server]]:
    process, server = started(folder, *options)
    try:
        yield process, server
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with running(folder, "--timeout", "20") as (_, found):
        yield found


def children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


def until(what: Callable[[], bool], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def opened(server: Server, request: str) -> socket.socket:
    place = urlsplit(server.address)
    link = socket.create_connection((place.hostname, place.port), timeout=30)
    link.sendall(request.encode())
    return link


def asking(server: Server, query: str) -> socket.socket:
    host = urlsplit(server.address).netloc
    return opened(server, f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: {host}\r\n\r\n")


def busy(pid: int) -> int:
    """How many forks of the worker below ``pid`` stand back behind the others."""
    [worker] = children(pid)
    found = 0
    for child in children(worker):
        with contextlib.suppress(OSError):
            found += os.getpriority(os.PRIO_PROCESS, child) > os.getpriority(os.PRIO_PROCESS, pid)
    return found


def test_heavy_queries_hold_up_no_light_one_and_end_with_their_clients(folder: Path) -> None:
    with running(folder) as (process, server):
        heavy = [asking(server, SLOW) for _ in range(Bounds().at_once + 3)]  # three have to wait
        until(lambda: busy(process.pid) == Bounds().at_once)
        before = time.monotonic()
        assert server.get(ASK).status == 200
        assert time.monotonic() - before < 5  # seconds on a machine at work; benchmarks/server.md has figures
        for link in heavy:
            link.close()
        until(lambda: busy(process.pid) == 0)
        assert server.get(ASK).status == 200


def test_what_is_known_to_be_heavy_holds_up_nobody(folder: Path) -> None:
    with running(folder) as (process, server):
        links = [asking(server, SLOW)]
        until(lambda: busy(process.pid) == 1)
        links += [asking(server, SLOW) for _ in range(60)]  # half a second each would make 7.5 s
        time.sleep(0.2)
        before = time.monotonic()
        assert server.get(ASK).status == 200
        assert time.monotonic() - before < 5
        for link in links:
            link.close()
        until(lambda: busy(process.pid) == 0)


def test_a_waiting_heavy_query_has_its_turn(folder: Path) -> None:
    with running(folder, "--timeout", "1") as (_, server):
        statuses: list[int] = []
        threads = [
            threading.Thread(target=lambda: statuses.append(server.get(SLOW).status))
            for _ in range(Bounds().at_once + 2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == [503] * len(threads)


def test_a_dead_worker_is_replaced(folder: Path) -> None:
    with running(folder) as (process, server):
        for victims in (children(process.pid), children(children(process.pid)[0])):
            for victim in victims:
                with contextlib.suppress(ProcessLookupError):  # a fork that ended with the worker above it
                    os.kill(victim, signal.SIGKILL)
            assert server.get(ASK).status == 200
            assert server.ask("GET", "/").status == 200


def test_a_build_made_again_is_served(tmp_path: Path) -> None:
    out = tmp_path / "build"
    whole = records()
    write_build(whole, out)
    count = "SELECT (COUNT(*) AS ?n) { ?s a kg:Supervision }"
    with running(out) as (_, server):
        assert b'"2"' in server.get(count).body
        write_build(replace(whole, statements=()), out)
        assert b'"0"' in server.get(count).body


def test_a_fork_that_took_much_is_not_used_again(folder: Path) -> None:
    with running(folder) as (process, server):
        [worker] = children(process.pid)
        count = Bounds().at_once + Bounds().light
        until(lambda: len(children(worker)) == count)
        before = set(children(worker))
        pair = ", ".join(f"STR(?{name})" for name in "abcdef")
        heavy = f"SELECT (COUNT(DISTINCT CONCAT({pair})) AS ?n) {{ ?a ?b ?c . ?d ?e ?f }}"
        assert server.get(heavy).status == 200
        until(lambda: len(children(worker)) == count and set(children(worker)) != before)


@pytest.mark.parametrize("when", ["idle", "busy", "loading"])
def test_the_end_comes_soon_and_leaves_nothing(folder: Path, tmp_path: Path, when: str) -> None:
    command = [sys.executable, "-m", "kg", "--lang", "en", "serve", str(folder), "--port", "0"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    if when == "loading":
        until(lambda: any(tmp_path.iterdir()) and bool(children(process.pid)))
    else:
        found = Server(process.stderr.readline().split()[1])
    worker = children(process.pid)[0]
    below = children(worker)
    if when == "busy":
        links = [asking(found, SLOW) for _ in range(6)]
        until(lambda: busy(process.pid) == Bounds().at_once)
        below = children(worker)
    before = time.monotonic()
    process.terminate()
    assert process.wait(10) == 0
    assert time.monotonic() - before < (2 if when == "idle" else 4)
    assert process.stderr.read() == ""
    process.stderr.close()
    if when == "busy":
        for link in links:
            link.close()
    assert list(tmp_path.iterdir()) == []
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in (worker, *below)))


def test_nothing_listens_before_it_can_answer(folder: Path) -> None:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    command = [sys.executable, "-m", "kg", "--lang", "en", "serve", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        answered = False
        while not answered:
            assert process.poll() is None
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
            except OSError:
                time.sleep(0.01)
                continue
            before = time.monotonic()
            answered = Server(f"http://127.0.0.1:{port}/").get(ASK).status == 200
            assert time.monotonic() - before < 3
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:7878", "", "[::2]", "[", "a b", "0.0.0.0"]
)
def test_a_foreign_host_is_refused(server: Server, host: str) -> None:
    reply = server.ask("GET", "/", Host=host)
    assert reply.status in (400, 421)
    assert b"evil" not in reply.body


def test_the_names_of_this_machine_are_taken(folder: Path, server: Server) -> None:
    port = urlsplit(server.address).port
    for name in [*sorted(LOOPBACK - {"::1"}), "[::1]", "LOCALHOST"]:
        assert server.ask("GET", "/", Host=f"{name}:{port}").status == 200
    with running(folder, "--name", "kg.example.org") as (_, named):
        assert named.ask("GET", "/", Host="kg.example.org").status == 200


def test_another_site_posts_nothing(server: Server) -> None:
    body = urlencode({"query": ASK})
    form = "application/x-www-form-urlencoded"
    assert server.ask("POST", "/sparql", body, Content_Type=form, Origin="https://evil.example").status == 403
    own = server.address.rstrip("/")
    assert server.ask("POST", "/sparql", body, Content_Type=form, Origin=own).status == 200


def test_a_refusal_echoes_nothing(server: Server) -> None:
    mark = "xyzzy/plugh"
    for path in ("/sparql", f"/sparql?query={quote(ASK)}", "/id/place/510107003"):
        reply = server.ask("GET", path, Accept=mark)
        assert reply.status == 406
        assert b"xyzzy" not in reply.body


def test_stalled_clients_take_no_place(folder: Path) -> None:
    """150 that send half a request, 50 that take no answer; 20 ordinary ones are answered meanwhile."""
    with running(folder) as (process, server):
        host = urlsplit(server.address).netloc
        half = [opened(server, f"GET / HTTP/1.1\r\nHost: {host}\r\nX-") for _ in range(120)]
        half += [
            opened(server, f"POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99\r\n\r\nquery=")
            for _ in range(30)
        ]
        deaf = [asking(server, "SELECT * { ?s ?p ?o . ?a ?b ?c }") for _ in range(50)]
        before = time.monotonic()
        assert [server.get(ASK).status for _ in range(20)] == [200] * 20
        assert time.monotonic() - before < 20
        for link in half + deaf:
            link.close()
        assert process.poll() is None


def test_half_a_request_and_a_deaf_client_are_given_up(folder: Path) -> None:
    """In a server of this process's own, so that a client's time can be short."""
    from kg.server.app import create_app
    from kg.server.asker import Asker
    from kg.server.gate import Gate
    from kg.server.listening import Listening
    from kg.server.shelf import Shelf

    bounds = Bounds(client=0.3)
    with Asker(folder, bounds) as asker, socket.create_server(("127.0.0.1", 0)) as listener:
        server = Listening(Gate(create_app(Shelf(folder), asker), (), ""), asker)
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
        thread.start()
        here = Server(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        host = urlsplit(here.address).netloc
        try:
            for words in ("", f"GET / HTTP/1.1\r\nHost: {host}\r\nX-"):
                with opened(here, words) as link, contextlib.suppress(ConnectionResetError):
                    assert link.recv(100) == b""
            slow = f"POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\n"
            slow = slow.replace("\r\n\r\n", "\r\nContent-Type: application/sparql-query\r\n\r\n")
            with opened(here, slow + "ASK") as link:
                assert b" 408 " in link.recv(100)
            with asking(here, "SELECT * { ?s ?p ?o . ?a ?b ?c }") as link:
                time.sleep(1.5)  # takes nothing of several megabytes
                taken = 0
                with contextlib.suppress(ConnectionResetError):
                    while part := link.recv(1 << 20):
                        taken += len(part)
                assert taken < 6_000_000
        finally:
            server.should_exit = True
            thread.join()


# ── a secret ──


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Iterator[tuple[Server, str]]:
    """Served to everybody: the server by its loopback address, and the token."""
    command = [sys.executable, "-m", "kg", "--lang", "en", "serve", str(folder), "--port", "0"]
    process = subprocess.Popen([*command, "--host", "0.0.0.0"], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    address = process.stderr.readline().split()[1]
    yield Server(f"http://127.0.0.1:{urlsplit(address).port}/"), address.partition("token=")[2]
    process.terminate()
    process.wait()
    process.stderr.close()


def test_where_others_reach_it_a_token_is_needed(guarded: tuple[Server, str]) -> None:
    server, token = guarded
    assert len(token) > 20
    for path in ("/", "/sparql", "/graph", "/static/serve.css", "/?token=wrong"):
        reply = server.ask("GET", path)
        assert reply.status == 401
        assert reply.headers["WWW-Authenticate"].startswith("Basic ")
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_the_token_in_the_address_becomes_a_cookie(guarded: tuple[Server, str]) -> None:
    server, token = guarded
    reply = server.ask("GET", f"/entity?iri=%E4%B8%80&token={token}")
    assert (reply.status, reply.headers["Location"]) == (303, "/entity?iri=%E4%B8%80")
    cookie = reply.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert server.ask("GET", "/", Cookie=cookie.partition(";")[0]).status == 200
    elsewhere = server.ask("GET", f"//evil.example/?token={token}")
    assert elsewhere.headers["Location"] == "/evil.example/"


def test_programs_send_the_token_as_they_are_used_to(guarded: tuple[Server, str]) -> None:
    server, token = guarded
    basic = base64.b64encode(f"anybody:{token}".encode()).decode()
    for value in (f"Bearer {token}", f"Basic {basic}"):
        assert server.ask("GET", f"/sparql?query={quote(ASK)}", Authorization=value).status == 200
    assert server.ask("GET", "/", Authorization="Basic !!!").status == 401


def test_a_password_of_ones_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PASSWORD", "秘密")
    with running(folder) as (_, server):
        assert server.ask("GET", "/").status == 401
        basic = base64.b64encode("x:秘密".encode()).decode()
        assert server.ask("GET", "/", Authorization=f"Basic {basic}").status == 200


def test_only_the_address_that_was_reached_is_a_name_of_everywhere(guarded: tuple[Server, str]) -> None:
    server, token = guarded
    assert server.ask("GET", "/", Host="10.0.0.1", Authorization=f"Bearer {token}").status == 421
    assert server.ask("GET", "/", Host="127.0.0.1", Authorization=f"Bearer {token}").status == 200
