"""Judging in the pages: every decision lands in the files that ``kg build`` takes, and none is lost."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from editing import Editor
from records import small_records
from serving import FORM

from kg.build import build, given_by, read_build, write_build
from kg.catalogue import in_memory
from kg.errors import UsageError
from kg.model import Records, Statement
from kg.resolve.rulings import read_rulings
from kg.review import ADD, decide, idle, read_decisions, write_review
from kg.review.ledger import Ledger
from kg.review.notes import Names, Rulings
from kg.server.desk import Desk

HEAD = "decision,article,relation,subject,object,quotation,id\n"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("judged")
    write_build(small_records(), folder / "build")
    made = Editor(folder / "build", folder / "project")
    yield made
    made.close()


@pytest.fixture
def small() -> Records:
    return small_records()


def one(found: Records, predicate: str, status: str = "asserted") -> Statement:
    (statement,) = (s for s in found.statements if (s.predicate, s.status) == (predicate, status))
    return statement


def rows(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def after(editor: Editor, small: Records) -> Records:
    """The records as a build with the review table would have them."""
    text = (editor.keep / "review.csv").read_text(encoding="utf-8")
    made, outcomes = decide(small, read_decisions(text, "review.csv"))
    assert idle(outcomes) == []
    return made


# ── the pages ──


def test_a_statement_is_rejected_accepted_and_taken_back(editor: Editor, small: Records) -> None:
    said = one(small, "supervises")
    reply = editor.post("/edit/decision", id=said.id, decision="reject", back="/entity?iri=x#s")
    assert (reply.status, reply.headers["Location"]) == (303, "/entity?iri=x#s")
    assert said.id not in {item.id for item in after(editor, small).statements}
    page = editor.get("/entity?iri=" + quote(said.subject.id, safe="")).body.decode()
    assert 'data-verb="reject"' in page
    editor.post("/edit/decision", id=said.id, decision="accept")
    assert one(after(editor, small), "supervises").confidence == 1.0
    for _ in range(2):
        editor.post("/edit/decision", id=said.id, decision="withdraw")
    assert after(editor, small).statements == small.statements


def test_a_statement_is_corrected_beside_its_sentence(editor: Editor, small: Records) -> None:
    said = one(small, "donates")
    page = editor.get("/edit/statement?id=" + quote(said.id, safe="")).body.decode()
    assert 'value="100000"' in page
    assert "捐款10万元" in page
    reply = editor.post("/edit/statement", id=said.id, amount="120000", back="/graph")
    assert (reply.status, reply.headers["Location"]) == (303, "/graph")
    assert one(after(editor, small), "donates").qualifiers.amount == 120000
    wrong = editor.post("/edit/statement", id=said.id, amount="much")
    assert wrong.status == 400
    assert "no number" in wrong.body.decode()
    assert 'value="much"' in wrong.body.decode()
    assert len(rows(editor.keep / "review.csv")) == 1
    editor.post("/edit/decision", id=said.id, decision="withdraw")


def test_a_missed_statement_is_added(editor: Editor, small: Records) -> None:
    [source] = small.articles
    form = {"doc": source.doc, "predicate": "liaison of", "quote": "李燎计划走访玉林街道"}
    page = editor.get("/edit/add?doc=a&subject=" + quote("李主任")).body.decode()
    assert 'value="李主任"' in page
    assert editor.post("/edit/add", **form, subject="李主任", object="玉林街道", back="/").status == 303
    made = one(after(editor, small), "liaisonOf")
    assert (made.subject.name, made.object and made.object.name, made.rule) == ("李燎", "玉林街道", "review")
    [evidence] = made.evidence
    assert source.raw[evidence.span.start : evidence.span.end] == "李燎计划走访玉林街道"
    assert evidence.subject is not None
    assert source.raw[evidence.subject.start : evidence.subject.end] == "李燎"
    for wrong, what in (
        ({"quote": "文章里没有的话"}, "not in the article"),
        ({"subject": ""}, "no subject"),
        ({"predicate": "loves"}, "no such relation"),
        ({"object": "新地方"}, "say its type"),
        ({"quote": ""}, "no quotation"),
    ):
        reply = editor.post("/edit/add", **({**form, "subject": "李主任", "object": "玉林街道"} | wrong))
        assert reply.status == 400
        assert what in reply.body.decode()
    [row] = rows(editor.keep / "review.csv")
    assert row["decision"] == "add"
    editor.post("/edit/decision", id=row["id"], decision="withdraw")


def test_merges_are_ruled_on(editor: Editor, small: Records) -> None:
    left, right = (item.id for item in small.entities if item.name == "李燎")
    page = editor.get(f"/edit/merge?{urlencode({'left': left, 'right': right})}").body.decode()
    assert page.count("<section>") == 2
    for verb in ("join", "apart"):
        assert editor.post("/edit/ruling", verb=verb, left=left, right=right).status == 303
        [ruling] = read_rulings((editor.keep / "merges.txt").read_text(encoding="utf-8"), "m")
        assert (ruling.verb, ruling.left, ruling.right) == (verb, left, right)
    editor.post("/edit/ruling", verb="withdraw", left=right, right=left)
    assert (editor.keep / "merges.txt").read_text(encoding="utf-8") == ""
    for wrong in ({"right": left}, {"verb": "melt"}, {"right": "a\njoin x y"}):
        assert (
            editor.post("/edit/ruling", **({"verb": "join", "left": left, "right": right} | wrong)).status
            == 400
        )


def test_a_name_is_added(editor: Editor, small: Records) -> None:
    person = next(item for item in small.entities if item.type == "Person")
    for alias in ("老李", "=1+1", "老李"):
        assert editor.post("/edit/name", iri=person.id, alias=alias).status == 303
    [row] = rows(editor.keep / "names.csv")
    assert row == {"name": "李燎", "type": "Person", "aliases": "老李|=1+1"}


def test_who_has_no_token_or_comes_from_elsewhere_changes_nothing(editor: Editor, small: Records) -> None:
    said = one(small, "supervises")
    body = urlencode({"id": said.id, "decision": "reject"})
    before = sorted((path.name, path.read_bytes()) for path in editor.keep.iterdir())
    ask = editor.server.ask
    assert ask("POST", "/edit/decision", body, Content_Type=FORM).status == 401
    foreign = {"Cookie": editor.cookie, "Origin": "https://evil.example"}
    assert ask("POST", "/edit/decision", body, Content_Type=FORM, **foreign).status == 403
    assert ask("GET", f"/edit/decision?{body}", Cookie=editor.cookie).status == 405
    assert sorted((path.name, path.read_bytes()) for path in editor.keep.iterdir()) == before
    reply = editor.post("/edit/decision", id=said.id, decision="withdraw", back="//evil.example/x")
    assert reply.headers["Location"] == "/x"


def test_two_tabs_lose_nothing(editor: Editor, small: Records) -> None:
    statuses: list[int] = []

    def judge(statement: Statement) -> None:
        statuses.append(editor.post("/edit/decision", id=statement.id, decision="accept").status)

    (editor.keep / "review.csv").unlink(missing_ok=True)
    threads = [threading.Thread(target=judge, args=(item,)) for item in small.statements for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * len(threads)
    found = rows(editor.keep / "review.csv")
    assert len(found) == len(threads)
    assert {row["id"] for row in found} == {item.id for item in small.statements}
    (editor.keep / "review.csv").unlink()


def test_without_edit_nothing_can_be_judged(tmp_path: Path, small: Records, run_kg: Any) -> None:
    from serving import started

    write_build(small, tmp_path / "build")
    process, server = started(tmp_path / "build")
    said = one(small, "supervises")
    page = server.ask(
        "GET", "/entity?iri=" + quote(said.subject.id, safe=""), Accept="text/html"
    ).body.decode()
    assert "/edit/" not in page
    assert server.ask("POST", "/edit/decision", "id=x", Content_Type=FORM).status == 404
    process.terminate()
    process.wait()
    process.stderr.close()  # type: ignore[union-attr]
    refused = run_kg("serve", tmp_path / "build", "--edit", "--host", "0.0.0.0")
    assert refused.returncode == 2
    assert b"--edit" in refused.stderr


# ── the files ──


def test_a_table_of_ones_own_keeps_what_is_in_it(tmp_path: Path, small: Records) -> None:
    path = tmp_path / "review.csv"
    path.write_bytes(write_review(small, language="zh").replace("校验".encode(), "校验,我的栏".encode(), 1))
    before = rows(path)
    ledger = Ledger(path, "zh")
    ledger.put("reject", {"id": small.statements[0].id, "note": "=不对"})
    found = rows(path)
    assert [{k: v for k, v in row.items() if k != "我的栏"} for row in found[:-1]] == [
        {k: v for k, v in row.items() if k != "我的栏"} for row in before
    ]
    assert found[-1]["判断"] == "拒绝"
    assert found[-1]["备注"] == "'=不对"
    assert list(ledger.decisions()) == [small.statements[0].id]
    assert [item.name for item in tmp_path.iterdir()] == ["review.csv"]


def test_comments_of_a_file_of_merges_stay(tmp_path: Path) -> None:
    path = tmp_path / "merges.txt"
    path.write_text("# mine\njoin a:1 a:2  # why\napart a:3 d1\n", encoding="utf-8")
    Rulings(path).put("apart", "a:2", "a:1", "甲 # 乙")
    assert path.read_text(encoding="utf-8") == "# mine\napart a:3 d1\napart a:2 a:1  # 甲 # 乙\n"


def test_names_are_read_by_the_build(tmp_path: Path) -> None:
    from kg.given import File
    from kg.nlp.mentions.things import read_names

    path = tmp_path / "names.csv"
    Names(path).put("东湖基金会", "Organization", "东湖会")
    read = dict(read_names(File("names.csv", path.read_text(encoding="utf-8"))))
    assert set(read) == {"东湖基金会", "东湖会"}


# ── rows that add ──


def test_an_added_row_lives_on_in_the_next_table(small: Records) -> None:
    text = "判断,文章,关系,主体,客体,原句,编号\n补充,a,联系,李主任,玉林街道,李燎计划走访玉林街道,\n"
    made, outcomes = decide(small, read_decisions(text, "r.csv"))
    assert len(made.statements) == len(small.statements) + 1
    again, more = decide(small, read_decisions(write_review(made, outcomes).decode("utf-8-sig"), "r.csv"))
    assert again.statements == made.statements
    assert [item.decision.verb for item in more] == [ADD]


def test_an_added_row_whose_sentence_is_gone_is_reported(small: Records) -> None:
    text = f"{HEAD}add,a,liaison of,李主任,玉林街道,不在文中的话,\n"
    _, outcomes = decide(small, read_decisions(text, "r.csv"))
    assert "matches no statement any more" in idle(outcomes)[0]
    with pytest.raises(UsageError, match="no quotation"):
        decide(small, read_decisions(text.replace("不在文中的话", ""), "r.csv"))


def test_a_quotation_is_found_whatever_white_space_is_in_it(small: Records) -> None:
    text = f"{HEAD}add,a,liaison of,李主任,玉林街道,李燎 计划走访　玉林街道,\n"
    made, outcomes = decide(small, read_decisions(text, "r.csv"))
    assert idle(outcomes) == []
    assert one(made, "liaisonOf")


# ── the whole way ──


def test_what_was_judged_holds_in_the_next_build_and_can_be_changed_again(tmp_path: Path) -> None:
    source, out, keep = tmp_path / "articles", tmp_path / "out", tmp_path / "keep"
    source.mkdir()
    text = "武侯区人大常委会主任李燎到玉林街道督导疫情防控工作。\n李燎还看望了老人。\n"
    (source / "a.txt").write_text(text, encoding="utf-8")

    def made() -> Records:
        given = given_by(decisions=[keep / "review.csv"] if keep.exists() else [])
        assert build([source], out, model="fast", min_confidence=0, given=given).idle == ()
        return read_build(out)

    desk, catalogue = Desk(out, keep, "zh"), in_memory(made())
    said = next(item for item in read_build(out).statements if item.predicate == "supervises")
    desk.decide(catalogue, said.id, "correct", {"date": "2022-09-01"})
    missed = {"predicate": "联系", "subject": "李燎", "object": "玉林街道", "quote": "李燎还看望了老人"}
    desk.add(catalogue, "a", missed)
    (source / "b.txt").write_text("成都市武侯区玉林街道办事处召开会议。\n", encoding="utf-8")
    found = made()
    corrected, added = one(found, "supervises"), one(found, "liaisonOf")
    assert corrected.qualifiers.date == "2022-09-01"
    judged = desk.judged()
    assert (judged[corrected.id].verb, judged[corrected.id].in_force) == ("correct", True)
    assert (judged[added.id].verb, judged[added.id].in_force) == ("add", True)
    catalogue.close()
    catalogue = in_memory(found)
    desk.decide(catalogue, corrected.id, "accept", {})  # holds already
    desk.decide(catalogue, corrected.id, "correct", {"date": "2022-09-02"})
    desk.decide(catalogue, added.id, "reject", {})
    found = made()
    assert one(found, "supervises").qualifiers.date == "2022-09-02"
    assert not [item for item in found.statements if item.predicate == "liaisonOf"]
    catalogue.close()
