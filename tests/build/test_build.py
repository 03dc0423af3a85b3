"""The wiring: what a build folder holds, and that it appears whole or not at all.

The language half is replaced by one rule (the first line donates to nobody), so that these tests
are about the wiring; the sample build of the other tests goes through the real one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import spacy

from kg.build import MARKER, build, extract_stream, read_build
from kg.errors import BuildError, OutputError, SourceError, UsageError
from kg.model import Article, Entity, Evidence, Extraction, Qualifiers, Ref, Span, Statement, Text
from kg.values.iri import entity_iri, statement_iri

GIFT = "杨敏捐款10万元。"


def fake_extract(pairs: Iterable[tuple[Article, Text]], nlp: object, base: str) -> Iterator[Extraction]:
    for article, text in pairs:
        if "捐款" not in text.clean:
            yield Extraction(article, (), ())
            continue
        start = article.raw.index("杨敏")
        span = Span(start, start + len(GIFT))
        entity = Entity(
            entity_iri(base, "person", "杨敏", article.doc), "Person", "杨敏", docs=(article.doc,)
        )
        ref = Ref(entity.id, entity.type, entity.name)
        gift = Qualifiers(amount=100000.0, currency="CNY")
        name = statement_iri(base, article.key, "donates", ref, None, gift)
        evidence = Evidence(GIFT, span, span, Span(start, start + 2), None, Span(start + 2, start + 4))
        yield Extraction(
            article, (entity,), (Statement(name, article.doc, "donates", ref, None, gift, (evidence,)),)
        )


@pytest.fixture(autouse=True)
def language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.nlp.load_nlp", lambda model=None: spacy.blank("zh"), raising=False)
    monkeypatch.setattr("kg.nlp.extract_many", fake_extract, raising=False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_bytes(f"\ufeff代表捐款\r\n\r\n{GIFT}\r\n".encode())
    (folder / "b.txt").write_bytes("今天天气很好,没有别的事。\n".encode())
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_what_a_build_folder_holds(source: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    report = build([source], tmp_path / "out", progress=lambda *step: seen.append(step))
    assert seen == [(1, 2, "a"), (2, 2, "b")]
    assert (report.articles, report.entities, report.statements, report.asserted) == (2, 1, 1, 1)
    assert report.silent == ("b.txt",)
    names = set(tree(tmp_path / "out"))
    assert names >= {"statements.jsonl", "nodes.jsonl", "graph.ttl", "graph.trig", "graph.html", MARKER}
    assert {name for name in names if name.startswith("sources/")} == {"sources/a.txt", "sources/b.txt"}
    [line] = (tmp_path / "out/statements.jsonl").read_text(encoding="utf-8").splitlines()
    [evidence] = json.loads(line)["evidence"]
    raw = (tmp_path / "out/sources/a.txt").read_bytes().decode()
    assert raw == f"代表捐款\r\n\r\n{GIFT}\r\n"
    assert raw[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_same_input_same_bytes(source: Path, tmp_path: Path) -> None:
    build([source], tmp_path / "one")
    moved = tmp_path / "elsewhere"
    shutil.copytree(source, moved)
    build([moved], tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert not any(str(tmp_path).encode() in data for data in tree(tmp_path / "one").values())


def test_reads_back_what_was_built(source: Path, tmp_path: Path) -> None:
    build([source], tmp_path / "out", base="https://example.org/id/")
    records = read_build(tmp_path / "out")
    assert records.base == "https://example.org/id/"
    assert [article.doc for article in records.articles] == ["a", "b"]
    [statement] = records.statements
    assert statement.subject.id.startswith("https://example.org/id/person/")
    assert statement.qualifiers == Qualifiers(amount=100000.0, currency="CNY")


def test_one_bad_article_of_many_is_reported(source: Path, tmp_path: Path) -> None:
    (source / "c.txt").write_bytes(b"")
    report = build([source], tmp_path / "out")
    assert report.articles == 2
    [problem] = report.problems
    assert "c.txt" in str(problem)


def test_nothing_but_bad_articles_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(SourceError, match=r"empty\.txt"):
        build([tmp_path / "empty.txt"], tmp_path / "out")
    (tmp_path / "other.txt").write_bytes(b"")
    with pytest.raises(SourceError, match="nothing in it could be read") as caught:
        build([tmp_path / "empty.txt", tmp_path / "other.txt"], tmp_path / "out")
    assert ["empty.txt" in note or "other.txt" in note for note in caught.value.__notes__] == [True, True]
    (tmp_path / "none").mkdir()
    with pytest.raises(SourceError, match="none"):
        build([tmp_path / "none"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "error", [OutputError("disk full"), KeyboardInterrupt(), OSError(28, "No space left")]
)
def test_a_failed_build_leaves_the_earlier_one(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    out = tmp_path / "out"
    build([source], out)
    before = tree(out)
    (source / "a.txt").write_text("新的内容。", encoding="utf-8")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("kg.values.records.write_records", fail)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        build([source], out)
    assert tree(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "out"]


def test_a_swap_that_fails_puts_the_earlier_one_back(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build([source], out)
    before = tree(out)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OutputError, match="out: cannot be written"):
        build([source], out)
    assert tree(out) == before


def test_a_build_replaces_a_build_and_nothing_else(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([source], out)
    (source / "b.txt").unlink()
    build([source], out)
    assert not (out / "sources/b.txt").exists()
    other = tmp_path / "photos"
    other.mkdir()
    (other / "cat.jpg").write_bytes(b"x")
    with pytest.raises(OutputError, match="photos: is a folder with something else in it"):
        build([source], other)
    assert (other / "cat.jpg").read_bytes() == b"x"
    with pytest.raises(OutputError, match=r"cat\.jpg: is a file"):
        build([source], other / "cat.jpg")
    with pytest.raises(OutputError, match="cannot be written"):
        build([source], other / "cat.jpg" / "below")


def test_targets_and_bases_that_would_go_wrong(source: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lies inside the source"):
        build([source], source / "out")
    with pytest.raises(UsageError, match="no base of IRIs"):
        build([source], tmp_path / "out", base="no base>")


def test_the_folder_where_one_stands_may_be_built(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for _ in range(2):
        assert build([source], ".").articles == 2
        assert Path("statements.jsonl").is_file()


def test_a_link_to_a_build_stays_a_link(source: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real", target_is_directory=True)
    build([source], tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / MARKER).is_file()


def test_no_build_is_said(source: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no such folder"):
        read_build(tmp_path / "nowhere")
    with pytest.raises(BuildError, match="is no build"):
        read_build(source)
    build([source], tmp_path / "out")
    (tmp_path / "out" / MARKER).write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(BuildError, match="format 99"):
        read_build(tmp_path / "out")
    (tmp_path / "out" / MARKER).write_text("{", encoding="utf-8")
    with pytest.raises(BuildError, match=r"build\.json: is damaged"):
        read_build(tmp_path / "out")


def test_standard_input_is_a_document(tmp_path: Path) -> None:
    records = extract_stream(GIFT.encode())
    assert [statement.doc for statement in records.statements] == ["stdin"]


def test_what_is_not_read_and_not_understood_is_in_the_report(source: Path, tmp_path: Path) -> None:
    (source / "c.log").write_text("x", encoding="utf-8")
    (source / "d.csv").write_text("捐赠人,捐款金额,认领楼栋\n杨敏,5,三栋\n", encoding="utf-8")
    report = build([source], tmp_path / "out")
    assert [str(item).partition(": ")[2][:29] for item in report.problems] == [
        "has an ending that is not read"[:29]
    ]
    assert [str(note).startswith(str(source / "d.csv")) for note in report.notes] == [True]
    assert "认领楼栋" in str(report.notes[0])
