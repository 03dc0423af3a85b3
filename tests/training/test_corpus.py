"""The annotated corpus: its notation and checks, what is built of it, and that all its files are in order."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest
from paths import DATA, ROOT

sys.path.extend([str(ROOT / "training" / "corpus"), str(DATA)])
import corpus
import notation
import score
from agreement import agreement, disagreements
from block import Block
from check import check, notes, problems
from figures import told
from fuller import short
from lint import copies, unlisted
from names import Named, Squeezed
from renamed import renamed
from split import split
from wordings import odd_wordings

TEXT = """白水镇这两天没有下雨，但谁也不敢大意。镇里的喇叭从早响到晚，提醒各家把低处的东西搬一搬。
5月8日，县人大常委会主任李明“冒雨”到玉林街道督导，散会后他又带来口罩2000余只。"""
ENTITIES = """P 李明 | 老李,李主任
O 白水县人大常委会 | 县人大常委会
L 白水镇
L 玉林街道"""
FACTS = """h 李明 > 白水县人大常委会 | title=主任 :: 县人大常委会主任李明
s 李明 > 玉林街道 :: 李明“冒雨”到玉林街道督导
d 李明 > 玉林街道 | item=口罩 quantity=2000 unit=只 approx :: 带来口罩2000余只
!negated v 李明 > 白水镇 :: 谁也不敢大意
~ 李明 : 他 :: 散会后他又"""


def written(
    tmp_path: Path, *, name: str = "wa-01", head: str = "date=2021-05-08 genre=news", **parts: str
) -> Path:
    """A file of one text: the text above, some of its parts replaced."""
    text, entities, facts = (
        parts.get(k, v) for k, v in (("text", TEXT), ("entities", ENTITIES), ("facts", FACTS))
    )
    file = tmp_path / f"{name.split('-')[0]}.txt"
    with file.open("a", encoding="utf-8") as out:
        out.write(f"### {name} {head}\n{text}\n---\n{entities}\n--\n{facts}\n\n")
    return file


def block(tmp_path: Path, **parts: str) -> Block:
    return notation.blocks(written(tmp_path, **parts))[-1]


def test_a_good_text_has_no_problem_and_becomes_gold(tmp_path):
    file = written(tmp_path)
    assert not list(check([file]))
    [(name, raw, conv, gold)] = notation.read(file)
    assert (name, raw, conv, gold["plain"]) == ("wa-01", TEXT + "\n", None, TEXT + "\n")
    assert (gold["id"], gold["text"], gold["date"], gold["genre"]) == (
        "wa-01",
        "wa-01.txt",
        "2021-05-08",
        "news",
    )
    assert gold["entities"][0] == {
        "id": "p1",
        "type": "Person",
        "name": "李明",
        "aliases": ["老李", "李主任"],
    }
    assert gold["facts"][2] == {
        "rel": "donates",
        "subj": "p1",
        "obj": "l2",
        "item": "口罩",
        "quantity": 2000,
        "unit": "只",
        "approx": True,
        "evidence": "带来口罩2000余只",
    }
    assert [(c["rel"], c["status"]) for c in gold["claims"]] == [("servesAt", "negated")]
    assert gold["references"] == [{"entity": "p1", "mention": "他", "context": "散会后他又"}]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("s 李明 > 玉龙街道 :: 李明“冒雨”", "'玉龙街道' has no entity line"),
        ("q 李明 > 玉林街道 :: 李明“冒雨”", "fact line"),
        ("s 李明 > 玉林街道", "fact line"),
        ("!wished s 李明 > 玉林街道 :: 李明“冒雨”", "status 'wished'"),
        ("s > 玉林街道 :: 李明“冒雨”", "lacks a subject"),
        ("s 李明 :: 李明“冒雨”", "lacks an object"),
        ("l 李明 > 玉林街道 :: 李明“冒雨”", "李明 is a Person; locatedIn wants Organization or Place"),
        ("b 李明 > 玉林街道 :: 李明“冒雨”", "玉林街道 is a Place; memberOf wants Organization"),
        ("h 李明 > 玉林街道 :: 李明“冒雨”", "lacks title"),
        ("s 李明 > 白水镇 | title=主任 :: 李明“冒雨”", "has no field title"),
        ("d 李明 | amount=5 sum=5 :: 李明“冒雨”", "unknown field 'sum=5'"),
        ("d 李明 | item=水 item=米 :: 李明“冒雨”", "field item stands twice"),
        ("d 李明 :: 李明“冒雨”", "lacks amount or item"),
        ("d 李明 | amount=5 item=水 :: 李明“冒雨”", "both amount and item"),
        ("d 李明 | amount=5 worth=7 :: 李明“冒雨”", "lacks item"),
        ("d 李明 | item=水 quantity=5 :: 李明“冒雨”", "one of quantity and unit"),
        ("d 李明 | item=水 worth=5万 :: 李明“冒雨”", "worth '5万' is no number"),
        ("m 李明 > 白水镇 | indicator=走访 value=5 unit=户 :: 李明“冒雨”", "measure has no object"),
        ("s 李明 > 白水镇 :: 李明冒雨", "evidence is not in the text"),
        ("s 李明 > 白水镇 :: 搬一搬。5月8日", "evidence crosses a line end"),
        ("s 李明 > 玉林街道 :: 到玉林街道督导", "the fact stands twice"),
        ("~ 王芳 : 他 :: 散会后他又", "'王芳' has no entity line"),
        ("~ 李明 他 :: 散会后他又", "reference line"),
        ("~ 李明 : 她 :: 散会后她又", "the reference is not in the text"),
        ("~ 李明 : 镇 :: 镇", "the reference is not unique"),
    ],
)
def test_a_wrong_fact_line_is_told_with_its_place(tmp_path, line, problem):
    [found] = check([written(tmp_path, facts=f"{FACTS}\n{line}")])
    assert problem in str(found)
    assert str(found).startswith("wa.txt:15: wa-01: ")


@pytest.mark.parametrize(
    ("parts", "line", "problem"),
    [
        ({"entities": f"{ENTITIES}\nX 王芳"}, 9, "entity line 'X 王芳'"),
        ({"entities": f"{ENTITIES}\nO 玉林街道"}, 9, "玉林街道 stands twice"),
        ({"entities": f"{ENTITIES}\nP 王芳 | 老王"}, 9, "neither 王芳 nor another form of it"),
        ({"text": TEXT[-8:]}, 1, "characters; 10 to"),
        ({"text": TEXT + "好" * 1600}, 1, "characters; 10 to 1600"),
        ({"head": "date=2021-5 genre=news"}, 1, "date '2021-5'"),
        ({"head": "date=null"}, 1, "lacks genre"),
        ({"head": "date=null genre=news conv=t2s"}, 1, "conversion 't2s'"),
        ({"head": "date=null genre=news cov=s2t"}, 1, "unknown option 'cov'"),
        ({"facts": "--"}, 10, "fact line '--'"),
    ],
)
def test_a_wrong_text_is_told_with_its_place(tmp_path, parts, line, problem):
    found = [str(p) for p in check([written(tmp_path, **parts)])]
    assert any(p.startswith(f"wa.txt:{line}: wa-01: ") and problem in p for p in found), found


def test_all_problems_are_told_at_once_in_order(tmp_path):
    first = written(tmp_path, facts=f"{FACTS}\nq\nd 李明 | amount=x y=1 :: 有没有")
    files = first, written(tmp_path, name="wb-01")
    written(tmp_path, name="wb-02", facts="q")
    assert [str(p).split(" ")[0] + p.text.split(" ")[0] for p in check(files)] == [
        "wa.txt:15:fact",
        "wa.txt:16:amount",
        "wa.txt:16:unknown",
        "wa.txt:16:donates",
        "wa.txt:16:evidence",
        "wb.txt:25:fact",
    ]


def test_an_id_that_stands_twice_is_told(tmp_path):
    written(tmp_path)
    assert "the id stands in wa.txt:1 too" in str(*check([written(tmp_path)]))


def test_a_fact_whose_ends_no_window_holds_is_told(tmp_path):
    far = written(
        tmp_path, text=TEXT.replace("\n", "好" * 520 + "\n"), facts="l 玉林街道 > 白水镇 :: 玉林街道"
    )
    assert "白水镇 stands 5" in str(*check([far]))
    near = written(tmp_path, name="wb-01", text=TEXT.replace("\n", "好" * 400 + "\n"))
    assert not list(check([near]))


def test_what_is_only_odd_is_a_note(tmp_path):
    odd = block(tmp_path, facts="d 李明 | item=防疫口罩 quantity=300 unit=只 :: 带来口罩2000余只")
    assert not problems(odd)
    assert [p.text for p in notes(odd)] == [
        "item 防疫口罩 is not in the text",
        "quantity 300 is not told by 带来口罩2000余只",
    ]


@pytest.mark.parametrize(
    ("number", "text", "is_told"),
    [
        (100000, "捐款10万元", True),
        (3500, "1,200人和3,500人", True),
        (3200, "三千二百人", True),
        (150, "各出一百五", True),
        (631, "共６３１台", True),
        (250000000, "两亿五千万", True),
        (20, "三十人", False),
    ],
)
def test_numbers_in_figures_and_words(number, text, is_told):
    assert told(number, text) == is_told


def test_names_are_seen_through_noise():
    squeezed = Squeezed("县 长李(lǐ)*明\n来了")
    assert squeezed.text == "县长李明来了"
    assert list(squeezed.occurrences("李 明")) == [2]
    assert squeezed.span("明\n来") == (3, 5)
    assert squeezed.breaks() == {4}


def test_longer_names_come_first(tmp_path):
    named = Named(block(tmp_path))
    assert [p.entity for p in named.apart] == ["白水镇", "白水县人大常委会", "李明", "玉林街道"]


def test_traditional_pages_keep_their_offsets(tmp_path):
    file = written(tmp_path, head="date=null genre=news conv=s2tw")
    [(_, raw, conv, gold)] = notation.read(file)
    assert conv == "s2tw"
    assert "縣人大常委會主任李明「冒雨」到玉林街道督導" in raw
    assert len(raw) == len(gold["plain"])
    at = gold["plain"].index(gold["facts"][0]["evidence"])
    assert raw[at:].startswith("縣人大常委會主任李明")


def made(folder: Path, **files: str) -> Path:
    """A corpus of some files, all for training."""
    (folder / "texts").mkdir()
    for name, part in files.items():
        written(folder / "texts", name=f"{name}-01", facts=part)
    (folder / "split.toml").write_text(
        f'train = ["wa"]\ntune = {json.dumps(sorted(files)[1:])}', encoding="utf-8"
    )
    return folder


def test_what_is_built_is_read_by_the_scorer(tmp_path, capsys):
    folder = made(tmp_path, wa=FACTS, wb="")
    assert corpus.main(["build", str(tmp_path / "out"), "--corpus", str(folder), "--split", "train"]) == 0
    assert [f.name for f in (tmp_path / "out" / "text").iterdir()] == ["wa-01.txt"]
    docs = score.load_gold(tmp_path / "out" / "gold")
    said = {
        "doc": "wa-01",
        "predicate": "supervises",
        "subject": {"name": "李明", "type": "Person"},
        "object": {"name": "玉林街道", "type": "Place"},
    }
    tally, _, wrongs, unknown, _ = score.score_facts(docs, [said])
    assert (tally["supervises"], tally["donates"], wrongs, unknown) == ([1, 0, 0], [0, 0, 1], [], [])
    assert "1 texts" in capsys.readouterr().out


def test_what_cannot_be_read_is_not_built(tmp_path):
    folder = made(tmp_path, wa="q")
    with pytest.raises(ValueError, match=r"wa\.txt:10: wa-01: fact line 'q'"):
        corpus.main(["build", str(tmp_path / "out"), "--corpus", str(folder)])


def test_the_commands_print_what_they_are_asked_for(tmp_path, capsys):
    folder = made(tmp_path, wa=FACTS, wb="")
    (folder / "second").mkdir()
    written(folder / "second", text=TEXT + "。")
    with_corpus = ["--corpus", str(folder)]
    assert corpus.main(["check", *with_corpus]) == 1
    assert "wa.txt:1: wa-01: another text than in the corpus" in capsys.readouterr().out
    assert corpus.main(["check", str(folder / "texts" / "wa.txt"), "--notes"]) == 0
    assert capsys.readouterr().out == "0 problems, 0 notes in 1 files\n"
    assert corpus.main(["count", *with_corpus]) == 0
    rows = [line.replace(" ", "").split("|")[1:-1] for line in capsys.readouterr().out.splitlines()]
    assert ["", "train", "tune", "test", "all"] in rows
    assert ["facts", "3", "0", "0", "3"] in rows
    assert ["sentenceswithoutevidence", "33%", "100%", "–", "67%"] in rows
    assert ["textswithoutfacts", "0", "1", "0", "1"] in rows
    assert corpus.main(["lint", *with_corpus, "--only", "copies"]) == 0
    assert "copy: 提醒各家把低处的东西搬一搬: wa-01 wb-01" in capsys.readouterr().out
    assert corpus.main(["agreement", *with_corpus, "--list"]) == 0
    assert "| **facts** | 1.00 | 3 | 3 | 3 |" in capsys.readouterr().out


def test_lint_shows_nothing_of_the_texts_that_nobody_reads(tmp_path):
    found = [block(tmp_path), block(tmp_path, name="wb-01", facts="")]
    lines = list(corpus.lint(found, {"wa-01", "wb-01"}, None))
    assert "copy: 13 characters: wa-01 wb-01" in lines
    assert not any("低处" in line for line in lines)


def test_lint_finds_a_copy_names_aside(tmp_path):
    one = Named(block(tmp_path))
    two = Named(
        block(tmp_path, name="wb-01", text="他说提醒各家把低处的东西搬一搬，白水县人大常委会主任李明")
    )
    assert list(copies([one, two], {})) == [("提醒各家把低处的东西搬一搬", ["wa-01", "wb-01"])]
    assert list(copies([one], {"x.txt": "镇里的喇叭从早响到晚的时候"})) == []
    assert list(copies([one], {"x.txt": "这镇里的喇叭从早响到晚，但谁也不敢大意"})) == []
    other = {"x.txt": "提醒各家把低处的东西", "y.txt": "又提醒各家把低处的东西搬一"}
    assert list(copies([one], other)) == [("提醒各家把低处的东西搬一", ["wa-01", "y.txt"])]


def test_lint_finds_a_fact_of_one_wording_that_another_text_lacks(tmp_path):
    entities = "P 王芳\nL 河西村\nP 高峰\nL 南湖区"
    lacking = block(
        tmp_path, name="wb-01", text="当天，王芳“冒雨”到河西村督导。", entities=entities, facts=""
    )
    told_so = block(
        tmp_path,
        name="wc-01",
        text="高峰“冒雨”到南湖区督导",
        entities=entities,
        facts="s 高峰 > 南湖区 :: 高峰“冒雨”到南湖区督导",
    )
    unlike = block(tmp_path, name="wd-01", text="高峰后来去了一趟南湖区。", entities=entities, facts="")
    [odd] = odd_wordings([Named(b) for b in (told_so, lacking, unlike)])
    assert (odd.relation, odd.told.text, odd.untold.text) == (
        "supervises",
        "高峰“冒雨”到南湖区督导",
        "王芳“冒雨”到河西村督导。",
    )


def test_lint_finds_a_body_whose_county_the_text_tells(tmp_path):
    own = block(tmp_path, entities="O 县交通局\nO 县委 | 白水县委\nL 白水县\nL 白水镇\nL 玉林街道")
    assert list(short([own])) == [("wa-01", "县交通局", "白水县交通局")]
    two = block(tmp_path, entities="O 县交通局\nL 白水县\nL 澄城县")
    assert list(short([two])) == []


def test_lint_finds_a_name_that_is_no_entity_elsewhere(tmp_path):
    other = block(
        tmp_path, name="wb-01", text="车过玉林街道，老李和李明还没有到县人大常委会。", entities="P 李明"
    )
    assert list(unlisted([Named(block(tmp_path)), Named(other)])) == [("wb-01", "玉林街道", "wa-01")]


def test_agreement_of_known_counts(tmp_path):
    own = block(tmp_path)
    (tmp_path / "second").mkdir()
    second = block(
        tmp_path / "second",
        entities="P 李明\nO 县人大常委会 | 白水县人大常委会\nL 玉林街道\nL 白水镇",
        facts="""h 李明 > 县人大常委会 | title=主任 :: 县人大常委会主任李明
s 李明 > 白水镇 :: 白水镇
d 李明 | item=口罩 quantity=2000 unit=只 :: 带来口罩2000余只""",
    )
    table = list(agreement({"wa-01": own}, [second]))
    assert table[0] == "1 texts; recipients of gifts agreed: 0 of 1"
    assert "| donates | 1.00 | 1 | 1 | 1 |" in table
    assert "| supervises | 0.00 | 1 | 1 | 0 |" in table
    assert "| **facts** | 0.33 | 3 | 3 | 1 |" in table
    assert "| Organization | 1.00 | 1 | 1 | 1 |" in table
    assert "wa-01: only the second: 李明 --supervises--> 白水镇" in list(
        disagreements({"wa-01": own}, [second])
    )


FILES = {"wa": ["wa-01", "wa-02"], "wb": ["wb-01"]}


def test_a_text_stands_apart_from_its_file():
    found = split({"train": ["wa"], "tune": ["wb"], "test": ["wa-02"]}, FILES)
    assert found == {"wa-01": "train", "wa-02": "test", "wb-01": "tune"}


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"train": ["wa", "wb", "wc"]}, "neither a file nor a text: wc"),
        ({"train": ["wa", "wb", "wa-03"]}, "neither a file nor a text: wa-03"),
        ({"train": ["wa", "wb"], "test": ["wb"]}, "listed twice: wb"),
        ({"train": ["wa"]}, "in no split: wb-01"),
        ({"train": ["wa", "wb"], "dev": []}, "no split: dev"),
    ],
)
def test_a_split_that_is_none_is_refused(given, problem):
    with pytest.raises(ValueError, match=problem):
        split(given, FILES)


def test_the_corpus_has_no_problem_and_every_text_one_split():
    files = corpus.first() + corpus.second()
    assert not [str(p) for p in (*check(files), *corpus.strays(), *corpus.unsplit())]
    assert set(corpus.splits()) == set(corpus.by_name(corpus.first()))


def test_a_file_that_split_toml_does_not_name_is_a_problem(tmp_path):
    (tmp_path / "texts").mkdir()
    written(tmp_path / "texts")
    (tmp_path / "split.toml").write_text("train = []\n", encoding="utf-8")
    assert "in no split: wa-01" in str(*corpus.unsplit(tmp_path))
    assert corpus.main(["check", "--corpus", str(tmp_path)]) == 1


def test_other_people_and_villages_stand_in_text_and_annotation_alike(tmp_path):
    before = written(tmp_path).read_text(encoding="utf-8")
    pools = {"P": ["欧阳春"], "街道": ["向阳街道"], "镇": ["白水镇"]}
    file = tmp_path / "wa.txt"
    file.write_text(renamed(before, pools, random.Random(1)), encoding="utf-8")
    assert not list(check([file]))
    [made] = notation.blocks(file)
    assert made.entities[0].forms == ("欧阳春", "老欧", "欧主任")
    assert "县人大常委会主任欧阳春“冒雨”到向阳街道督导" in made.text
    assert "白水镇这两天" in made.text  # its own name is no other


def test_a_person_with_a_form_of_its_own_keeps_the_name(tmp_path):
    entities = ENTITIES.replace("老李", "阿牛")
    text = TEXT.replace("他又", "阿牛又")
    written(tmp_path, entities=entities, text=text)
    made = renamed(
        (tmp_path / "wa.txt").read_text(encoding="utf-8"),
        {"P": ["王芳"], "街道": ["玉林街道"], "镇": ["白水镇"]},
        random.Random(1),
    )
    assert "主任李明" in made
