"""The socket, and the server at it: it listens when it can answer, and ends soon and whole."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import uvicorn
from starlette.types import ASGIApp

from kg.errors import UsageError
from kg.server.asker import Asker
from kg.server.connection import patient
from kg.values.phrase import phrase
from kg.values.system import why

_GRACE = 1  # seconds that requests have to end when the server does


class Listening(uvicorn.Server):
    """The server of an application; the questions of ``asker`` end with it."""

    def __init__(self, app: ASGIApp, asker: Asker) -> None:
        config = uvicorn.Config(
            app,
            http=patient(asker.bounds.client),
            log_level="warning",
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=_GRACE,
        )
        super().__init__(config)
        self._asker = asker

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's; where a signal comes before it has begun, nothing is left unawaited."""
        serving = self.serve(sockets=sockets)
        try:
            with asyncio.Runner(loop_factory=self.config.get_loop_factory()) as runner:
                runner.run(serving)
        finally:
            serving.close()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Whoever waits for an answer is told that there will be none."""
        self._asker.close()
        await super().shutdown(sockets)


def bound(host: str, port: int) -> socket.socket:
    """A socket that has its address, but does not listen yet; UsageError where it cannot have it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # by its protocol asyncio knows that the pieces of an answer need not wait for acknowledgements
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise _unusable(host, port, error) from None
    return listener


def listen(listener: socket.socket, host: str, port: int) -> None:
    """From now on whoever connects is answered; UsageError where another does so already."""
    try:
        listener.listen(1024)
    except OSError as error:
        raise _unusable(host, port, error) from None


def _unusable(host: str, port: int, error: Exception) -> UsageError:
    if isinstance(error, socket.gaierror) or getattr(error, "errno", None) == errno.EADDRNOTAVAIL:
        return UsageError(
            phrase("--host {}: is no address of this machine ({}); choose another", host, why(error))
        )
    return UsageError(
        phrase("--port {}: cannot be listened on at {} ({}); choose another", port, host, why(error))
    )


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end what is within like an error would, so that nothing of it stays behind."""

    def end(number: int, frame: Any) -> NoReturn:
        raise SystemExit(0)

    numbers = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
