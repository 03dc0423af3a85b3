"""The JSON lines of a build, written as articles come; what is sorted is sorted on disk, never all held."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from kg.build.patch import doc_at, id_at, id_of, patch_lines, patch_quarantine
from kg.model import Article, Entity, Merge, Statement
from kg.ontology.quarantine import Rejected
from kg.values.records import (
    ARTICLES,
    MERGES,
    NODES,
    STATEMENTS,
    article_line,
    entity_line,
    line_of,
    merge_line,
    stream_entities,
    write_source,
)

#: bytes of lines that are held before they go to disk
HELD = 1 << 26


class Lines:
    """Writes into ``folder``, which exists; what is in between goes to ``beside``, and is gone at the end.

    Of the build ``old``, where there is one, those lines stay that are not said to be other ones.
    ValueError or OSError where that is damaged.
    """

    def __init__(self, folder: Path, beside: Path, old: Path | None, held: int = HELD) -> None:
        self._folder, self.old = folder, old
        self._beside, self._held = beside, held
        self._runs = _Runs(beside / "statements", held)
        self._rejected: list[Rejected] = []
        self._gone: list[bytes] = []

    def articles(self, found: Iterable[Article], base: str, changed: Collection[str] = ()) -> None:
        """Write the articles, sorted by doc: all, or those that are there still of these docs."""
        if self.old is None:
            with (self._folder / ARTICLES).open("wb") as file:
                file.writelines(article_line(item, base) for item in found)
            return
        told: dict[str, bytes | None] = dict.fromkeys(changed)
        told |= {item.doc: article_line(item, base) for item in found}
        patch_lines(self.old / ARTICLES, self._folder / ARTICLES, sorted(told.items()), doc_at)

    def entities(self, found: Iterable[Entity]) -> int:
        """Write all entities, in any order; their number."""
        runs = _Runs(self._beside / "entities", self._held)
        count = 0
        for entity in found:
            runs.add(entity_line(entity))
            count += 1
        with (self._folder / NODES).open("wb") as file, ExitStack() as stack:
            file.writelines(runs.sorted(stack))
        runs.remove()
        return count

    def changed_entities(self, found: Mapping[str, Entity | None]) -> int:
        """Write the entities of the build that is there, but ``found`` as they are now; how many more.

        They are by their IRIs; None are gone.
        """
        assert self.old is not None
        told = {iri.encode(): entity_line(item) if item else None for iri, item in found.items()}
        return patch_lines(self.old / NODES, self._folder / NODES, sorted(told.items()), id_at)

    def written_entities(self) -> Iterator[Entity]:
        """The entities that are written."""
        return stream_entities(self._folder)

    def merges(self, found: Iterable[Merge]) -> None:
        """Write the merges."""
        with (self._folder / MERGES).open("wb") as file:
            file.writelines(map(merge_line, found))

    def add(self, article: Article, statements: Iterable[Statement], rejected: Iterable[Rejected]) -> None:
        """Write an article and what it says."""
        write_source(article, self._folder)
        for item in statements:
            self._runs.add(line_of(item.to_dict()))
        self._rejected += rejected

    def take(self, ids: Sequence[str]) -> None:
        """The lines of these statements do not stay, unless they are added."""
        self._gone += (item.encode() for item in ids)

    def finish(self, docs: Collection[str]) -> None:
        """Write what is left; ``docs`` are new, come out otherwise, or are gone."""
        with ExitStack() as stack:
            lines = self._runs.sorted(stack)
            if self.old is None:
                with (self._folder / STATEMENTS).open("wb") as file:
                    file.writelines(lines)
            else:
                put = ((id_of(line), line) for line in lines)
                gone = ((key, None) for key in sorted(self._gone))
                changes = heapq.merge(gone, put, key=lambda item: item[0])
                patch_lines(self.old / STATEMENTS, self._folder / STATEMENTS, changes, id_at)
        self._runs.remove()
        patch_quarantine(self.old, self._folder, docs, self._rejected)


class _Runs:
    """Lines of statements or entities, sorted by id however many they are."""

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
