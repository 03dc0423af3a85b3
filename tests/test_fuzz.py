"""Anything at all is read, cleaned, exported and asked for: the only ways out are a result and a `KGError`.

``KG_FUZZ=50 python -m pytest tests/test_fuzz.py`` tries fifty times as many examples. What is made
to make a reader fail is in `MADE`; add what ever crashes one.
"""

from __future__ import annotations

import io
import os
import tempfile
import warnings
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import HOSTILE, any_records, article, records

from kg.cleaning import clean
from kg.errors import KGError, SourceError, UsageError
from kg.export import FORMATS, export
from kg.model import Article, SourceNote
from kg.query import Store, named_queries
from kg.reading import read_sources, read_stream

TIMES = int(os.environ.get("KG_FUZZ", "1"))
SHORT = settings(
    max_examples=25 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PIECES = (
    "李明到青山街道督导。",
    "捐赠单位,金额（万元）\n东湖食品,5\n",
    "<table><tr><th rowspan=9999>捐赠人</th><td>5</td></tr>",
    "<!--",
    "</p>",
    "<p>李*明(lǐ míng)到</p>",
    "&#x202e;",
    "\x00",
    "\ufeff",
    "\u202e",
    "\ud800",
    '{"text": "李明",',
    "[{}]",
    "---\ntitle: x\n---\n",
    "| 捐赠人 | 金额 |\n|---|---|\n| 王强 | 5 |\n",
    "情况!笆欠癫轵炞C明",
    "国" * 50,
    "9" * 50,
    "(" * 50,
    "\r\n\r\n",
)
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=8).map("".join)
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "gb18030", "big5", "latin-1")
ENDINGS = ("txt", "md", "html", "json", "jsonl", "csv", "xlsx", "xls", "docx", "ods", "pdf")


@cache
def seed(ending: str) -> bytes:
    """A sound small file of a kind."""
    out = io.BytesIO()
    rows = [["捐赠单位", "金额（万元）"], ["东湖食品有限公司", 5]]
    if ending == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(out)
    elif ending == "xls":
        import xlwt

        old = xlwt.Workbook(encoding="utf-8")
        sheet = old.add_sheet("a")
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                sheet.write(y, x, value)
        old.save(out)
    elif ending == "docx":
        import docx

        document = docx.Document()
        document.add_paragraph("李明到青山街道督导。")
        table = document.add_table(rows=2, cols=2)
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                table.cell(y, x).text = str(value)
        document.save(out)
    elif ending == "ods":
        content = (
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            "<table:table><table:table-row><table:table-cell><text:p>捐赠人</text:p></table:table-cell>"
            "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
        )
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", content)
    elif ending == "pdf":
        from reportlab.pdfgen.canvas import Canvas

        canvas = Canvas(out)
        canvas.drawString(100, 700, "plain text")
        canvas.save()
    else:
        out.write(b'{"text": "x"}')
    return out.getvalue()


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file with some bytes changed, doubled, dropped or cut off."""
    ending = draw(st.sampled_from(ENDINGS[6:]))
    data = bytearray(seed(ending))
    if draw(st.booleans()) and ending in ("xlsx", "docx", "ods"):
        data = bytearray(_inside(bytes(data), draw))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        how = draw(st.integers(0, 3))
        if how == 0 and data:
            data[at] = draw(st.integers(0, 255))
        elif how == 1:
            data[at:at] = draw(st.binary(max_size=8))
        elif how == 2:
            del data[at : at + draw(st.integers(1, 40))]
        else:
            data[at:at] = data[at : at + 60]
    return ending, bytes(data)


def _inside(data: bytes, draw: st.DrawFn) -> bytes:
    """The archive with one member changed, sound as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = draw(st.sampled_from(names))
        for name in names:
            member = bytearray(old.read(name))
            if name == chosen and member:
                at = draw(st.integers(0, len(member) - 1))
                member[at : at + draw(st.integers(0, 30))] = draw(TEXT).encode("utf-8", "replace")
            new.writestr(name, bytes(member))
    return out.getvalue()


def read(ending: str, data: bytes) -> None:
    """What a reader may give, and nothing else; offsets of the cleaned text stay inside the raw one."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries, on damaged files
        path = Path(folder) / f"a.{ending}"
        path.write_bytes(data)
        for item in read_sources([path]):
            assert isinstance(item, Article | SourceError | SourceNote)
            if isinstance(item, Article):
                aligned(item)


def aligned(source: Article) -> None:
    try:
        _, text = clean(source)
    except KGError:
        return
    assert len(text.clean) == len(text.starts) == len(text.ends)
    assert list(text.starts) == sorted(text.starts)
    assert list(text.ends) == sorted(text.ends)
    assert all(0 <= a < b <= len(source.raw) for a, b in zip(text.starts, text.ends, strict=True))


@SHORT
@given(st.sampled_from(ENDINGS[:6]), TEXT, st.sampled_from(ENCODINGS), st.integers(0, 3))
def test_any_text_file(ending: str, text: str, encoding: str, lost: int) -> None:
    data = text.encode(encoding, "replace")
    read(ending, data[: len(data) - lost] if lost else data)


@SHORT
@given(damaged())
def test_any_damaged_file(file: tuple[str, bytes]) -> None:
    read(*file)


@SHORT
@given(st.sampled_from(ENDINGS), st.binary(max_size=300))
def test_any_bytes(ending: str, data: bytes) -> None:
    read(ending, data)
    with suppress(KGError):
        for item in read_stream(data):
            aligned(item)


#: what is made to make a reader fail: nesting, spans, sizes, halves of characters
MADE: dict[str, tuple[str, bytes]] = {
    "nested arrays": ("json", b"[" * 200_000 + b"]" * 200_000),
    "nested objects": ("jsonl", b'{"text":' * 50_000 + b'"x"' + b"}" * 50_000),
    "a number of 6,000 digits": ("json", b'[{"text": "a", "n": ' + b"9" * 6_000 + b"}]"),
    "no number": ("jsonl", b'{"text": "\xe6\x9d\x8e", "date": NaN}\n'),
    "half a character": ("jsonl", b'{"text": "\\ud800x", "title": "\\udfff", "id": "\\ud800"}\n'),
    "nested divisions": ("html", b"<div>" * 50_000 + b"x"),
    "nested tables": ("html", b"<table><tr><td>" * 3_000 + b"x"),
    "spans": ("html", b"<table><tr><th colspan=999999999 rowspan=999999999>a</th></tr><tr><td>b</table>"),
    "comments": ("html", b"<!--" * 50_000),
    "attributes": ("html", b"<a " + b"x=" * 50_000),
    "an open quotation": ("csv", b'a,b\n"c,' + b"9" * 150_000),
    "a zero byte": ("csv", b"a,b\n\x00,1\n"),
    "bars": ("md", b"|" * 20_000),
    "front matter": ("md", b"---\n" + b"a: " * 50_000 + b"\n---\nx"),
    "brackets": ("txt", "（".encode() * 50_000),
    "asterisks": ("txt", "李*".encode() * 5_000),
    "pinyin": ("txt", "李(lǐ)".encode() * 5_000),
    "digits": ("txt", b"9" * 50_000 + "万元".encode()),
    "a cell far away": ("xlsx", b""),
}


@pytest.mark.parametrize("name", MADE)
def test_what_is_made_to_fail(name: str) -> None:
    ending, data = MADE[name]
    read(ending, data or _far())


def _far() -> bytes:
    """A workbook whose last cell is said to stand at the edge of the sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed("xlsx"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'r="B2"', b'r="XFD1048576"'))
    return out.getvalue()


@SHORT
@given(TEXT)
def test_any_text_is_cleaned(text: str) -> None:
    raw = text.encode("utf-8", "replace").decode()
    aligned(article("a", raw))


@settings(max_examples=4 * TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_records())
def test_any_records_are_exported_alike_twice(found) -> None:
    for name in FORMATS:
        one, two = io.BytesIO(), io.BytesIO()
        export(found, name, one, "all")
        export(found, name, two, "all")
        assert one.getvalue() == two.getvalue(), name


@cache
def store() -> Store:
    return Store(records())


PARAMETERS = [(q.name, p.name) for q in named_queries().values() for p in q.parameters]
BREAKERS = (
    '" } #',
    "' } DELETE",
    "} UNION { ?s ?p ?o }",
    "\\",
    '"""',
    "<x>",
    "?x",
    "\n",
    "王洁",
    HOSTILE,
    "1e999",
    "-0",
)


@SHORT
@given(st.sampled_from(PARAMETERS), st.sampled_from(BREAKERS) | st.text(max_size=12))
def test_any_parameter_of_a_query(which: tuple[str, str], value: str) -> None:
    name, parameter = which
    query = named_queries()[name]
    with suppress(UsageError):
        bound = query.bind({parameter: value})
        assert len(store().run(bound).rows) < 500


@SHORT
@given(st.text(max_size=60) | st.sampled_from(BREAKERS).map(lambda part: f"SELECT ?a {{ ?a ?b '{part}' }}"))
def test_any_query(text: str) -> None:
    with suppress(KGError):
        store().ask(text)
