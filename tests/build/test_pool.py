"""Worker processes: the same build, and one that dies or hangs costs no more than its article."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import quick

from kg.build import build, read_build
from kg.errors import UsageError

#: a pipeline of somebody's that dies of some articles, hangs on others and fails on others
PIPELINE = """
import os, signal, time
from spacy.language import Language
from kg.nlp import load_nlp

@Language.component("fragile")
def fragile(doc):
    if "致命" in doc.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "无尽" in doc.text:
        time.sleep(1000)
    if "出错" in doc.text:
        raise ValueError("no such luck")
    return doc

def load(**_):
    nlp = load_nlp("fast")
    nlp.add_pipe("fragile", first=True)
    return nlp
"""
GIFT = "武侯区人大常委会主任李燎到玉林街道督导。东湖食品公司捐款{}万元。\n"


@pytest.fixture(autouse=True)
def hangs_up() -> Iterator[None]:
    """A build heeds nohup, so that of whoever runs the tests must not reach it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(GIFT.format(number + 1), encoding="utf-8")
    return folder


@pytest.fixture
def fragile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The pipeline, installed where Python looks."""
    site = tmp_path / "site"
    (site / "fragile_zh").mkdir(parents=True)
    (site / "fragile_zh/__init__.py").write_text(PIPELINE, encoding="utf-8")
    (site / "fragile_zh-1.0.dist-info").mkdir()
    (site / "fragile_zh-1.0.dist-info/METADATA").write_text(
        "Metadata-Version: 2.1\nName: fragile_zh\nVersion: 1.0\n"
    )
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]))
    return "fragile_zh"


def test_workers_make_the_same_build(sources: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    build([sources], tmp_path / "one", model="fast")
    build(
        [sources],
        tmp_path / "two",
        model="fast",
        jobs=2,
        progress=lambda done, total, _: seen.append((done, total)),
    )
    assert quick.tree(tmp_path / "one") == quick.tree(tmp_path / "two")
    assert [done for done, _ in seen] == list(range(1, 13))
    assert {total for _, total in seen} == {12}
    assert multiprocessing.active_children() == []


def test_what_breaks_a_worker_is_set_aside(sources: Path, tmp_path: Path, fragile: str) -> None:
    for name, word in {"die": "致命", "hang": "无尽", "fail": "出错"}.items():
        (sources / f"{name}.txt").write_text(f"{word}的一篇。", encoding="utf-8")
    out = tmp_path / "out"
    report = build([sources], out, model=fragile, jobs=1, keep=True, limit=10)
    assert report.articles == 12
    said = sorted(map(str, report.problems))
    assert [line.split(": ")[0] for line in said] == ["die.txt", "fail.txt", "hang.txt"]
    assert "died of it twice" in said[0]
    assert "ValueError: no such luck" in said[1]
    assert "longer than 10 seconds" in said[2]
    assert all("--retry" in line for line in said)
    again = build([sources], out, model=fragile, jobs=1, keep=True, limit=10)
    assert again.unchanged
    assert sorted(map(str, again.problems)) == said
    (sources / "hang.txt").write_text(GIFT.format(99), encoding="utf-8")
    (sources / "die.txt").unlink()
    (sources / "fail.txt").unlink()
    mended = build([sources], out, model=fragile, jobs=1, keep=True, retry=True)
    assert (mended.articles, mended.problems, mended.extracted) == (13, (), 1)


def test_a_pipeline_that_is_not_there_is_said_once(sources: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no_such_pipeline: spaCy cannot load it"):
        build([sources], tmp_path / "out", model="no_such_pipeline", jobs=2)
    assert not (tmp_path / "out").exists()


def start(sources: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    """A build in a process of its own that has begun to keep articles."""
    command = [sys.executable, "-m", "kg", "build", str(sources), "-o", str(out), "--model", "fast", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"})
    while not any((out / ".zhkg/articles").glob("*/*.gz")):
        assert process.poll() is None
        time.sleep(0.01)
    return process


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing_behind(sources: Path, tmp_path: Path, number: signal.Signals) -> None:
    for more in range(12, 60):
        (sources / f"{more:02}.txt").write_text(GIFT.format(more) * 2, encoding="utf-8")
    process = start(sources, tmp_path / "out", "--jobs", "2")
    workers = psutil.Process(process.pid).children(recursive=True)
    assert workers
    process.send_signal(number)
    _, said = process.communicate(timeout=300)
    assert process.returncode == (-number if number == signal.SIGKILL else 128 + number)
    if number != signal.SIGKILL:
        assert said.endswith(b"kg: interrupted\n")
        assert not (tmp_path / "out/.zhkg/lock").exists()
    _, alive = psutil.wait_procs(workers, timeout=300)
    assert alive == []
    report = build([sources], tmp_path / "out", model="fast", keep=True)
    assert 0 < report.extracted < report.articles == 60
    assert len(read_build(tmp_path / "out").articles) == 60
    assert not list((tmp_path / "out").rglob("*.part"))
    assert sorted(path.name for path in (tmp_path / "out/.zhkg").iterdir()) == [
        "articles",
        "files.jsonl",
        "index.db",
        "state.json",
    ]


def test_nohup_is_heeded(sources: Path, tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = start(sources, tmp_path / "out", "--jobs", "1")
    finally:
        signal.signal(signal.SIGHUP, before)
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=300)
    assert process.returncode == 0
    assert len(read_build(tmp_path / "out").articles) == 12
