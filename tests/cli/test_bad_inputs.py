"""What people get wrong: one clear line with the right status, in both languages, and never a traceback.

Each case is a command line, its status, and what the line must say in English and in Chinese. ``{build}``
is a build, ``{tmp}`` an empty folder of the test with the files of `FILES` in it.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from kg.cli import main

FILES = {
    "empty.txt": b"",
    "white.txt": "\u3000\n\u3000".encode(),
    "zero.txt": b"text\0text" * 400,
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "cut.txt": "武侯区督导".encode()[:-1],
    "list.json": b'{"a": [1, 2',
    "lines.jsonl": b"[1]\n",
    "untitled.jsonl": b'{"body_of": "x"}\n',
    "old.doc": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "broken.docx": b"PK\x03\x04" + b"[Content_Types].xml word/document.xml" * 50,
    "broken.pdf": b"%PDF-1.4\n" + b"junk" * 50,
    "noscript.html": b"<html><head><title>x</title></head><body></body></html>",
    "names.csv": "谁,什么\n李明,人物\n".encode(),
    "types.csv": "name,type,aliases\n李明,Persona,\n".encode(),
    "terms.ttl": b"@prefix : <https://example.org/> . :a :b",
    "words.toml": b"[relations.flies]\ntriggers = ['x']\n",
    "syntax.toml": b"[relations\n",
    "kinds.toml": b"[relations.supervises]\ntriggers = [3]\n",
    "slot.toml": b"[[relations.supervises.forms]]\nid='zz'\npattern='{subject}{nosuch}{object}'\n",
    "list.toml": b"[[relations.supervises.forms]]\nid='zz'\npattern='{subject}<nosuch>{object}'\n",
    "regex.toml": b"[[relations.supervises.forms]]\nid='zz'\npattern='{subject}(({object}'\n",
    "nowhere.ttl": b"""@prefix : <https://example.org/x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:flies a owl:ObjectProperty ; rdfs:domain :Nope .""",
    "junk.docx": bytes(range(256)) * 8,
    "junk.xls": bytes(range(256)) * 8,
    "sheet.csv": b"PK\x03\x04" + b"[Content_Types].xml xl/workbook.xml" * 50,
    "unknown.toml": b"[nonsense]\na = 1\n",
    "layer.json": b"{}",
    "merges.txt": b"glue a b\n",
    "decisions.csv": b"a,b\n1,2\n",
    "nothing.csv": b"",
    "gold.json": b"[1, 2]",
    "good.txt": "武侯区人大常委会主任李燎到玉林街道督导。\n".encode(),
}
BUILD = ("build", "{tmp}/good.txt", "-o", "{tmp}/out", "--model", "fast")
ASK = ("query", "{build}")

CASES: list[tuple[tuple[str, ...], int, str, str]] = [
    # the command line
    (("buidl",), 2, "did you mean build?", "是不是 build？"),
    (("frobnicate",), 2, "there are add, build, chart", "可用的有 add, build, chart"),
    (("build",), 2, "no zhkg.toml there; name what to build", "那里没有 zhkg.toml；请写明由什么建图"),
    (("add",), 2, "argument SOURCE... is missing", "缺参数 SOURCE..."),
    (("build", "x"), 2, "no zhkg.toml there; name what to build", "那里没有 zhkg.toml；请写明由什么建图"),
    (("export", "x"), 2, "option --to is missing", "缺选项 --to"),
    (("build", "x", "-o"), 2, "requires an argument", "缺值；请写在后面"),
    (("build", "x", "-o", "y", "--nmaes", "z"), 2, "did you mean --names?", "是不是 --names？"),
    ((*BUILD, "--min-confidence", "2"), 2, "2.0 is not in the range", "2.0 不在 0<=x<=1 之内"),
    ((*BUILD, "--min-confidence", "high"), 2, "is not a valid float range", "'high' 不是数"),
    ((*BUILD, "--min-confidence", "nan"), 2, "is no number from 0 to 1", "不是 0 到 1 的数"),
    (
        (*BUILD, "--lexicon", "{tmp}/syntax.toml"),
        1,
        "line 1, column 11 is no TOML",
        "第 1 行第 11 列不合 TOML",
    ),
    (
        (*BUILD, "--lexicon", "{tmp}/kinds.toml"),
        1,
        "expected text in quotes, found a whole number",
        "应为引号里的文字，写的是整数",
    ),
    (("build", "{tmp}/odd-\udcff.txt", "-o", "{tmp}/o"), 2, "is not UTF-8; rename it", "不是 UTF-8；请改名"),
    ((*ASK, "SELECT ?x WHERE {"), 1, "line 1, column 18: breaks off", "第 1 行第 18 列：到这里断了"),
    ((*ASK, "SELECT * {?s nosuch:p ?o}"), 1, "a prefix is not declared", "前缀没有声明"),
    (("export", "{build}", "--to", "jsonl", "-o", "{tmp}"), 1, "(Is a directory)", "（是文件夹）"),
    (("init", "{tmp}/good.txt"), 1, "the system refuses it (File exists)", "系统不允许（已有同名的文件）"),
    (("serve", "{build}", "--host", "nosuch.invalid"), 2, "no address of this machine", "不是本机的地址"),
    (
        (*BUILD, "--lexicon", "{tmp}/slot.toml"),
        1,
        "unknown slot {nosuch}; there",
        "没有槽位 {nosuch}",
    ),
    ((*BUILD, "--lexicon", "{tmp}/list.toml"), 1, "unknown list <nosuch>", "没有词表 <nosuch>"),
    ((*BUILD, "--lexicon", "{tmp}/regex.toml"), 1, "no regular expression", "不是正则表达式"),
    (
        (*BUILD, "--ontology", "{tmp}/nowhere.ttl"),
        1,
        "of Nope, which is defined nowhere",
        "用到 Nope，但没有定义",
    ),
    ((*BUILD, "--decisions", "{tmp}/sheet.csv"), 1, "is a spreadsheet (xlsx); save it", "请另存为 CSV"),
    (
        ("build", "{tmp}/junk.docx", "-o", "{tmp}/o"),
        1,
        "is no docx file, or a damaged",
        "不是 docx 文件，或已损坏",
    ),
    (
        ("build", "{tmp}/junk.xls", "-o", "{tmp}/o"),
        1,
        "is no xls file, or a damaged",
        "不是 xls 文件，或已损坏",
    ),
    (
        ("export", "{build}", "--to", "dcat", "--license", "mine"),
        2,
        "mine: is no IRI; write",
        "mine：不是 IRI",
    ),
    (
        ("chart", "{build}", "gifts-by-month", "--currency", "XYZ"),
        2,
        "no gift is in it",
        "没有用这种货币的捐款",
    ),
    (("query", "{build}", "zzzzzz"), 2, "kg query --list tells them all", "全部见 kg query --list"),
    ((*BUILD, "--quiet=1"), 2, "does not take a value", "不带值；请去掉"),
    (("show", "{build}", "a", "b"), 2, "unexpected extra argument (b)", "多出参数 b"),
    (
        ("show", "{build}", "a", "--status", "maybe"),
        2,
        "not one of 'asserted', 'all'",
        "请选 'asserted', 'all'",
    ),
    (("--lang", "fr", "show", "{build}", "a"), 2, "not one of 'zh', 'en'", ""),
    (("view", "{build}", "--top", "0"), 2, "0 is not in the range", "0 不在"),
    (("view", "{build}", "--top", "many"), 2, "is not a valid integer range", "'many' 不是整数"),
    (
        ("view", "{build}", "--pages", "--focus", "李燎"),
        2,
        "does not go with --pages",
        "不能和 --pages 一起用",
    ),
    (
        ("view", "{build}", "--focus", "无此人", "-o", "{tmp}/x.html"),
        2,
        "no entity has this name",
        "没有叫这个名字",
    ),
    (("serve", "{build}", "--port", "99999"), 2, "99999 is not in the range", "99999 不在"),
    (("learn", "{build}", "--list", "--undo"), 2, "leave one out", "请去掉一个"),
    # sources
    (("build", "{tmp}/gone.txt", "-o", "{tmp}/o"), 1, "does not exist; check", "不存在；请检查路径"),
    (("build", "{tmp}/empty.txt", "-o", "{tmp}/o"), 1, "is empty; remove it", "是空文件"),
    (("build", "{tmp}/white.txt", "-o", "{tmp}/o"), 1, "white space only", "只有空白"),
    (("build", "{tmp}/zero.txt", "-o", "{tmp}/o"), 1, "is binary", "二进制文件"),
    (
        ("build", "{tmp}/picture.txt", "-o", "{tmp}/o"),
        1,
        "is a PNG picture, not text",
        "是 PNG 图片，不是文本",
    ),
    (("build", "{tmp}/cut.txt", "-o", "{tmp}/o"), 1, "breaks off inside a character", "中间断开"),
    (("build", "{tmp}/list.json", "-o", "{tmp}/o"), 1, "is not JSON", "不是 JSON"),
    (
        ("build", "{tmp}/lines.jsonl", "-o", "{tmp}/o"),
        1,
        "line 1 is not a JSON object",
        "第 1 行不是 JSON 对象",
    ),
    (("build", "{tmp}/untitled.jsonl", "-o", "{tmp}/o"), 1, "line 1 has no text", "第 1 行没有正文"),
    (("build", "{tmp}/old.doc", "-o", "{tmp}/o"), 1, "old", "旧版"),
    (("build", "{tmp}/broken.docx", "-o", "{tmp}/o"), 1, "damaged office file", "办公文件已损坏"),
    (("build", "{tmp}/broken.pdf", "-o", "{tmp}/o"), 1, "damaged PDF", "PDF 已损坏"),
    (("build", "{tmp}/noscript.html", "-o", "{tmp}/o"), 1, "web page without text", "网页里没有正文"),
    (("build", "{tmp}/nothing", "-o", "{tmp}/o"), 1, "holds no file to read", "里面没有可读的文件"),
    (("extract", "{tmp}/gone.txt"), 1, "does not exist", "不存在"),
    # where it goes
    (("build", "{tmp}/good.txt", "-o", "{tmp}"), 1, "with something else in it", "里有别的东西"),
    (
        ("build", "{tmp}/good.txt", "-o", "{tmp}/good.txt"),
        1,
        "is a file; name a folder",
        "是文件；请给图谱指定",
    ),
    (("build", "{tmp}", "-o", "{tmp}/out"), 2, "lies inside the source", "在来源"),
    ((*BUILD[:4], "--base", "example"), 2, "is no base of IRIs", "不能作 IRI 前缀"),
    # what the user gives
    ((*BUILD, "--names", "{tmp}/gone.csv"), 1, "cannot be read", "无法读取"),
    (
        (*BUILD, "--names", "{tmp}/names.csv"),
        2,
        "first line must be: name,type,aliases",
        "第一行要写：名称,类型,别名",
    ),
    ((*BUILD, "--names", "{tmp}/types.csv"), 2, "a type other than", "类型不在"),
    ((*BUILD, "--ontology", "{tmp}/terms.ttl"), 1, "is no Turtle", "不合 Turtle"),
    ((*BUILD, "--lexicon", "{tmp}/words.toml"), 1, "no relation", "不是本体里的关系"),
    (
        (*BUILD, "--lexicon", "{tmp}/unknown.toml"),
        1,
        "unknown table 'nonsense'; there are",
        "没有表 'nonsense'；可用的有",
    ),
    ((*BUILD, "--learned", "{tmp}/layer.json"), 2, "is no layer of kg learn", "不是 kg learn 写出的文件"),
    ((*BUILD, "--merges", "{tmp}/merges.txt"), 2, "line 1 is no ruling", "第 1 行看不懂"),
    ((*BUILD, "--decisions", "{tmp}/decisions.csv"), 2, "its first line lacks", "第一行缺"),
    ((*BUILD[:4], "--model", "no-such-model"), 2, "spaCy cannot load it", "spaCy 无法载入"),
    # builds
    (("show", "{tmp}/gone", "李燎"), 1, "no such folder; make it with", "没有这个文件夹；可用"),
    (("export", "{tmp}", "--to", "turtle"), 1, "is no build", "不是图谱文件夹"),
    (("show", "{build}", "玉林"), 2, "did you mean 玉林街道", "是不是 玉林街道"),
    (
        ("export", "{build}", "--to", "excel"),
        2,
        "there are careers, croissant, csv, cypher",
        "可用的有 careers, croissant, csv, cypher",
    ),
    (("export", "{build}", "--to", "turtle", "-o", "{tmp}/no/x.ttl"), 1, "cannot be written", "无法写入"),
    (("push", "{build}", "--to", "ftp://x"), 2, "it begins with one of", "开头应为其中之一"),
    (("push", "{build}", "--to", "http://u:p@localhost/"), 2, "holds a password", "网址里不能写密码"),
    (("push", "{build}", "--to", "http://127.0.0.1:1/"), 1, "cannot be reached", "无法连到目标库"),
    (("eval", "{tmp}/gone", "{build}"), 1, "no such folder", "没有这个文件夹"),
    (("eval", "{tmp}", "{build}"), 1, "is no gold file", "不是金标准文件"),
    (("build", "{build}", "-o", "{tmp}/o"), 1, "is a graph that kg build made", "是 kg build 建的图谱"),
    ((*BUILD, "--learned", "{tmp}/gone.json"), 1, "cannot be read", "无法读取"),
    ((*BUILD, "--decisions", "{tmp}/gone.csv"), 1, "cannot be read", "无法读取"),
    ((*BUILD, "--decisions", "{tmp}/nothing.csv"), 2, "is empty; write it with", "是空的；请先用 kg review"),
    (("review", "{build}", "--below", "3"), 2, "3.0 is not in the range", "3.0 不在"),
    (("explain", ""), 2, "there is no sentence to explain", "没有要解释的句子"),
    (("explain", " \n"), 2, "there is no sentence to explain", "没有要解释的句子"),
    (("explain",), 2, "there is no sentence to explain", "没有要解释的句子"),
    (("serve", "{build}", "--keep", "{tmp}"), 2, "goes with --edit only", "要和 --edit 一起用"),
    (
        ("serve", "{build}", "--edit", "--keep", "{tmp}/good.txt"),
        2,
        "good.txt: is a file; name a folder",
        "good.txt：是文件；请指定",
    ),
    (("learn", "{build}"), 1, "has 0 decisions", "可供学习的判断有 0 条"),
    (("explain", "李明。", "--relation", "flies"), 2, "no relation 'flies'", "没有关系 'flies'"),
    # queries
    ((*ASK, "positions-off"), 2, "did you mean positions-of", "是不是 positions-of"),
    (
        (*ASK, "positions-of", "--set", "nam=王洁"),
        2,
        "has no parameter nam; it has: name",
        "没有参数 nam；它有：name",
    ),
    ((*ASK, "positions-of", "--set", "name"), 2, "has no value; write", "没有值；请写"),
    ((*ASK, "donations", "--set", "least=many"), 2, "is no number", "不是数"),
    ((*ASK, "SELECT ?x { ?x"), 1, "query, line 1, column", "查询第 1 行第"),
    ((*ASK, "DROP ALL"), 1, "DROP: is refused", "不许用 DROP"),
    ((*ASK, "SELECT * { SERVICE <http://x/> { } }"), 1, "SERVICE: is refused", "不许用 SERVICE"),
    (
        (*ASK, "SELECT ?a { ?a a ?b }", "--columns", "c"),
        2,
        "no column 'c'; there are a",
        "没有列 'c'；可用的有 a",
    ),
    ((*ASK, "SELECT ?a { ?a a ?b }", "--format", "turtle"), 2, "needs a CONSTRUCT", "需要 CONSTRUCT"),
    ((*ASK, "SELECT ?a { ?a a ?b }", "--set", "a=b"), 2, "only a named query", "只有命名查询才有参数"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("bad")
    for name, data in FILES.items():
        (found / name).write_bytes(data)
    (found / "nothing").mkdir()
    return found


def test_there_are_sixty() -> None:
    assert len({arguments for arguments, *_ in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("arguments", "status", "english", "chinese"), CASES, ids=lambda value: None)
def test_one_line(
    arguments: tuple[str, ...],
    status: int,
    english: str,
    chinese: str,
    language: str,
    folder: Path,
    small_build: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if language == "zh" else "C.UTF-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    line = [part.replace("{tmp}", str(folder)).replace("{build}", str(small_build)) for part in arguments]
    assert main(line) == status
    out, err = capsys.readouterr()
    said = [row for row in err.splitlines() if row.startswith("kg: ")]
    assert out == ""
    assert "Traceback" not in err
    assert (english if language == "en" else chinese) in said[-1]
    assert len(said) == 1
    if language == "zh":
        assert re.search(r"[\u4e00-\u9fff]{2}", said[-1].replace(str(folder), ""))
    assert not list(folder.glob("out*"))
