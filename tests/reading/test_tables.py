"""Tables in files of all kinds: CSV, Markdown, JSON, xls, ods; what of them is not understood is named."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from pathlib import Path

import pytest
import xlwt

from kg.errors import SourceError
from kg.model import Article, SourceNote
from kg.reading import read_sources, read_stream
from kg.reading.grid import grid_of_rows, lines_of

ROWS = [
    ["序号", "捐赠单位", "金额（元）", "受赠单位"],
    ["1", "柳林商会", "5000", "青山街道"],
    ["2", "王强", "300", "青山街道"],
]
LINES = [
    "捐赠单位：柳林商会，金额（元）：5000，受赠单位：青山街道",
    "捐赠单位：王强，金额（元）：300，受赠单位：青山街道",
]


def read(path: Path, data: bytes | str) -> list[Article | SourceError | SourceNote]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_sources([path]))


def text(path: Path, data: bytes | str) -> list[str]:
    (article,) = read(path, data)
    assert isinstance(article, Article), article
    return article.raw.split("\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_delimited_tables(tmp_path: Path, delimiter: str, encoding: str) -> None:
    whole = "\r\n".join(delimiter.join(row) for row in ROWS)
    assert text(tmp_path / "a.csv", whole.encode(encoding)) == LINES


def test_cells_with_quotation_marks_and_the_line_of_excel(tmp_path: Path) -> None:
    whole = 'sep=;\n捐赠人;款物;备注\n"王强";"口罩5只;手套3双";"两行\n备注"\n'
    assert text(tmp_path / "a.csv", whole) == ["捐赠人：王强，款物：口罩5只;手套3双，备注：两行 备注"]


def test_a_table_of_articles(tmp_path: Path) -> None:
    whole = "标题,正文,发布时间,来源\n捐款,王强向青山街道捐款300元。,2024-03-06,柳林日报\n"
    whole += "空,,2024-03-06,柳林日报\n"
    found, error = read(tmp_path / "a.csv", whole)
    assert isinstance(found, Article)
    assert (found.title, found.date, found.publisher) == ("捐款", "2024-03-06", "柳林日报")
    assert "row 2 has no text" in str(error)


def test_tables_inside_text(tmp_path: Path) -> None:
    bars = "\n".join("| " + " | ".join(row) + " |" for row in ROWS).replace("\n", "\n|---|:--|--:|---|\n", 1)
    assert text(tmp_path / "a.md", f"# 公示\n\n**社会各界**捐赠如下。\n\n{bars}\n\n完。") == [
        "公示", "", "社会各界捐赠如下。", "", *LINES, "", "完。",
    ]  # fmt: skip
    tabs = "\n".join("\t".join(row) for row in ROWS)
    assert text(tmp_path / "a.txt", f"公示\n{tabs}\n") == ["公示", *LINES, ""]
    commas = "\n".join(",".join(row) for row in ROWS)
    assert text(tmp_path / "c.txt", f"公示\n{commas}\n完。") == ["公示", *LINES, "完。"]
    assert text(tmp_path / "d.txt", "姓名，职务，都要填。\n单位,姓名\n\n") == [
        "姓名，职务，都要填。",
        "单位,姓名",
        "",
        "",
    ]
    assert text(tmp_path / "b.txt", "甲\t乙\n一|二\n") == ["甲\t乙", "一|二", ""]


def test_front_matter(tmp_path: Path) -> None:
    head = '---\ntitle: "柳林镇捐款"\ndate: 2024-03-06 10:00\nauthor:\n  - 王强\n  - 李明\n'
    head += "source: 柳林日报\n---\n"
    (article,) = read(tmp_path / "a.md", head + "王强捐款300元。\n")
    assert isinstance(article, Article)
    assert article.raw == "王强捐款300元。\n"
    assert (article.title, article.date, article.author) == ("柳林镇捐款", "2024-03-06", "王强、李明")
    assert article.publisher == "柳林日报"
    (rule,) = read(tmp_path / "b.md", "---\n一条横线。\n---\n")
    assert isinstance(rule, Article)
    assert "一条横线。" in rule.raw


def test_arrays_of_json(tmp_path: Path) -> None:
    items = [
        {"title": "一", "content": "王强捐款。", "publish_time": 1709690400},
        {"content": "李明捐款。"},
        5,
        {"a": 1},
    ]
    for whole in (items, {"code": 0, "data": {"total": 4, "list": items}}):
        first, second, *errors = read(tmp_path / "a.json", json.dumps(whole, ensure_ascii=False, indent=1))
        assert isinstance(first, Article)
        assert isinstance(second, Article)
        assert (first.doc, first.title, first.date, first.raw) == ("a-1", "一", "2024-03-06", "王强捐款。")
        assert ["item 3 is not" in str(errors[0]), "item 4 has no text" in str(errors[1])] == [True, True]
    (one,) = read(tmp_path / "b.json", '{"title": "一", "content": "王强捐款300元。"}')
    assert isinstance(one, Article)
    assert one.raw == "王强捐款300元。"
    (broken,) = read(tmp_path / "c.json", '[{"content": "王强')
    assert "is not JSON" in str(broken)
    assert [a.raw for a in read_stream(json.dumps(items[:2]).encode())] == ["王强捐款。", "李明捐款。"]


def test_rows_of_json(tmp_path: Path) -> None:
    dicts = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    assert text(tmp_path / "a.json", json.dumps(dicts)) == LINES
    assert text(tmp_path / "b.json", json.dumps(ROWS)) == LINES
    assert text(tmp_path / "c.jsonl", "\n".join(map(json.dumps, dicts))) == LINES


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("明细")
    sheet.write_merge(0, 0, 0, 3, "捐赠公示")
    for r, row in enumerate([*ROWS, ["3", "不读", "9", "青山街道"]], 1):
        for c, cell in enumerate(row):
            sheet.write(r, c, int(cell) if cell.isdigit() else cell)
    sheet.row(4).hidden = True
    hidden = book.add_sheet("底稿")
    hidden.write(0, 0, "看不见")
    hidden.visibility = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


ODS = """<?xml version="1.0"?><office:document-content SPACES><office:automatic-styles>
<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="a"><table:table-row>
<table:table-cell table:number-columns-spanned="4"><text:p>捐赠公示</text:p></table:table-cell>
</table:table-row>ROWS<table:table-row table:visibility="collapse">HIDDEN</table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>
</table:table-row></table:table><table:table table:style-name="ta2"><table:table-row>HIDDEN</table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods() -> bytes:
    def cell(value: str) -> str:
        kind = f'"float" office:value="{value}"' if value.isdigit() else '"string"'
        shown = "x" if value.isdigit() else value
        return f"<table:table-cell office:value-type={kind}><text:p>{shown}</text:p></table:table-cell>"

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in ROWS)
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = ODS.replace("SPACES", spaces).replace("ROWS", rows).replace("HIDDEN", cell("看不见"))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return file.getvalue()


def test_the_values_of_an_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    day, hour = (xlwt.easyxf(num_format_str=text) for text in ("yyyy-mm-dd", "hh:mm"))
    rows = [
        ["捐赠单位", "日期", "时间", "备注"],
        ["柳林商会", datetime.date(2022, 9, 1), 0.5, True],
        ["王强", datetime.date(1900, 3, 5), -5, False],
    ]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell, {1: day, 2: hour}[c]) if r and c in (1, 2) else sheet.write(r, c, cell)
    file = io.BytesIO()
    book.save(file)
    first, second, *_ = text(tmp_path / "a.xls", file.getvalue())
    assert first == "捐赠单位：柳林商会，日期：2022-09-01，时间：12:00，备注：True"
    assert second == "捐赠单位：王强，日期：1900-03-05，时间：-5，备注：False"


def test_an_xls_without_text(tmp_path: Path) -> None:
    book, file = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("a")
    book.save(file)
    (found,) = read(tmp_path / "a.xls", file.getvalue())
    assert isinstance(found, SourceError)
    assert "holds no text in its visible sheets" in str(found)


@pytest.mark.parametrize(("name", "data"), [("a.xls", xls()), ("a.ods", ods())])
def test_other_workbooks(tmp_path: Path, name: str, data: bytes) -> None:
    assert text(tmp_path / name, data) == ["捐赠公示", *LINES]
    (broken,) = read(tmp_path / f"b{name}", data[: len(data) // 2])
    assert isinstance(broken, SourceError)


def test_a_workbook_that_is_something_else(tmp_path: Path) -> None:
    page = "<html><body><table>" + "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS
    )
    assert text(tmp_path / "a.xls", page) == LINES
    assert text(tmp_path / "b.xls", "\n".join("\t".join(row) for row in ROWS) + "\n") == [*LINES, ""]


def test_headings_below_many_lines_and_a_second_table() -> None:
    head = [["青山街道捐赠公示"], ["第5期"], [""], ["", "制表：办公室"], *[[""]] * 7]
    second = [["二、物资"], ["捐赠单位", "物资", "数量"], ["李明", "口罩", "50只"]]
    assert lines_of(grid_of_rows([*head, *ROWS, ROWS[0], ["3", "李明", "20", "县医院"], *second])) == [
        "青山街道捐赠公示",
        "第5期",
        "制表：办公室",
        *LINES,
        "捐赠单位：李明，金额（元）：20，受赠单位：县医院",
        "二、物资",
        "捐赠单位：李明，物资：口罩，数量：50只",
    ]


def test_headings_by_their_parts() -> None:
    names = [
        "捐赠方名称",
        "到账金额（亿元）",
        "接收物资",
        "入库数量",
        "受赠小学",
        "物资估价金额",
        "到账时间",
        "剩余金额",
    ]
    from kg.lexicon import load_lexicon

    tables = load_lexicon().tables
    assert [tables.word(name) for name in names] == [
        "捐赠方名称", "到账金额", "接收物资", "入库数量", "受赠方", "折合金额", "日期", "剩余金额",
    ]  # fmt: skip
    assert (
        tables.unit("金额（单位：万元）") == tables.unit("捐款金额万元") == tables.unit("金额/万元") == "万元"
    )


def test_columns_that_are_not_understood_are_named(tmp_path: Path) -> None:
    article, note = read(
        tmp_path / "a.csv", "捐赠人,金额（元）,认领楼栋,备注,雨衣（件）\n王强,5,三栋,已到,6\n"
    )
    assert isinstance(article, Article)
    assert article.raw == "捐赠人：王强，金额（元）：5，认领楼栋：三栋，备注：已到，雨衣（件）：6"
    assert isinstance(note, SourceNote)
    assert "not understood: 认领楼栋;" in str(note)


def test_a_docx_that_unpacks_without_end(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:p>" + b"\0" * 100_000_000)
    assert len(file.getvalue()) < 200_000
    (error,) = read(tmp_path / "a.docx", file.getvalue())
    assert "unpacks to more than" in str(error)


def test_sums_of_nobody_are_named_row_by_row(tmp_path: Path) -> None:
    rows = "序号,捐赠(单位/姓名),捐款金额\n1,王强,5\n2,爱心人士,7\n3,,8\n4,李明转来陈芳捐款,3\n5,合计,23\n"
    article, note = read(tmp_path / "a.csv", rows)
    assert isinstance(article, Article)
    assert "no giver is named in row 3、4 (2 rows, 15 in all)" in str(note)


def test_lists_printed_side_by_side(tmp_path: Path) -> None:
    head = "昵称,捐助金额,日期,昵称,捐助金额,日期\n"
    rows = head + "陈芳,8.8,2024-03-28,刘海,66.6,2024-03-24\n王强,5,2024-02-01,,,\n"
    (article,) = read(tmp_path / "a.csv", rows)
    assert isinstance(article, Article)
    assert article.raw.split("\n") == [
        "昵称：陈芳，捐助金额：8.8，日期：2024-03-28",
        "昵称：王强，捐助金额：5，日期：2024-02-01",
        "昵称：刘海，捐助金额：66.6，日期：2024-03-24",
    ]


def test_a_table_of_tags_in_markdown(tmp_path: Path) -> None:
    text = (
        "# 鸣谢\n\n<table>\n<tr><th>赞助者</th><th>赞助金额</th></tr>\n"
        "<tr><td><a href='https://example.org/'>陈芳</a></td><td>￥50</td></tr>\n</table>\n\n谢谢大家。\n"
    )
    (article,) = read(tmp_path / "a.md", text)
    assert isinstance(article, Article)
    assert article.raw.split() == ["鸣谢", "赞助者：陈芳，赞助金额：￥50", "谢谢大家。"]


def test_sums_without_a_column_of_givers_are_told(tmp_path: Path) -> None:
    rows = "交易单号,捐赠金额（元）\n" + "".join(f"0102{n},1000.5\n" for n in range(5)) + ",5002.5\n"
    article, columns, nobody = read(tmp_path / "a.csv", rows)
    assert isinstance(article, Article)
    assert "not understood: 交易单号" in str(columns)
    assert "no column names the givers" in str(nobody)
    assert "(5 rows, 5,002.5 in all)" in str(nobody)


def test_a_table_whose_headings_nobody_knows_is_told(tmp_path: Path) -> None:
    rows = "甲,乙\n" + "".join(f"子{n},{n}0\n" for n in range(1, 6))
    _, note = read(tmp_path / "a.csv", rows)
    assert "the table 甲 | 乙: no heading of its columns is understood" in str(note)
