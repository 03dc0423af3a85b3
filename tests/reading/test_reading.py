"""Bytes to articles: kinds of files, names, what goes wrong."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from paths import DATA

from kg.errors import SourceError
from kg.model import Article
from kg.reading import files, read_sources, read_stream, sources

FORMATS = DATA / "formats"
TEXT = "石门县人大常委会抽调12名党员干部到维新镇参加抢险。\r\n县人大代表黄铁山捐款5万元。\r\n"


def articles(*sources: Path | str) -> list[Article]:
    found = list(read_sources(sources))
    assert not [item for item in found if isinstance(item, SourceError)]
    return [item for item in found if isinstance(item, Article)]


def problem(*sources: Path | str) -> str:
    (found,) = read_sources(sources)
    assert isinstance(found, SourceError)
    text = str(found)
    assert "\n" not in text
    return text


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_plain_text_is_read_as_it_is(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + TEXT.encode()
    (article,) = articles(write(tmp_path / "抢险.txt", data))
    assert article.raw == TEXT
    assert (article.doc, article.path) == ("抢险", "抢险.txt")
    assert article.sha256 == hashlib.sha256(data).hexdigest()


def test_a_folder_gives_its_files_in_order_and_names_the_foreign_ones(tmp_path: Path) -> None:
    for number, name in enumerate(("b.txt", "a/c.TXT", "a/.hidden.txt", ".git/d.txt", "a/page.log", "z.md")):
        write(tmp_path / name, f"{number}{TEXT}")
    first, other, *rest = read_sources([tmp_path])
    assert isinstance(other, SourceError)
    assert "page.log: has an ending that is not read (.log)" in str(other)
    assert [item.path for item in (first, *rest)] == ["a/c.TXT", "b.txt", "z.md"]


FOREIGN = {
    "a.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "save it as docx"),
    "b.pptx": (b"PK\x03\x04" + b"ppt/slides/slide1.xml", "PowerPoint file (pptx)"),
    "c.jpg": (b"\xff\xd8\xff\xe0", "JPEG picture"),
    "d": (TEXT.encode(), "no ending"),
    "e.zip": (b"PK\x03\x04" + bytes(40), "ZIP archive"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_is_not_read_is_named_with_the_reason(tmp_path: Path, name: str) -> None:
    data, reason = FOREIGN[name]
    write(tmp_path / name, data)
    write(tmp_path / "z.txt", TEXT)
    problems = [item for item in read_sources([tmp_path]) if isinstance(item, SourceError)]
    assert [Path(item.path).name for item in problems] == [name]
    assert reason in str(problems[0])


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    write(tmp_path / "secret" / "other.txt", TEXT)
    write(inside / "a.txt", f"1{TEXT}")
    (inside / "b.txt").symlink_to("a.txt")
    (inside / "c.txt").symlink_to(tmp_path / "secret" / "other.txt")
    (inside / "d").symlink_to(tmp_path / "secret", target_is_directory=True)
    (inside / "e.txt").symlink_to("/dev/zero")
    os.mkfifo(inside / "f.txt")
    found = [str(item) if isinstance(item, SourceError) else item.path for item in read_sources([inside])]
    reasons = [str(text).partition(": ")[2][:36] for text in found]
    assert found[0] == "a.txt"
    assert reasons[1:] == [
        "has the same bytes as " + str(inside / "a.txt")[:14],
        "is a symbolic link out of the source",
        "is a symbolic link out of the source",
        "is a symbolic link out of the source",
        "is a pipe, not a file; save its text",
    ]
    assert "is a pipe" in problem(inside / "f.txt")
    assert "is a device" in problem("/dev/zero")


def test_links_in_a_circle_are_named(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", TEXT)
    for one, other in (("b", "c"), ("c", "b"), ("d.txt", "d.txt")):
        (tmp_path / "in" / one).symlink_to(other)
    found = [
        str(item) if isinstance(item, SourceError) else item.path for item in read_sources([tmp_path / "in"])
    ]
    assert found[0] == "a.txt"
    assert all("is a symbolic link to nothing" in text for text in found[1:])
    assert len(found) == 4
    assert "is a symbolic link to nothing" in problem(tmp_path / "in" / "b")


def test_a_subfolder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt", TEXT)
    (tmp_path / "shut").mkdir()
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    first, second = read_sources([tmp_path])
    assert isinstance(first, Article)
    assert (
        str(second)
        == f"{tmp_path / 'shut'}: cannot be read (Permission denied); check the path and its permissions"
    )


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 20_000_00)
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(3_000_000)
    assert "is larger than 2 MB; split it" in problem(tmp_path / "a.txt")


def test_names_are_stems_where_unique_and_paths_elsewhere(tmp_path: Path) -> None:
    for number, name in enumerate(
        ("one/x.txt", "two/x.txt", "two/y.txt", "two/y.html", "two/Z.txt", "z.txt")
    ):
        write(tmp_path / name, f"{number}{TEXT}")
    docs = [article.doc for article in articles(tmp_path)]
    assert len({doc.casefold() for doc in docs}) == len(docs)
    assert docs == ["one/x", "two/Z", "two/x", "two/y", "two/y.txt", "z"]


def test_names_are_safe_below_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "a\nb .. \x01.txt", TEXT)
    (article,) = articles(tmp_path)
    assert article.doc == "a_b"


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", TEXT)
    assert [a.doc for a in articles(file, file)] == ["a"]


def test_the_same_bytes_come_once(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "b.txt", TEXT)
    first, second = read_sources([tmp_path])
    assert isinstance(first, Article)
    assert isinstance(second, SourceError)
    assert "a.txt" in str(second)
    assert second.path.endswith("b.txt")


def test_a_web_page_gives_its_text_in_lines_and_its_metadata() -> None:
    (article,) = articles(FORMATS / "page.html")
    lines = article.raw.split("\n")
    assert lines[0] == "云溪区：用数字说话的一个月"
    assert "云溪区卫生健康局组建核酸采样队，采样队一个月采样48万人次。" in lines
    assert "区应急管理局副局长李响在路口镇南太村值守。" in lines
    assert "区交通运输局 22个" in lines
    assert "责编：周敏" in lines
    for outside in ("不在文章里", "别处的新闻", "看不见", "ICP", "首页"):
        assert outside not in article.raw
    assert article.title == "云溪区：用数字说话的一个月"
    assert (article.date, article.publisher, article.author) == ("2022-04-29", "巴陵日报", "彭志远")
    assert article.url == "https://news.example.org/2022/04/29/1.html"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_web_page_may_declare_its_encoding(tmp_path: Path, encoding: str) -> None:
    source = (FORMATS / "page.html").read_text("utf-8")
    page = source.replace('charset="utf-8"', 'charset="gb2312"' if encoding == "gb18030" else "")
    write(tmp_path / "page.htm", page.encode(encoding))
    (article,) = articles(tmp_path)
    assert article.raw == articles(FORMATS / "page.html")[0].raw


def test_a_web_page_in_big5(tmp_path: Path) -> None:
    page = '<html><head><meta charset="big5"></head><body><p>何秀蘭在卡口查驗行程卡。</p></body></html>'
    assert read_stream(page.encode("big5"))[0].raw == "何秀蘭在卡口查驗行程卡。"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20_000 + "字",
        "<td>" + "<br>" * 20_000 + "字。",
        "<a>" * 5_000 + "字。",
        "<p" * 20_000,
        "<!--" * 5_000,
        "<html><head><script type='application/ld+json'>" + "[" * 20_000 + "</script></head><p>字。",
        "<html><head><script type='application/ld+json'>{\"author\": [[[{}]]]}</script></head><p>字。",
        "<p>&#0;&#x110000;&lt;script&gt;</p>",
        "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;字。</p>",
    ],
)
def test_hostile_pages_do_no_harm(page: str) -> None:
    reason, raw = "without text", ""
    try:
        raw = read_stream(page.encode() if page.startswith("<?xml") else f"<html>{page}".encode())[0].raw
    except SourceError as error:
        reason = str(error)
    assert "without text" in reason
    assert "root:" not in raw


def test_json_lines_give_an_article_a_line() -> None:
    first, second, third = articles(FORMATS / "articles.jsonl")
    assert [a.doc for a in (first, second, third)] == ["yunxi_2022-04", "articles-2", "articles-4"]
    assert first.raw.endswith("路口镇南太村值守。")
    assert (first.title, first.date) == ("云溪区：用数字说话的一个月", "2022-04-29")
    assert (first.publisher, first.author, first.url) == (
        "巴陵日报",
        "彭志远、邹敏",
        "https://news.example.org/1",
    )
    assert (second.title, second.date, second.publisher) == ("把卡口當家的人", "2021-08-19", "巴山法治網")
    line = (FORMATS / "articles.jsonl").read_bytes().split(b"\n")[3]
    assert third.sha256 == hashlib.sha256(line).hexdigest()


def test_a_bad_line_is_named_and_stops_nothing(tmp_path: Path) -> None:
    lines = ['{"text": "甲地。"}', "{", "[1]", '{"title": "乙"}', '{"text": "丙地。", "id": "../../丙"}']
    found = list(read_sources([write(tmp_path / "many.jsonl", "\n".join(lines))]))
    assert [item.doc for item in found if isinstance(item, Article)] == ["many-1", "丙"]
    errors = [str(item) for item in found if isinstance(item, SourceError)]
    assert len(errors) == 3
    for number, error in zip((2, 3, 4), errors, strict=True):
        assert "many.jsonl" in error
        assert f"line {number} " in error


def test_a_line_may_hold_a_web_page(tmp_path: Path) -> None:
    lines = ['{"content": "<p>甲地。</p><script>x</script><p>乙地。</p>"}', '{"content": "<p></p>"}']
    found, error = read_sources([write(tmp_path / "x.jsonl", "\n".join(lines))])
    assert isinstance(found, Article)
    assert found.raw == "甲地。\n乙地。"
    assert "line 2" in str(error)


def test_ids_of_lines_are_made_unique(tmp_path: Path) -> None:
    lines = ['{"text": "甲。", "id": 1}', '{"text": "乙。", "id": "1"}']
    assert [a.doc for a in articles(write(tmp_path / "x.jsonl", "\n".join(lines)))] == ["1", "1-2"]


def _zip(member: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (" \r\n　\n".encode(), "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (b"%PDF-1.7\n" + bytes(range(256)), "PDF"),
        (_zip("a.txt"), "ZIP"),
        (_zip("word/document.xml"), "damaged office file"),
        (bytes(range(256)) * 4, "cannot be read as"),
        (TEXT.encode()[:-6], "breaks off"),
        (TEXT.encode("gb18030")[:-5], "breaks off"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "breaks off"),
        (TEXT.encode() + "café".encode("latin-1") + TEXT.encode(), "save it as UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_line(tmp_path: Path, data: bytes, reason: str) -> None:
    file = write(tmp_path / "坏.txt", data)
    text = problem(file)
    assert text.startswith(str(file))
    assert reason in text


def test_a_missing_file_and_an_empty_folder(tmp_path: Path) -> None:
    assert "does not exist" in problem(tmp_path / "没有.txt")
    assert "no file to read" in problem(tmp_path)


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    file = write(tmp_path / "a.txt", TEXT)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "cannot be read (Permission denied)" in problem(file)


def test_an_unreadable_folder_entry_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    write(tmp_path / "b.txt", TEXT)
    first, second = read_sources([tmp_path])
    assert isinstance(first, SourceError)
    assert isinstance(second, Article)


def test_a_text_too_long_for_one_article_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LONGEST", 1000)
    assert "more than 1000 characters in one text; split it" in problem(
        write(tmp_path / "a.txt", "字。" * 600)
    )
    assert "line 1 holds more than 1000" in problem(
        write(tmp_path / "a.jsonl", '{"text": "%s"}' % ("字。" * 600))
    )
    rows = "捐赠人：王强，金额（元）：5\n" * 600
    assert articles(write(tmp_path / "b.txt", rows))[0].raw == rows


def test_a_stream_is_read_by_its_content() -> None:
    assert read_stream(TEXT.encode("gb18030"))[0].raw == TEXT
    assert read_stream(TEXT.encode())[0].doc == "stdin"
    assert [a.doc for a in read_stream(b'{"text": "a"}\n{"text": "b"}\n', "in")] == ["in-1", "in-2"]
    with pytest.raises(SourceError, match="stdin: is empty"):
        read_stream(b"")
