"""Why a sentence states what it does, and why not something else."""

from __future__ import annotations

import ast
import json
import math
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language import pipeline
from spacy.language import Language

from kg.lexicon import load_lexicon
from kg.nlp import load_nlp
from kg.nlp.forms.forms import FormSet
from kg.nlp.forms.pieces import pieces
from kg.nlp.reader import settings as reader
from kg.nlp.reasons.explain import explain
from kg.nlp.reasons.factors import factors
from kg.nlp.spans.claim import Claim
from kg.values.explanation import Explanation, Factor
from kg.words.messages import get_language, say, set_language

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def told(text: str, relation: str | None = None) -> Explanation:
    (found,) = explain(text, pipeline(), relation)
    return found


def why(text: str, relation: str) -> list[str]:
    """The reasons against a relation in a sentence, with their words."""
    return [r.why.format(*r.words) for r in told(text).missing if r.relation == relation]


# ── pieces ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("{subject}...<go>..{object}", ["{subject}", "...", "<go>", "..", "{object}"]),
        (
            "{subject}{trigger}了?(?:由....的)?{object}",
            ["{subject}", "{trigger}", "了?", "(?:由....的)?", "{object}"],
        ),
        ("在{object}，(?P<trigger>a|b)[cd]+…", ["在", "{object}", "，", "(?P<trigger>a|b)", "[cd]+", "…"]),
        (r"\(甲", [r"\(", "甲"]),
    ],
)
def test_pieces(pattern: str, parts: list[str]) -> None:
    assert list(pieces(pattern)) == parts


def test_every_form_of_the_lexicon_comes_apart() -> None:
    """Each beginning of a form is a pattern of its own, and all of it is the form."""
    lexicon = load_lexicon()
    for name, words in lexicon.relations.items():
        forms = FormSet(words, ["PERSON"], ["ORG"], lexicon.names.lists)
        for form in words.forms:
            parts = list(pieces(form.pattern))
            assert "".join(parts) == form.pattern, name
            for end in range(1, len(parts) + 1):
                forms.compiled("".join(parts[:end]))


@given(st.text(alphabet="甲.…?{}<>()[]|\\subject", max_size=20))
def test_nothing_is_lost(pattern: str) -> None:
    assert "".join(pieces(pattern)) == pattern


# ── explanations ───────────────────────────────────────────────────────────────────────────────


def test_entities_form_and_trigger() -> None:
    found = told("东湖区人大常委会主任李明到青山街道督导防汛工作。")
    assert [(e.text, e.type, e.name) for e in found.entities] == [
        ("东湖区人大常委会", "Organization", "东湖区人大常委会"),
        ("主任", "TITLE", ""),
        ("李明", "Person", "李明"),
        ("青山街道", "Place", "青山街道"),
    ]
    (visit,) = (s for s in found.statements if s.relation == "supervises")
    assert (visit.subject, visit.object, visit.rule, visit.trigger) == (
        "李明",
        "青山街道",
        "go-visit",
        "督导",
    )
    assert visit.pattern == "{subject}...<go>..{object}…{trigger}"
    assert (visit.status, visit.cues) == ("asserted", ())
    (post,) = (s for s in found.statements if s.relation == "holdsPosition")
    assert post.qualifiers["title"] == "主任"


@pytest.mark.parametrize(
    ("text", "status", "cue"),
    [
        ("李明没有到青山街道督导。", "negated", "没有"),
        ("李明计划到青山街道督导。", "planned", "计划"),
        ("网传李明到青山街道督导。", "alleged", "网传"),
    ],
)
def test_the_cue_of_a_status(text: str, status: str, cue: str) -> None:
    (visit,) = (s for s in told(text).statements if s.relation == "supervises")
    assert visit.status == status
    assert cue in visit.cues


@pytest.mark.parametrize(
    ("text", "relation", "reason"),
    [
        ("李明住在青山街道检查站。", "supervises", "检查站 is no word for it"),
        ("李明住在青山街道检查站。", "supervises", "the words of the form are missing: 督导、"),
        ("李明督导。", "supervises", "no object: there is no Place/Organization"),
        (
            "青山街道成立防汛抢险突击队。",
            "establishes",
            "Person/Organization is wanted, which 青山街道 is not",
        ),
        ("青山街道成立突击队。", "establishes", "names none in particular"),
        ("李明捐赠青山街道。", "donates", "nothing that is given follows 捐赠"),
        ("捐赠口罩1000个。", "donates", "no subject: there is no Person/Organization"),
    ],
)
def test_why_not(text: str, relation: str, reason: str) -> None:
    assert [line for line in why(text, relation) if reason in line], told(text).missing


def test_another_relation_is_meant() -> None:
    found = told("李明到青山街道督导值守。", "servesAt")
    assert not found.statements
    assert any(r.why == "{} is meant instead" and r.words == ("supervises",) for r in found.missing)


def test_what_a_form_found_is_told() -> None:
    (reason,) = (r for r in told("李明到青山街道开会。").missing if r.relation == "supervises")
    assert dict(reason.found) == {"subject": "李明", "object": "青山街道"}
    assert reason.form in {form.id for form in load_lexicon().relations["supervises"].forms}


def test_of_one_relation_every_form_is_told() -> None:
    found = told("李明到青山街道督导。", "supervises")
    forms = {form.id for form in load_lexicon().relations["supervises"].forms}
    assert {r.form for r in found.missing} == forms - {"go-visit"}
    assert {s.relation for s in found.statements} == {"supervises"}


def test_it_says_what_the_pipeline_says() -> None:
    text = "李明到青山街道督导。他捐款5万元。\n捐赠单位：华泰，金额（元）：5\n\n"
    doc = pipeline()(text)
    found = explain(text, pipeline())
    assert [f.text for f in found] == [
        "李明到青山街道督导。",
        "他捐款5万元。",
        "捐赠单位：华泰，金额（元）：5",
    ]
    stated = [(s.relation, s.subject, s.rule) for f in found for s in f.statements]
    names = {e["key"]: e["name"] for e in doc._.kg_entities}
    assert sorted(stated) == sorted(
        (s["predicate"], names[s["subject"]], s["rule"]) for s in doc._.kg_statements
    )
    assert explain("", pipeline()) == []


@settings(deadline=None, max_examples=25)
@given(st.text(alphabet="李明王强到青山街道督导捐款5万元，。主任\n（）《", max_size=40))
def test_any_text_is_explained(text: str) -> None:
    for found in explain(text, pipeline()):
        json.dumps(found.to_dict())


def test_every_reason_is_translated() -> None:
    """Each sentence that says why is in the catalogue."""
    from kg.nlp.reasons import missing, unfired

    source = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in (missing, unfired))
    said = [
        text.replace("{end}", end).replace("{{}}", "{}")
        for text in re.findall(r'f?"([^"\n]*(?:is missing|there is no|names none|is no word|is meant|'
                               r'words is there|is named|it matches|who gave|nobody who|nothing that|'
                               r'stands beside|counts nothing)[^"\n]*)"', source)
        for end in ("subject", "object")
    ]  # fmt: skip
    assert len(set(said)) >= 12
    before = get_language()
    set_language("zh")
    try:
        for text in said:
            assert re.search("[一-鿿]", say(text)), text
    finally:
        set_language(before)


# ── how sure ───────────────────────────────────────────────────────────────────────────────────

WEIGHTS = {
    "bias": 0.5,
    "form": 0.5,
    "form go-visit": 1.0,
    "network": 0.4,
    "relation supervises": 0.1,
    "relation holdsPosition": -1.0,
    "source rule": 0.2,
    "borrowed subject": -0.8,
}


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Language:
    """The fast pipeline, with weights that are the same whatever the box holds."""
    made = reader.Settings({"fast": WEIGHTS}, {"fast": 0.5})
    monkeypatch.setattr(reader, "load_settings", lambda: made)
    return load_nlp("fast")


def test_what_speaks_for_a_statement_and_against_it(judged: Language) -> None:
    (found,) = explain("东湖区人大常委会主任李明到青山街道督导防汛工作。", judged, least=0.0)
    (visit,) = (s for s in found.statements if s.relation == "supervises")
    assert [f.why for f in visit.factors] == ["how often such statements are right", "{} states it"]
    common, form = visit.factors
    assert common.by < 0 < form.by
    assert form.words == ("go-visit",)
    odds = sum(f.by for f in visit.factors)
    assert 1 / (1 + math.exp(-odds)) == pytest.approx(visit.confidence, abs=0.02)


def test_what_is_too_uncertain_is_a_runner_up(judged: Language) -> None:
    (found,) = explain("东湖区人大常委会主任李明到青山街道督导防汛工作。", judged, least=0.3)
    assert "supervises" in [s.relation for s in found.statements]
    assert found.doubtful[0].relation == "holdsPosition"
    assert 0 < found.doubtful[0].confidence < 0.3
    assert not [r for r in found.missing if r.relation == "holdsPosition"]
    (only,) = explain("李明到青山街道督导。", judged, "supervises", least=0.99)
    assert ([s.relation for s in only.doubtful], only.statements) == (["supervises"], ())


def test_the_network_has_its_say() -> None:
    claim = Claim("supervises", "甲", "乙", (0, 9), (0, 2), (4, 6), rule="reader")
    found = {"network": math.log(0.9 / 0.1), "network supervises": math.log(0.9 / 0.1), "source reader": 1.0}
    told = factors(claim, found, {"network": 1.0, "network supervises": 0.5, "source reader": -0.7}, True)
    assert told == (
        Factor("the network gives it {}", ("0.90",), 1.5),
        Factor("only the network states it", (), -0.7),
    )
    unseen = factors(claim, {"network": math.log(0.001 / 0.999)}, {"network": -2.0}, True)
    assert unseen == (Factor("the network does not see it", (), -2.0),)
    assert factors(claim, found, {}, True) == ()


def test_three_on_each_side_at_most() -> None:
    claim = Claim("coaches", "甲", "乙", (0, 9), rule="coach")
    names = ("", " form", " distance", " borrowed subject", " borrowed object", " not asserted")
    told = factors(claim, {}, {f"own coaches{name}": n - 5.5 for n, name in enumerate(names)}, False)
    assert [f.by for f in told] == [-5.5, -4.5, -3.5]
    assert factors(claim, {}, {"own coaches": 0.01}, False) == ()


def test_every_factor_is_translated() -> None:
    from kg.nlp.reasons import factors as module

    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    told = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    said = [text for text in map(str, told) if re.fullmatch(r"[a-z{][a-z {}]{10,}[a-z}]", text)]
    said = [text for text in said if text not in module._SAID]
    assert len(said) >= 9
    before = get_language()
    set_language("zh")
    try:
        for text in said:
            assert re.search("[一-鿿]", say(text.replace("{}", "x"))), text
    finally:
        set_language(before)


# ── the command ────────────────────────────────────────────────────────────────────────────────


def test_the_command(run_kg: Run) -> None:
    text = "东湖区人大常委会主任李明没有到青山街道督导。"
    plain = run_kg("explain", text, LC_ALL="zh_CN.UTF-8").stdout.decode()
    assert "督导（supervises）：李明 → 青山街道 [否定：没有]" in plain
    assert "句式 go-visit" in plain
    english = run_kg("explain", stdin=text.encode()).stdout.decode()
    assert "form go-visit" in english
    data = json.loads(run_kg("explain", "--json", "--relation", "督导", "-", stdin=text.encode()).stdout)
    assert data[0]["statements"][0]["cues"] == ["没有"]
    wrong = run_kg("explain", text, "--relation", "supervise")
    assert wrong.returncode == 2
    assert b"did you mean supervises" in wrong.stderr


def test_a_relation_of_the_users_own(run_kg: Run) -> None:
    files = ("--ontology", "docs/sports/sports.ttl", "--lexicon", "docs/sports/sports.toml")
    out = run_kg("explain", "李明执教东湖女排。", *files, LC_ALL="zh_CN.UTF-8").stdout.decode()
    assert "执教（coaches）：李明 → 东湖女排" in out
