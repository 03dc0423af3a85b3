"""Worker processes that extract articles: one that dies or hangs costs its article, not the build."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import kg.errors
from kg.build.extraction import Done, Extractor, Task
from kg.build.worker import BROKEN, READY, serve
from kg.errors import KGError, OutputError
from kg.given import Given
from kg.values.phrase import phrase

#: seconds that any article may take, and characters a second that it is given more for
LIMIT, PACE = 120.0, 500
#: seconds until a worker has loaded its model
START = 300.0
#: characters that wait make one worker more worth its start; so many are read ahead
WORTH, AHEAD = 15_000, 200_000


def pool(
    hidden: Path, model: str | None, base: str, given: Given, jobs: int, limit: float | None = None
) -> Extractor:
    """Extraction by up to ``jobs`` processes; ``limit`` seconds (and more for long ones) an article."""

    def extract(tasks: Iterator[Task]) -> Iterator[Done]:
        crew = _Crew((hidden, model, base, given), jobs, LIMIT if limit is None else limit)
        try:
            yield from crew.work(tasks)
        finally:
            crew.end()

    return extract


@dataclass(slots=True, eq=False)
class _Worker:
    process: Any
    link: Connection
    deadline: float
    loaded: bool = False
    task: Task | None = None
    age: int = 0


@dataclass(slots=True)
class _Crew:
    terms: tuple[Path, str | None, str, Given]
    jobs: int
    limit: float
    workers: list[_Worker] = field(default_factory=list)
    waiting: deque[Task] = field(default_factory=deque)
    died: set[str] = field(default_factory=set)

    def work(self, tasks: Iterator[Task]) -> Iterator[Done]:
        more = True
        while True:
            while more and sum(len(task.article.raw) + 500 for task in self.waiting) < AHEAD:
                task = next(tasks, None)
                more = task is not None
                if task is not None:
                    self.waiting.append(task)
                    if len(self.waiting) == 1:
                        break  # the first one need not wait for the others to be read
            self._hire()
            if not self.workers:
                return
            for worker in self.workers:
                if worker.loaded and worker.task is None and self.waiting:
                    self._give(worker, self.waiting.popleft())
            busy = [worker for worker in self.workers if worker.task is not None or not worker.loaded]
            if not more and not self.waiting and not any(worker.task for worker in busy):
                return
            yield from self._heard(0.0 if more and not self._is_full() else self._patience())

    def _is_full(self) -> bool:
        return sum(len(task.article.raw) + 500 for task in self.waiting) >= AHEAD

    def _patience(self) -> float:
        return max(0.0, min(worker.deadline for worker in self.workers) - time.monotonic())

    def _hire(self) -> None:
        """One worker for the first article that waits, another for each `WORTH` of characters."""
        waiting = sum(len(task.article.raw) + 500 for task in self.waiting)
        idle = sum(not worker.loaded for worker in self.workers)
        wanted = min(self.jobs, -(-waiting // WORTH) + len(self.workers) - idle if self.workers else 1)
        while len(self.workers) < wanted and self.waiting:
            context = multiprocessing.get_context("spawn")
            here, there = context.Pipe()
            process = context.Process(target=serve, args=(there, *self.terms), daemon=True)
            process.start()
            there.close()
            self.workers.append(_Worker(process, here, time.monotonic() + START))

    def _give(self, worker: _Worker, task: Task) -> None:
        seconds = self.limit + len(task.article.raw) / PACE
        worker.task, worker.deadline = task, time.monotonic() + seconds
        with suppress(OSError):  # it is dead, and will be heard of
            worker.link.send((task, seconds))

    def _heard(self, seconds: float) -> Iterator[Done]:
        """What workers answer, or that they died, or took too long."""
        ready = wait([worker.link for worker in self.workers], seconds)
        for worker in list(self.workers):
            if worker.link in ready:
                try:
                    message = worker.link.recv()
                except (EOFError, OSError):
                    yield from self._lost(worker)
                    continue
                yield from self._answered(worker, message)
            elif time.monotonic() > worker.deadline:
                yield from self._late(worker)

    def _answered(self, worker: _Worker, message: tuple[str, ...]) -> Iterator[Done]:
        if not worker.loaded:
            if message[0] == BROKEN:
                raise _error(*message[1:])
            worker.loaded, worker.deadline = True, float("inf")
            return
        kind, problem = message
        task, worker.task, worker.deadline = worker.task, None, float("inf")
        assert task is not None
        if kind == BROKEN:
            raise OSError(0, problem)
        yield Done(task, problem, aside=kind == READY)

    def _lost(self, worker: _Worker) -> Iterator[Done]:
        """A worker died: its article is tried once more, and is to blame if the next one dies of it, too."""
        self._dismiss(worker)
        task = worker.task
        if not worker.loaded:
            raise OutputError("a worker process ended before it began; try again with --jobs 0")
        if task is not None and task.key in self.died:
            yield Done(task, "the process that read it died of it twice", aside=True)
        elif task is not None:
            self.died.add(task.key)
            self.waiting.appendleft(task)

    def _late(self, worker: _Worker) -> Iterator[Done]:
        self._dismiss(worker)
        if worker.task is None:
            raise OutputError(
                phrase("a worker process had not begun after {} seconds; try again", format(START, "g"))
            )
        seconds = self.limit + len(worker.task.article.raw) / PACE
        yield Done(
            worker.task, phrase("reading it took longer than {} seconds", format(seconds, ".0f")), aside=True
        )

    def _dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.link.close()

    def end(self) -> None:
        """No worker is left."""
        for worker in self.workers:
            worker.process.kill()  # what it writes appears whole or not at all
        for worker in list(self.workers):
            self._dismiss(worker)


def _error(name: str, text: str) -> KGError:
    """The error that a worker met."""
    kind = getattr(kg.errors, name, KGError)
    error = KGError.__new__(kind)
    Exception.__init__(error, text)
    return error  # type: ignore[no-any-return]
