"""The JSON lines of a build, written as its articles come; statements are sorted on disk, never all held."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from kg.build.patch import id_of, patch_quarantine, patch_statements
from kg.model import Article, Records, Statement
from kg.ontology.quarantine import Rejected
from kg.values.records import line_of, write_around, write_source

#: bytes of lines that are held before they go to disk
HELD = 1 << 26


class Lines:
    """Writes into ``folder``, which exists; what is in between goes to ``beside``, and is gone at the end.

    Of the build ``old``, where there is one, those lines stay that are not of articles which are written.
    """

    def __init__(self, folder: Path, beside: Path, old: Path | None, held: int = HELD) -> None:
        self._folder, self._old = folder, old
        self._runs = _Runs(beside, held)
        self._rejected: list[Rejected] = []

    def add(self, article: Article, statements: Iterable[Statement], rejected: Iterable[Rejected]) -> None:
        """Write an article and what it says."""
        write_source(article, self._folder)
        for item in statements:
            self._runs.add(line_of(item.to_dict()))
        self._rejected += rejected

    def finish(self, records: Records, docs: Collection[str]) -> None:
        """Write what is left: articles, entities and merges of ``records``.

        ``docs`` are new, come out otherwise, or are gone. ValueError or OSError where
        the build that was there is damaged.
        """
        write_around(records, self._folder)
        with ExitStack() as stack:
            patch_statements(self._old, self._folder, docs, self._runs.sorted(stack))
        self._runs.remove()
        patch_quarantine(self._old, self._folder, docs, self._rejected)


class _Runs:
    """Lines of statements, sorted by id however many they are."""

    def __init__(self, folder: Path, held: int) -> None:
        self._folder, self._held = folder, held
        self._lines: list[tuple[bytes, bytes]] = []
        self._size = 0
        self._files: list[Path] = []

    def add(self, line: bytes) -> None:
        self._lines.append((id_of(line), line))
        self._size += len(line)
        if self._size > self._held:
            self._lines.sort()
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{len(self._files)}.jsonl"
            with path.open("wb") as file:
                file.writelines(line for _, line in self._lines)
            self._files.append(path)
            self._lines, self._size = [], 0

    def sorted(self, stack: ExitStack) -> Iterator[bytes]:
        """All lines; the files are open as long as ``stack`` is."""
        self._lines.sort()
        held = (line for _, line in self._lines)
        files = [stack.enter_context(path.open("rb")) for path in self._files]
        return heapq.merge(*files, held, key=id_of) if files else held

    def remove(self) -> None:
        self._lines = []
        for path in self._files:
            path.unlink()
