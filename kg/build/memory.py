"""What the files of the sources gave when they were last read: one that has not changed is not read again."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.build.cache import Cache, key_of
from kg.errors import SourceError
from kg.model import Article, SourceNote
from kg.reading.files import Source
from kg.reading.sources import Told, read_file

FILE = "files.jsonl"
#: nanoseconds: a file that changed so shortly before it was read may change again within a tick of its clock
_FRESH = 2_000_000_000
#: how a line begins, and how many hex digits follow: a hash of the place of its file
_AT, _DIGITS = '{"at":"', 24


class Memory:
    """Reads files, or says what they gave; ``keys`` has the key of each article by the hash of its bytes.

    An article that is known comes without its text: what was extracted of it is in the `Cache`.
    """

    def __init__(self, hidden: Path, made_by: str, cache: Cache) -> None:
        self.keys: dict[str, str] = {}
        self._made_by, self._cache = made_by, cache
        self._old = _lines(hidden / FILE, made_by)
        self._new: list[str] = []

    def read(self, source: Source, doc: str) -> Iterator[Told]:
        """What a file holds, as `read_file` says it."""
        at = hashlib.sha256(os.path.abspath(source.file).encode("utf-8", "replace")).hexdigest()[:_DIGITS]  # noqa: PTH100
        state = _state(source.file)
        text = self._old.pop(at, "")
        line = _parsed(text)
        if line is not None and line["state"] == state and line["doc"] == doc and self._is_kept(line):
            self._new.append(text if line["path"] == source.path else _line(line | {"path": source.path}))
            yield from self._recalled(line["told"], source)
            return
        told: list[dict[str, Any]] = []
        for item in read_file(source, doc):
            told.append(self._noted(item))
            yield item
        if state and _is_settled(state) and state == _state(source.file):
            line = {"at": at, "path": source.path, "doc": doc, "state": state, "told": told}
            self._new.append(_line(line))

    def write(self, folder: Path) -> None:
        """Write what was read this time into ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / FILE).open("w", encoding="utf-8") as file:
            file.write(_line({"made": self._made_by}))
            file.writelines(self._new)

    def _is_kept(self, line: dict[str, Any]) -> bool:
        return all(item["key"] in self._cache for item in line["told"] if "key" in item)

    def _noted(self, item: Told) -> dict[str, Any]:
        if isinstance(item, SourceError):
            return {"error": item.reason}
        if isinstance(item, SourceNote):
            return {"note": item.reason}
        key = self.keys.setdefault(item.sha256, key_of(item, self._made_by))
        return {"doc": item.doc, "hash": item.sha256, "key": key}

    def _recalled(self, told: list[dict[str, Any]], source: Source) -> Iterator[Told]:
        for item in told:
            if "error" in item:
                yield SourceError(source.shown, item["error"])
            elif "note" in item:
                yield SourceNote(source.shown, item["note"])
            else:
                self.keys.setdefault(item["hash"], item["key"])
                yield Article(doc=item["doc"], path=source.path, raw="", sha256=item["hash"])


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _parsed(text: str) -> dict[str, Any] | None:
    """A line; None where there is none, or it is damaged."""
    try:
        line = json.loads(text)
        return line if line.keys() >= {"at", "path", "doc", "state", "told"} else None
    except (ValueError, AttributeError):
        return None


def _lines(path: Path, made_by: str) -> dict[str, str]:
    """The lines by place, which each begins with; none where that was made by something else.

    They stay text until they are asked for: an archive has many.
    """
    try:
        with path.open(encoding="utf-8") as file:
            if json.loads(next(file)) != {"made": made_by}:
                return {}
            return {line[len(_AT) : len(_AT) + _DIGITS]: line for line in file}
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return {}


def _state(path: Path) -> list[int]:
    """What tells whether a file has changed: size and times; nothing where it cannot be seen."""
    try:
        state = os.stat(path)  # noqa: PTH116
    except OSError:
        return []
    return [state.st_size, state.st_mtime_ns, state.st_ctime_ns]


def _is_settled(state: list[int]) -> bool:
    return time.time_ns() - max(state[1:]) > _FRESH
