"""Word, Excel and PDF files: what a reader sees of them, and what cannot be read."""

from __future__ import annotations

import builtins
import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from kg.cleaning import clean
from kg.errors import SourceError
from kg.model import Article
from kg.reading import archive, pdf, read_sources, read_stream, xlsx
from kg.words.messages import say, set_language

TABLE = (("捐赠单位", "物资", "数量", "受赠单位"), ("东湖食品有限公司", "棉被", "300床", "青山街道"))
LONG = "东湖区人大常委会主任李明到青山街道督导防汛工作，" * 5 + "并向青山街道捐赠棉被300床。"
SHORT = "东湖区人大代表陈芳捐款2万元。"


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def raw(data: bytes) -> str:
    (article,) = read_stream(data)
    return article.raw


def wrong(data: bytes) -> str:
    """What is wrong with bytes; said in Chinese as well."""
    with pytest.raises(SourceError) as caught:
        read_stream(data, "x")
    text = str(caught.value)
    assert "\n" not in text
    set_language("zh")
    try:
        assert say(text) != text
    finally:
        set_language("en")
    return text


def word(*paragraphs: str, table: Sequence[Sequence[str]] = ()) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return saved(document)


# ── Word ───────────────────────────────────────────────────────────────────────────────────────


def test_a_word_file_gives_paragraphs_and_tables_in_order() -> None:
    document = Document(io.BytesIO(word("捐赠公示", table=TABLE)))
    document.add_paragraph("特此公示。\n东湖区")
    document.core_properties.title, document.core_properties.author = "公示", "周敏"
    (article,) = read_stream(saved(document))
    assert article.raw.split("\n") == [
        "捐赠公示",
        "捐赠单位：东湖食品有限公司，物资：棉被，数量：300床，受赠单位：青山街道",
        "特此公示。",
        "东湖区",
    ]
    assert (article.title, article.author) == ("公示", "周敏")


def test_merged_cells_of_a_word_table() -> None:
    document = Document(io.BytesIO(word(table=(*TABLE, ("柳林商会", "帐篷", "20顶", "")))))
    table = document.tables[0]
    table.cell(1, 3).merge(table.cell(2, 3))
    assert (
        raw(saved(document)).split("\n")[1]
        == "捐赠单位：柳林商会，物资：帐篷，数量：20顶，受赠单位：青山街道"
    )


def test_a_word_file_as_its_reader_sees_it() -> None:
    document = Document()
    body = document.element.body
    run = "<w:r><w:t>{}</w:t></w:r>"
    for xml in (
        f"<w:p {nsdecls('w')}>{run.format('陈芳捐款')}<w:del>{run.format('一')}</w:del>"
        f"<w:ins>{run.format('2万元。')}</w:ins></w:p>",
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run.format('在控件里。')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p {nsdecls('w')}><w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink>{run.format('链接')}"
        "</w:hyperlink></w:p>",
        f"<w:p {nsdecls('w')}><w:r><w:pict><w:txbxContent><w:p>{run.format('文本框。')}</w:p></w:txbxContent>"
        "</w:pict></w:r></w:p>",
    ):
        body.insert(len(body) - 1, parse_xml(xml))
    assert raw(saved(document)) == "陈芳捐款2万元。\n在控件里。\n链接\n文本框。"


# ── Excel ──────────────────────────────────────────────────────────────────────────────────────


def book(*rows: Sequence[object]) -> Any:
    found = openpyxl.Workbook()
    for row in rows:
        found.active.append(list(row))
    return found


def test_a_workbook_gives_the_values_that_are_seen() -> None:
    import datetime

    found = book(
        ("东湖区捐赠公示表",),
        ("捐赠单位", "金额（万元）", "日期", "受赠单位"),
        ("柳林商会", 5.0, datetime.datetime(2022, 9, 1), "青山街道"),
        ("东湖商会", 0.1 + 0.2, datetime.datetime(2022, 9, 1, 8, 30)),
        ("看不见", 7, None, "梅园街道"),
    )
    found.active.merge_cells("A1:D1")
    found.active.merge_cells("D3:D4")
    found.active.row_dimensions[5].hidden = True
    found.create_sheet("草稿").append(["看不见"])
    found["草稿"].sheet_state = "hidden"
    assert raw(saved(found)).split("\n") == [
        "东湖区捐赠公示表",
        "捐赠单位：柳林商会，金额（万元）：5，日期：2022-09-01，受赠单位：青山街道",
        "捐赠单位：东湖商会，金额（万元）：0.3，日期：2022-09-01 08:30，受赠单位：青山街道",
    ]


def test_hidden_columns_are_not_read() -> None:
    found = book(("捐赠单位", "电话", "金额"), ("柳林商会", "13800000000", 5))
    found.active.column_dimensions["B"].hidden = True
    assert raw(saved(found)) == "捐赠单位：柳林商会，金额：5"


def test_a_sheet_of_millions_of_cells_is_refused() -> None:
    found = book(("a",))
    found.active["XFD1048576"] = "b"
    assert "more than 5000000 cells" in wrong(saved(found))


def test_a_workbook_without_text() -> None:
    assert "no text" in wrong(saved(openpyxl.Workbook()))


# ── PDF ────────────────────────────────────────────────────────────────────────────────────────


def printed(*paragraphs: str, pages: int = 1, font: str = "STSong-Light") -> bytes:
    """A PDF whose font is not inside: only a character map knows its characters."""
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    style = ParagraphStyle("x", fontName=font, fontSize=12, leading=18, firstLineIndent=24, wordWrap="CJK")
    flow: list[Any] = []
    for page in range(pages):
        flow += [PageBreak()] if page else []
        flow += [Paragraph(text, style) for text in paragraphs]
    file = io.BytesIO()

    def edge(canvas: Canvas, document: Any) -> None:
        canvas.setFont(font, 9)
        canvas.drawString(80, 810, "东湖区融媒体中心")
        canvas.drawString(300, 30, f"- {document.page} -")

    template = SimpleDocTemplate(file, title="防汛", author="周敏", invariant=1)
    template.build(flow, onFirstPage=edge, onLaterPages=edge)
    return file.getvalue()


def test_lines_of_a_pdf_become_paragraphs() -> None:
    (article,) = read_stream(printed(LONG, SHORT, pages=3))
    assert article.raw.split("\n") == [LONG, SHORT] * 3
    assert (article.title, article.author) == ("防汛", "周敏")


def test_a_scan_says_that_it_is_one() -> None:
    from PIL import Image

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawImage(ImageReader(Image.new("L", (40, 40), 128)), 50, 50)
    canvas.save()
    assert "is a scan" in wrong(file.getvalue())


def test_an_empty_pdf() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.showPage()
    canvas.save()
    assert "PDF without text" in wrong(file.getvalue())


def test_a_pdf_with_a_table_says_that_its_rows_are_lost(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(printed("捐赠单位 金额 受赠单位", "柳林商会 5000 青山街道"))
    article, note = read_sources([tmp_path / "a.pdf"])
    assert isinstance(article, Article)
    assert "holds a table (page 1) whose rows are not kept" in str(note)


def test_a_pdf_with_a_password() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed(SHORT))))
    writer.encrypt("geheim", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    assert "password" in wrong(file.getvalue())


def test_a_pdf_that_unpacks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST", 1_000_000)
    bomb = zlib.compress(zlib.compress(bytes(30_000_000)))
    assert len(bomb) < 10_000
    data = printed(SHORT).replace(b"stream\n", b"stream\n" + bomb + b"\nstream\n", 1)
    assert "unpacks to more than" in wrong(data)


@pytest.mark.system("chromium")
def test_a_pdf_that_a_browser_printed(browser: Any) -> None:
    page = browser.new_page()
    page.set_content(f"<meta charset=utf-8><p>{LONG}</p><p>{SHORT}</p>")
    data = page.pdf(format="A4")
    page.close()
    (article,) = read_stream(data)
    assert "⼈⼤" in article.raw  # radicals for characters that look the same
    assert clean(article)[1].clean.split("\n") == [LONG, SHORT]


# ── what cannot be read ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("make", [lambda: word(SHORT), lambda: saved(book((SHORT,))), lambda: printed(SHORT)])
@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_file_cut_short(make: Callable[[], bytes], cut: float) -> None:
    data = make()
    assert any(word in wrong(data[: int(len(data) * cut)]) for word in ("damaged", "without text", "ZIP"))


@pytest.mark.parametrize("make", [lambda: word(SHORT), lambda: saved(book((SHORT,)))])
def test_an_archive_with_broken_parts(make: Callable[[], bytes]) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make())) as old, zipfile.ZipFile(file, "w") as new:
        for item in old.infolist():
            new.writestr(
                item.filename, old.read(item)[:-20] if item.filename.endswith(".xml") else old.read(item)
            )
    assert "damaged" in wrong(file.getvalue())


def test_an_archive_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST", 1_000_000)
    file = io.BytesIO(word(SHORT))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as new:
        new.writestr("word/media/image1.bmp", bytes(2_000_000))
    assert "unpacks to more than" in wrong(file.getvalue())


def test_entities_of_xml_are_not_unfolded() -> None:
    lines = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 20}">' for i in range(1, 12))
    evil = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{lines}]>'
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    evil += f"<w:document {space}><w:body><w:p><w:r><w:t>&a11;&f;</w:t></w:r></w:p></w:body></w:document>"
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(SHORT))) as old, zipfile.ZipFile(file, "w") as new:
        for item in old.infolist():
            new.writestr(item.filename, evil if item.filename == "word/document.xml" else old.read(item))
    with pytest.raises(SourceError):
        read_stream(file.getvalue())


def test_old_and_locked_office_files() -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    assert "old office file" in wrong(head)
    assert "password" in wrong(head + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("package", "make"),
    [
        ("python-docx", lambda: word(SHORT)),
        ("openpyxl", lambda: saved(book((SHORT,)))),
        ("pdfminer.six", lambda: printed(SHORT)),
    ],
)
def test_without_the_extra(package: str, make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    data, real = make(), builtins.__import__
    modules = {"python-docx": "docx", "pdfminer.six": "pdfminer"}

    def lacking(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == modules.get(package, package):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", lacking)
    text = wrong(data)
    assert package in text
    assert "pip install 'zhkg[office]'" in text


def test_a_folder_of_office_files(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word(SHORT))
    (tmp_path / "b.XLSX").write_bytes(saved(book((LONG,))))
    (tmp_path / "c.pdf").write_bytes(printed(LONG))
    (tmp_path / "~$a.docx").write_bytes(b"lock")
    found = list(read_sources([tmp_path]))
    assert [item.doc for item in found if isinstance(item, Article)] == ["a", "b", "c"]
    assert len(found) == 3


def test_the_shown_values() -> None:
    assert [xlsx.shown(value) for value in (None, 5, 5.5, True, "x")] == ["", "5", "5.5", "True", "x"]
