"""Resolution across articles: what makes two one, and what never does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import article, entity, extractions, statement

from kg.model import Entity, Extraction, Records
from kg.resolve import resolve
from kg.resolve.names import is_generic, leans, split_areas, starts_low
from kg.values.iri import BASE


def build(*groups: list[Entity], statements=lambda sources: []) -> Records:
    """Records of one article for each group of entities."""
    sources = [article(f"d{number}", f"文{number}。") for number in range(len(groups))]
    made = statements(sources)
    return resolve(
        [
            Extraction(
                source,
                tuple(replace(item, docs=(source.doc,)) for item in group),
                tuple(item for item in made if item.doc == source.doc),
            )
            for source, group in zip(sources, groups, strict=True)
        ],
        BASE,
    )


def merged(found: Records) -> set[tuple[str, str]]:
    return {(merge.kept, merge.replaced) for merge in found.merges}


def holders(person: str, *bodies: str) -> Records:
    """One article for each body, in which a person of that name holds a post there."""
    people = [entity("Person", person, anchor=str(number)) for number in range(len(bodies))]
    places = [
        entity("Organization", body, anchor=str(n) if is_generic(body) else "")
        for n, body in enumerate(bodies)
    ]
    return build(
        *([one, other] for one, other in zip(people, places, strict=True)),
        statements=lambda sources: [
            statement(source, "holdsPosition", one, other, title="主任")
            for source, one, other in zip(sources, people, places, strict=True)
        ],
    )


def persons(found: Records) -> list[Entity]:
    return [item for item in found.entities if item.type == "Person"]


def test_one_iri_is_one_entity() -> None:
    one = entity("Place", "武侯区", code="510107", aliases=("武侯",))
    other = replace(one, name="成都市武侯区", aliases=(), kind="AdministrativeArea")
    found = build([one], [other])
    (place,) = found.entities
    assert place.name == "武侯区"
    assert place.aliases == ("成都市武侯区", "武侯")
    assert place.docs == ("d0", "d1")
    assert place.kind == "AdministrativeArea"
    assert found.merges == ()


def test_a_shared_name_alone_never_makes_two_persons_one() -> None:
    assert build([entity("Person", "李伟", anchor="a")], [entity("Person", "李伟", anchor="b")]).merges == ()


def test_persons_of_one_name_and_one_body_are_one_with_a_reason() -> None:
    found = holders("李燎", "武侯区人大常委会", "武侯区人大常委会")
    (person,) = persons(found)
    assert person.docs == ("d0", "d1")
    (merge,) = found.merges
    assert "李燎" in merge.reasons[0]
    assert "武侯区人大常委会" in merge.reasons[0]


def test_the_body_may_be_named_with_its_parent_area() -> None:
    assert len(persons(holders("李燎", "武侯区人大常委会", "成都市武侯区人大常委会"))) == 1
    assert len(persons(holders("李燎", "四川成都武侯区人大常委会", "武侯区人大常委会"))) == 1


def test_two_bodies_are_two_persons() -> None:
    assert len(persons(holders("李燎", "武侯区人大常委会", "双流区人大常委会"))) == 2


@pytest.mark.parametrize("body", ["人大常委会", "区人大常委会", "公司", "县委"])
def test_a_body_that_every_area_has_is_no_anchor(body: str) -> None:
    people = [entity("Person", "李伟", anchor=str(n)) for n in range(2)]
    same = entity("Organization", body)
    found = build(
        [people[0], same],
        [people[1], same],
        statements=lambda sources: [
            statement(source, "holdsPosition", person, same)
            for source, person in zip(sources, people, strict=True)
        ],
    )
    assert len(persons(found)) == 2


def test_a_negated_post_is_no_anchor() -> None:
    people = [entity("Person", "李伟", anchor=str(n)) for n in range(2)]
    body = entity("Organization", "武侯区人大常委会")
    found = build(
        [people[0], body],
        [people[1], body],
        statements=lambda sources: [
            statement(sources[0], "holdsPosition", people[0], body),
            statement(sources[1], "holdsPosition", people[1], body, status="negated"),
        ],
    )
    assert len(persons(found)) == 2


def test_two_that_one_article_tells_apart_stay_two() -> None:
    body = entity("Organization", "武侯区人大常委会")
    one, two, three = (entity("Person", "李伟", anchor=text) for text in "abc")
    found = build(
        [one, two, body],
        [three, body],
        statements=lambda sources: [
            statement(sources[0], "holdsPosition", one, body),
            statement(sources[0], "holdsPosition", two, body, title="委员"),
            statement(sources[1], "holdsPosition", three, body),
        ],
    )
    assert len(persons(found)) == 3


def test_bodies_with_and_without_their_parent_area_are_one() -> None:
    short, long = entity("Organization", "武侯区人大常委会"), entity("Organization", "成都市武侯区人大常委会")
    assert merged(build([short], [long])) == {(short.id, long.id)}
    assert merged(build([long], [short])) == {(long.id, short.id)}


def test_an_area_name_that_two_cities_share_is_not_guessed() -> None:
    short = entity("Organization", "鼓楼区人大常委会")
    nanjing = entity("Organization", "南京市鼓楼区人大常委会")
    fuzhou = entity("Organization", "福州市鼓楼区人大常委会")
    assert build([short], [nanjing], [fuzhou]).merges == ()
    assert build([short], [nanjing]).merges == ()


def test_the_places_of_its_article_settle_a_shared_area_name() -> None:
    short = entity("Organization", "鼓楼区人大常委会")
    nanjing = entity("Organization", "南京市鼓楼区人大常委会")
    fuzhou = entity("Organization", "福州市鼓楼区人大常委会")
    city = entity("Place", "南京市", code="320100")
    assert merged(build([short, city], [nanjing], [fuzhou])) == {(short.id, nanjing.id)}


def test_an_office_of_a_street_needs_its_county() -> None:
    short = entity("Organization", "玉林街道办事处")
    long = entity("Organization", "武侯区玉林街道办事处")
    county = entity("Place", "武侯区", code="510107")
    elsewhere = entity("Place", "青羊区", code="510105")
    assert build([short], [long]).merges == ()
    assert merged(build([short, county], [long])) == {(short.id, long.id)}
    assert build([short, elsewhere], [long]).merges == ()


@pytest.mark.parametrize(
    ("name", "kind", "one"),
    [
        ("铭基食品有限公司", "Company", True),
        ("广东省五华商会", "Association", True),
        ("第一小学", "School", False),
        ("县人民医院", "Hospital", False),
        ("抗疫突击队", "WorkGroup", False),
        ("铭基食品有限公司", None, False),
    ],
)
def test_a_full_name_belongs_to_one_company_but_not_to_one_team(
    name: str, kind: str | None, one: bool
) -> None:
    left, right = (entity("Organization", name, anchor=text, kind=kind) for text in "ab")
    assert bool(build([left], [right]).merges) == one


def test_company_forms_are_one_only_when_an_alias_says_so() -> None:
    full = entity("Organization", "新乡摄影有限公司")
    short = entity("Organization", "新乡摄影")
    assert build([full], [short]).merges == ()
    said = replace(full, aliases=("新乡摄影", "公司"))
    assert merged(build([said], [short])) == {(full.id, short.id)}
    assert build([said], [entity("Organization", "公司")]).merges == ()


def test_an_alias_of_two_bodies_joins_neither() -> None:
    one = entity("Organization", "甲甲科技有限公司", aliases=("甲甲",))
    two = entity("Organization", "甲甲食品有限公司", aliases=("甲甲",))
    assert build([one, two], [entity("Organization", "甲甲")]).merges == ()


def test_places_need_a_common_container() -> None:
    one, two = (entity("Place", "永辉超市", anchor=text) for text in "ab")
    street = entity("Place", "玉林街道", code="510107003")
    other = entity("Place", "望江路街道", code="510107004")
    assert build([one], [two]).merges == ()

    def located(left: Entity, right: Entity):
        return lambda sources: [
            statement(sources[0], "locatedIn", one, left),
            statement(sources[1], "locatedIn", two, right),
        ]

    assert merged(build([one, street], [two, street], statements=located(street, street)))
    assert build([one, street], [two, other], statements=located(street, other)).merges == ()


def test_two_codes_are_two_places() -> None:
    one = entity("Place", "玉林街道", code="510107003", aliases=("武侯区玉林街道",))
    two = entity("Place", "玉林街道", code="510107004", aliases=("武侯区玉林街道",))
    assert len(build([one], [two]).entities) == 2


def test_documents_need_a_common_issuer() -> None:
    one, two = (entity("Document", "一封信", anchor=text) for text in "ab")
    body = entity("Organization", "武侯区人大常委会")
    assert build([one], [two]).merges == ()
    found = build(
        [one, body],
        [two, body],
        statements=lambda s: [statement(s[0], "issues", body, one), statement(s[1], "issues", body, two)],
    )
    assert merged(found) == {(one.id, two.id)}


def test_statements_keep_their_ids_and_follow_the_merge() -> None:
    parts = extractions()
    found = resolve(parts, BASE)
    assert {s.id for s in found.statements} == {s.id for part in parts for s in part.statements}
    entities = {item.id for item in found.entities}
    for item in found.statements:
        assert item.subject.id in entities
        assert item.object is None or item.object.id in entities
    assert {item.subject.name for item in found.statements} >= {"李燎", "杨敏"}


def test_statements_of_one_article_that_became_one_join_their_evidence() -> None:
    short, long = entity("Organization", "武侯区人大常委会"), entity("Organization", "成都市武侯区人大常委会")
    person = entity("Person", "杨敏", anchor="a")
    source = article("d0", "杨敏捐款。武侯区人大常委会收。成都市武侯区人大常委会收。")
    one = statement(source, "donates", person, short, "武侯区人大常委会收", amount=1.0, confidence=0.5)
    two = statement(source, "donates", person, long, "成都市武侯区人大常委会收", amount=1.0, confidence=0.9)
    part = statement(source, "donates", person, None, "杨敏捐款", amount=0.5, part_of=max(one.id, two.id))
    docs = [replace(item, docs=("d0",)) for item in (short, long, person)]
    found = resolve([Extraction(source, tuple(docs), (one, two, part))], BASE)
    assert len(found.statements) == 2
    (gift,) = [item for item in found.statements if item.object]
    assert gift.id == min(one.id, two.id)
    assert gift.confidence == 0.9
    assert len(gift.evidence) == 2
    (rest,) = [item for item in found.statements if not item.object]
    assert rest.qualifiers.part_of == gift.id


def test_names_of_areas() -> None:
    assert split_areas("成都市武侯区人大常委会") == ({"510107"}, "人大常委会")
    assert split_areas("北京大学") == (frozenset(), "北京大学")
    assert split_areas("玉林街道办事处") == (frozenset(), "玉林街道办事处")
    assert starts_low("玉林街道办事处")
    assert not starts_low("乡镇企业局")
    assert leans("区人大常委会")
    assert not leans("市中区人大常委会")
    assert not is_generic("全国人大常委会")


SOME = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["Person", "Organization", "Place"]),
            st.sampled_from(
                ["李伟", "武侯区人大", "成都市武侯区人大", "鼓楼区人大", "南京市鼓楼区人大", "甲甲"]
            ),
            st.sampled_from(["", "a", "b"]),
        ),
        max_size=5,
        unique=True,
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(SOME, st.data())
def test_whatever_is_merged(groups, data) -> None:
    made = [[entity(kind, name, anchor=anchor) for kind, name, anchor in group] for group in groups]

    def posts(sources):
        found = []
        for source, group in zip(sources, made, strict=True):
            for one in [item for item in group if item.type == "Person"]:
                for body in [item for item in group if item.type == "Organization"]:
                    if data.draw(st.booleans()):
                        found.append(statement(source, "memberOf", one, body))
        return found

    found = build(*made, statements=posts)
    kept = {item.id: item for item in found.entities}
    assert {merge.replaced for merge in found.merges}.isdisjoint(kept)
    assert {merge.kept for merge in found.merges} <= set(kept)
    assert len(found.merges) + len(kept) == len({item.id for group in made for item in group})
    assert all(merge.reasons for merge in found.merges)
    for item in found.statements:
        assert item.subject.id in kept
        assert item.object is None or item.object.id in kept
    again = resolve([Extraction(found.articles[0], found.entities, found.statements)] if made else [], BASE)
    assert again.entities == found.entities
