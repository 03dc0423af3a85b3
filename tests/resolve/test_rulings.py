"""The reader's word on merges: it goes before any evidence, and changes nothing else."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import extractions

from kg.build import build, given_by, read_build
from kg.errors import UsageError
from kg.model import Extraction, Records
from kg.resolve import resolve
from kg.resolve.rulings import APART, JOIN, SAME, Ruling, idle, read_rulings, shared, write_rulings
from kg.values.iri import BASE

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def resolved(*rulings: Ruling) -> Records:
    return resolve(extractions(), BASE, rulings)


def pairs(records: Records) -> set[tuple[str, str]]:
    return {(item.kept, item.replaced) for item in records.merges}


def iris(records: Records) -> set[str]:
    return {entity.id for entity in records.entities}


def test_the_lines_of_a_file() -> None:
    text = "# 说明\n\napart <x:a> x:b  # 同名不同人\n合并\tx:a\tx:c\r\n分开 x:b#x d-1 二/乙\nsame x:c d d2\n"
    assert read_rulings(text, "m.txt") == (
        Ruling(APART, "x:a", "x:b", 3),
        Ruling(JOIN, "x:a", "x:c", 4),
        Ruling(APART, "x:b#x", "", 5, ("d-1", "二/乙")),
        Ruling(SAME, "x:c", "", 6, ("d", "d2")),
    )


@pytest.mark.parametrize(
    "line", ["apart x:a", "split x:a x:b", "join x:a d e", "join x:a x:a", "same x:a x:b"]
)
def test_a_line_that_is_none(line: str) -> None:
    with pytest.raises(UsageError, match=r"^m\.txt: line 2 is no ruling; write: apart IRI IRI"):
        read_rulings(f"\n{line}\n", "m.txt")


def test_what_is_written_says_what_was_merged() -> None:
    before = resolved()
    assert before.merges
    text = write_rulings(before)
    assert "武侯区人大常委会" in text
    rulings = read_rulings(text, "m.txt")
    assert {(item.left, item.right) for item in rulings if item.verb == JOIN} == pairs(before)
    assert {item.left for item in rulings if item.verb == SAME} == {e.id for e, _ in shared(before)}
    assert pairs(resolved(*rulings)) == pairs(before)


def test_a_merge_is_undone_and_no_other_iri_changes() -> None:
    before = resolved()
    for merge in before.merges:
        after = resolved(Ruling(APART, merge.kept, merge.replaced, 1))
        assert (merge.kept, merge.replaced) not in pairs(after)
        assert iris(before) <= iris(after)
        assert merge.replaced in iris(after)
        assert {item.id for item in before.statements} <= {item.id for item in after.statements}


def test_what_nothing_joins_is_joined() -> None:
    before = resolved()
    people = sorted(entity.id for entity in before.entities if entity.name in ("杨敏", "刘芳"))
    after = resolved(Ruling(JOIN, *people, 7))
    (merge,) = (item for item in after.merges if item.replaced in people)
    assert merge.reasons == ("the reader's word (line 7)",)
    assert iris(before) - iris(after) == {merge.replaced}
    assert all(item.subject.id != merge.replaced for item in after.statements)


def test_rulings_that_contradict_each_other() -> None:
    a, b, c = sorted(entity.id for entity in resolved().entities if entity.name in ("杨敏", "刘芳", "赵刚"))
    with pytest.raises(UsageError, match="line 3 joins what another line keeps apart"):
        resolved(Ruling(APART, a, c, 1), Ruling(JOIN, a, b, 2), Ruling(JOIN, b, c, 3))
    place = next(entity.id for entity in resolved().entities if entity.type == "Place")
    with pytest.raises(UsageError, match="line 1 joins a Person and a Place"):
        resolved(Ruling(JOIN, a, place, 1))


def test_a_ruling_about_nothing_is_told() -> None:
    there = resolved().entities[0].id
    lost = Ruling(APART, "https://example.org/1", there, 4)
    doc = Ruling(APART, there, "", 5, ("gone",))
    same = Ruling(SAME, "https://example.org/1", "", 6, ("一",))
    docs = {item.article.doc for item in extractions()}
    known = {entity.id for item in extractions() for entity in item.entities}
    assert idle([lost, doc, same], docs, known) == {lost: "https://example.org/1", doc: "gone"}
    assert resolved(lost, doc, same) == resolved()


def test_what_has_one_iri_is_set_apart_in_an_article() -> None:
    first, second = extractions()
    third = Extraction(replace(second.article, doc="三", sha256="3" * 64), second.entities, ())
    yang = next(entity for entity in second.entities if entity.name == "杨敏")
    ruling = Ruling(APART, yang.id, "", 1, (second.article.doc,))
    before, after = resolve([first, second, third], BASE), resolve([first, second, third], BASE, [ruling])
    own = f"{yang.id}-{second.article.key[:8]}"
    assert iris(after) == iris(before) | {own}
    gifts = [item for item in after.statements if item.subject.name == "杨敏"]
    assert {item.subject.id for item in gifts} == {own}
    assert resolve([first, second], BASE, [ruling]).entities  # fewer articles: the same IRI
    assert own in iris(resolve([first, second], BASE, [ruling]))


def test_same_changed_to_apart_makes_one_an_article() -> None:
    """The whole line of `write_rulings`, with one word changed."""
    first, second = extractions()
    more = [
        Extraction(replace(second.article, doc=doc, sha256=doc * 64), second.entities, ())
        for doc in ("3", "4")
    ]
    yang = next(entity for entity in second.entities if entity.name == "杨敏")
    ruling = Ruling(APART, yang.id, "", 1, (second.article.doc, "3", "4"))
    own = {f"{yang.id}-{item.article.key[:8]}" for item in (second, *more)}
    after = resolve([first, second, *more], BASE, [ruling])
    assert own <= iris(after)
    assert yang.id not in iris(after)
    one, other = sorted(own)[:2]
    joined = resolve([first, second, *more], BASE, [ruling, Ruling(JOIN, one, other, 2)])
    assert {merge.replaced for merge in joined.merges} & {one, other}
    assert len(iris(joined)) == len(iris(after)) - 1


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_apart_is_never_one(data: st.DataObject) -> None:
    entities = sorted({entity.id for item in extractions() for entity in item.entities})
    chosen = data.draw(st.lists(st.tuples(st.sampled_from(entities), st.sampled_from(entities)), max_size=6))
    rulings = [Ruling(APART, a, b, n) for n, (a, b) in enumerate(chosen, 1) if a != b]
    after = resolved(*rulings)
    kept = {item.replaced: item.kept for item in after.merges}
    assert all(kept.get(item.left, item.left) != kept.get(item.right, item.right) for item in rulings)


def test_from_a_build_to_a_file_and_back(tmp_path: Path, run_kg: Run) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        text = f"武侯区人大常委会主任李燎督导玉林街道。东湖食品公司捐款{ord(name)}元。\n"
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    out, file = tmp_path / "out", tmp_path / "merges.txt"
    build([tmp_path / "in"], out)
    before = read_build(out)
    (merge,) = before.merges
    person = next(entity for entity in before.entities if entity.name == "李燎")
    assert person.docs == ("a", "b")
    assert run_kg("merges", out, "-o", file).returncode == 0
    assert person.id.encode() in run_kg("merges", out).stdout
    text = file.read_text(encoding="utf-8")
    text = text.replace(f"join {merge.kept}", f"apart {merge.kept}")
    text = text.replace(f"same {person.id} a b", f"分开 {person.id} b") + "apart x:1 x:2\n"
    file.write_bytes(text.encode("gb18030"))
    report = build([tmp_path / "in"], out, given=given_by(merges=[file]))
    (line,) = report.idle
    assert line.startswith(f"--merges: line {len(text.splitlines())} has no effect: there is no x:1 in")
    after = read_build(out)
    assert len(iris(after)) == len(iris(before)) + 2
    assert iris(after) > iris(before) | {merge.replaced}
    assert after.merges == ()
    assert (out / "given/merges-1.txt").read_text(encoding="utf-8") == text
    done = run_kg("build", tmp_path / "in", "-o", out, "--merges", tmp_path / "none.txt")
    assert done.returncode == 1
    assert b"none.txt: cannot be read" in done.stderr
