"""The sorted lines of the build that is there, with some taken out and others put in.

What stays between two of them is copied as it is; where a line stands is found by halves, as they are sorted.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from kg.build.files import QUARANTINE, rejected_line
from kg.ontology.quarantine import Rejected

#: how a line begins whose key is its id, which has no quotes and nothing escaped
_ID = b'{"id": "'
#: bytes that are skipped at first where the next line to change is looked for, and copied at once
_STEP, _COPIED = 1 << 12, 1 << 20
#: a key, and the line that it has now; None where it has none
Change = tuple[Any, bytes | None]
Key = Callable[[Any, int], Any]


def patch_lines(old: Path, new: Path, changes: Iterable[Change], key: Key) -> int:
    """Write ``new`` as ``old`` with ``changes``, which are sorted by key; how many lines it has more.

    ``key(data, start)`` is the key of the line that starts there. ValueError where a line is none.
    """
    more = 0
    with _mapped(old) as data, old.open("rb") as source, new.open("wb") as file:
        at = 0
        for wanted, line in changes:
            start = _first(data, at, wanted, key)
            _copy(source, at, start, file)
            at = start
            if at < len(data) and key(data, at) == wanted:
                at = _end(data, at)
                more -= 1
            if line is not None:
                file.write(line)
                more += 1
        _copy(source, at, len(data), file)
    return more


def id_of(line: bytes, start: int = 0) -> bytes:
    """The id of a line of statements or entities."""
    if line[start : start + len(_ID)] != _ID:
        raise ValueError("is no line of a build")
    start += len(_ID)
    return line[start : line.index(b'"', start)]


def id_at(data: Any, start: int) -> bytes:
    """As `id_of`, of a line in a mapped file."""
    return id_of(data[start : start + 1000])


def doc_at(data: Any, start: int) -> str:
    """The doc of a line of articles in a mapped file."""
    return str(json.loads(data[start : _end(data, start)])["doc"])


def patch_quarantine(
    old: Path | None, new: Path, docs: Collection[str], rejected: Iterable[Rejected]
) -> None:
    """Write what of the build ``old`` does not fit and is not of ``docs``, and ``rejected``, into ``new``."""
    found: list[tuple[str, bytes]] = []
    if old is not None:
        with (old / QUARANTINE).open("rb") as file:
            for line in file:
                row = json.loads(line)
                if row["doc"] not in docs:
                    found.append((row["id"], line))
    found += [(item.statement.id, rejected_line(item)) for item in rejected]
    with (new / QUARANTINE).open("wb") as made:
        made.writelines(line for _, line in sorted(found))


@contextmanager
def _mapped(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        if not path.stat().st_size:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


def _first(data: Any, at: int, wanted: Any, key: Key) -> int:
    """Where from ``at``, the start of a line, the first line starts whose key is not below ``wanted``."""
    step, left, right = _STEP, at, len(data)
    while left + step < right:
        probe = _end(data, left + step)
        if probe >= right or not key(data, probe) < wanted:
            right = probe
            break
        left, step = probe, step * 2
    while left < right:
        middle = data.rfind(b"\n", left, (left + right) // 2) + 1 or left
        if key(data, middle) < wanted:
            left = _end(data, middle)
        else:
            right = middle
    return left


def _end(data: Any, at: int) -> int:
    """Where the line ends in which ``at`` lies, its line end included."""
    return int(data.find(b"\n", at)) + 1 or len(data)


def _copy(source: BinaryIO, start: int, end: int, file: BinaryIO) -> None:
    """Copy a stretch; not from the map, so that the file does not come to lie in memory."""
    source.seek(start)
    for at in range(start, end, _COPIED):
        file.write(source.read(min(_COPIED, end - at)))
