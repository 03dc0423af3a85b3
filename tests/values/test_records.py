"""Records on disk: written and read back equal, and what is said of a damaged folder."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from records import any_records, article, records

from kg.errors import BuildError, OutputError
from kg.model import Qualifiers, Records
from kg.values.iri import BASE
from kg.values.records import NODES, columns, read_records, row, write_records


@settings(max_examples=30, deadline=None)
@given(any_records())
def test_read_back_equal(found: Records) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_records(found, Path(folder))
        assert read_records(Path(folder)) == found


def test_the_fixture_and_nothing_at_all(tmp_path: Path) -> None:
    for number, found in enumerate((records(), Records((), (), (), (), BASE))):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_records(found, folder)
        assert read_records(folder) == found


def test_the_base_is_kept(tmp_path: Path) -> None:
    source = article("a", "文")
    write_records(Records((source,), (), (), (), "urn:x:"), tmp_path)
    assert read_records(tmp_path).base == "urn:x:"


def test_the_source_is_kept_to_the_byte(tmp_path: Path) -> None:
    raw = "一\r\n二\r三\n\u2028四\x85"
    write_records(Records((article("b/c", raw),), (), (), (), BASE), tmp_path)
    assert (tmp_path / "sources" / "b" / "c.txt").read_bytes() == raw.encode()


@pytest.mark.parametrize("name", ["statements.jsonl", "nodes.jsonl", "articles.jsonl", "merges.jsonl"])
@pytest.mark.parametrize("damage", ["{", "[]", "{}", '{"id": 1, "extra": 2}', "\udcff", "null"])
def test_a_damaged_line_is_named(tmp_path: Path, name: str, damage: str) -> None:
    write_records(records(), tmp_path)
    path = tmp_path / name
    lines = path.read_bytes().split(b"\n")
    lines[0] = damage.encode("utf-8", "surrogateescape")
    path.write_bytes(b"\n".join(lines))
    with pytest.raises(BuildError, match=rf"{name}:1: is damaged"):
        read_records(tmp_path)


@pytest.mark.parametrize("name", ["statements.jsonl", "nodes.jsonl", "articles.jsonl", "merges.jsonl"])
def test_a_missing_or_short_file_is_named(tmp_path: Path, name: str) -> None:
    write_records(records(), tmp_path)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[:-3])
    with pytest.raises(BuildError, match=rf"{name}:\d+: is cut short"):
        read_records(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(BuildError, match=f"{name}: is missing"):
        read_records(tmp_path)


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    write_records(records(), tmp_path)
    (tmp_path / "sources" / "一.txt").unlink()
    with pytest.raises(BuildError, match=r"一\.txt: is missing"):
        read_records(tmp_path)


def test_no_article_is_written_outside(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="leads out"):
        write_records(Records((article("../../a", "文"),), (), (), (), BASE), tmp_path)


def test_a_row_has_the_declared_columns() -> None:
    for item in records().statements:
        found = row(item)
        assert list(found) == list(columns())
        for key, kind in columns().items():
            value = found[key]
            assert value is None or isinstance(value, (float, int) if kind is float else kind)
    assert set(Qualifiers().to_dict()) <= set(columns())


@settings(max_examples=60)
@given(any_records())
def test_entities_are_written_as_any_json(found: Records) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_records(found, Path(name))
        lines = (Path(name) / NODES).read_text(encoding="utf-8").split("\n")
    assert [json.dumps(json.loads(line), ensure_ascii=False) for line in lines[:-1]] == lines[:-1]
    assert [json.loads(line)["name"] for line in lines[:-1]] == [item.name for item in found.entities]
