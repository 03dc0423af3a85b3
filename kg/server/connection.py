"""A connection whose client has to send its request, and to take its answer, in time; or it is closed."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


# long: one connection from its opening to its end, with what may fail of it
def patient(seconds: float) -> type[asyncio.Protocol]:
    """The class of connections that wait ``seconds`` for the head of a request, and for room to write."""

    class Connection(H11Protocol):
        _late: asyncio.TimerHandle | None = None
        _full: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._watch()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._rest()
            self._written()
            super().connection_lost(exc)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._full = self.loop.call_later(seconds, self.transport.abort)

        def resume_writing(self) -> None:
            self._written()
            super().resume_writing()

        def _written(self) -> None:
            if self._full is not None:
                self._full.cancel()
                self._full = None

        def _watch(self) -> None:
            """The time runs from the first byte of a request (or the connection) to the end of its head."""
            if self.cycle is not None and not self.cycle.response_complete:
                self._rest()
            elif self._late is None:
                self._late = self.loop.call_later(seconds, self._give_up)

        def _rest(self) -> None:
            if self._late is not None:
                self._late.cancel()
                self._late = None

        def _give_up(self) -> None:
            self._late = None
            if (self.cycle is None or self.cycle.response_complete) and not self.transport.is_closing():
                self.transport.abort()

    return Connection
