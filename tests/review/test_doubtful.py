"""What is too uncertain for the graph: kept in the build, shown when asked for, and first in the review."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from records import small_records

from kg.api import load
from kg.build import read_build, write_build
from kg.review import write_review
from kg.values.records import MARKER, least_of, stream_records

Run = Callable[..., CompletedProcess[bytes]]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Three asserted statements, of which one has a confidence of 0.3; the graph begins at 0.5."""
    records = small_records()
    gift = next(s for s in records.statements if s.predicate == "donates")
    kept = tuple(replace(s, confidence=0.3) if s is gift else s for s in records.statements)
    out = tmp_path / "build"
    write_build(replace(records, statements=kept), out)
    marker = json.loads((out / MARKER).read_text(encoding="utf-8"))
    (out / MARKER).write_text(json.dumps({**marker, "min_confidence": 0.5}), encoding="utf-8")
    return out


def test_it_is_in_the_file_and_not_in_the_graph(build: Path) -> None:
    assert least_of(build) == 0.5
    assert len((build / "statements.jsonl").read_text(encoding="utf-8").splitlines()) == 4
    assert {s.predicate for s in read_build(build).statements} == {"holdsPosition", "supervises"}
    assert "donates" not in {s.predicate for s in load(build).statements}
    assert len(list(stream_records(build)[2])) == 3


def test_it_comes_when_asked_for(build: Path, run_kg: Run) -> None:
    assert len(read_build(build, doubtful=True).statements) == 4
    assert len(list(stream_records(build, doubtful=True)[2])) == 4
    for form in ("jsonl", "nquads"):
        assert b"donat" not in run_kg("export", build, "--to", form).stdout.lower()
        assert b"donat" in run_kg("export", build, "--to", form, "--doubtful").stdout.lower()


def test_the_review_lists_it_first(build: Path, run_kg: Run) -> None:
    rows = run_kg("review", build).stdout.decode("utf-8-sig").splitlines()
    assert "donates" in rows[1] or "gave" in rows[1] or "10" in rows[1]
    records = read_build(build, doubtful=True)
    first = write_review(records, least=0.5).decode("utf-8-sig").splitlines()[1]
    assert "0.3" in first


def test_the_order_of_doubt_begins_with_what_is_as_likely_right_as_wrong() -> None:
    records = small_records()
    sure = dict(zip((s.id for s in records.statements), (0.95, 0.55, 0.1, 0.4), strict=True))
    told = replace(records, statements=tuple(replace(s, confidence=sure[s.id]) for s in records.statements))
    lines = write_review(told, status="all", by_doubt=True).decode("utf-8-sig").splitlines()[1:]
    found = [next(str(c) for c in sure.values() if f",{c}," in line) for line in lines if line]
    assert found == ["0.55", "0.4", "0.1", "0.95"]


def test_a_build_without_a_bar_shows_everything(small_build: Path) -> None:
    assert least_of(small_build) == 0.0
    assert len(read_build(small_build).statements) == 4


def test_a_damaged_marker_has_no_bar(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text("[", encoding="utf-8")
    assert least_of(tmp_path) == 0.0
