"""IRIs: valid for any name, stable, apart where the anchor differs."""

from __future__ import annotations

import re

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Qualifiers, Ref
from kg.values.iri import BASE, article_iri, entity_iri, place_iri, statement_iri


@given(st.text(min_size=1), st.text())
def test_any_name_makes_one_valid_segment(name: str, anchor: str) -> None:
    found = entity_iri(BASE, "person", name, anchor)
    assert ox.NamedNode(found).value == found
    assert re.fullmatch(r"[A-Za-z0-9._~%-]*", found.removeprefix(f"{BASE}person/"))
    assert found == entity_iri(BASE, "person", name, anchor)


@given(st.text(), st.text())
def test_the_anchor_tells_namesakes_apart(one: str, other: str) -> None:
    same = entity_iri(BASE, "person", "李伟", one) == entity_iri(BASE, "person", "李伟", other)
    assert same == (one == other)


def test_readable_and_as_documented() -> None:
    assert entity_iri(BASE, "person", "Li Wei") == f"{BASE}person/Li_Wei"
    assert entity_iri(BASE, "person", "李") == f"{BASE}person/%E6%9D%8E"
    assert place_iri(BASE, "510107") == f"{BASE}place/510107"
    assert article_iri(BASE, "0123456789abcdef" * 4) == f"{BASE}article/0123456789abcdef"


def test_one_form_of_unicode() -> None:
    assert entity_iri(BASE, "person", "e\u0301") == entity_iri(BASE, "person", "\u00e9")


def test_a_statement_is_known_by_all_that_it_says() -> None:
    one, two = Ref("a:1", "Person", "甲"), Ref("a:2", "Person", "乙")

    def made(article="a:a", predicate="p", subject=one, object_=two, **values) -> str:
        return statement_iri(BASE, article, predicate, subject, object_, Qualifiers(**values))

    found = [
        made(),
        made(article="a:b"),
        made(predicate="q"),
        made(subject=two),
        made(object_=None),
        made(amount=1.0),
        made(approx=True),
        made(date="2022"),
    ]
    assert len(set(found)) == len(found)
    assert made() == made(subject=Ref("a:1", "Person", "another form of the name"))
    assert re.fullmatch(rf"{BASE}statement/[0-9a-f]{{20}}", found[0])
