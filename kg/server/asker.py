"""Questions to the worker process: each over a connection of its own, so many at once.

Nobody knows beforehand how much a query takes. So each begins among the light ones, at full priority; if
it is not done in a moment, it goes on as a heavy one behind the others, or, where there is no room for
one, it is ended and begun again when there is. Light queries so never wait for heavy ones. What was found to
be heavy is known when it is asked again: fifty of the same hold up nobody.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from kg.errors import BuildError, QueryError
from kg.server.bounds import Bounds
from kg.server.holder import Holder
from kg.server.running import LostError, Running

GRAPH = "graph.trig"
_KNOWN = 200  # queries that were found to be heavy: asked again, they wait for their turn at once
_TRIES = 3  # of a query whose worker died before it read it


class QueryStoppedError(QueryError):
    """A query was stopped because it took too much, or not begun because too many wait."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as bytes of a media type; ``truncated`` where rows were left out.

    ``media`` is empty where the kind of the answer has no form that was asked for.
    """

    body: bytes
    media: str
    truncated: bool


# long: the life of one process that answers: started, asked, stopped, replaced
class Asker:
    """The worker of one build, replaced when it dies or the build is made again; a context manager."""

    def __init__(self, folder: Path, bounds: Bounds, store: Path | None = None) -> None:
        self.bounds = bounds
        if not (folder / GRAPH).is_file():
            raise BuildError(f"{folder}: has no {GRAPH}; build again")
        self._holder = Holder(folder / GRAPH, bounds, store)
        self._replacing = threading.Lock()
        self._light = asyncio.Semaphore(bounds.light)
        self._heavy = asyncio.Semaphore(bounds.at_once)
        self._slow: dict[bytes, None] = {}
        self._asked = self._waiting = 0
        self._closed = False

    def __enter__(self) -> Asker:
        self._holder.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker for good."""
        self._closed = True
        self._holder.stop()

    @property
    def pid(self) -> int:
        """The process that holds the graph."""
        return self._holder.pid

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

        QueryError where the query is wrong, QueryStoppedError where it took too long or too much. A
        cancelled question ends its query.
        """
        request = {
            "query": query,
            "format": dict(form),
            "default": list(default),
            "named": list(named),
            "prefixes": dict(prefixes or {}),
            "base": base,
        }
        if self._asked >= self.bounds.asked:
            raise _refused()
        self._asked += 1
        try:
            head, body = await self._answered(json.dumps(request).encode())
        except LostError:
            raise self._stopped() from None
        finally:
            self._asked -= 1
        if "error" in head:
            raise QueryError(head["error"])
        return Answer(body, head["media"], head["truncated"])

    async def _answered(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        kept: Running | None = None
        if request not in self._slow:
            async with self._light, self._begun(request) as running:
                done = await running.within(min(self.bounds.patience, self.bounds.seconds))
                if done is not None:
                    return done
                if self.bounds.seconds <= self.bounds.patience:
                    raise self._stopped()
                self._slow[request] = None
                if len(self._slow) > _KNOWN:
                    del self._slow[next(iter(self._slow))]
                if not self._heavy.locked():
                    await self._heavy.acquire()
                    running.keep()
                    kept = running
        if kept is None:
            await self._turn()
        try:
            if kept is not None:
                return await self._heavily(kept)
            async with self._begun(request) as again:
                begin = time.monotonic()
                done = await self._heavily(again)
                if time.monotonic() - begin < self.bounds.patience:
                    self._slow.pop(request, None)  # it is light after all
                return done
        finally:
            if kept is not None:
                kept.end()
            self._heavy.release()

    async def _turn(self) -> None:
        """Wait for the end of a heavy query."""
        if self._waiting >= self.bounds.waiting:
            raise _refused()
        self._waiting += 1
        try:
            await self._heavy.acquire()
        finally:
            self._waiting -= 1

    async def _heavily(self, running: Running) -> tuple[dict[str, Any], bytes]:
        running.stand_back()
        done = await running.within(self.bounds.seconds)
        if done is None:
            raise self._stopped()
        return done

    def _stopped(self) -> QueryStoppedError:
        limit = f"{self.bounds.seconds:g} seconds"
        return QueryStoppedError(f"query: was stopped; it took over {limit} or too much memory; ask for less")

    @asynccontextmanager
    async def _begun(self, request: bytes) -> AsyncIterator[Running]:
        """The query as it runs, ended on the way out unless it is kept."""
        running = await self._begin(request)
        try:
            yield running
        finally:
            if not running.kept:
                running.end()

    async def _begin(self, request: bytes) -> Running:
        for left in range(_TRIES, 0, -1):
            if self._closed:
                raise LostError
            if not self._holder.holds:
                await asyncio.to_thread(self._replace)
            try:
                return await Running.begin(self._holder.address, request)
            except LostError:
                if left == 1:
                    raise
                await asyncio.sleep(0.05)
        raise AssertionError

    def _replace(self) -> None:
        with self._replacing:
            if not self._holder.holds and not self._closed:
                self._holder.stop()
                self._holder.start()


def _refused() -> QueryStoppedError:
    return QueryStoppedError("query: is refused; too many wait already; ask again in a minute")
