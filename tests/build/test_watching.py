"""Names that are watched: each build says what is new about them, the pages show it, nothing else changes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
import quick
from records import small_records
from serving import Server

from kg.build import build, read_build, write_build
from kg.build.watching import called, news_of
from kg.catalogue import in_memory
from kg.cli import main
from kg.portrait import Addresses, heard, render
from kg.values.records import WATCHED, read_watched

Talk = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, with one article built; where one stands."""
    monkeypatch.setattr("kg.nlp.load_nlp", lambda model=None: None, raising=False)
    monkeypatch.setattr("kg.nlp.extract_many", quick.extract, raising=False)
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    told("a", "杨敏捐款10元。")
    assert run("build", "news", "-o", "out") == 0
    return tmp_path


def run(*arguments: str) -> int:
    return main([*arguments, "--jobs", "0"] if arguments[0] == "build" else list(arguments))


def told(name: str, text: str) -> None:
    Path(f"news/{name}.txt").write_text(text, encoding="utf-8")


def test_only_what_is_new_since_the_last_build_is_told(here: Path, capsys: Talk) -> None:
    assert run("watch", "杨敏", "刘芳", "杨敏", "-o", "out") == 0
    assert tomllib.loads(Path("out/zhkg.toml").read_text(encoding="utf-8"))["watch"] == ["杨敏", "刘芳"]
    told("b", "杨敏捐款20元。赵刚捐款30元。")
    capsys.readouterr()
    assert run("build", "-o", "out") == 0
    said = capsys.readouterr().err
    assert "杨敏: 1 new statements" in said
    assert "杨敏捐款20元。" in said
    assert "10元" not in said
    assert "赵刚捐款" not in said
    assert "刘芳: nothing bears this name" in said
    twenty = next(item.id for item in read_build("out").statements if item.qualifiers.amount == 20)
    assert read_watched(Path("out")) == {"杨敏": [twenty], "刘芳": []}


def test_a_build_that_writes_only_what_has_changed_tells_it_too(here: Path, capsys: Talk) -> None:
    run("watch", "杨敏", "-o", "out")
    assert run("build", "-o", "out", "--only", "statements") == 0
    told("b", "杨敏捐款20元。")
    capsys.readouterr()
    assert run("build", "-o", "out", "--only", "statements") == 0
    said = capsys.readouterr().err
    assert "杨敏: 1 new statements" in said
    assert "10元" not in said


def test_nothing_new_leaves_what_was_told_for_the_pages(here: Path, capsys: Talk) -> None:
    run("watch", "杨敏", "-o", "out")
    told("b", "杨敏捐款20元。")
    run("build", "-o", "out")
    before = quick.tree(Path("out"))
    capsys.readouterr()
    run("build", "-o", "out")
    assert "new statements" not in capsys.readouterr().err
    assert quick.tree(Path("out")) == before
    run("watch", "刘芳", "-o", "out")
    run("build", "-o", "out")
    assert [len(items) for items in read_watched(Path("out")).values()] == [1, 0]
    run("watch", "-o", "out")
    shown = capsys.readouterr().out
    assert "杨敏: 1 new statements" in shown
    assert "20元" in shown
    run("watch", "杨敏", "刘芳", "--remove", "-o", "out")
    run("build", "-o", "out")
    assert not Path("out", WATCHED).exists()


def test_the_first_build_of_a_project_tells_all_and_long_lists_are_cut(here: Path, capsys: Talk) -> None:
    told("a", "".join(f"杨敏捐款{number}元。" for number in range(1, 8)))
    report = build(["news"], "new", watch=["杨敏"])
    assert [len(item.statements) for item in report.news] == [7]
    run("watch", "杨敏", "-o", "out")
    capsys.readouterr()
    assert main(["--lang", "zh", "build", "-o", "out", "--jobs", "0"]) == 0
    said = capsys.readouterr().err
    assert "杨敏：7 条新陈述" in said  # the text is another, so is the article
    assert said.count("杨敏捐款") == 5
    assert "另有 2 条" in said


def test_mistakes_are_one_line(here: Path, capsys: Talk) -> None:
    run("watch", "杨敏", "-o", "out")
    capsys.readouterr()
    for arguments in (("杨民", "--remove"), ("--remove",), (" ",)):
        assert run("watch", *arguments, "-o", "out") == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    Path("out/zhkg.toml").write_text("watch = 3\n", encoding="utf-8")
    assert run("watch", "-o", "out") == 2


def test_who_is_meant_by_a_name(tmp_path: Path) -> None:
    records = small_records()
    assert len(called("李燎", records)) == 2
    assert [item.name for item in called("武侯区玉林街道", records)] == ["玉林街道"]
    street = next(item.id for item in records.entities if item.name == "玉林街道")
    found = news_of([street, "李燎"], records, 0.0, tmp_path)
    assert [len(item.statements) for item in found] == [3, 4]  # the plan too
    write_build(records, tmp_path / "build")
    assert [item.statements for item in news_of(["李燎"], records, 0.0, tmp_path / "build")] == [()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_quotes_what_is_new(language: str) -> None:
    records = small_records()
    plan = next(item for item in records.statements if item.status == "planned")
    catalogue = in_memory(records)
    news = heard(catalogue, {"李燎": [plan.id, "gone"], "<i>": []}, 5)
    page = render("news.html", language, Addresses(catalogue.base), news=news)
    assert "李燎计划走访玉林街道。" in page.replace('<mark class="subject">', "").replace(
        '<mark class="object">', ""
    ).replace("</mark>", "")
    assert "<i>" not in page
    assert {"zh": "计划中", "en": "planned"}[language] in page
    catalogue.close()


def test_the_first_page_of_the_server_shows_it(tmp_path: Path) -> None:
    import re
    import subprocess
    import sys

    out = tmp_path / "build"
    write_build(small_records(), out)
    keys = [item.id for item in read_build(out).statements]
    (out / WATCHED).write_text(json.dumps({"李燎": keys, "无名": []}), encoding="utf-8")
    command = [sys.executable, "-m", "kg", "serve", str(out), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        server = Server(re.search(r"http://\S+", process.stderr.readline())[0])  # type: ignore[index]
        home = server.ask("GET", "/", Accept="text/html").body.decode()
        assert 'data-new="4"' in home
        assert "无名" not in home
        assert "/watched" in home
        page = server.ask("GET", "/watched?lang=en", Accept="text/html").body.decode()
        assert page.count("data-statement=") == 4
        assert "nothing bears this name" in page
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()  # type: ignore[union-attr]
