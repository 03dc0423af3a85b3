"""What fuzzing throws at readers, cleaner and queries, and what it holds of each."""

from __future__ import annotations

import io
import tempfile
import warnings
import zipfile
from functools import cache
from pathlib import Path

from records import HOSTILE, records

from kg.cleaning import clean
from kg.errors import KGError, SourceError
from kg.model import Article, SourceNote
from kg.query import Store, named_queries
from kg.reading import read_sources

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
