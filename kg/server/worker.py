"""The process that holds the graph; forks of it answer the queries, one at a time each.

A fork shares the graph's memory. It says its process id before it reads a query, so that whoever asked
can end it at any moment, whatever it is doing; another takes its place. One whose query took much is not
used again, so its memory goes back. ``python -m kg.server.worker SOCKET-FD OPTIONS`` is how
`kg.server.asker` starts it; Unix only.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pyoxigraph as ox

from kg.errors import KGError
from kg.query.store import check
from kg.server.answers import write_answer

_QUERIES = 500  # that one fork answers before a fresh one takes its place
_FAULTS = 8192  # pages that a fork made its own; with more it is not used again
_SECONDS = 0.5  # of computing, as well
ENDING = frozenset((signal.SIGTERM, signal.SIGHUP, signal.SIGINT))  # blocked while this process is begun
LENGTH = struct.Struct(">Q")


def main(descriptor: int, options: dict[str, Any]) -> None:
    """Open the graph, say so on standard output, and keep forks at work until standard input ends."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    trig, kept = Path(options["trig"]), options["store"]
    if kept is None:
        held = ox.Store()
        held.bulk_load(path=str(trig), format=ox.RdfFormat.TRIG)
        opened: Callable[[], ox.Store] = lambda: held  # noqa: E731
    else:
        opened = lambda: ox.Store.read_only(kept)  # noqa: E731
    limit = _address_space() + options["memory"]
    wake, wakened = socket.socketpair()
    for end in (wake, wakened):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    signal.set_wakeup_fd(wakened.fileno())
    alive, living = os.pipe()  # only this process holds the writing end: forks see that it has ended
    sys.stdout.write("ready\n")
    sys.stdout.close()
    children: set[int] = set()
    with socket.socket(fileno=descriptor) as listener:
        try:
            while sys.stdin not in select.select([wake, sys.stdin], [], [], 0 if not children else None)[0]:
                with contextlib.suppress(BlockingIOError):
                    wake.recv(1024)
                children = {child for child in children if os.waitpid(child, os.WNOHANG)[0] == 0}
                while len(children) < options["at_once"] + options["light"]:
                    child = os.fork()
                    if child == 0:
                        signal.set_wakeup_fd(-1)
                        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGPROF):
                            signal.signal(number, signal.SIG_DFL)
                        os.close(living)
                        _serve(listener, alive, opened, options, limit)
                    children.add(child)
        finally:
            for child in children:
                os.kill(child, signal.SIGKILL)


def _serve(
    listener: socket.socket,
    alive: int,
    opened: Callable[[], ox.Store],
    options: dict[str, Any],
    limit: int,
) -> NoReturn:
    """Answer one connection after another, until one took much or the process above has ended."""
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    listener.setblocking(False)
    store = opened()
    try:
        for _ in range(_QUERIES):
            ready = select.select([listener.fileno(), alive], [], [])[0]
            if alive in ready:
                break
            try:
                connection, _ = listener.accept()
            except BlockingIOError:  # another one took it
                continue
            connection.setblocking(True)
            # should nobody be there to end it, the kernel does: a margin above what the asker allows
            signal.setitimer(signal.ITIMER_PROF, options["seconds"] + 5)
            before = resource.getrusage(resource.RUSAGE_SELF)
            with contextlib.suppress(OSError):
                _answer(connection, store, options)
            signal.setitimer(signal.ITIMER_PROF, 0)
            if _took_much(before, resource.getrusage(resource.RUSAGE_SELF)):
                break
    finally:
        os._exit(0)


def _took_much(before: resource.struct_rusage, after: resource.struct_rusage) -> bool:
    return after.ru_minflt - before.ru_minflt > _FAULTS or after.ru_utime - before.ru_utime > _SECONDS


def _answer(connection: socket.socket, store: ox.Store, options: dict[str, Any]) -> None:
    send(connection, str(os.getpid()).encode())
    request = json.loads(receive(connection))
    head: dict[str, Any]
    body = b""
    try:
        found = _run(store, request)
        body, media, truncated = write_answer(found, request["format"], options["rows"], options["bytes"])
        head = {"media": media, "truncated": truncated}
    except MemoryError:
        os.abort()
    except KGError as error:
        head = {"error": str(error)}
    except SyntaxError as error:
        head = {"error": f"query: is malformed ({' '.join(str(error).split())})"}
    except (OSError, RuntimeError, ValueError) as error:
        head = {"error": f"query: cannot be answered ({' '.join(str(error).split())})"}
    send(connection, json.dumps(head).encode())
    send(connection, body)
    connection.close()


def _run(store: ox.Store, request: dict[str, Any]) -> Any:
    bare = check(request["query"])
    default = [ox.NamedNode(name) for name in request["default"]]
    named = [ox.NamedNode(name) for name in request["named"]]
    options: dict[str, Any] = {"prefixes": request["prefixes"], "base_iri": request["base"] or None}
    if default or named:
        options |= {"default_graph": default, "named_graphs": named}
    elif "FROM" not in bare.upper().split():
        options["use_default_graph_as_union"] = True
    return store.query(request["query"], **options)


def receive(connection: socket.socket) -> bytes:
    """One message; empty where the other side is gone."""
    size = LENGTH.unpack(_exactly(connection, LENGTH.size))[0]
    return _exactly(connection, size)


def send(connection: socket.socket, data: bytes) -> None:
    """One message."""
    connection.sendall(LENGTH.pack(len(data)) + data)


def _exactly(connection: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        part = connection.recv(min(size, 1 << 20))
        if not part:
            raise ConnectionError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 1 << 40
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
