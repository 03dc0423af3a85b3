"""Forms: every example and counterexample of the lexicon, and the notation of patterns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from language import pipeline

from kg.lexicon import Example, Form, ListWords, RelationForms, load_lexicon
from kg.nlp.forms.forms import FormSet, Match
from kg.nlp.reasons.examples import broken
from kg.nlp.spans.mention import GPE, ORG, PERSON, QUANTITY, Mention
from kg.nlp.spans.skeleton import build

RELATIONS = load_lexicon().relations
LISTS = ListWords(("、", "和"), "等", ("街道", "地"), ("各",), ("分别",), ("了",), ("的",))


# ── what the lexicon promises ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(RELATIONS))
def test_every_relation_has_examples_and_counterexamples(name: str) -> None:
    assert RELATIONS[name].examples
    assert len(RELATIONS[name].counterexamples) >= 2
    assert all(example.finds for example in RELATIONS[name].examples)


@pytest.mark.parametrize(
    ("name", "example"),
    [pytest.param(n, e, id=f"{n}-{i}") for n, r in RELATIONS.items() for i, e in enumerate(r.examples, 1)],
)
def test_examples(name: str, example: Example) -> None:
    assert list(broken(name, RelationForms(examples=(example,)), pipeline())) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(n, t, id=f"{n}-{i}")
        for n, r in RELATIONS.items()
        for i, t in enumerate(r.counterexamples, 1)
    ],
)
def test_counterexamples(name: str, text: str) -> None:
    assert list(broken(name, RelationForms(counterexamples=(text,)), pipeline())) == []


def test_promises_that_are_not_kept() -> None:
    example = Example("李明到青山街道督导防汛。", ("王强 > 青山街道",))
    forms = RelationForms(examples=(example,), counterexamples=(example.text,))
    assert list(broken("supervises", forms, pipeline())) == [
        f"[relations.supervises] example {example.text}: does not find 王强 > 青山街道",
        f"[relations.supervises] counterexample {example.text}: is found all the same",
    ]
    none = RelationForms(examples=(Example(example.text),))
    assert list(broken("supervises", none, pipeline())) == [
        f"[relations.supervises] example {example.text}: finds 1 statements"
    ]


# ── the notation ───────────────────────────────────────────────────────────────────────────────────

LABELS = {"P": PERSON, "O": ORG, "G": GPE, "Q": QUANTITY}


def matches(pattern: str, text: str, topic: Mention | None = None, **more: object) -> Iterator[Match]:
    """The matches of a pattern in a text whose capital letters P, O, G and Q are names."""
    mentions = [
        Mention(i, i + 1, LABELS[c], c, entity=f"{c}{i}", value=3.0 if c == "Q" else None, unit="人")
        for i, c in enumerate(text)
        if c in LABELS
    ]
    forms = RelationForms(
        triggers=("检查", "看"),
        not_triggers=("检查站",),
        lists={"go": ("到", "来到")},
        forms=(Form("form", pattern),),
    )
    found = FormSet(forms, [PERSON, ORG], [GPE], LISTS)
    return found.find(
        build(text, (0, len(text)), mentions, {}), topic, lambda m: bool(m.subjects and m.objects)
    )


def pairs(pattern: str, text: str, topic: Mention | None = None) -> list[tuple[str, str]]:
    """Subjects and objects of the matches, as ``P0 O1`` and ``G5``."""
    return [
        (" ".join(m.entity for m in match.subjects), " ".join(m.entity for m in match.objects))
        for match in matches(pattern, text, topic)
    ]


VISIT = "{subject}...<go>..{object}…{trigger}"


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (VISIT, "P到G检查", [("P0", "G2")]),
        (VISIT, "O昨天来到了G，然后检查", [("O0", "G6")]),
        (VISIT, "P到G检查站", []),  # no trigger
        (VISIT, "P到G吃饭", []),
        (VISIT, "P在G检查", []),  # no word of the list
        (VISIT, "P到O检查", []),  # not of the range
        (VISIT, "P到G。检查", []),  # nothing crosses a sentence
        (VISIT, "P、P和O到G、G等Q地检查", [("P0 P2 O4", "G6 G8")]),
        ("{subject}...{trigger}{object}", "P检查G，看G，看G", [("P0", "G3"), ("P0", "G6"), ("P0", "G9")]),
        ("{subject}..{trigger}{object}", "P，检查G", []),  # .. stays in a clause
        ("{subject}...{trigger}{object}", "P，检查G", [("P0", "G4")]),
        ("{subject}...{trigger}{object}", "P和O检查G", [("P0 O2", "G5")]),
        ("{subject}...{trigger}{object}", "P说O检查G", [("O2", "G5")]),  # ... passes over no other actor
        ("{subject}....{trigger}{object}", "P说O，看G", [("P0", "G5")]),  # .... passes over all
        ("{object}，由{subject}{trigger}", "G，由P检查", [("P3", "G0")]),
        ("{subject}{trigger}{object}", "P检查G。O看G", [("P0", "G3"), ("O5", "G7")]),
    ],
)
def test_slots_lists_and_gaps(pattern: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(pattern, text) == expected


@pytest.mark.parametrize(("gap", "size"), [("..", 14), ("...", 60), ("…", 60), ("....", 90)])
def test_gaps_have_an_end(gap: str, size: int) -> None:
    pattern = "{subject}" + gap + "{trigger}{object}"
    assert pairs(pattern, "P" + "好" * size + "看G") == [("P0", f"G{size + 2}")]
    assert pairs(pattern, "P" + "好" * (size + 1) + "看G") == []


def test_triggers_and_quantities_are_handed_on() -> None:
    (match,) = matches("{subject}{trigger}{quantity}到{object}", "昨天P看Q到G")
    assert match.trigger == (3, 4)
    assert match.quantity is not None
    assert (match.quantity.value, match.quantity.unit) == (3.0, "人")
    assert match.form.id == "form"
    assert not match.virtual


def test_the_topic_stands_in_for_a_subject() -> None:
    topic = Mention(0, 2, PERSON, "李明", entity="李明")
    (match,) = matches(VISIT, "随后到G检查", topic)
    assert match.subjects == (topic,)
    assert match.virtual
    assert [m.entity for m in match.objects] == ["G3"]


def test_a_subject_of_its_own_wins_over_the_topic() -> None:
    topic = Mention(0, 2, PERSON, "李明", entity="李明")
    assert pairs(VISIT, "O到G检查", topic) == [("O0", "G2")]


def test_names_without_an_entity_fill_no_slot() -> None:
    mentions = [Mention(0, 1, PERSON, "P"), Mention(2, 3, GPE, "G", entity="G")]
    forms = FormSet(RelationForms(forms=(Form("f", "{subject}到{object}"),)), [PERSON], [GPE], LISTS)
    assert list(forms.find(build("P到G", (0, 3), mentions, {}), None, lambda m: True)) == []
