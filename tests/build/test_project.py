"""A project remembers, and what people wrote stays: in its file, in the folder, in force."""

from __future__ import annotations

import io
import json
import re
import tomllib
from pathlib import Path

import pytest
import quick

import kg
from kg.build import build, read_build
from kg.build.project import find
from kg.cli import main
from kg.errors import OutputError, SourceError, UsageError
from kg.given.learned import Layer, Scores, write_layer

Talk = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.nlp.load_nlp", lambda model=None: None, raising=False)
    monkeypatch.setattr("kg.nlp.extract_many", quick.extract, raising=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with articles, where one stands."""
    (tmp_path / "news").mkdir()
    for name, text in {"a": "杨敏捐款10元。", "b": "杨敏捐款20元。刘芳捐款30元。"}.items():
        (tmp_path / "news" / f"{name}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    return main([*arguments, "--jobs", "0"])


def review(folder: str, verb: str, name: str) -> None:
    """A filled-in table on the first statement of that name."""
    found = next(item for item in read_build(folder).statements if item.subject.name == name)
    Path("review.csv").write_text(f"decision,id,subject\n{verb},{found.id},{name}\n", encoding="utf-8")


def names(folder: str = "out") -> list[str]:
    return sorted(item.subject.name for item in read_build(folder).statements)


def test_the_first_build_writes_what_it_was_made_of(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("names.csv").write_text("name,type\n东湖集团,Organization\n", encoding="utf-8")
    assert run("build", "news", "-o", "out", "--names", "names.csv", "--model", "fast") == 0
    text = Path("out/zhkg.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert data["sources"] == ["../news"]
    assert data["names"] == ["../names.csv"]
    assert data["model"] == "fast"
    assert str(here) not in text
    assert re.search("[\u4e00-\u9fff]{4}", text)
    before = quick.tree(Path("out"))
    assert run("build", "-o", "out") == 0
    monkeypatch.chdir("out")
    assert run("build") == 0
    assert quick.tree(Path()) == before
    Path("../news/a.txt").unlink()
    assert run("build") == 0
    assert names(".") == ["刘芳", "杨敏"]


def test_a_decision_stays_in_force(here: Path, capsys: Talk) -> None:
    run("build", "news", "-o", "out")
    review("out", "reject", "刘芳")
    assert run("build", "news", "-o", "out", "--decisions", "review.csv") == 0
    assert names() == ["杨敏", "杨敏"]
    assert "1 of 1 decisions took effect" in capsys.readouterr().err
    assert run("build", "-o", "out") == 0
    assert run("build", "news", "-o", "out") == 0
    assert names() == ["杨敏", "杨敏"]
    Path("review.csv").unlink()
    Path("news/a.txt").write_text("赵刚捐款1元。", encoding="utf-8")
    assert run("build", "-o", "out") == 0
    assert "its copy in out/given stays in force" in capsys.readouterr().err
    assert names() == ["杨敏", "赵刚"]


def test_what_was_learned_and_removed_is_out_of_force(here: Path, capsys: Talk) -> None:
    scores = Scores(0.5, 0.5)
    layer = Layer("fast", "0" * 12, 30, 20, 6, 3.0, 0.5, scores, scores, {"bias": -2.0})
    Path("learned.json").write_text(write_layer(layer), encoding="utf-8")
    assert run("build", "news", "-o", "out", "--learned", "learned.json") == 0
    Path("learned.json").unlink()
    Path("out/learned.json").unlink()
    assert run("build", "-o", "out") == 0
    assert "learned.json: is gone, and no longer in force" in capsys.readouterr().err
    assert not Path("out/learned.json").exists()


def test_files_of_ones_own_stay(here: Path) -> None:
    run("build", "news", "-o", "out")
    own = {
        "review.csv": "mine",
        "notes/plan.md": "mine",
        "sources/extra.txt": "mine",
        "given/why.txt": "mine",
    }
    for name, text in own.items():
        path = Path("out") / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for text in ("杨敏捐款11元。", "杨敏捐款12元。", "杨敏捐款13元。"):
        Path("news/a.txt").write_text(text, encoding="utf-8")
        assert run("build", "-o", "out") == 0
        assert {name: (Path("out") / name).read_text(encoding="utf-8") for name in own} == own
    Path("news/extra.txt").write_text("王洁捐款1元。", encoding="utf-8")
    before = quick.tree(Path("out"))
    assert run("build", "-o", "out") == 1
    assert quick.tree(Path("out")) == before
    with pytest.raises(
        OutputError, match=r"sources/extra\.txt: stands where the build puts a file of its own"
    ):
        build(["news"], "out")


def test_what_a_library_build_leaves_out_is_said(here: Path) -> None:
    Path("names.csv").write_text("name,type\n东湖集团,Organization\n", encoding="utf-8")
    run("build", "news", "-o", "out", "--names", "names.csv")
    assert "made with names.csv, this one is not" in build(["news"], "out").idle[0]


def test_what_is_replaced_is_said(here: Path, capsys: Talk) -> None:
    run("build", "news", "-o", "out", "--model", "fast")
    capsys.readouterr()
    assert run("build", "news/a.txt", "-o", "out", "--min-confidence", "0.5") == 0
    assert "sources: ../news/a.txt instead of ../news" in capsys.readouterr().err
    assert run("build", "-o", "out", "--min-confidence", "0.95") == 0
    assert "min-confidence: 0.95 instead of 0.5" in capsys.readouterr().err
    project = find(Path("out"))
    assert project is not None
    assert (project.model, project.least, project.lists["sources"]) == ("fast", 0.95, ("../news/a.txt",))


def test_adding_and_removing(here: Path, capsys: Talk) -> None:
    assert main(["init", "project", "news/a.txt"]) == 0
    assert main(["init", "project"]) == 2
    path = Path("project/zhkg.toml")
    path.write_text(path.read_text(encoding="utf-8") + "# 我的注释\n", encoding="utf-8")
    assert run("build", "-o", "project") == 0
    assert names("project/graph") == ["杨敏"]
    lines = ('{"id": "x", "text": "赵刚捐款1元。"}', '{"id": "y", "text": "周强捐款2元。"}')
    Path("more.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("add", "more.jsonl", "news", "-o", "project") == 0
    assert names("project/graph") == ["刘芳", "周强", "杨敏", "杨敏", "赵刚"]
    assert run("remove", "x", "news/b.txt", "news/a.txt", "-o", "project") == 0
    assert names("project/graph") == ["周强"]
    assert "我的注释" in path.read_text(encoding="utf-8")
    project = find(Path("project"))
    assert project is not None
    assert project.lists["sources"] == ("../more.jsonl", "../news")
    assert project.lists["exclude"] == ("../more.jsonl#x", "../news/b.txt", "../news/a.txt")
    assert run("add", "news/b.txt", "-o", "project") == 0
    assert names("project/graph") == ["刘芳", "周强", "杨敏"]
    assert run("remove", "nothing", "-o", "project") == 2
    capsys.readouterr()
    Path("news/c.txt").write_text("钱进捐款1元。", encoding="utf-8")
    Path("news/b.txt").write_text("钱进捐款2元。", encoding="utf-8")
    (Path("more.jsonl")).unlink()
    assert main(["status", "project"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "new  c",
        "changed  b",
        "gone  y",
        "failed  more.jsonl: does not exist; check the path",
    ]
    assert "project/graph: 2 articles; 1 new, 1 changed, 1 gone, 0 stale, 1 failed" in said.err
    assert "brings it up to date" in said.err
    assert main(["--lang", "zh", "status", "project"]) == 0
    assert "project/graph：2 篇文章；1 篇新的、1 篇改过的" in capsys.readouterr().err
    assert main(["status", "project", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"] == ["b"]


@pytest.mark.parametrize("source", ["gone.txt", "news/*.html", "@gone.txt"])
def test_what_is_not_there_is_not_added(here: Path, capsys: Talk, source: str) -> None:
    assert main(["init", "project", "news"]) == 0
    assert run("build", "-o", "project") == 0
    before = quick.tree(Path("project")), Path("project/zhkg.toml").read_bytes()
    capsys.readouterr()
    Path("c.txt").write_text("赵刚捐款1元。", encoding="utf-8")
    assert run("add", "c.txt", source, "-o", "project") == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert (quick.tree(Path("project")), Path("project/zhkg.toml").read_bytes()) == before
    assert run("add", "c.txt", "-o", "project") == 0
    assert "c.txt" in Path("project/zhkg.toml").read_text(encoding="utf-8")
    Path("later").mkdir()  # a folder that is there may be filled later
    run("add", "later", "-o", "project")
    assert "later" in Path("project/zhkg.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["learned", "names", "merges", "decisions", "ontology", "lexicon"])
def test_what_a_command_line_names_is_there(here: Path, capsys: Talk, kind: str) -> None:
    run("build", "news", "-o", "out")
    before = Path("out/zhkg.toml").read_bytes()
    capsys.readouterr()
    assert run("build", "news", "-o", "out", f"--{kind}", "nosuch") == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("kg: nosuch: cannot be read (")
    assert "zhkg.toml" not in line
    assert Path("out/zhkg.toml").read_bytes() == before


def test_a_build_is_no_source(here: Path, capsys: Talk) -> None:
    run("build", "news", "-o", "out")
    capsys.readouterr()
    assert run("build", "out", "-o", "other") == 1
    said = "out: is a graph that kg build made; name the articles that it was made of"
    assert capsys.readouterr().err.splitlines()[1:] == [f"kg: {said}"]
    Path("out").rename("news/old")
    assert run("build", "news", "-o", "other") == 1
    assert [line for line in capsys.readouterr().err.splitlines() if line.startswith("kg: ")] == [
        f"kg: news/old{said.removeprefix('out')}"
    ]
    assert names("other") == ["刘芳", "杨敏", "杨敏"]
    Path("news/old/statements.jsonl").unlink()  # some other folder with a build.json
    Path("news/old/sources/d.txt").write_text("赵刚捐款1元。", encoding="utf-8")
    run("build", "news", "-o", "other")
    assert "赵刚" in names("other")


def test_a_build_that_fails_changes_no_project(here: Path) -> None:
    Path("empty").mkdir()
    assert run("build", "empty", "-o", "out") == 1
    assert not Path("out").exists()
    run("build", "news", "-o", "out")
    before = Path("out/zhkg.toml").read_bytes()
    assert run("build", "empty", "-o", "out") == 1
    assert Path("out/zhkg.toml").read_bytes() == before
    assert run("build") == 2
    assert run("build", "news") == 2


def test_a_folder_with_something_else_in_it_becomes_no_project(here: Path) -> None:
    Path("photos").mkdir()
    Path("photos/cat.jpg").write_bytes(b"x")
    assert run("build", "news", "-o", "photos") == 1
    assert [path.name for path in Path("photos").iterdir()] == ["cat.jpg"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sources = [", "cannot be understood"),
        ('sources = "news"', "sources is not what it should be"),
        ("sources = [1]", "sources is not what it should be"),
        ("min-confidence = 2", "a number from 0 to 1"),
        ("model = true", "model is not what it should be"),
        ("souces = []", "has no entry souces"),
    ],
)
def test_a_file_that_says_nothing(here: Path, text: str, said: str) -> None:
    Path("zhkg.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=rf"zhkg\.toml: .*{said}"):
        find(Path())


def test_python_remembers_too(here: Path) -> None:
    run("build", "news", "-o", "out")
    review("out", "reject", "刘芳")
    kg.make(["news"], "out", decisions=["review.csv"])
    assert len(kg.make(["news"], "out").statements) == 2
    assert run("build", "-o", "out") == 0
    assert names() == ["杨敏", "杨敏"]
    Path("news/c.txt").write_bytes(b"")
    with pytest.raises(SourceError, match="is built, but for"):
        kg.make(["news"], "out")
    with pytest.raises(UsageError, match="no option 'colour'"):
        kg.make(["news"], "out", colour=["red"])


def test_columns_and_patterns_are_remembered(here: Path, capsys: Talk) -> None:
    Path("rows.jsonl").write_text('{"stuff": "赵刚捐款1元。"}\n', encoding="utf-8")
    assert run("build", "*.jsonl", "news/**/*.txt", "-o", "out", "--field", "text=stuff") == 0
    assert names() == ["刘芳", "杨敏", "杨敏", "赵刚"]
    Path("more.jsonl").write_text('{"stuff": "周强捐款1元。"}\n', encoding="utf-8")
    assert run("build", "-o", "out") == 0
    assert names() == ["刘芳", "周强", "杨敏", "杨敏", "赵刚"]
    assert run("build", "-o", "out", "--field", "text=other") == 1
    assert "text: other instead of stuff" in capsys.readouterr().err
    assert run("build", "-o", "out", "--field", "text") == 2
    project = find(Path("out"))
    assert project is not None
    assert dict(project.fields) == {"text": "other"}
    Path("list.txt").write_text("news/a.txt\n", encoding="utf-8")
    assert run("build", "@list.txt", "-o", "listed") == 0
    assert names("listed") == ["杨敏"]
    Path("list.txt").write_text("news/b.txt\n", encoding="utf-8")
    assert run("build", "-o", "listed") == 0
    assert names("listed") == ["刘芳", "杨敏"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王洁捐款5元。", ".txt"),
        ('\n{"text": "王洁捐款5元。"}\n{"text": "周强捐款6元。"}\n', ".jsonl"),
        ('[\n {"text": "王洁捐款5元。"}]', ".json"),
    ],
)
def test_what_came_from_standard_input_is_kept(
    here: Path, monkeypatch: pytest.MonkeyPatch, text: str, name: str
) -> None:
    def send(data: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.encode())))

    send(text)
    assert run("build", "-", "-o", "out") == 0
    assert "王洁" in names()
    [kept] = Path("out/stdin").iterdir()
    assert (kept.suffix, kept.read_text(encoding="utf-8")) == (name, text)
    assert f"stdin/{kept.name}" in tomllib.loads(Path("out/zhkg.toml").read_text(encoding="utf-8"))["sources"]
    send(text)
    assert run("add", "-", "-o", "out") == 0
    assert [path.name for path in Path("out/stdin").iterdir()] == [kept.name]
    assert run("build", "-o", "out") == 0
    assert "王洁" in names()


def test_nothing_on_standard_input(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Talk) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run("build", "-", "-o", "out") == 2
    assert "nothing to read" in capsys.readouterr().err
    assert not Path("out").exists()
