"""A JSON Lines file read a line at a time gives what it gives when it is read whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reading.records import read_lines
from kg.reading.sources import read_sources
from kg.reading.streamed import read_line_file

LINE = st.one_of(
    st.fixed_dictionaries(
        {"text": st.text(max_size=8)}, optional={"id": st.integers(), "title": st.text(max_size=3)}
    ),
    st.integers(),
    st.sampled_from(["", " ", "\r", "{", "[1", '{"text": "\\ud800x"}', "\x85", "{" * 9]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, max_size=6), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_it_gives_what_the_whole_file_gives(
    tmp_path_factory: pytest.TempPathFactory, lines: list[object], end: str, mark: bool, closed: bool
) -> None:
    rows = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    text = json.dumps({"text": "甲"}) + end + end.join(rows) + (end if closed else "")
    data = text.encode("utf-8-sig" if mark else "utf-8", "replace")
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_bytes(data)
    found = read_line_file(path)
    assert found is not None
    assert list(found) == list(read_lines(data, data.decode("utf-8-sig")))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"[1]\n",
        b"text\n",
        '{"text": "甲"}\n'.encode("gb18030"),
        '{"text": "甲"}\n'.encode("utf-16"),
        b'{"text": "a"}\n\0\n',
        '{"捐赠单位": "东湖公司", "金额（元）": 5}\n{"捐赠单位": "西湖公司", "金额（元）": 6}\n'.encode(),
    ],
)
def test_other_files_are_read_whole(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    assert read_line_file(path) is None


def test_no_more_than_a_line_is_read_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": "一篇文章。", "id": "a"}\n{"text": "又一篇文章。", "id": "b"}\n', encoding="utf-8"
    )
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read whole"))
    assert [item.doc for item in read_sources([path])] == ["a", "b"]
