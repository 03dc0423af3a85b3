"""One build at a time in a folder: a lock that says who holds it, and that dies with its process."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from kg.errors import OutputError
from kg.values.phrase import phrase

try:
    import fcntl
except ImportError:  # Windows: there the lock is not enforced
    fcntl = None  # type: ignore[assignment]

LOCK = "lock"


@contextmanager
def held(out: Path, hidden: Path) -> Iterator[None]:
    """Nobody else builds in ``out`` meanwhile; OutputError says who does.

    The system lets go of the lock when the process ends, however that happens; the file is no more then
    than a note that the next one takes over.
    """
    path = hidden / LOCK
    handle = _taken(out, path)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def is_held(hidden: Path) -> bool:
    """Whether somebody builds there now."""
    path = hidden / LOCK
    if fcntl is None or not path.exists():
        return False
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _taken(out: Path, path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise OutputError(
                phrase("{}: {} builds there; wait until it is done", out, _holder(path))
            ) from None
        with suppress(OSError):  # whoever held it may have removed it just now
            if os.fstat(handle).st_ino == path.stat().st_ino:
                who = {"process": os.getpid(), "host": socket.gethostname(), "since": _now()}
                os.ftruncate(handle, 0)
                os.write(handle, json.dumps(who).encode())
                return handle
        os.close(handle)


def _holder(path: Path) -> str:
    try:
        who = json.loads(path.read_text(encoding="utf-8"))
        return phrase("process {} on {}, since {},", who["process"], who["host"], who["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return phrase("another process")


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
