"""Questions to the worker process: each over a connection of its own, so many at once."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pyoxigraph as ox

from kg.errors import BuildError, QueryError
from kg.server.bounds import Bounds
from kg.server.worker import LENGTH

GRAPH = "graph.trig"


class QueryStoppedError(QueryError):
    """A query was stopped because it took too much."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as bytes of a media type; ``truncated`` where rows were left out.

    ``media`` is empty where the kind of the answer has no form that was asked for.
    """

    body: bytes
    media: str
    truncated: bool


class Asker:
    """The worker of one build; a context manager."""

    def __init__(self, folder: Path, bounds: Bounds, store: Path | None = None) -> None:
        self.bounds = bounds
        self._trig = folder / GRAPH
        if not self._trig.is_file():
            raise BuildError(f"{folder}: has no {GRAPH}; build again")
        self._keep = store
        self._process: subprocess.Popen[str] | None = None
        self._places = asyncio.Semaphore(bounds.at_once)

    def __enter__(self) -> Asker:
        self._folder = tempfile.mkdtemp(prefix="kg-")
        self._address = str(Path(self._folder) / "socket")
        kept = None if self._keep is None else str(_kept(self._trig, self._keep))
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self._address)
            listener.listen(256)
            options = {"trig": str(self._trig), "store": kept, **asdict(self.bounds)}
            command = [sys.executable, "-m", "kg.server.worker", str(listener.fileno()), json.dumps(options)]
            self._process = subprocess.Popen(
                command,
                pass_fds=[listener.fileno()],
                stdout=subprocess.PIPE,
                text=True,
                stdin=subprocess.PIPE,
            )
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            self.__exit__(None, None, None)
            raise BuildError(f"{self._trig}: cannot be loaded; build again")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        """The process that holds the graph."""
        assert self._process is not None
        return self._process.pid

    async def ask(
        self,
        query: str,
        form: Mapping[str, str],
        *,
        default: Sequence[str] = (),
        named: Sequence[str] = (),
        prefixes: Mapping[str, str] | None = None,
        base: str = "",
    ) -> Answer:
        """The answer; ``form`` names a format for each kind of query (see `kg.server.answers`).

        QueryError where the query is wrong, QueryStoppedError where it took too long or too much.
        """
        request = {
            "query": query,
            "format": dict(form),
            "default": list(default),
            "named": list(named),
            "prefixes": dict(prefixes or {}),
            "base": base,
        }
        async with self._places:
            head, body = await self._exchange(json.dumps(request).encode())
        if "error" in head:
            raise QueryError(head["error"])
        return Answer(body, head["media"], head["truncated"])

    async def _exchange(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        reader, writer = await asyncio.open_unix_connection(self._address)
        try:
            writer.write(LENGTH.pack(len(request)) + request)
            await writer.drain()
            head = await _message(reader)
            return json.loads(head), await _message(reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            seconds = self.bounds.seconds
            raise QueryStoppedError(
                f"query: was stopped; it took over {seconds:g} seconds or too much memory; ask for less"
            ) from None
        finally:
            writer.close()


async def _message(reader: asyncio.StreamReader) -> bytes:
    size = LENGTH.unpack(await reader.readexactly(LENGTH.size))[0]
    return await reader.readexactly(size)


def _kept(trig: Path, below: Path) -> Path:
    """The store on disk of this very graph, made if it is not there yet."""
    with trig.open("rb") as file:
        name = hashlib.file_digest(file, hashlib.sha256).hexdigest()[:16]
    place = below / name
    if not place.exists():
        below.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=below))
        store = ox.Store(str(part))
        store.bulk_load(path=str(trig), format=ox.RdfFormat.TRIG)
        store.optimize()  # questions then take two thirds of the time
        store.flush()
        del store
        part.rename(place)
    return place
