"""Killed at any step, a build leaves a valid folder, and the next run carries on without a trace of it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import quick

from kg.build import build, read_build
from kg.build.lock import held, is_held
from kg.errors import BuildError, OutputError

#: what of the interpreter's doings changes files; each is a point to be killed at
EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree"}


@pytest.fixture(autouse=True)
def language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.nlp.load_nlp", lambda model=None: None, raising=False)
    monkeypatch.setattr("kg.nlp.extract_many", quick.extract, raising=False)
    monkeypatch.setattr("kg.export.html.write_page", lambda _, file: file.write(b"page"))  # half of the time


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for number in range(4):
        path = tmp_path / "in" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"杨敏捐款{number + 1}元。", encoding="utf-8")
    return tmp_path / "in"


def make(sources: Path, out: Path) -> int:
    return build([sources], out, keep=True).extracted


def killed(work: Callable[[], object], folder: Path, at: int) -> bool:
    """Run ``work`` in a process that is killed at its ``at``-th change below ``folder``; whether it was."""
    child = os.fork()
    if child == 0:
        count = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            if event in EVENTS and str(folder) in str(arguments[0]):
                count += 1
                if count == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def debris(out: Path) -> set[str]:
    """What is in a folder's hidden place beside what belongs there, and beside the folder itself."""
    known = {"articles", "files.jsonl", "index.db", "state.json"}
    hidden = {path.name for path in (out / ".zhkg").iterdir()} - known
    parts = {path.name for path in out.rglob("*") if path.name.endswith(".part")}
    beside = {path.name for path in out.parent.iterdir() if path.name.startswith(f".{out.name}")}
    return hidden | parts | beside


def test_killed_at_any_step_of_a_rebuild(sources: Path, tmp_path: Path) -> None:
    first, second, out = tmp_path / "first", tmp_path / "second", tmp_path / "out"
    make(sources, first)
    (first / "review.csv").write_text("mine", encoding="utf-8")
    before = quick.tree(first)
    (sources / "0.txt").write_text("刘芳捐款9元。", encoding="utf-8")
    (sources / "1.txt").unlink()
    (sources / "4.txt").write_text("赵刚捐款4元。", encoding="utf-8")
    make(sources, second)
    after = {**quick.tree(second), "review.csv": b"mine"}
    assert before != after
    seen = []
    for at in range(1, 1000, 2):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(first, out)
        if not killed(lambda: make(sources, out), out, at):
            break
        read_build(out)  # finishes what was begun
        found = quick.tree(out)
        assert found in (before, after), at
        seen.append(found == after)
        assert make(sources, out) <= 2
        assert quick.tree(out) == after, at
        assert debris(out) == set(), at
    assert len(seen) > 30
    assert seen == sorted(seen)  # one point from which on the new build counts
    assert {True, False} == set(seen)


def test_killed_at_any_step_of_a_first_build(sources: Path, tmp_path: Path) -> None:
    make(sources, tmp_path / "whole")
    after = quick.tree(tmp_path / "whole")
    out = tmp_path / "out"
    extracted = []
    for at in range(1, 1000, 2):
        shutil.rmtree(out, ignore_errors=True)
        if not killed(lambda: make(sources, out), out, at):
            break
        if out.exists():
            try:
                read_build(out)
            except BuildError as error:
                assert "not finished" in str(error) or "is no build" in str(error)  # noqa: PT017
            else:
                assert quick.tree(out) == after
        extracted.append(make(sources, out))
        assert quick.tree(out) == after, at
        assert debris(out) == set(), at
    assert extracted[0] == 4
    assert extracted[-1] == 0
    assert extracted == sorted(extracted, reverse=True)  # what was extracted before is not lost
    assert 0 < extracted.count(0) < len(extracted)


def test_an_interrupted_build_keeps_what_it_has(sources: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int, doc: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([sources], tmp_path / "out", keep=True, progress=stop)
    assert make(sources, tmp_path / "out") == 1


def test_a_full_disk_leaves_the_earlier_build(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(sources, tmp_path / "out")
    before = quick.tree(tmp_path / "out")
    (sources / "0.txt").write_text("刘芳捐款9元。", encoding="utf-8")
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if ".zhkg" in self.parts:
            raise OSError(28, "No space left on device")
        return write(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(OutputError, match="No space left"):
            make(sources, tmp_path / "out")
    assert quick.tree(tmp_path / "out") == before
    assert make(sources, tmp_path / "out") == 1


def test_one_build_at_a_time(sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    make(sources, out)
    ready, go = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with held(out, out / ".zhkg"):
                os.write(ready[1], b"x")
                os.read(go[0], 1)
        finally:
            os._exit(0)
    os.read(ready[0], 1)
    assert is_held(out / ".zhkg")
    with pytest.raises(OutputError, match=rf"out: process {child} on .*, since \d{{4}}-.*, builds there"):
        make(sources, out)
    assert read_build(out).articles
    os.write(go[1], b"x")
    os.waitpid(child, 0)
    for end in (*ready, *go):
        os.close(end)
    assert not is_held(out / ".zhkg")
    assert make(sources, out) == 0
    assert debris(out) == set()
