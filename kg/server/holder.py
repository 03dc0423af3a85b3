"""The worker process: started, watched, stopped; and the store on disk that it may read from."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as ox

from kg.errors import BuildError
from kg.server.bounds import Bounds
from kg.server.worker import ENDING


class Holder:
    """The process that holds the graph of the file ``trig``, and the socket at which its forks answer."""

    def __init__(self, trig: Path, bounds: Bounds, store: Path | None) -> None:
        self._trig, self._bounds, self._store = trig, bounds, store
        self._process: subprocess.Popen[str] | None = None
        self._folder = ""
        self._held: tuple[int, int] | None = None

    @property
    def address(self) -> str:
        """The path of the socket."""
        return str(Path(self._folder) / "socket")

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self._process is not None
        return self._process.pid

    @property
    def holds(self) -> bool:
        """Whether it is alive and holds the graph as it is on disk now."""
        return self._process is not None and self._process.poll() is None and self._held == self._stamp()

    def start(self) -> None:
        """Load the graph; BuildError where it cannot be loaded."""
        self._folder = tempfile.mkdtemp(prefix="kg-")
        try:
            self._held = self._stamp()
            kept = None if self._store is None else str(_kept(self._trig, self._store))
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(self.address)
                listener.listen(256)
                options = {"trig": str(self._trig), "store": kept, **asdict(self._bounds)}
                number = str(listener.fileno())
                with _undisturbed():  # or a process would be there that nobody knows
                    self._process = subprocess.Popen(
                        [sys.executable, "-m", "kg.server.worker", number, json.dumps(options)],
                        pass_fds=[listener.fileno()],
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        text=True,
                        start_new_session=True,  # a Ctrl-C is for the server alone, which ends the worker
                    )
            assert self._process.stdout is not None
            if self._process.stdout.readline() != "ready\n":
                raise BuildError(f"{self._trig}: cannot be loaded; build again")
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the process and its forks, and leave nothing."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _stamp(self) -> tuple[int, int] | None:
        """What changes when the build is made again; None while it is being put in place."""
        try:
            found = self._trig.stat()
        except OSError:
            return self._held
        return found.st_ino, found.st_mtime_ns


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """No signal ends this process meanwhile; the worker takes the blocking off again (`ENDING`)."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
