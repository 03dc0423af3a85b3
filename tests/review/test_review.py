"""The reader's decisions: the table, what becomes of a build, and what no longer matches."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from records import HOSTILE, any_records, records, small_records
from reviews import filled, rows

from kg.build import build, given_by, read_build, read_decided, write_build
from kg.errors import BuildError, UsageError
from kg.model import Records, Statement
from kg.review import (
    decide,
    idle,
    read_decisions,
    read_outcomes,
    unsaved,
    write_outcomes,
    write_review,
)
from kg.tables.spreadsheet import plain, read_sheet, write_sheet

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def decided(found: Records, change: Callable[[dict[str, str]], dict[str, str]], **more: Any) -> Records:
    text = filled(write_review(found, **more), change)
    after, outcomes = decide(found, read_decisions(text, "r.csv"))
    assert idle(outcomes) == []
    return after


def one(found: Records, predicate: str, status: str = "asserted") -> Statement:
    (statement,) = (s for s in found.statements if (s.predicate, s.status) == (predicate, status))
    return statement


# ── the table ──────────────────────────────────────────────────────────────────────────────────


def test_a_row_is_a_statement_with_its_quotation() -> None:
    found = rows(write_review(small_records()))
    assert len(found) == 3
    gift = next(row for row in found if row["relation"] == "donates")
    assert (gift["subject"], gift["subject type"], gift["object"]) == ("李燎", "person", "玉林街道")
    assert (gift["amount"], gift["quotation"]) == ("100000", "李燎向玉林街道捐款10万元。")
    assert {row["decision"] for row in found} == {""}
    assert len(rows(write_review(small_records(), status="all"))) == 4
    assert rows(write_review(small_records(), below=0.1)) == []


def test_the_table_in_chinese_is_read_the_same() -> None:
    data = write_review(small_records(), language="zh")
    head = rows(data)[0]
    assert list(head)[:3] == ["判断", "备注", "关系"]
    assert {row["主体类型"] for row in rows(data)} == {"人物"}
    text = filled(data, lambda row: {"判断": "拒绝"} if row["关系"] == "捐赠" else {})
    (decision,) = read_decisions(text, "r.csv")
    assert decision.verb == "reject"
    assert decision.id == one(small_records(), "donates").id


@settings(max_examples=25, deadline=None)
@drawn(any_records())
def test_a_spreadsheet_runs_nothing_and_gives_everything_back(found: Records) -> None:
    data = write_review(found, status="all")
    cells = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(cells) == 1 + len(found.statements)
    for row in cells:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    text = filled(data, lambda row: {"decision": "accept"})
    assert {d.id for d in read_decisions(text, "r.csv")} == {s.id for s in found.statements}


@drawn(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=4)))
def test_cells_come_back(table: list[list[str]]) -> None:
    head = ["a", "b", "c", "d"]
    back = [cells for _, cells in read_sheet(write_sheet([head, *table]).decode())][1:]
    clean = [[cell.replace("\0", "\ufffd") for cell in row] for row in table]
    want = [[plain(cell.strip()) if cell[:1] != "'" else cell.strip() for cell in row] for row in clean]
    assert [[c.lstrip("'") for c in row] for row in back] == [
        [c.lstrip("'").strip() for c in row] for row in want if any(c.strip() for c in row)
    ] or any("\r" in c or c.startswith(("\t", "\r")) for row in table for c in row)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_other_separators(mark: str) -> None:
    text = f"decision{mark}id\r\naccept{mark}x\r\n{mark}y\r\n"
    assert [(d.verb, d.id, d.line) for d in read_decisions(text, "r.csv")] == [("accept", "x", 2)]


# ── what becomes of a build ────────────────────────────────────────────────────────────────────


def test_nothing_decided_changes_nothing() -> None:
    assert decided(records(), lambda row: {}) == records()


def test_accepted_and_rejected() -> None:
    verbs = {"donates": "accept", "supervises": "REJECT"}
    after = decided(small_records(), lambda row: {"decision": verbs.get(row["relation"], "")})
    assert one(after, "donates").confidence == 1.0
    assert {s.predicate for s in after.statements if s.status == "asserted"} == {"donates", "holdsPosition"}
    assert len(after.statements) == 3
    assert after.entities == small_records().entities


def test_corrected_values() -> None:
    def change(row: dict[str, str]) -> dict[str, str]:
        new = {"decision": "correct", "amount": "120,000", "date": "2022/9/1", "approximate": "TRUE"}
        return new if row["relation"] == "donates" else {}

    old = one(small_records(), "donates")
    new = one(decided(small_records(), change), "donates")
    assert (new.qualifiers.amount, new.qualifiers.date, new.qualifiers.approx) == (120000, "2022-09-01", True)
    assert (new.rule, new.confidence, new.evidence) == ("review", 1.0, old.evidence)
    assert new.id != old.id


def test_a_corrected_relation_status_and_end() -> None:
    def change(row: dict[str, str]) -> dict[str, str]:
        if row["relation"] != "supervises" or row["status"] != "asserted":
            return {}
        new = {"relation": "servesAt", "status": "已结束", "object": "浆洗街街道", "object type": "地点"}
        return {"decision": "改", **new}

    found = small_records()
    after = decided(found, change, status="all")
    new = one(after, "servesAt", "ended")
    assert new.object is not None
    (place,) = {e.id for e in after.entities} - {e.id for e in found.entities}
    assert (new.object.id, new.object.name, new.object.type) == (place, "浆洗街街道", "Place")
    assert new.evidence[0].object is None
    assert new.evidence[0].subject == one(found, "supervises").evidence[0].subject
    again = decided(found, change, status="all")
    assert again == after


def test_a_corrected_end_that_is_there_already() -> None:
    def change(row: dict[str, str]) -> dict[str, str]:
        if row["relation"] != "donates":
            return {}
        return {"decision": "correct", "object": "武侯区人大常委会", "object type": "organization"}

    found = small_records()
    after = decided(found, change)
    body = one(found, "holdsPosition").object
    assert body is not None
    assert one(after, "donates").object == body
    assert after.entities == found.entities
    cleared = decided(found, lambda row: {"decision": "correct", "object": ""} if row["amount"] else {})
    assert one(cleared, "donates").object is None


def test_namesakes_need_an_iri() -> None:
    found = small_records()
    people = [entity.id for entity in found.entities if entity.name == "李燎"]

    def change(subject: str) -> Callable[[dict[str, str]], dict[str, str]]:
        return lambda row: {"decision": "correct", "subject": subject} if row["amount"] else {}

    other = next(iri for iri in people if iri != one(found, "donates").subject.id)
    assert one(decided(found, change(other)), "donates").subject.id == other
    found = replace(found, statements=tuple(s for s in found.statements if s.predicate != "holdsPosition"))
    twice = tuple(replace(e, aliases=("李主任",)) if e.name == "李燎" else e for e in found.entities)
    with pytest.raises(UsageError, match=r"^r\.csv: line \d names one of several 李主任; write its IRI"):
        decided(replace(found, entities=twice), change("李主任"))


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"relation": "flies"}, "has no such relation: flies"),
        ({"status": "perhaps"}, "has no such status: perhaps"),
        ({"subject": ""}, "has no subject"),
        ({"object": "新地方", "object type": "dragon"}, "has no such type: dragon"),
        ({"amount": "many"}, "has no number: many"),
        ({"date": "昨天"}, "has no date in column date/日期: 昨天; write 2022-09-01"),
        ({"until": "2021-02-29"}, "has no date in column until/截止: 2021-02-29"),
        ({"approximate": "perhaps"}, "has neither true nor false: perhaps"),
    ],
)
def test_a_correction_that_is_wrong(cells: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=rf"^r\.csv: line \d .*{message}"):
        decided(small_records(), lambda row: {"decision": "correct", **cells} if row["amount"] else {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\nx,y\n", r"^r\.csv: its first line lacks decision/判断, id/编号"),
        ("decision,id\nperhaps,x\n", r"^r\.csv: line 2 has no id, or a decision other than accept, reject"),
        ("decision,id\naccept,\n", r"^r\.csv: line 2 has no id"),
    ],
)
def test_a_table_that_is_wrong(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_decisions(text, "r.csv")


def test_a_statement_whose_id_has_changed_is_found_by_its_mark() -> None:
    found = small_records()
    text = filled(write_review(found), lambda row: {"decision": "reject"} if row["amount"] else {})
    gift = one(found, "donates")
    later = replace(gift, id=gift.id + "x", qualifiers=replace(gift.qualifiers, amount=1.0))
    changed = replace(found, statements=tuple(later if s == gift else s for s in found.statements))
    after, outcomes = decide(changed, read_decisions(text, "r.csv"))
    assert later not in after.statements
    assert [item.found for item in outcomes] == [later.id]


def test_what_no_longer_matches_is_told_and_kept() -> None:
    found = small_records()
    text = filled(write_review(found), lambda row: {"decision": "accept"} if row["amount"] else {})
    rest = replace(found, statements=tuple(s for s in found.statements if s.predicate != "donates"))
    after, outcomes = decide(rest, read_decisions(text, "r.csv"))
    assert after == rest
    (line,) = idle(outcomes)
    assert line.startswith("r.csv: line ")
    assert "(accept) matches no statement any more: 李燎 donates 玉林街道" in line
    kept = [row for row in rows(write_review(after, outcomes)) if row["decision"]]
    assert [(row["decision"], row["subject"], row["amount"]) for row in kept] == [
        ("accept", "李燎", "100000")
    ]


def test_the_last_decision_counts() -> None:
    found = small_records()
    gift = one(found, "donates").id
    text = f"decision,id\nreject,{gift}\naccept,{gift}\n"
    after, _ = decide(found, read_decisions(text, "r.csv"))
    assert one(after, "donates").confidence == 1.0


def test_a_hostile_name_is_corrected_like_any_other() -> None:
    found = records()
    gift = next(s for s in found.statements if s.subject.name == HOSTILE + "有限公司")
    after = decided(found, lambda row: {"decision": "correct", "unit": "件"} if row["id"] == gift.id else {})
    (new,) = (s for s in after.statements if s.rule == "review")
    assert new.subject == gift.subject
    assert new.qualifiers == replace(gift.qualifiers, unit="件")


# ── from a build to a table and back ───────────────────────────────────────────────────────────


def test_decisions_outlive_builds(tmp_path: Path, run_kg: Run) -> None:
    source = tmp_path / "a.txt"
    source.write_text("李明捐款5万元。\n王强捐款6万元。\n陈芳捐款7万元。\n", encoding="utf-8")
    out, file = tmp_path / "out", tmp_path / "review.csv"
    command = ("build", source, "--model", "fast")
    assert run_kg(*command, "-o", out).returncode == 0
    assert run_kg("review", out, "-o", file).returncode == 0
    verbs = {"李明": "accept", "王强": "reject", "陈芳": "correct"}
    more = {"unit": "元", "note": "见报"}
    text = filled(file.read_bytes(), lambda row: {"decision": verbs[row["subject"]], **more})
    file.write_bytes(text.encode("gb18030"))  # as Excel's plain CSV in China
    done = run_kg(*command, "-o", out, "--decisions", file)
    assert (done.returncode, b"matches no" in done.stderr) == (0, False)
    found = {s.subject.name: s for s in read_build(out).statements}
    assert set(found) == {"李明", "陈芳"}
    assert {s.confidence for s in found.values()} == {1.0}
    assert found["陈芳"].qualifiers.unit == "元"
    again = tmp_path / "again.csv"
    assert run_kg("review", out, "-o", again).returncode == 0
    assert {row["subject"]: (row["decision"], row["note"]) for row in rows(again.read_bytes())} == {
        name: (verb, "见报") for name, verb in verbs.items()
    }
    other = tmp_path / "other"
    assert run_kg(*command, "-o", other, "--decisions", again).returncode == 0
    assert (other / "statements.jsonl").read_bytes() == (out / "statements.jsonl").read_bytes()
    source.write_text("李明捐款5万元。\n陈芳捐款7万元。\n", encoding="utf-8")
    done = run_kg(*command, "-o", out, "--decisions", file, LC_ALL="zh_CN.UTF-8")
    assert done.returncode == 0
    assert done.stderr.decode().count("对不上任何陈述") == 3  # the article is another one now


def test_a_correction_that_breaks_the_ontology_is_quarantined(tmp_path: Path) -> None:
    source, file = tmp_path / "a.txt", tmp_path / "r.csv"
    source.write_text("李明捐款5万元。\n", encoding="utf-8")
    build([source], tmp_path / "out", model="fast")
    data = write_review(read_build(tmp_path / "out"))
    file.write_text(
        filled(data, lambda row: {"decision": "correct", "relation": "supervises"}), encoding="utf-8"
    )
    report = build([source], tmp_path / "out", model="fast", given=given_by(decisions=[file]))
    assert (report.statements, report.quarantined) == (0, 1)
    file.write_text("decision,id\nperhaps,x\n", encoding="utf-8")
    with pytest.raises(UsageError):
        build([source], tmp_path / "out", model="fast", given=given_by(decisions=[file]))
    assert len(read_decided(tmp_path / "out")) == 1  # what was there stays


def test_what_a_build_remembers(tmp_path: Path) -> None:
    _, outcomes = decide(small_records(), read_decisions("decision,id\naccept,x\n", "r.csv"))
    assert list(read_outcomes(write_outcomes(outcomes))) == outcomes
    write_build(small_records(), tmp_path / "out")
    assert read_decided(tmp_path / "out") == []
    (tmp_path / "out" / "decided.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(BuildError, match="is damaged; build again"):
        read_decided(tmp_path / "out")


# ── what people wrote is never written over ────────────────────────────────────────────────────

TEXT = "李明捐款5万元。\n王强捐款6万元。\n陈芳捐款7万元。\n"


@pytest.mark.parametrize(
    "cells",
    [
        {"decision": "accept"},
        {"判断": "拒绝"},
        {"decision": "correct", "unit": "元"},
        {"decision": "acept"},  # mistyped, and somebody's all the same
        {"note": "ask again"},
        {"own column": "mine"},
    ],
)
def test_a_word_of_the_readers_is_seen(cells: dict[str, str]) -> None:
    found = small_records()
    data = write_review(found, language="zh" if "判断" in cells else "en")
    head = [*rows(data)[0], *(name for name in cells if name not in rows(data)[0])]
    table = [{**row, **(cells if number == 1 else {})} for number, row in enumerate(rows(data))]
    text = write_sheet([head, *([row.get(name, "") for name in head] for row in table)]).decode()
    assert unsaved(data.decode(), data, ()) is None
    assert unsaved(text, data, ()) == 3
    assert unsaved(text, text.encode(), ()) is None


def test_what_a_build_has_may_be_written_over() -> None:
    found = small_records()
    verbs = {"donates": {"decision": "accept"}, "supervises": {"decision": "correct", "unit": "次"}}
    text = filled(write_review(found), lambda row: {"note": "n", **verbs.get(row["relation"], {})})
    more = {"decision": "add", "id": "", "mark": "", "quotation": "李燎到玉林街道督导", "note": ""}
    table = rows(text.encode())
    table.append({**table[1], **more, "subject": "李主任", "relation": "liaisonOf"})
    text = write_sheet([list(table[0]), *(list(row.values()) for row in table)]).decode()
    assert unsaved(text, write_review(found), ()) == 2
    table = [row for row in table if row["decision"]]
    text = write_sheet([list(table[0]), *(list(row.values()) for row in table)]).decode()
    after, outcomes = decide(found, read_decisions(text, "r.csv"))
    data = write_review(after, outcomes)
    assert unsaved(text, data, outcomes) is None
    assert unsaved(data.decode(), data, outcomes) is None


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "my notes\n", "判断：对\n"])
def test_what_is_no_table_is_somebodys(text: str) -> None:
    assert unsaved(text, write_review(small_records()), ()) == 1
    assert unsaved("", write_review(small_records()), ()) is None


def test_a_filled_table_and_changed_merges_stay(tmp_path: Path, run_kg: Run) -> None:
    source, out, file = tmp_path / "a.txt", tmp_path / "out", tmp_path / "r.csv"
    source.write_text(TEXT, encoding="utf-8")
    command = ("build", source, "--model", "fast", "-o", out)
    assert run_kg(*command).returncode == 0
    for _ in range(2):  # nobody wrote anything
        assert run_kg("review", out, "-o", file).returncode == 0
    text = filled(file.read_bytes(), lambda row: {"decision": "reject"} if row["subject"] == "王强" else {})
    file.write_bytes(text.encode("gb18030"))
    done = run_kg("review", out, "-o", file)
    line = f"kg: {file}: line 3 is somebody's, and the build has not got it; name another file, or first: "
    assert (done.returncode, done.stderr.decode()) == (
        1, f"{line}kg build SOURCE -o DIR --decisions {file}\n",
    )  # fmt: skip
    assert file.read_bytes() == text.encode("gb18030")
    assert run_kg(*command, "--decisions", file).returncode == 0
    for _ in range(2):
        assert run_kg("review", out, "-o", file).returncode == 0
        assert [row["subject"] for row in rows(file.read_bytes()) if row["decision"]] == ["王强"]
    book = tmp_path / "book.csv"
    book.write_bytes(b"PK\x03\x04" + bytes(200))
    assert run_kg("review", out, "-o", book).returncode == 1
    assert book.read_bytes().startswith(b"PK")
    lines = tmp_path / "merges.txt"
    for _ in range(2):
        done = run_kg("merges", out, "-o", lines)
        assert (done.returncode, done.stderr.decode().startswith(f"wrote {lines}; change its")) == (0, True)
    mine = lines.read_text(encoding="utf-8") + "apart https://example.org/a https://example.org/b\n"
    lines.write_text(mine, encoding="utf-8")
    done = run_kg("merges", out, "-o", lines)
    assert (done.returncode, b"line 3 is somebody's" in done.stderr) == (1, True)
    assert lines.read_text(encoding="utf-8") == mine
    assert run_kg(*command, "--merges", lines).returncode == 0
    assert run_kg("merges", out, "-o", lines).returncode == 0


def test_an_added_statement_took_effect(tmp_path: Path, run_kg: Run) -> None:
    source, out, file = tmp_path / "a.txt", tmp_path / "out", tmp_path / "r.csv"
    source.write_text("李明捐款5万元。\n王强也来了。\n", encoding="utf-8")
    head = "decision,id,relation,subject,subject type,quotation,article,date\n"
    row = "add,,donates,王强,person,王强也来了。,a"
    for date, counted in (("2020-02-29", "1 of 1"), ("2020-13-45", ""), ("2021-02-29", "")):
        file.write_text(f"{head}{row},{date}\n", encoding="utf-8")
        done = run_kg("build", source, "--model", "fast", "-o", out, "--decisions", file)
        if counted:
            assert (done.returncode, "1 of 1 decisions took effect" in done.stderr.decode()) == (0, True)
        else:
            said = f"kg: r.csv: line 2 has no date in column date/日期: {date}; write 2022-09-01"
            assert (done.returncode, done.stderr.decode().splitlines()[-1].startswith(said)) == (2, True)
    file.write_text(f"{head}{row.replace('也来了', '走了')},\n", encoding="utf-8")
    done = run_kg("build", source, "--model", "fast", "-o", out, "--decisions", file)
    assert (done.returncode, "0 of 1 decisions took effect" in done.stderr.decode()) == (0, True)
