"""Articles extracted by a Spark cluster: what is found comes back as rows, and this process keeps it.

The build folder need not be where executors can write, and one process writes in it. Articles go out in
waves, two at a time, so that neither all articles nor all results are held at once.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import warnings
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.build.cache import Cache
from kg.build.extraction import Done, Extractor, Task
from kg.build.spark_worker import GOES, Terms, extracted, sent
from kg.errors import OutputError, UsageError
from kg.values.phrase import phrase

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Table  # type: ignore[import-untyped]

#: characters of a partition, partitions of a wave for each core, waves at a time
PART, PARTS, WAVES = 10_000, 3, 2
#: a line of what went wrong, in a long report of it
_LINE = re.compile(r"^(?:\s*|.*Caused by: )((?:\w+\.)*\w*(?:Error|Exception): \S.*)$", re.MULTILINE)
#: what is set where this machine is the cluster: nothing listens to the network
_ALONE = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1"}


def spark(cache: Cache, terms: Terms, master: str) -> Extractor:
    """Extraction by the cluster of ``master``; UsageError where PySpark, Java or that cluster is missing."""

    def extract(tasks: Iterator[Task]) -> Iterator[Done]:
        first = next(tasks, None)
        if first is None:
            return  # no cluster is asked where nothing is new
        session = _session(master)
        with ThreadPoolExecutor(WAVES) as threads:
            try:
                yield from _waves(_and(first, tasks), session, threads, terms, cache)
            finally:
                with suppress(Exception):  # where the cluster is gone there is nothing to end
                    session.stop()

    return extract


def _and(first: Task, others: Iterator[Task]) -> Iterator[Task]:
    yield first
    yield from others


def _waves(
    tasks: Iterator[Task], session: Any, threads: ThreadPoolExecutor, terms: Terms, cache: Cache
) -> Iterator[Done]:
    running: deque[tuple[list[Task], Future[Table]]] = deque()
    while True:
        while len(running) < WAVES:
            wave, parts = _wave(tasks, PARTS * session.sparkContext.defaultParallelism)
            if not wave:
                break
            running.append((wave, threads.submit(_run, session, wave, parts, terms)))
        if not running:
            return
        yield from _kept(*running.popleft(), cache)


def _wave(tasks: Iterator[Task], parts: int) -> tuple[list[Task], int]:
    """The articles of a wave, and into how many partitions they go."""
    wave: list[Task] = []
    size = 0
    while size < parts * PART and (task := next(tasks, None)) is not None:
        wave.append(task)
        size += len(task.article.raw) + 500
    return wave, max(1, min(len(wave), -(-size // PART)))


def _run(session: Any, wave: list[Task], parts: int, terms: Terms) -> Table:
    """What the cluster finds in a wave. What was lost with an executor is computed again."""

    def work(batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
        return extracted(batches, terms)

    return session.createDataFrame(sent(wave)).repartition(parts).mapInArrow(work, GOES).toArrow()


def _kept(wave: list[Task], result: Future[Table], cache: Cache) -> Iterator[Done]:
    try:
        rows = result.result().to_pylist()
    except Exception as error:
        raise OutputError(
            phrase("Spark gave up ({}); what was read before is kept, the next build goes on", _told(error))
        ) from None
    tasks = {task.key: task for task in wave}
    for row in rows:
        if not row["key"]:
            raise OutputError(phrase("a machine of the cluster cannot read articles: {}", row["problem"]))
        task = tasks[row["key"]]
        if row["kept"] is not None:
            cache.store(task.key, row["kept"])
        yield Done(task, row["problem"], aside=row["aside"])


def _session(master: str) -> Any:
    """A session on the cluster."""
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")  # which is not used here
    try:
        import pyarrow  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError(
            "--engine spark: needs PySpark; install it with: pip install 'zhkg[spark]'"
        ) from None
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=str(Path(home, "bin")) if home else None):
        raise UsageError(
            "--engine spark: needs Java 17 or newer; install it (Debian: apt install default-jre-headless)"
        )
    builder = SparkSession.builder.appName("zhkg").master(master)
    builder = builder.config("spark.log.level", "OFF").config("spark.ui.showConsoleProgress", "false")
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        for name, value in _ALONE.items():
            builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise UsageError(phrase("--master {}: Spark cannot begin there ({})", master, _told(error))) from None


def _told(error: Exception) -> str:
    """One line of an error of Spark, whose text is the traces of several processes."""
    text = str(error)
    found = _LINE.findall(text)
    return (found[0] if found else text.strip().split("\n")[0]).strip()[:200] or type(error).__name__
