"""Spark: what an executor does with rows, and a cluster of processes, one of which is killed half-way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pyarrow
import pytest
import quick

from kg.build import build
from kg.build.cache import Cache, key_of
from kg.build.extraction import Task, here
from kg.build.prints import print_of_reading
from kg.build.spark import _told
from kg.build.spark_worker import Terms, extracted, sent, terms
from kg.cli import main
from kg.given import File, Given, using
from kg.model import Article
from kg.values.iri import BASE

GIFT = "武侯区人大常委会主任李燎到玉林街道督导。东湖食品公司捐款{}万元。\n"


def tasks(*texts: str) -> list[Task]:
    articles = [Article(f"a{number}", f"a{number}.txt", text, "") for number, text in enumerate(texts)]
    return [Task(key_of(article, ""), article) for article in articles]


def means(model: str = "fast") -> Terms:
    return terms(model, BASE, print_of_reading(model, BASE, Given()))


def test_rows_are_what_this_process_would_keep(tmp_path: Path) -> None:
    some = tasks(GIFT.format(3), "一二。" + GIFT.format(5), GIFT.format(8))
    cache = Cache(tmp_path)
    assert [done.problem for done in here(cache, "fast", BASE)(iter(some))] == [""] * 3
    rows = [row for batch in extracted(sent(some).to_batches(2), means()) for row in batch.to_pylist()]
    assert [row["key"] for row in rows] == [task.key for task in some]
    for row in rows:
        assert (row["problem"], row["aside"]) == ("", False)
        [file] = tmp_path.rglob(f"{row['key']}.json.gz")
        assert file.read_bytes() == row["kept"]


def test_rows_come_one_by_one() -> None:
    asked: list[int] = []

    def batches() -> Iterator[pyarrow.RecordBatch]:
        for number, task in enumerate(tasks(*map(GIFT.format, range(3)))):
            asked.append(number)
            yield from sent([task]).to_batches()

    rows = extracted(batches(), means())
    assert next(rows).num_rows == 1
    assert asked == [0]


def test_an_article_that_fails_is_a_problem_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.build import extraction

    whole = extraction.extract_alone

    def fragile(article: Article, *rest: object) -> object:
        if "出错" in article.raw:
            raise ValueError("no\nsuch luck")
        return whole(article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(extraction, "extract_alone", fragile)
    some = tasks("出错。", "", GIFT.format(1))
    bad, empty, good = [
        row for batch in extracted(sent(some).to_batches(), means()) for row in batch.to_pylist()
    ]
    assert (bad["kept"], bad["problem"], bad["aside"]) == (None, "ValueError: no such luck", True)
    assert (empty["problem"], empty["aside"]) == ("", False)
    assert (good["problem"], good["aside"]) == ("", False)
    assert good["kept"]


def test_what_is_given_is_in_force() -> None:
    given = Given(names=(File("names.csv", "name,type,aliases\n玄武堂,企业,\n"),))
    with using(given):
        there = terms("fast", BASE, print_of_reading("fast", BASE, given))
    [row] = next(extracted(sent(tasks("玄武堂捐款5万元。")).to_batches(), there)).to_pylist()
    import gzip

    assert "玄武堂" in gzip.decompress(row["kept"]).decode().split('"entities"')[1]


def test_another_version_there_is_said() -> None:
    other = Terms("fast", BASE, Given(), (), "not ours")
    [row] = next(extracted(sent(tasks(GIFT, GIFT)).to_batches(), other)).to_pylist()
    assert row["key"] == ""
    assert "another zhkg" in row["problem"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "flink"], "flink"),
        (["--master", "local[2]"], "--master: is for --engine spark alone"),
        (["--engine", "spark"], "--engine spark: needs a cluster"),
        (["--engine", "spark", "--master", "local", "--jobs", "2"], "--jobs: does not go with"),
        (["--engine", "spark", "--master", "local", "--limit", "2"], "--limit: does not go with"),
    ],
)
def test_options_that_do_not_go_together(
    options: list[str], said: str, articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(articles), "-o", str(tmp_path / "out"), *options]) == 2
    error = capsys.readouterr().err.strip()
    assert said in error
    assert not (tmp_path / "out").exists()


def test_one_line_of_a_long_report() -> None:
    report = "Traceback:\n  File x, line 1\nModuleNotFoundError: No module named 'kg'\n\n\tat org.apache"
    assert _told(ValueError(report)) == "ModuleNotFoundError: No module named 'kg'"
    assert _told(ValueError("one\ntwo")) == "one"
    assert _told(ValueError()) == "ValueError"


#: Java begins sooner, for a run as short as these
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SPARK = pytest.mark.system("default-jre-headless", "PySpark")


def start(sources: list[Path], out: Path, root: Path, master: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kg", "build", *map(str, sources), "-o", str(out), "--model", "fast"]
    env = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(root)}
    env["JAVA_TOOL_OPTIONS"] = QUICK
    return subprocess.Popen(
        [*command, "--engine", "spark", "--master", master], stderr=subprocess.PIPE, env=env, cwd=root
    )


@SPARK
def test_a_cluster_one_of_whose_executors_is_killed(articles: Path, root: Path, tmp_path: Path) -> None:
    import pyspark

    more = tmp_path / "more"
    more.mkdir()
    for number in range(12):
        (more / f"{number:02}.txt").write_text(GIFT.format(number + 1) * 20, encoding="utf-8")
    (more / "empty.txt").write_text("", encoding="utf-8")
    sources = [articles, root / "tests/data/later/articles", more]
    process = start(sources, tmp_path / "cluster", root, "local-cluster[2,1,1024]")
    try:
        seen, executor = {}, None
        while executor is None:
            assert process.poll() is None, process.stderr and process.stderr.read().decode()
            for item in psutil.Process(process.pid).children(recursive=True):
                seen[item.pid] = item
                if any("CoarseGrainedExecutorBackend" in part for part in _command(item)) and _reads(item):
                    executor = item
            time.sleep(0.3)
        executor.send_signal(signal.SIGKILL)
        assert not list((tmp_path / "cluster").glob("statements.jsonl"))
        _, error = process.communicate(timeout=300)
    finally:
        process.kill()
        shutil.rmtree(Path(pyspark.__file__).parent / "work", ignore_errors=True)  # logs of the executors
    assert process.returncode == 1, error.decode()
    alone = build(sources, tmp_path / "alone", model="fast")
    assert [Path(str(problem).split(": ")[0]).name for problem in alone.problems] == ["empty.txt"]
    assert quick.tree(tmp_path / "cluster") == quick.tree(tmp_path / "alone")
    _, alive = psutil.wait_procs([item for item in seen.values() if item.is_running()], timeout=30)
    assert alive == []


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _reads(executor: psutil.Process) -> bool:
    """Whether a process of Python below it has begun to work: the model is being loaded, or is there."""
    try:
        return any(
            item.cpu_times().user > 0.5
            for item in executor.children(recursive=True)
            if "python" in item.name()
        )
    except psutil.Error:
        return False


@SPARK
def test_a_master_that_is_none(articles: Path, root: Path, tmp_path: Path) -> None:
    process = start([articles], tmp_path / "out", root, "nowhere:1")
    _, error = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "--master nowhere:1: Spark cannot begin there" in error.decode().strip().splitlines()[-1]
    assert not (tmp_path / "out/statements.jsonl").exists()


@SPARK
def test_without_java(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    out = str(tmp_path / "out")
    assert main(["build", str(articles), "-o", out, "--engine", "spark", "--master", "local"]) == 2
    assert "needs Java 17" in capsys.readouterr().err
