"""The values of the house: spans, alignment, and the dicts of exchanged files."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import records

from kg.model import Evidence, Qualifiers, Ref, Span, Statement, Text

NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.none() | st.text()


@given(
    st.builds(
        Qualifiers,
        title=WORDS,
        amount=NUMBERS,
        currency=WORDS,
        quantity=NUMBERS,
        value=NUMBERS,
        approx=st.booleans(),
        date=WORDS,
        valid_from=WORDS,
        valid_until=WORDS,
        joint=WORDS,
        part_of=WORDS,
    )
)
def test_qualifiers_are_read_back(values: Qualifiers) -> None:
    assert Qualifiers.from_dict(json.loads(json.dumps(values.to_dict()))) == values


def test_qualifiers_have_the_names_of_exchanged_files() -> None:
    found = Qualifiers(amount=100000.0, valid_from="2020", quantity=1.5).to_dict()
    assert found["from"] == "2020"
    assert "valid_from" not in found
    assert (repr(found["amount"]), repr(found["quantity"])) == ("100000", "1.5")
    with pytest.raises(KeyError):
        Qualifiers.from_dict({"no such": 1})


def test_statements_are_read_back() -> None:
    for statement in records().statements:
        assert Statement.from_dict(json.loads(json.dumps(statement.to_dict()))) == statement


def test_evidence_is_read_back() -> None:
    found = Evidence("甲", Span(0, 1), Span(0, 3), Span(0, 1), None, Span(1, 2))
    assert Evidence.from_dict(found.to_dict()) == found


def test_with_refs_keeps_the_claim() -> None:
    statement = records().statements[0]
    other = Ref("a:x", "Person", "甲")
    moved = statement.with_refs(other, None)
    assert (moved.subject, moved.object) == (other, None)
    assert (moved.id, moved.evidence) == (statement.id, statement.evidence)


def test_alignment() -> None:
    text = Text("abc", (0, 4, 5), (1, 5, 8))
    assert text.to_raw(0, 1) == Span(0, 1)
    assert text.to_raw(0, 3) == Span(0, 8)
    assert text.to_raw(1, 1) == Span(4, 4)
    assert text.to_raw(3, 3) == Span(8, 8)
    assert text.to_clean(4, 8) == Span(1, 3)
    assert text.to_clean(1, 4) == Span(1, 1)
    assert Text("", (), ()).to_raw(0, 0) == Span(0, 0)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3)), min_size=1, max_size=20), st.data())
def test_a_clean_span_comes_back(gaps, data) -> None:
    starts, ends, at = [], [], 0
    for gap, width in gaps:
        starts.append(at + gap)
        at += gap + width
        ends.append(at)
    text = Text("字" * len(gaps), tuple(starts), tuple(ends))
    start = data.draw(st.integers(0, len(gaps) - 1))
    end = data.draw(st.integers(start + 1, len(gaps)))
    raw = text.to_raw(start, end)
    assert text.to_clean(raw.start, raw.end) == Span(start, end)
