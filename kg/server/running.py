"""A query that runs in a fork of the worker."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from typing import Any

from kg.server.worker import LENGTH

_BEHIND = 10  # how much a heavy query stands back behind whatever else the machine does


class LostError(Exception):
    """The fork is gone before it answered."""


class Running:
    """One query: its answer, if it comes in time, and its end in any case."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pid: int) -> None:
        self._reader, self._writer, self._pid = reader, writer, pid
        self._answer: asyncio.Task[tuple[dict[str, Any], bytes]] | None = None
        self.kept = False

    @classmethod
    async def begin(cls, address: str, request: bytes) -> Running:
        """Hand ``request`` to a fork that listens at ``address``; LostError where there is none."""
        try:
            reader, writer = await asyncio.open_unix_connection(address)
        except OSError:
            raise LostError from None
        try:
            running = cls(reader, writer, int(await _message(reader)))
        except BaseException:
            writer.close()
            raise
        running._answer = asyncio.ensure_future(running._exchange(request))
        return running

    async def within(self, seconds: float) -> tuple[dict[str, Any], bytes] | None:
        """Head and body of the answer; None where it takes longer (then it may be asked for again)."""
        assert self._answer is not None
        done, _ = await asyncio.wait([self._answer], timeout=seconds)
        return self._answer.result() if done else None

    def keep(self) -> None:
        """Whoever began it leaves its end to another."""
        self.kept = True

    def stand_back(self) -> None:
        """Leave the processors to others from now on."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._pid, _BEHIND)

    def end(self) -> None:
        """Stop it if it still runs. A fork that has not answered still has its connection, so its number."""
        assert self._answer is not None
        if not self._answer.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self._answer.cancel()
        elif not self._answer.cancelled():
            self._answer.exception()  # has been heard
        self._writer.close()

    async def _exchange(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            self._writer.write(LENGTH.pack(len(request)) + request)
            await self._writer.drain()
        except ConnectionError:
            raise LostError from None
        return json.loads(await _message(self._reader)), await _message(self._reader)


async def _message(reader: asyncio.StreamReader) -> bytes:
    try:
        size = LENGTH.unpack(await reader.readexactly(LENGTH.size))[0]
        return await reader.readexactly(size)
    except (asyncio.IncompleteReadError, ConnectionError):
        raise LostError from None
