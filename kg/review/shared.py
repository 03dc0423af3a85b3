"""Files of the user's that several write: one at a time, whole or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.errors import OutputError
from kg.values.phrase import phrase
from kg.values.system import why


@contextlib.contextmanager
def sole(path: Path) -> Iterator[None]:
    """Be the only one that changes ``path`` meanwhile: the folder is locked, so nothing is left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def read_text(path: Path) -> str:
    """The text of a file; empty where there is none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise OutputError(phrase("{}: cannot be read as UTF-8; save it so", path)) from None


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of the file."""
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            Path(name).chmod(path.stat().st_mode & 0o777)
        else:
            Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(
            phrase("{}: cannot be written ({}); name another folder", path, why(error))
        ) from None
