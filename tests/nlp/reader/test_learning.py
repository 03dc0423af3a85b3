"""What decisions teach the judge: the fitting, the layer, its use, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from paths import ROOT
from reviews import filled, rows

import kg
from kg.build import build, given_by, lesson, read_build, read_decided
from kg.cli import main
from kg.errors import BuildError, UsageError
from kg.given import File, Given, using
from kg.given.learned import ENOUGH, LEARNED, Layer, Scores, mark_of, read_layer, write_layer
from kg.model import Qualifiers, Records, Ref, Statement
from kg.nlp.reader import settings
from kg.nlp.reader.judge import own_features, own_form, probability
from kg.nlp.reader.learning import Candidate, Example, fit, learn, scores, usable
from kg.nlp.spans.claim import Claim
from kg.review import Decision, Outcome, write_review

SHIPPED = {"bias": 0.4, "form": 0.5, "relation donates": 0.1, "relation supervises": 0.1}
SPORTS = ROOT / "docs" / "sports"


@pytest.fixture(autouse=True)
def box(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that are the same whatever the box holds."""
    weights = {"fast": SHIPPED, "reader": SHIPPED}
    made = settings.Settings(weights, {"fast": 0.5, "reader": 0.5})
    monkeypatch.setattr(settings, "load_settings", lambda: made)


def examples(count: int, right: Callable[[int], bool], articles: int = 10) -> list[Example]:
    """Half of them gifts, half visits."""
    found = []
    for n in range(count):
        relation = ("donates", "supervises")[n % 2]
        row = {"bias": 1.0, "form": 1.0, f"relation {relation}": 1.0}
        found.append(Example(f"article {n // 2 % articles}", relation, row, right(n)))
    return found


# ── the fitting ────────────────────────────────────────────────────────────────────────────────


def test_a_strong_ridge_stays_and_a_weak_one_learns() -> None:
    x, y = np.array([[1.0, 0.0], [1.0, 1.0]] * 20), np.array([0.0, 1.0] * 20)
    start = np.array([0.5, 0.5])
    assert fit(x, y, start, 1e9) == pytest.approx(start, abs=1e-6)
    weights = fit(x, y, start, 0.1)
    p = 1 / (1 + np.exp(-(x @ weights)))
    assert x.T @ (p - y) + 0.1 * (weights - start) == pytest.approx(np.zeros(2), abs=1e-5)
    assert p[0] < 0.1 < 0.9 < p[1]


def test_weights_that_are_far_off_come_back() -> None:
    """Where plain steps of Newton's method would leap."""
    x, y = np.ones((30, 1)), np.array([1.0] * 15 + [0.0] * 15)
    assert fit(x, y, np.array([25.0]), 0.01)[0] == pytest.approx(0.0, abs=0.1)


def test_scores() -> None:
    told = scores(np.array([4.0, 4.0, -4.0]), np.array([1.0, 0.0, 1.0]), 0.5)
    assert told.f1 == 0.5
    assert told.log_loss == pytest.approx(2.685, abs=0.01)
    assert scores(np.zeros(0), np.zeros(0), 0.5) == Scores(0.0, 0.0)


def test_what_decisions_agree_on_is_learned() -> None:
    found = examples(60, lambda n: n % 2 == 0)
    layer = learn(found, "fast", SHIPPED, 0.5)
    assert layer.better
    assert (layer.decisions, layer.right) == (60, 30)
    assert 12 <= layer.held_back < 20
    assert layer.after.f1 > layer.before.f1
    assert layer.weights["relation donates"] > 0.1 > layer.weights["relation supervises"]
    assert learn(list(reversed(found)), "fast", SHIPPED, 0.5) == layer


def test_what_does_no_better_is_not() -> None:
    """The articles that are held back say the contrary of all others."""
    order = learn(examples(60, lambda n: n % 2 == 0), "fast", SHIPPED, 0.5).held_back
    assert order
    from kg.nlp.reader.learning import _held_back

    found = examples(60, lambda n: n % 2 == 0)
    held = _held_back([e.article for e in found])
    turned = [replace(e, right=e.right != bool(h)) for e, h in zip(found, held, strict=True)]
    assert not learn(turned, "fast", SHIPPED, 0.5).better


def test_two_articles_are_enough_to_hold_one_back() -> None:
    layer = learn(examples(40, lambda n: n % 2 == 0, articles=2), "fast", SHIPPED, 0.5)
    assert layer.held_back == 20


def test_a_relation_of_the_users_own_needs_examples_enough() -> None:
    def own(count: int) -> list[Example]:
        row = {"own coaches": 1.0, own_form("coaches"): 1.4}
        return [Example(f"article {n % 9}", "coaches", row, n % 3 == 0) for n in range(count)]

    others = examples(10, lambda n: True)
    assert usable([*others, *own(ENOUGH - 1)]) == others
    found = usable(own(3 * ENOUGH))
    layer = learn(found, "fast", SHIPPED, 0.5)
    assert own_form("coaches") in layer.weights
    assert layer.weights["own coaches"] < -0.5
    assert layer.before.log_loss > layer.after.log_loss


# ── the layer ──────────────────────────────────────────────────────────────────────────────────


def layer(**changed: object) -> Layer:
    before, after = Scores(0.7, 0.5), Scores(0.5, 0.6)
    made = Layer("fast", mark_of(SHIPPED), 30, 20, 6, 3.0, 0.5, before, after, {"bias": -2.0})
    return replace(made, **changed)  # type: ignore[arg-type]


def test_a_layer_comes_back() -> None:
    assert read_layer(write_layer(layer()), "x.json") == layer()
    assert json.loads(write_layer(layer()))["weights"] == {"bias": -2.0}


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        "{}",
        write_layer(layer()).replace("-2.0", "1e400"),
        write_layer(layer()).replace("-2.0", "-900"),
        write_layer(layer()).replace("-2.0", "true"),
        write_layer(layer()).replace('"ridge"', '"rigde"'),
    ],
)
def test_a_file_that_is_no_layer(text: str) -> None:
    with pytest.raises(UsageError, match=r"^x\.json: is no layer of kg learn; make one with: kg learn DIR"):
        read_layer(text, "x.json")


def test_a_layer_is_better_where_neither_score_is_worse() -> None:
    assert layer().better
    assert not layer(weights={}).better
    assert not layer(after=Scores(0.8, 0.6)).better
    assert not layer(after=Scores(0.5, 0.4)).better
    assert layer(after=Scores(0.7, 0.5)).better


def given(*layers: Layer) -> Given:
    return Given(learned=tuple(File("x.json", write_layer(item)) for item in layers))


def test_a_layer_is_used_over_its_own_weights_only() -> None:
    with using(given(layer())):
        assert settings.weights_of("fast") == {**SHIPPED, "bias": -2.0}
        assert settings.weights_of("reader") == SHIPPED
    with using(given(layer(), layer(weights={"bias": 3.0}))):
        assert settings.weights_of("fast")["bias"] == 3.0  # the last one
    with using(given(layer(shipped="000000000000"))):
        assert settings.weights_of("fast") == SHIPPED
    assert "the pipeline fast" in settings.misfit(layer(), "reader")
    assert "learn again" in settings.misfit(layer(shipped="0"), "fast")


def confidences(text: str, given: Given) -> list[float]:
    with using(given):
        doc = kg.load_nlp("fast")(text)
    return [item["confidence"] for item in doc._.kg_statements]


def test_the_pipeline_judges_by_it() -> None:
    text = "李明捐款5万元。"
    (before,) = confidences(text, Given())
    (after,) = confidences(text, given(layer()))
    odds = [np.log(p / (1 - p)) for p in (before, after)]
    assert odds[0] - odds[1] == pytest.approx(2.4, abs=0.02)
    with using(given(layer())):
        nlp = kg.load_nlp("fast")
    again = type(nlp).from_config(nlp.config, meta=nlp.meta)  # it goes with a saved pipeline
    assert [item["confidence"] for item in again(text)._.kg_statements] == [after]


def test_a_head_of_a_relation_of_the_users_own() -> None:
    own = given_by(ontology=[SPORTS / "sports.ttl"], lexicon=[SPORTS / "sports.toml"])
    text = "李明执教东湖女排。"
    (form,) = confidences(text, own)
    head = {own_form("coaches"): 1.0}
    assert confidences(text, replace(own, learned=given(layer(weights=head)).learned)) == [
        pytest.approx(form, abs=0.001)
    ]
    less = given(layer(weights={**head, "own coaches": -1.0})).learned
    assert confidences(text, replace(own, learned=less))[0] < form
    assert confidences(text, replace(own, learned=given(layer()).learned)) == [form]  # no head, no change


def test_what_a_head_knows() -> None:
    claim = Claim("coaches", "甲", "乙", (0, 9), (0, 2), (4, 6), confidence=0.8, rule="coach")
    found = own_features(claim, {"borrowed subject": 1.0, "network": -7.0})
    assert found == {
        "own coaches": 1.0,
        "own coaches form": pytest.approx(np.log(4)),
        "own coaches form coach": 1.0,
        "own coaches borrowed subject": 1.0,
        "own coaches distance": pytest.approx(np.log(3)),
    }
    assert probability([1e9]) == 0.999


# ── what a decision says ───────────────────────────────────────────────────────────────────────


def statement(id_: str, amount: float, subject: str = "p") -> Statement:
    return Statement(id_, "a", "donates", Ref(subject, "Person", "甲"), None, Qualifiers(amount=amount))


def test_accepted_rejected_and_corrected() -> None:
    found = {
        id_: Candidate("sha", statement(id_, amount), {"bias": amount})
        for id_, amount in (("s1", 1.0), ("s2", 2.0), ("s3", 3.0), ("s4", 4.0), ("s5", 5.0))
    }
    records = Records((), (), (statement("new", 4.0),))
    decided = [
        Outcome(Decision(verb, id_, {}, 1, "r.csv"), id_, became)
        for verb, id_, became in (("accept", "s1", None), ("reject", "s2", None), ("correct", "s3", "new"))
    ]
    told = {e.row["bias"]: e.right for e in lesson.examples_of(found, decided, records)}
    assert told == {1.0: True, 2.0: False, 3.0: False, 4.0: True}  # and s5 says nothing


# ── the whole way ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    for number in range(1, 16):
        text = f"李明捐款{number}万元。\n王强到青山街道督导防汛工作。\n"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def decide(out: Path, file: Path, verbs: dict[str, str], last: str = "99") -> Given:
    """The decisions of a reader who judges by the relation alone, on articles up to ``last``."""
    data = write_review(read_build(out, doubtful=True), read_decided(out))
    assert rows(data)
    file.write_text(
        filled(data, lambda row: {"decision": verbs[row["relation"]] if row["article"] <= last else ""}),
        encoding="utf-8",
    )
    return given_by(decisions=[file])


@pytest.fixture
def decided(source: Path, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    build([source], out, model="fast")
    verbs = {"donates": "accept", "supervises": "reject"}
    build([source], out, model="fast", given=decide(out, tmp_path / "r.csv", verbs))
    return out


def test_from_decisions_to_a_better_build(
    decided: Path, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learn", str(decided)]) == 0
    told = capsys.readouterr().err
    assert "learned from 30 decisions; on 6 held back: log-loss" in told
    assert "F1 0.667 → 1.000" in told
    first = (decided / LEARNED).read_bytes()
    assert main(["learn", str(decided)]) == 0
    assert (decided / LEARNED).read_bytes() == first
    capsys.readouterr()
    assert main(["learn", str(decided), "--list"]) == 0
    table = capsys.readouterr().out
    assert "weight" in table
    assert [line.split()[2] for line in table.splitlines() if line.startswith("relation sup")] == ["+0.100"]
    assert lesson.changes(layer(shipped="0")) == [("bias", None, -2.0)]

    shared, other = tmp_path / "shared.json", tmp_path / "other"
    shared.write_bytes(first)
    command = [
        "build",
        str(source),
        "-o",
        str(other),
        "--model",
        "fast",
        "--learned",
        str(shared),
        "--jobs",
        "0",
    ]
    assert main(command) == 0
    sure = {s.predicate for s in read_build(other).statements}
    assert sure == {"donates"}  # the visits are kept, but doubted
    assert {s.predicate for s in read_build(other, doubtful=True).statements} == {"donates", "supervises"}
    assert (other / LEARNED).read_bytes() == first
    assert (other / "given" / "learned-1.json").read_bytes() == first
    build([source], other, model="fast")
    assert (other / LEARNED).read_bytes() == first  # not in use, but not lost
    assert {s.predicate for s in read_build(other).statements} == {"donates", "supervises"}

    assert main(["learn", str(decided), "--undo"]) == 0
    assert not (decided / LEARNED).exists()
    assert main(["learn", str(decided), "--list"]) == 1
    assert "nothing is learned in it; learn from its decisions with: kg learn" in capsys.readouterr().err


def test_a_layer_for_another_pipeline_is_told(source: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(write_layer(layer(pipeline="reader")), encoding="utf-8")
    report = build([source / "01.txt"], tmp_path / "out", model="fast", given=given_by(learned=[file]))
    assert report.idle == ("--learned: x.json has no effect: it was learned for the pipeline reader",)


def test_too_few_decisions(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    build([source], out, model="fast")
    with pytest.raises(BuildError, match=r"has 0 decisions to learn from, 20 are needed"):
        lesson.learn(out)
    verbs = {"donates": "accept", "supervises": "reject"}
    build([source], out, model="fast", given=decide(out, tmp_path / "r.csv", verbs, last="09"))
    assert main(["--lang", "zh", "learn", str(out)]) == 1
    told = capsys.readouterr().err.splitlines()[-1]
    assert "可供学习的判断有 18 条，需要 20 条" in told
    assert not (out / LEARNED).exists()


def test_what_teaches_nothing_changes_nothing(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build([source], out, model="fast")
    given = decide(out, tmp_path / "r.csv", {"donates": "accept", "supervises": "accept"})
    build([source], out, model="fast", given=given)
    monkeypatch.setattr(Layer, "better", False)
    assert main(["learn", str(out)]) == 1
    assert "nothing is changed: on 6 of 30 decisions, held back" in capsys.readouterr().err
    assert not (out / LEARNED).exists()


def test_ids_alone_are_enough(decided: Path, source: Path, tmp_path: Path) -> None:
    """A table that says neither article nor relation: all articles are read."""
    found = [(o.decision.verb, o.found) for o in read_decided(decided)]
    file = tmp_path / "ids.csv"
    file.write_text("decision,id\n" + "".join(f"{verb},{id_}\n" for verb, id_ in found), encoding="utf-8")
    build([source], decided, model="fast", given=given_by(decisions=[file]))
    assert lesson.learn(decided).decisions == 30


def test_decisions_on_a_relation_of_the_users_own_make_a_head(tmp_path: Path) -> None:
    """As many as are needed, all of them rejected."""
    (tmp_path / "in").mkdir()
    for number in range(ENOUGH):
        text = f"{number}月，李明执教东湖女排。\n"
        (tmp_path / "in" / f"{number:02}.txt").write_text(text, encoding="utf-8")
    own = given_by(ontology=[SPORTS / "sports.ttl"], lexicon=[SPORTS / "sports.toml"])
    out = tmp_path / "out"
    build([tmp_path / "in"], out, model="fast", given=own)
    with using(own):
        told = decide(out, tmp_path / "r.csv", {"coaches": "reject"})
    build([tmp_path / "in"], out, model="fast", given=replace(own, decisions=told.decisions))
    made = lesson.learn(out)
    assert made.better
    assert made.weights["own coaches"] < 0
    assert own_form("coaches") in made.weights
    learned = given_by(learned=[out / LEARNED]).learned
    report = build([tmp_path / "in"], out, model="fast", given=replace(own, learned=learned))
    assert (report.statements, report.doubtful) == (0, ENOUGH)


def test_list_and_undo_do_not_go_together(decided: Path) -> None:
    assert main(["learn", str(decided), "--list", "--undo"]) == 2
