"""A build that goes on from the last one is the build that a fresh one would be, byte for byte."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import quick
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from kg.build import GRAPHS, PAGE, build, given_by, read_build
from kg.build.cache import Cache, Kept
from kg.build.files import LINES
from kg.build.report import Report
from kg.given import Given
from kg.model import Article, Extraction, Text

PEOPLE = ("杨敏", "刘芳", "赵刚")
LONG = (
    "一月二十八日上午,区人大常委会组织代表到社区走访慰问,了解居民生活情况,现场解决困难,"
    "代表们纷纷表示要继续支持社区工作,为居民多办实事。"
)
read: list[str] = []


def reading(pairs: Iterable[tuple[Article, Text]], nlp: object, base: str) -> Iterator[Extraction]:
    """The stand-in, which notes what it reads."""
    for pair in pairs:
        read.append(pair[0].doc)
        yield from quick.extract([pair], nlp, base)


@pytest.fixture(autouse=True)
def language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.nlp.load_nlp", lambda model=None: None, raising=False)
    monkeypatch.setattr("kg.nlp.extract_many", reading, raising=False)
    monkeypatch.setattr("kg.build.memory._FRESH", 0)  # files are written within a tick here
    read.clear()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def again(folder: Path, given: Given | None = None, name: str = "out", only: str | None = None) -> Report:
    return build([folder / "in"], folder / name, given=given, keep=True, only=only)


def lines(folder: Path) -> dict[str, bytes]:
    """The files of a build but for RDF and page."""
    return {name: data for name, data in quick.tree(folder).items() if name not in (*GRAPHS, PAGE)}


TEXTS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(1, 3)), min_size=0, max_size=3).map(
    lambda gifts: LONG + "".join(f"{who}捐款{money}元。" for who, money in gifts)
)
#: small names in two folders, so that stems collide and docs are called otherwise when others come and go
FILES = st.sampled_from(["a.txt", "b.txt", "x/a.txt", "x/c.txt", "x/d.jsonl"])
STEPS = st.one_of(
    st.tuples(st.just("put"), FILES, TEXTS),
    st.tuples(st.just("remove"), FILES, st.just("")),
    st.tuples(st.just("decide"), st.sampled_from(["accept", "reject"]), st.integers(0, 9).map(str)),
    st.tuples(st.just("rule"), st.sampled_from(PEOPLE), st.sampled_from(["a", "b", "c", "x/a"])),
    st.tuples(st.just("own"), st.sampled_from(["notes.txt", "sources/z.txt"]), st.just("")),
)


@settings(max_examples=15, deadline=None)
@drawn(st.lists(STEPS, min_size=2, max_size=6), st.sets(st.integers(0, 5)))
def test_it_equals_a_fresh_build(steps: list[tuple[str, str, str]], brief: set[int]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "in/first.txt", f"{LONG}王洁捐款7元。")
        decisions, rulings, own = ["decision,id"], [""], set()
        for number, (kind, what, more) in enumerate(steps):
            if kind == "put" and what.endswith("jsonl"):
                write(
                    folder / "in" / what,
                    f'{{"id": "j", "text": "{more}"}}\n{{"text": "{LONG}周强捐款1元。"}}\n',
                )
            elif kind == "put":
                write(folder / "in" / what, more)
            elif kind == "remove":
                (folder / "in" / what).unlink(missing_ok=True)
            elif kind == "own" and (folder / "out").exists():
                write(folder / "out" / what, "mine")
                own.add(what)
            elif kind == "rule":
                rulings.append(f"apart https://w3id.org/zhkg/id/person/{what} {more}")
            elif kind == "decide" and (folder / "out").exists():
                found = read_build(folder / "out").statements
                decisions.append(f"{what},{found[int(more) % len(found)].id}" if found else "")
            write(folder / "decisions.csv", "\n".join(decisions) + "\n")
            write(folder / "merges.txt", "\n".join(rulings) + "\n")
            given = given_by(decisions=[folder / "decisions.csv"], merges=[folder / "merges.txt"])
            report = again(folder, given, only=LINES if number in brief else None)
            fresh = again(folder, given, f"fresh{number}")
            tree = (lines if number in brief else quick.tree)(folder / f"fresh{number}")
            assert quick.tree(folder / "out") == tree | dict.fromkeys(own, b"mine")
            assert report.extracted <= fresh.extracted
            left = ("folder", "extracted", "unchanged")
            assert [getattr(report, n) for n in report.__slots__ if n not in (*left, "problems")] == [
                getattr(fresh, n) for n in report.__slots__ if n not in (*left, "problems")
            ]
            assert list(map(str, report.problems)) == list(map(str, fresh.problems))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, who in enumerate(PEOPLE):
        write(tmp_path / f"in/{number}.txt", f"{who}捐款{number + 1}元。")
    again(tmp_path)
    read.clear()
    return tmp_path


def test_only_what_changed_is_read(folder: Path) -> None:
    report = again(folder)
    assert (report.unchanged, report.extracted, read) == (True, 0, [])
    write(folder / "in/1.txt", "刘芳捐款20元。")
    write(folder / "in/9.txt", "王洁捐款9元。")
    (folder / "in/0.txt").unlink()
    report = again(folder)
    assert (report.unchanged, report.extracted, read) == (False, 2, ["1", "9"])
    kept = [path.name for path in (folder / "out/.zhkg/articles").rglob("*") if path.is_file()]
    assert len(kept) == 3


def test_a_file_that_was_touched_or_renamed_is_not_extracted_again(folder: Path) -> None:
    os.utime(folder / "in/1.txt", ns=(1, 1))
    (folder / "in/2.txt").rename(folder / "in/3.txt")
    report = again(folder)
    assert report.extracted == 0
    assert [article.doc for article in read_build(folder / "out").articles] == ["0", "1", "3"]


@pytest.mark.parametrize("option", [{"base": "https://example.org/"}, {"model": "fast"}, {"given": "names"}])
def test_what_bears_on_statements_is_heeded(folder: Path, option: dict[str, object]) -> None:
    if "given" in option:
        write(folder / "names.csv", "name,type\n东湖集团,Organization\n")
        option = {"given": given_by(names=[folder / "names.csv"])}
    report = build([folder / "in"], folder / "out", keep=True, **option)  # type: ignore[arg-type]
    assert report.extracted == 3


def test_other_code_reads_all_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.build.prints._code", lambda later: "another version")
    assert again(folder).extracted == 3


@pytest.mark.parametrize(
    "damage", [b"", b"no gzip", gzip.compress(b"{}", mtime=0), gzip.compress(b"[1", mtime=0)]
)
def test_what_is_damaged_is_read_again(folder: Path, damage: bytes) -> None:
    before = quick.tree(folder / "out")
    kept = sorted(path for path in (folder / "out/.zhkg/articles").rglob("*") if path.is_file())
    kept[0].write_bytes(damage)
    (folder / "out/.zhkg/state.json").write_bytes(damage)
    assert again(folder).extracted == 1
    assert quick.tree(folder / "out") == before


def test_a_build_that_lost_a_file_or_was_changed_is_mended(folder: Path) -> None:
    before = quick.tree(folder / "out")
    (folder / "out/graph.ttl").unlink()
    (folder / "out/sources/1.txt").write_text("changed", encoding="utf-8")
    report = again(folder)
    assert (report.extracted, report.unchanged) == (0, False)
    assert quick.tree(folder / "out") == before
    shutil.rmtree(folder / "out/.zhkg")
    assert again(folder).extracted == 3
    assert quick.tree(folder / "out") == before


def test_a_file_that_has_just_been_written_is_looked_into_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.build.memory._FRESH", 10**12)
    write(folder / "in/0.txt", "杨敏捐款8元。")
    state = (folder / "in/0.txt").stat()
    again(folder)
    write(folder / "in/0.txt", "杨敏捐款9元。")
    os.utime(folder / "in/0.txt", ns=(state.st_atime_ns, state.st_mtime_ns))
    again(folder)
    assert {item.qualifiers.amount for item in read_build(folder / "out").statements} == {9, 2, 3}


def test_lines_alone_open_only_what_comes_out_otherwise(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    load = Cache.load

    def noted(cache: Cache, key: str, doc: str, path: str) -> Kept | None:
        opened.append(doc)
        return load(cache, key, doc, path)

    monkeypatch.setattr(Cache, "load", noted)
    write(folder / "in/9.txt", "王洁捐款9元。")
    write(folder / "in/1.txt", "刘芳捐款20元。周强捐款8元。")
    (folder / "in/0.txt").unlink()
    report = again(folder, only=LINES)
    assert {*opened} == {"1", "9"}
    assert (report.articles, report.statements, report.asserted) == (3, 4, 4)
    assert not [name for name in (*GRAPHS, PAGE) if (folder / "out" / name).exists()]
    assert (folder / "out/sources/2.txt").is_file()
    assert not (folder / "out/sources/0.txt").exists()
    assert again(folder, only=LINES).unchanged
    again(folder, name="fresh")
    assert quick.tree(folder / "out") == lines(folder / "fresh")
    assert not again(folder).unchanged
    assert quick.tree(folder / "out") == quick.tree(folder / "fresh")


@pytest.mark.parametrize("damage", ["index.db", "state.json", "../statements.jsonl", "../sources/2.txt"])
def test_lines_alone_of_a_build_that_was_damaged(folder: Path, damage: str) -> None:
    path = folder / "out/.zhkg" / damage
    path.write_bytes(path.read_bytes()[:-30])
    write(folder / "in/9.txt", "王洁捐款9元。")
    again(folder, only=LINES)
    again(folder, name="fresh")
    assert quick.tree(folder / "out") == lines(folder / "fresh")


def test_an_index_of_the_right_size_that_is_damaged(folder: Path) -> None:
    again(folder, only=LINES)
    path = folder / "out/.zhkg/index.db"
    data = bytearray(path.read_bytes())
    data[200:] = bytes(byte ^ 0x5A for byte in data[200:])
    path.write_bytes(data)
    write(folder / "in/9.txt", "王洁捐款9元。")
    again(folder, only=LINES)
    again(folder, name="fresh")
    assert quick.tree(folder / "out") == lines(folder / "fresh")


def test_a_name_that_another_article_takes_over(folder: Path) -> None:
    (folder / "in/1.txt").rename(folder / "in/x.txt")
    (folder / "in/2.txt").rename(folder / "in/1.txt")
    (folder / "in/x.txt").rename(folder / "in/2.txt")
    again(folder, only=LINES)
    again(folder, name="fresh")
    assert quick.tree(folder / "out") == lines(folder / "fresh")


def test_without_keeping_nothing_is_hidden(tmp_path: Path) -> None:
    write(tmp_path / "in/0.txt", "杨敏捐款8元。")
    build([tmp_path / "in"], tmp_path / "out")
    assert not (tmp_path / "out/.zhkg").exists()


def test_nothing_that_is_kept_names_a_place_of_the_machine(folder: Path) -> None:
    for path in (folder / "out/.zhkg").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
            assert str(folder).encode() not in data
