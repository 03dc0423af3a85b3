"""Lines that are sorted on disk are those that would be sorted in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from records import small_records

from kg.build.lines import Lines
from kg.ontology.quarantine import Rejected
from kg.values.records import STATEMENTS, read_records, write_records


@pytest.mark.parametrize("held", [0, 1500, 1 << 20])
def test_however_much_is_held(tmp_path: Path, held: int) -> None:
    records = small_records()
    for name in ("whole", "streamed"):
        (tmp_path / name).mkdir()
    write_records(records, tmp_path / "whole")
    lines = Lines(tmp_path / "streamed", tmp_path / "runs", None, held)
    for article in records.articles:
        said = [item for item in records.statements if item.doc == article.doc]
        lines.add(article, reversed(said), [Rejected(said[0], "no")] if said else [])
    runs = list((tmp_path / "runs/statements").glob("*")) if (tmp_path / "runs").exists() else []
    assert (len(runs) > 1) == (held < 2000)
    lines.articles(records.articles, records.base)
    assert lines.entities(reversed(records.entities)) == len(records.entities)
    lines.merges(records.merges)
    lines.finish({article.doc for article in records.articles})
    assert not any((tmp_path / "runs").glob("*/*"))
    assert (tmp_path / "streamed" / STATEMENTS).read_bytes() == (tmp_path / "whole" / STATEMENTS).read_bytes()
    assert read_records(tmp_path / "streamed") == records
