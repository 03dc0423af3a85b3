"""Who is who in an index, to which articles come and from which they go, is who is who of all at once."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from kg.build import who
from kg.build.around import changed_entities, entities, everyone
from kg.build.cache import Cache, Kept
from kg.build.gather import Place
from kg.build.index import FILE, Index
from kg.build.known import know
from kg.errors import UsageError
from kg.model import Article, Entity, Extraction, Ref, Statement
from kg.resolve import Brief, identify
from kg.resolve.rulings import read_rulings

BASE = "https://w3id.org/zhkg/id/"
#: type, name, other names, kind, code: of each there may be several, told apart by their IRIs
FORMS: tuple[tuple[str, str, tuple[str, ...], str | None, str | None], ...] = (
    ("Place", "武侯区", (), None, "510107"),
    ("Place", "成都市", (), None, "510100"),
    ("Place", "玉林街道", (), None, None),
    ("Place", "武侯区玉林街道", ("玉林街道",), None, None),
    ("Place", "青山村", (), None, None),
    ("Place", "鼓楼区", (), None, "320106"),
    ("Place", "鼓楼区", (), None, "350102"),
    ("Organization", "武侯区人大常委会", ("区人大常委会",), None, None),
    ("Organization", "成都市武侯区人大常委会", (), None, None),
    ("Organization", "鼓楼区人大常委会", (), None, None),
    ("Organization", "青山小学", (), "School", None),
    ("Organization", "东湖集团", (), "Company", None),
    ("Organization", "湖北东湖集团有限公司", ("东湖集团",), "Company", None),
    ("Organization", "玉林街道办事处", ("玉林街道抗疫队",), None, None),
    ("Organization", "抗疫队", (), None, None),
    ("Document", "关于捐款的通知", (), None, None),
    ("Person", "杨敏", (), None, None),
    ("Person", "杨敏", ("老杨",), None, None),
    ("Person", "刘芳", (), None, None),
)
VARIANTS = 3
ENTITIES = st.tuples(st.integers(0, len(FORMS) - 1), st.integers(1, VARIANTS))
#: what an article says of two of its entities, by their types
SAID = {
    ("Place", "Place"): "locatedIn",
    ("Organization", "Place"): "locatedIn",
    ("Organization", "Organization"): "locatedIn",
    ("Person", "Organization"): "holdsPosition",
    ("Organization", "Document"): "issues",
}
ANY = st.tuples(
    st.lists(ENTITIES, min_size=2, max_size=7, unique=True),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=12, unique=True),
)
#: a county, a street in it, its office, and who works there and what it issues: each leans on the last
CHAINS = st.tuples(
    st.sampled_from([0, 5]), st.integers(1, VARIANTS), st.sets(st.integers(0, 3), min_size=3, max_size=4)
).map(
    lambda made: (
        [(made[0], 1), (2, made[1]), (13, made[1]), (16, made[1]), (15, made[1])],
        [[(1, 0), (2, 1), (3, 2), (2, 4)][link] for link in sorted(made[2])],
    )
)
ARTICLES = st.one_of(CHAINS, CHAINS, ANY)
#: an article is put into a place, or taken out, or all are turned round
STEPS = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 5), ARTICLES),
    st.tuples(st.just("put"), st.integers(0, 5), ARTICLES),
    st.tuples(st.just("put"), st.integers(0, 5), ARTICLES),
    st.tuples(st.just("take"), st.integers(0, 5), st.none()),
    st.tuples(st.just("turn"), st.just(0), st.none()),
)
RULINGS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.tuples(st.integers(0, 18), st.integers(1, 3), st.integers(1, 3))),
        st.tuples(st.just("apart"), st.tuples(st.integers(0, 18), st.integers(1, 3), st.integers(0, 5))),
    ),
    max_size=2,
)


def iri(form: int, variant: int) -> str:
    type_, _, _, _, code = FORMS[form]
    return f"{BASE}place/{code}" if code else f"{BASE}{type_.lower()}/{form}-{variant}"


Made = tuple[list[tuple[int, int]], list[tuple[int, int]]]


def extraction(doc: str, made: Made) -> Extraction:
    named, pairs = made
    found: dict[str, Entity] = {}
    for form, variant in named:
        type_, name, aliases, kind, code = FORMS[form]
        found[iri(form, variant)] = Entity(iri(form, variant), type_, name, aliases, (doc,), kind, code=code)
    ends = [Ref(item.id, item.type, item.name) for item in found.values()]
    facts = [(ends[one % len(ends)], ends[other % len(ends)]) for one, other in pairs]
    statements = tuple(
        Statement(f"{BASE}statement/{doc}{at}", doc, SAID[one.type, other.type], one, other)
        for at, (one, other) in enumerate(facts)
        if (one.type, other.type) in SAID and one != other
    )
    digest = hashlib.sha256(repr((doc, made)).encode()).hexdigest()
    return Extraction(Article(doc, f"{doc}.txt", "", digest), tuple(found.values()), statements)


#: 刘芳 is joined with a 杨敏, who becomes another one when an earlier article comes, which 刘芳 is not in
LED_ALONG: list[tuple[str, int, Made | None]] = [
    ("put", 1, ([(10, 1), (16, 2)], [(1, 0)])),
    ("put", 2, ([(18, 1), (11, 1)], [])),
    ("put", 0, ([(10, 1), (16, 1)], [(1, 0)])),
]


@example(LED_ALONG, [("join", (18, 1, 34))], 20_000)
@settings(max_examples=200, deadline=None)
@drawn(st.lists(STEPS, min_size=3, max_size=9), RULINGS, st.sampled_from([1, 3, 20_000]))
def test_it_equals_all_at_once(
    steps: list[tuple[str, int, Made | None]],
    said: list[tuple[str, tuple[int, int, int]]],
    opened: int,
) -> None:
    lines = []
    for verb, (form, one, other) in said:
        if verb == "join":  # with one of the same name, or with the next of the list
            left, right = iri(form, one), iri((form + other // 2) % len(FORMS), one % VARIANTS + 1)
            lines += [f"join {left} {right}"] if left != right else []
        elif verb == "apart":
            lines.append(f"apart {iri(form, one)} d{other}")
    rulings = read_rulings("\n".join(lines), "merges.txt")
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(who, "OPENED", opened)
        folder = Path(name)
        cache = Cache(folder)
        order: dict[int, Extraction] = {}
        before: dict[str, Entity] = {}
        for number, (kind, at, made) in enumerate(steps):
            if kind == "put" and made is not None:
                order[at] = extraction(f"d{at}", made)
                order = dict(sorted(order.items()))
            elif kind == "take":
                order.pop(at, None)
            else:
                order = dict(reversed(order.items()))
            places = []
            for item in order.values():
                cache.save(item.article.sha256[:40], Kept(item))
                places.append(Place(item.article.doc, item.article.path, item.article.sha256[:40]))
            try:
                wanted = identify([Brief.of(item) for item in order.values()], rulings)
                wrong = ""
            except UsageError as error:
                wrong = str(error)
            if wrong:
                with Index(folder / "new" / FILE, "same", None) as index, pytest.raises(UsageError) as raised:
                    know(places, index, cache, rulings)
                assert str(raised.value) == wrong
                return
            old = folder / f"{number - 1}" / FILE
            with Index(folder / f"{number}" / FILE, "same", old if number else None) as index:
                known = know(places, index, cache, rulings)
                assert known is not None
                assert known.anew or number
                found = everyone(index.seen, known)
                assert (found.entities, found.merges, dict(found.kept), dict(found.own)) == (
                    wanted.entities,
                    wanted.merges,
                    dict(wanted.kept),
                    dict(wanted.own),
                )
                now = {item.id: item for item in entities(index.seen, known.who)}
                if not known.anew:
                    assert {**before, **changed_entities(index.seen, known)} == {
                        **dict.fromkeys(before.keys() | changed_entities(index.seen, known).keys()),
                        **now,
                    }
                before = now
