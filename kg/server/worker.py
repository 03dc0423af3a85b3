"""The process that holds the graph and answers each query in a fork of itself.

A fork shares the graph's memory, and the kernel ends it when its time is up, whatever it is doing;
no query can slow or harm another. ``python -m kg.server.worker SOCKET-FD OPTIONS`` is how
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
from typing import Any

import pyoxigraph as ox

from kg.errors import KGError
from kg.query.store import check
from kg.server.answers import write_answer

LENGTH = struct.Struct(">Q")


def main(descriptor: int, options: dict[str, Any]) -> None:
    """Open the graph, say so on standard output, and fork for each connection until standard input ends."""
    trig, kept = Path(options["trig"]), options["store"]
    if kept is None:
        held = ox.Store()
        held.bulk_load(path=str(trig), format=ox.RdfFormat.TRIG)
        opened: Callable[[], ox.Store] = lambda: held  # noqa: E731
    else:
        opened = lambda: ox.Store.read_only(kept)  # noqa: E731
    size = _address_space()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel clears up after each fork
    sys.stdout.write("ready\n")
    sys.stdout.close()
    with socket.socket(fileno=descriptor) as listener:
        while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:  # it ends with its server
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                with contextlib.suppress(OSError):
                    _answer(connection, opened, options, size)
                os._exit(0)
            connection.close()


def _answer(
    connection: socket.socket, opened: Callable[[], ox.Store], options: dict[str, Any], size: int
) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, options["seconds"])
    limit = size + options["memory"]
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    request = json.loads(receive(connection))
    head: dict[str, Any]
    body = b""
    try:
        found = _run(opened(), request)
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
    options: dict[str, Any] = {"prefixes": request["prefixes"]}
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
