"""The command line: answers, exit statuses, one line for an error, and no heavy import for help."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from kg.cli import cli, main
from kg.words import messages

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def fails(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a command line that must fail with ``status``; its one line."""

    def run(status: int, *arguments: object) -> str:
        assert main([str(argument) for argument in arguments]) == status
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("kg: ")
        assert err.count("\n") == 1
        return err

    return run


def test_help_and_version_load_no_model() -> None:
    heavy = {"spacy", "rdflib", "networkx", "pyoxigraph", "pyvis", "opencc"}
    for arguments in (["--help"], ["--version"], ["build", "--help"], ["--lang", "zh", "query", "--help"]):
        code = (
            "import sys; from kg.cli import main; status = main(sys.argv[1:]); "
            f"print(sorted({heavy} & set(sys.modules)), status, file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True)
        assert done.stderr.decode().strip() == "[] 0"


def test_opening_a_build_loads_no_language_model(small_build: Path) -> None:
    code = (
        "import sys; from kg.cli import main; status = main(sys.argv[1:]); "
        "assert not {'spacy', 'onnxruntime'} & set(sys.modules); sys.exit(status)"
    )
    subprocess.run(
        [sys.executable, "-c", code, "show", str(small_build), "玉林街道"], check=True, capture_output=True
    )


@pytest.mark.parametrize("command", [cli, *cli.commands.values()], ids=lambda command: command.name)
def test_help_is_in_both_languages(command: click.Command) -> None:
    with click.Context(command, info_name="kg") as context:
        messages.set_language("en")
        english = [
            command.help,
            *(p.help for p in command.get_params(context) if isinstance(p, click.Option)),
        ]
        messages.set_language("zh")
        chinese = [
            command.help,
            *(p.help for p in command.get_params(context) if isinstance(p, click.Option)),
        ]
        messages.set_language("en")
    for one, other in zip(english, chinese, strict=True):
        assert one
        assert one.isascii()
        assert other
        assert not other.isascii(), f"resources/messages.toml lacks: {one}"


def test_language_follows_option_then_locale() -> None:
    choose = messages.choose_language
    assert choose([], {}) == "en"
    assert choose([], {"LANG": "zh_CN.UTF-8"}) == "zh"
    assert choose([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}) == "en"
    assert choose(["--lang", "en", "build"], {"LANG": "zh_TW.UTF-8"}) == "en"
    assert choose(["--lang=zh"], {}) == "zh"


def test_nothing_readable_names_each_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    sources = [str(tmp_path / "missing.txt"), str(tmp_path / "empty.txt")]
    assert main(["build", *sources, "-o", str(tmp_path / "out")]) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("kg: ")]
    assert len(lines) == 3
    assert "missing.txt: does not exist" in lines[0]
    assert "empty.txt: is empty" in lines[1]


def test_what_was_learned(fails: Callable[..., str], small_build: Path, tmp_path: Path) -> None:
    assert "has 0 decisions to learn from, 20 are needed" in fails(1, "learn", small_build)
    assert "nothing is learned in it" in fails(1, "learn", small_build, "--list")
    assert "nothing is learned in it" in fails(1, "learn", small_build, "--undo")
    assert "does not go with --undo" in fails(2, "learn", small_build, "--undo", "--list")
    assert "no such folder" in fails(1, "learn", tmp_path / "nowhere")
    file = tmp_path / "x.json"
    file.write_text("{}", encoding="utf-8")
    assert "x.json: is no layer of kg learn" in fails(2, "explain", "李明。", "--learned", file)


def test_usage_errors(fails: Callable[..., str], small_build: Path, tmp_path: Path) -> None:
    assert "did you mean build?" in fails(2, "buidl")
    assert "--frob" in fails(2, "build", "--frob")
    assert "SOURCE" in fails(2, "build")
    assert "did you mean turtle?" in fails(2, "export", small_build, "--to", "turtel")
    assert "did you mean 李燎" in fails(2, "show", small_build, "李廖燎")
    assert "did you mean 玉林街道" in fails(2, "show", small_build, "玉林")


def test_missing_things_are_problems(fails: Callable[..., str], small_build: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert "nowhere: no such folder; make it with" in fails(1, "show", nowhere, "李燎")
    assert "is no build" in fails(1, "export", tmp_path, "--to", "turtle")
    assert "no gold files" in fails(1, "eval", tmp_path, small_build)
    assert "cannot be written" in fails(1, "export", small_build, "--to", "turtle", "-o", nowhere / "x.ttl")
    assert "cannot be written" in fails(1, "view", small_build, "-o", nowhere / "x.html")


def test_errors_in_chinese(capsys: pytest.CaptureFixture[str], small_build: Path) -> None:
    assert main(["--lang", "zh", "show", "nowhere", "李燎"]) == 1
    assert capsys.readouterr().err == "kg: nowhere：没有这个文件夹；可用 kg build SOURCE -o nowhere 建立\n"
    assert main(["--lang", "zh", "show"]) == 2
    assert capsys.readouterr().err == "kg: 缺参数 DIR（kg show --help）\n"
    main(["--version"])


def test_show_quotes_the_sentences(capsys: pytest.CaptureFixture[str], small_build: Path) -> None:
    assert main(["show", str(small_build), "李主任"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("李燎 (person) <https://w3id.org/zhkg/id/person/")
    assert "holds position →\n  武侯区人大常委会 · title 主任\n" in out
    assert "a[0:20] “武侯区人大常委会主任李燎到玉林街道督导。”" in out
    assert "amount 100000 · currency CNY" in out
    assert "走访" not in out
    assert main(["--lang", "zh", "show", str(small_build), "玉林街道", "--status", "all"]) == 0
    out = capsys.readouterr().out
    assert "玉林街道（地点）" in out
    assert "← 督导\n  李燎\n" in out
    assert "[计划]" in out


def test_show_keeps_namesakes_apart(capsys: pytest.CaptureFixture[str], small_build: Path) -> None:
    assert main(["show", str(small_build), "李燎", "--json"]) == 0
    pages = json.loads(capsys.readouterr().out)
    assert [page["name"] for page in pages] == ["李燎", "李燎"]
    assert pages[0]["id"] != pages[1]["id"]
    assert sorted(len(page["relations"]) for page in pages) == [0, 3]


def test_export_to_a_file_or_to_stdout(
    capfdbinary: pytest.CaptureFixture[bytes], run_kg: Run, small_build: Path, tmp_path: Path
) -> None:
    done = run_kg("export", small_build, "--to", "jsonl")
    assert done.returncode == 0
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert {line["status"] for line in lines} == {"asserted"}
    assert len(lines) == 3
    assert len(run_kg("export", small_build, "--to", "jsonl", "--status", "all").stdout.splitlines()) == 4
    assert main(["export", str(small_build), "--to", "turtle", "-o", str(tmp_path / "x.ttl")]) == 0
    assert (tmp_path / "x.ttl").read_bytes() == (small_build / "graph.ttl").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["x.ttl"]


def test_export_lists_its_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--list"]) == 0
    names = {line.split()[0] for line in capsys.readouterr().out.splitlines()}
    assert {"turtle", "trig", "jsonl", "nodes-jsonl", "graphml"} <= names


def test_eval_prints_the_table(capsys: pytest.CaptureFixture[str], small_build: Path, tmp_path: Path) -> None:
    gold = {
        "text": "a.txt",
        "entities": [
            {"id": "p", "type": "Person", "name": "李燎", "aliases": []},
            {"id": "l", "type": "Place", "name": "玉林街道", "aliases": []},
        ],
        "facts": [
            {"rel": "supervises", "subj": "p", "obj": "l"},
            {"rel": "liaisonOf", "subj": "p", "obj": "l"},
        ],
    }
    (tmp_path / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    assert main(["eval", str(tmp_path), str(small_build), "--errors", "1"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["supervises", "1.000", "1.000", "1.000", "1", "1"] in rows
    assert ["all", "0.333", "0.500", "0.400", "2", "3"] in rows
    assert ["Place", "1.000", "1.000", "1.000", "1", "1"] in rows
    assert ["missed", "a:", "李燎", "--liaisonOf-->", "玉林街道"] in rows
    assert main(["eval", str(tmp_path), str(small_build), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facts"]["gold"] == 2


QUERY = "PREFIX kg: <https://w3id.org/zhkg/ontology#> SELECT ?name { ?who kg:supervises/rdfs:label ?name }"


def test_query(capsys: pytest.CaptureFixture[str], run_kg: Run, small_build: Path, tmp_path: Path) -> None:
    assert run_kg("query", small_build, QUERY).stdout.decode().split() == ["name", "--------", "玉林街道"]
    assert (
        run_kg("query", small_build, QUERY, "--format", "csv", "--raw").stdout.decode()
        == "name\r\n玉林街道\r\n"
    )
    piped = run_kg("query", small_build, "-", "--format", "json", stdin=QUERY.encode())
    [row] = json.loads(piped.stdout)["results"]["bindings"]
    assert row["name"]["value"] == "玉林街道"
    file = tmp_path / "谁督导哪里.rq"
    file.write_text(f"\ufeff# who goes where\n{QUERY}\n", encoding="utf-8")
    assert run_kg("query", small_build, file).stdout.decode().split() == ["name", "--------", "玉林街道"]
    columns = run_kg("query", small_build, "supervised-streets", "--columns", "street", "--format", "csv")
    assert columns.stdout.decode("utf-8-sig").split() == ["street", "玉林街道"]
    claims = run_kg(
        "query", small_build, "not-asserted", "--columns", "status,subject,object", "--format", "csv"
    )
    assert claims.stdout.decode("utf-8-sig").splitlines()[1:] == ["planned,李燎,玉林街道"]
    run = 'SELECT ?a ?n { VALUES (?a ?n) { ("=1+1" -5) } }'
    safe, raw = (
        run_kg("query", small_build, run, "--format", "csv", *more).stdout for more in ([], ["--raw"])
    )
    assert safe.decode() == "\ufeffa,n\r\n'=1+1,-5\r\n"
    assert raw == b"a,n\r\n=1+1,-5\r\n"
    assert run_kg("query", small_build, run, "--raw").returncode == 2
    described = run_kg(
        "query", small_build, "DESCRIBE <https://w3id.org/zhkg/id/nothing>", "--format", "turtle"
    )
    assert described.returncode == 0
    assert main(["query", "--list"]) == 0
    assert capsys.readouterr().out


def test_query_errors(fails: Callable[..., str], small_build: Path, tmp_path: Path) -> None:
    assert "no query 'nonsense'" in fails(2, "query", small_build, "nonsense")
    assert "line 1" in fails(1, "query", small_build, "SELECT ?x { ?x")
    assert "refused" in fails(
        1, "query", small_build, "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"
    )
    assert "--set x=VALUE" in fails(2, "query", small_build, QUERY, "--set", "x")
    assert "only a named query" in fails(2, "query", small_build, QUERY, "--set", "x=1")
    assert "did you mean name?" in fails(2, "query", small_build, QUERY, "--columns", "nam")
    assert "CONSTRUCT" in fails(2, "query", small_build, QUERY, "--format", "turtle")
    missing = tmp_path / "missing.rq"
    assert f"{missing}: cannot be read (No such file or directory)" in fails(2, "query", small_build, missing)
    (tmp_path / "gbk.rq").write_bytes("# 谁督导哪里".encode("gb18030"))
    assert "cannot be read as UTF-8" in fails(2, "query", small_build, tmp_path / "gbk.rq")
    assert "line 1" in fails(1, "query", small_build, "x" * 300 + " ?")  # too long for a file's name


def test_view_writes_the_page(capsys: pytest.CaptureFixture[str], small_build: Path, tmp_path: Path) -> None:
    assert (
        main(["view", str(small_build), "--focus", "李燎", "--top", "3", "-o", str(tmp_path / "x.html")]) == 0
    )
    assert "<html" in (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "x.html" in capsys.readouterr().err


def test_merges_has_a_header_even_when_empty(capsys: pytest.CaptureFixture[str], small_build: Path) -> None:
    assert main(["merges", str(small_build)]) == 0
    assert capsys.readouterr().out.split() == ["name", "kept", "replaced", "reasons"]


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.GBK"])
def test_utf8_whatever_the_locale(run_kg: Run, small_build: Path, locale: str) -> None:
    done = run_kg("show", small_build, "玉林街道", LC_ALL=locale, PYTHONIOENCODING="gbk")
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert "玉林街道" in done.stdout.decode("utf-8")


def test_a_reader_that_stops_is_no_error(small_build: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "kg", "export", str(small_build), "--to", "trig"],
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_one_line(small_build: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "kg", "export", str(small_build), "--to", "trig"],
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "kg: the output cannot be written (No space left on device); check the space left and where it goes\n"
    )


def test_a_name_cannot_steer_the_terminal(fails: Callable[..., str], tmp_path: Path) -> None:
    line = fails(1, "show", tmp_path / "a\x1b]0;owned\x07\n\u202eb", "李燎")
    assert "\x1b" not in line
    assert "\u202e" not in line


def test_validate(run_kg: Run, capsys: pytest.CaptureFixture[str], small_build: Path) -> None:
    assert run_kg("validate", small_build).stdout == b""
    assert main(["validate", str(small_build), "--status", "all"]) == 0


def test_validate_with_own_shapes(
    small_build: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/zhkg/ontology#> .\n"
        "<https://example.org/dated> a sh:NodeShape ; sh:targetClass kg:Supervision ;\n"
        '    sh:property [ sh:path kg:date ; sh:minCount 1 ; sh:message "needs a date" ] .\n',
        encoding="utf-8",
    )
    assert main(["validate", str(small_build), "--shapes", str(file)]) == 1
    out, err = capsys.readouterr()
    assert out.endswith("ontology#date needs a date\n")
    assert err.endswith("1 places break the shapes\n")
    assert main(["validate", str(small_build), "--shapes", str(tmp_path / "none.ttl")]) == 2
    assert "none.ttl: cannot be read" in capsys.readouterr().err


def test_interrupted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.build.projects.build", interrupt)
    assert main(["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")]) == 130
    assert capsys.readouterr().err.endswith("kg: interrupted\n")


def test_build_reports_and_fails_softly(run_kg: Run, tmp_path: Path) -> None:
    """The whole way, over real files: one good, one silent, one empty, one binary."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "good.txt").write_text(
        "武侯区人大常委会主任李燎到玉林街道督导疫情防控工作。\n", encoding="utf-8"
    )
    (source / "silent.txt").write_text("今天天气很好。\n", encoding="utf-8")
    (source / "empty.txt").write_bytes(b"")
    (source / "binary.txt").write_bytes(bytes(range(256)) * 20)
    done = run_kg("build", source, "-o", tmp_path / "out")
    err = done.stderr.decode()
    assert done.returncode == 1
    assert done.stdout == b""
    assert "Traceback" not in err
    assert "\r" not in err  # no progress bar in a pipe
    for name in ("silent", "empty.txt", "binary.txt"):
        assert [line for line in err.splitlines() if name in line and line.startswith("kg: ")], name
    assert (tmp_path / "out/graph.ttl").is_file()


def test_two_builds_of_the_same_input_give_the_same_bytes(
    run_kg: Run, demo_build: Path, articles: Path, tmp_path: Path
) -> None:
    """In another process, with another hash seed, locale, time zone and place."""
    away = {"PYTHONHASHSEED": "7", "LC_ALL": "zh_CN.UTF-8", "TZ": "Asia/Shanghai"}
    again = ("build", articles, "-o", tmp_path / "deep" / "again", "--model", "fast")
    assert run_kg(*again, **away).returncode == 0
    names = sorted(path.relative_to(demo_build) for path in demo_build.rglob("*") if path.is_file())
    assert len(names) > 20
    for name in names:
        assert (tmp_path / "deep" / "again" / name).read_bytes() == (demo_build / name).read_bytes(), name


def test_extract_reads_standard_input(run_kg: Run) -> None:
    text = "1月28日,武侯区人大常委会主任李燎到玉林街道督导疫情防控工作。".encode()
    done = run_kg("extract", "-", stdin=text)
    assert done.returncode == 0
    statements = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert {statement["doc"] for statement in statements} == {"stdin"}
    assert "supervises" in {statement["predicate"] for statement in statements}
    nodes = [
        json.loads(line)
        for line in run_kg("extract", "-", "--nodes", stdin=text).stdout.decode().splitlines()
    ]
    assert "李燎" in {node["name"] for node in nodes}
    empty = run_kg("extract", "-", stdin=b"")
    assert empty.returncode == 1
    assert empty.stderr.decode().startswith("kg: stdin: ")


def test_progress_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.cli.terminal import progress_bar

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress_bar() as step:
        assert step is not None
        step(1, 2, "a")
        step(2, 2, "b")
    assert "100%" in terminal.getvalue()
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress_bar() as step:
        step(1, 2, "a")
    assert sys.stderr.getvalue() == ""
    with progress_bar(every=0) as step:
        step(1, 3, "a")
        step(3, 3, "c")
    said = sys.stderr.getvalue()
    assert re.fullmatch(r"1 of 3 articles, \d+\.\d a second, \d+ seconds left\n", said)


class Terminal(io.TextIOWrapper):
    """Standard output as a terminal is one."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True


def test_what_is_no_text_stays_off_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small_build: Path, tmp_path: Path
) -> None:
    binary = [("export", "--to", form) for form in ("parquet", "neo4j-csv", "croissant")]
    for command, name, form in [*binary, ("chart", "--form", "png")]:
        terminal = Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        more = ["gifts-by-month", "-o", "-"] if command == "chart" else []
        assert main([command, str(small_build), *more, name, form]) == 2
        said = f"kg: {name} {form}: is no text for a terminal; write it to a file with: -o FILE\n"
        assert (capsys.readouterr().err, terminal.buffer.getvalue()) == (said, b"")  # type: ignore[attr-defined]
    for form in ("csv", "jsonl", "turtle", "nquads"):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        assert main(["export", str(small_build), "--to", form]) == 0
        assert terminal.buffer.getvalue()  # type: ignore[attr-defined]
        assert main(["export", str(small_build), "--to", form, "-o", str(tmp_path / form)]) == 0
        assert capsys.readouterr().err == f"wrote {tmp_path / form}\n"


def test_how_much_is_told(capsys: pytest.CaptureFixture[str], articles: Path, tmp_path: Path) -> None:
    one = articles / "dev-04.txt"
    command = ["build", str(one), "-o", str(tmp_path / "out"), "--model", "fast"]
    assert main([*command, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["-q", "build", str(one), str(tmp_path / "gone.txt"), *command[2:]]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line == f"kg: {tmp_path / 'gone.txt'}: does not exist; check the path"
    assert main(["--lang", "zh", *command, "-vv"]) == 0
    told = capsys.readouterr().err
    assert "读了 1 篇文章" in told
    assert "dev-04：" in told
    assert main(command) == 0
    assert "read," not in capsys.readouterr().err  # the next run listens no more


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_flood_is_told_shortly(capsys: pytest.CaptureFixture[str], tmp_path: Path, language: str) -> None:
    lines = "".join(f'{{"id": {number}, "body_of": "x"}}\n' for number in range(300))
    (tmp_path / "many.jsonl").write_text(lines + "[1]\n", encoding="utf-8")
    command = ["--lang", language, "build", str(tmp_path), "-o", str(tmp_path.parent / "out"), "--jobs", "0"]
    assert main(command) == 1
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("kg: ")]
    assert len(said) == 13  # ten, how many more, the one of another kind, and what became of it
    more = {"en": "kg: and 290 more of this kind; with -v all are listed", "zh": "这类问题另有 290 个"}
    assert more[language] in said[10]
    assert {"en": "is not a JSON object", "zh": "不是 JSON 对象"}[language] in said[11]
    for number in range(9):  # two kinds of ten and less are told in full
        (tmp_path / f"{number}.txt").write_bytes(b"")
    assert main([*command, "-v"]) == 1
    assert capsys.readouterr().err.count("kg: ") == 300 + 1 + 9 + 1


def test_kinds_of_messages() -> None:
    from kg.errors import SourceError
    from kg.words.messages import kind_of

    empty = "is empty; remove it or fetch it again"
    assert kind_of(SourceError("a/b.txt", empty)) == kind_of(SourceError("1: x", empty))
    assert kind_of(SourceError("a", "line 1 has no text; put it under one of x")) == kind_of(
        "b: line 29 has no text; put it under one of y, z"
    )
    assert kind_of(SourceError("a", empty)) != kind_of(SourceError("a", "is locked with a password"))
    assert kind_of("a: something 3 nobody translated") == kind_of("b: something 44 nobody translated")
    assert kind_of("a: something nobody translated") != kind_of("a: another thing")


def test_the_language_may_be_said_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "nowhere", "李燎", "--lang", "zh"]) == 1
    assert "没有这个文件夹" in capsys.readouterr().err
    assert messages.get_language() == "en"  # as it was before


def test_heads_in_chinese(
    capsys: pytest.CaptureFixture[str], small_build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["merges", str(small_build)]) == 0
    assert capsys.readouterr().out.split() == ["名称", "保留", "被合并，或同名所在文章", "理由"]
    assert main(["ontology"]) == 0
    assert capsys.readouterr().out.splitlines()[0].split() == ["名称", "中文", "英文", "定义域", "值域"]


def test_heads_of_a_named_query(run_kg: Run, small_build: Path) -> None:
    ask = ("--lang", "zh", "query", small_build, "supervised-streets")
    shown = run_kg(*ask, "--columns", "督导者,street").stdout.decode().splitlines()
    assert shown[0].split() == ["督导者", "街道"]
    assert run_kg(*ask, "--columns", "street", "--format", "csv", "--raw").stdout.decode().split() == [
        "street",
        "玉林街道",
    ]
    assert run_kg(*ask[2:], "--columns", "street").stdout.decode().split()[0] == "street"
