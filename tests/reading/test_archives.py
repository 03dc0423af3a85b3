"""Sources at scale: patterns, lists, packed files, web archives, Parquet, and columns of one's own."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from kg.errors import SourceError, UsageError
from kg.model import Article
from kg.reading import archive, packed, read_sources
from kg.reading.columns import using_fields
from kg.reading.left_out import LeftOut
from kg.reading.sources import read_counted

TEXT = "东湖区教育局局长李明到青山街道督导。\n"


def articles(*sources: object) -> dict[str, str]:
    """Text by doc; fails where a source is not read."""
    found = list(read_sources([Path(str(source)) for source in sources]))
    assert [str(item) for item in found if isinstance(item, SourceError)] == []
    return {item.doc: item.raw for item in found if isinstance(item, Article)}


def problem(source: object) -> str:
    [found] = read_sources([Path(str(source))])
    assert isinstance(found, SourceError)
    return str(found)


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_patterns(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "x/a.txt", "x/y/c.txt", ".hidden.txt"):
        write(tmp_path / "news" / name, TEXT + name)
    assert list(articles(tmp_path / "news/*.txt")) == ["a"]
    assert list(articles(tmp_path / "news/**/*.txt")) == ["a", "x/a", "c"]
    assert list(articles(tmp_path / "news/[xy]")) == ["a", "c"]
    assert list(articles(tmp_path / "news/x/*", tmp_path / "news/**/c.*")) == ["a", "c"]
    assert problem(tmp_path / "news/*.html").endswith("*.html: matches no file; check the pattern")
    assert list(articles(tmp_path / "news/x", tmp_path / "news")) == ["a", "c", "a.txt", "b"]
    write(tmp_path / "what[1].txt", TEXT)
    assert list(articles(tmp_path / "what[1].txt")) == ["what[1]"]


def test_lists(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path / f"news/{name}.txt", TEXT + name)
    write(tmp_path / "list.txt", "# 要读的\nnews/c.txt\r\n\nnews/a.*\n".encode("gb18030"))
    assert list(articles(f"@{tmp_path}/list.txt")) == ["c", "a"]
    assert "none.txt: cannot be read" in problem(f"@{tmp_path}/none.txt")
    write(tmp_path / "self.txt", "@self.txt\n")
    assert "does not exist" in problem(f"@{tmp_path}/self.txt")


def test_what_is_left_out(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "x/c.txt", "old/d.txt"):
        write(tmp_path / name, TEXT + name)
    lines = (json.dumps({"id": name, "text": TEXT + name}, ensure_ascii=False) for name in ("e", "f"))
    write(tmp_path / "more.jsonl", "\n".join(lines))
    left = LeftOut([tmp_path / "a.txt", tmp_path / "x", tmp_path / "o*", f"{tmp_path}/more.jsonl#e"])
    found = [item.told for item in read_counted([tmp_path], left_out=left)]
    assert [item.doc for item in found if isinstance(item, Article)] == ["b", "f"]


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".zst", zstd)])
def test_packed_files(tmp_path: Path, suffix: str, pack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    html = f"<html><head><title>督导</title></head><body><p>{TEXT}</p></body></html>"
    write(tmp_path / f"a.txt{suffix}", pack(TEXT.encode("gb18030")))
    write(tmp_path / f"b.html{suffix}", pack(html.encode()))
    write(tmp_path / f"c.jsonl{suffix}", pack(json.dumps({"text": TEXT + "c"}).encode()) + pack(b"\n"))
    found = articles(tmp_path)
    assert found["a"] == TEXT
    assert found["b"].strip().endswith(TEXT.strip())
    assert found["c-1"].endswith("c")
    write(tmp_path / f"d.txt{suffix}", pack(TEXT.encode() * 100)[:-9])
    assert "d.txt" in problem(tmp_path / f"d.txt{suffix}")
    assert "damaged archive" in problem(tmp_path / f"d.txt{suffix}")
    write(tmp_path / f"e.txt{suffix}", b"no archive")
    assert "damaged archive" in problem(tmp_path / f"e.txt{suffix}")
    nameless = list(read_sources([write(tmp_path / f"f/x{suffix}", b"").parent]))
    assert "no ending that tells its kind" in str(nameless)
    monkeypatch.setattr(packed, "MOST", 1000)
    write(tmp_path / f"g.txt{suffix}", pack(b"0" * 10_000_000))
    assert "unpacks to more than" in problem(tmp_path / f"g.txt{suffix}")
    assert archive.MOST > 1000


def test_the_same_text_packed_is_the_same_article(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "b.txt.gz", gzip.compress(TEXT.encode()))
    _, again = read_sources([tmp_path])
    assert "has the same bytes as" in str(again)


def warc(path: Path, pages: list[tuple[str, str, bytes, str]], *, packed: bool = True) -> Path:
    """A web archive of (address, media type, bytes, status)."""
    with path.open("wb") as file:
        for url, kind, data, status in pages:
            answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
            body = answer.encode() + data
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
                f"WARC-Target-URI: {url}\r\nWARC-Date: 2022-09-01T00:00:00Z\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            record = head.encode() + body + b"\r\n\r\n"
            file.write(gzip.compress(record) if packed else record)
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_web_archives(tmp_path: Path, packed: bool) -> None:
    page = f"<html><body><h1>督导</h1><p>{TEXT}</p></body></html>"
    file = warc(
        tmp_path / ("crawl.warc.gz" if packed else "crawl.warc"),
        [
            ("https://example.org/1.html", "text/html; charset=gb2312", page.encode("gb18030"), "200 OK"),
            ("https://example.org/p.png", "image/png", b"\x89PNG\r\n", "200 OK"),
            ("https://example.org/2.html", "text/html", b"<html>moved", "301 Moved"),
            ("https://example.org/3.txt", "text/plain", (TEXT + "三").encode(), "200 OK"),
            ("https://example.org/4.html", "text/html", b"", "200 OK"),
        ],
        packed=packed,
    )
    found = [item for item in read_sources([tmp_path]) if isinstance(item, Article)]
    assert [(item.doc, item.url) for item in found] == [
        ("crawl-1", "https://example.org/1.html"),
        ("crawl-2", "https://example.org/3.txt"),
    ]
    assert TEXT.strip() in found[0].raw
    data = file.read_bytes()
    at = data.index(gzip.compress(b"")[:3], 10) if packed else len(page.encode("gb18030"))
    broken = write(tmp_path / f"broken/{file.name}", data[: at - 20 if packed else at])
    assert "damaged web archive" in problem(broken)
    assert "damaged web archive" in problem(write(tmp_path / "none.warc", b"nothing of the kind\n"))


def test_parquet(tmp_path: Path) -> None:
    rows = {
        "编号": ["一", "二"],
        "正文": [TEXT, TEXT + "二"],
        "日期": [date(2022, 9, 1), None],
        "标题": ["督导", None],
    }
    pq.write_table(pa.table(rows), tmp_path / "a.parquet")
    one, two = (item for item in read_sources([tmp_path / "a.parquet"]) if isinstance(item, Article))
    assert (one.doc, one.raw, one.date, one.title) == ("一", TEXT, "2022-09-01", "督导")
    assert (two.doc, two.date) == ("二", None)
    gifts = {"捐赠单位": ["东湖食品有限公司"], "金额（万元）": [5.0], "受赠单位": ["青山街道"]}
    pq.write_table(pa.table(gifts), tmp_path / "b.parquet")
    row = "捐赠单位：东湖食品有限公司，金额（万元）：5，受赠单位：青山街道"
    assert articles(tmp_path / "b.parquet")["b"] == row
    data = (tmp_path / "a.parquet").read_bytes()
    assert "damaged Parquet file" in problem(write(tmp_path / "c.parquet", data[:-20]))


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_columns_of_ones_own(tmp_path: Path, name: str) -> None:
    row = {"nr": "n1", "stuff": TEXT.strip(), "when": "2022-09-01"}
    if name.endswith("jsonl"):
        write(tmp_path / name, json.dumps(row) + "\n")
    elif name.endswith("csv"):
        write(tmp_path / name, ",".join(row) + "\n" + ",".join(row.values()) + "\n")
    else:
        pq.write_table(pa.table({key: [value] for key, value in row.items()}), tmp_path / name)
    with using_fields({"text": "stuff", "id": "nr", "date": "when"}):
        [found] = read_sources([tmp_path / name])
    assert isinstance(found, Article)
    assert (found.doc, found.raw, found.date) == ("n1", TEXT.strip(), "2022-09-01")
    with pytest.raises(UsageError, match="colour: is no field of an article"), using_fields({"colour": "x"}):
        pass


def test_a_web_archive_that_breaks_off_is_said_wherever(tmp_path: Path) -> None:
    pages = [(f"https://example.org/{n}.txt", "text/plain", f"{TEXT}{n}".encode(), "200 OK") for n in "12"]
    first = warc(tmp_path / "first.warc.gz", pages[:1]).stat().st_size
    data = warc(tmp_path / "both.warc.gz", pages).read_bytes()
    for cut in [*range(12, len(data), 17), first]:
        *before, last = list(read_sources([write(tmp_path / "cut.warc.gz", data[:cut])]))
        if cut == first:  # nothing tells that there was more
            assert (before, isinstance(last, Article)) == ([], True)
        else:
            assert all(isinstance(item, Article) for item in before), cut
            assert "is a damaged web archive (" in str(last), cut
    assert len(articles(tmp_path / "both.warc.gz")) == 2
