"""In which areas bodies lie: by code, statement and name; short names; what makes one join enough."""

from __future__ import annotations

import pytest
from rdflib import RDFS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SKOS
from records import article, entity, statement
from triples import made, read

from kg.export.rdf.whereabouts import agreed, may_say_where, named_after
from kg.model import Entity, Records
from kg.resolve.names import also_called, begins_with_area, short_name
from kg.values.areas import load_areas
from kg.values.iri import BASE
from kg.values.namespaces import KG as OURS

KG = Namespace(str(OURS))


def code_of(name: str, *coded: Entity, type_: str = "Organization") -> str | None:
    body = entity(type_, name, "a")
    found = named_after([body] if may_say_where(body) else [], coded)
    return found[body.id][0] if found else None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("成都市慈善总会", "510100"),
        ("成都市武侯区人大常委会", "510107"),
        ("甘孜州慈善总会", "513300"),
        ("民和县红十字会", "630222"),
        ("河南省委", "410000"),
        ("成都慈善总会", None),  # 成都路 is in no 成都
        ("上海市场", None),
        ("四川省援鄂医疗队", None),
        ("湖北省驻京办", None),
        ("成都市", None),
        ("朝阳区人大", None),  # in Beijing and in Changchun
        ("玉林街道办事处", None),  # nothing says which
        ("慈善总会", None),
    ],
)
def test_what_a_body_is_named_after(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_its_articles_tell_which_area_of_a_name() -> None:
    beijing = entity("Place", "北京市", "a", code="110000")
    elsewhere = entity("Place", "成都市", "b", code="510100")
    here = entity("Place", "武侯区", "a", code="510107")
    assert code_of("朝阳区人大", beijing) == "110105"
    assert code_of("玉林街道办事处", here) == "510107005"
    assert code_of("玉林街道办事处", elsewhere) is None  # of another article


def test_of_each_level_there_is_one_or_none() -> None:
    known = {"510000", "510100", "510107", "510104", "410000", "510107003"}
    assert agreed(["510107003"], known) == ["510000", "510100", "510107", "510107003"]
    assert agreed(["510107", "510104"], known) == ["510000", "510100"]
    assert agreed(["510107", "410000"], known) == []
    assert agreed(["510107003001"], {"510000"}) == ["510000"]


def areas_of(graph: Graph, item: Entity) -> set[str]:
    areas = graph.objects(URIRef(item.id), KG.inArea)
    return {str(label) for area in areas for label in graph.objects(area, RDFS.label)}


def test_a_body_is_in_every_area_above_it() -> None:
    source = article("a", "李伟捐给成都市慈善总会10元。武侯区的老张饭店。")
    person, fund = entity("Person", "李伟", "a"), entity("Organization", "成都市慈善总会", "a")
    inn, area = entity("Organization", "老张饭店", "a"), entity("Place", "武侯区", "a", code="510107")
    torn = entity("Organization", "河南省饭店", "a")
    said = (
        statement(source, "donates", person, fund, "李伟捐", amount=10, currency="CNY"),
        statement(source, "locatedIn", inn, area, "武侯区的老张饭店"),
        statement(source, "locatedIn", torn, area, "武侯区"),
    )
    graph = read(made(source, (person, fund, inn, torn, area), said))
    assert areas_of(graph, fund) == {"四川省", "成都市"}
    assert areas_of(graph, inn) == areas_of(graph, area) == {"四川省", "成都市", "武侯区"}
    assert areas_of(graph, torn) == areas_of(graph, person) == set()
    city = URIRef(f"{BASE}place/510100")
    assert set(graph.objects(URIRef(fund.id), KG.namedAfter)) == {city}
    assert not list(graph.objects(URIRef(fund.id), KG.within))  # no article says so
    asked = """SELECT (SUM(?m) AS ?sum) { ?s kg:countedAmount ?m ; kg:recipient/kg:inArea ?area .
               ?area skos:altLabel "成都"@zh }"""
    ((found,),) = graph.query(asked, initNs={"kg": KG, "skos": SKOS})
    assert found.toPython() == 10


def test_every_donor_of_what_is_counted_is_one_step_away() -> None:
    source = article("a", "李伟、王芳共捐10元。")
    one, other = entity("Person", "李伟", "a"), entity("Person", "王芳", "a")
    said = [
        statement(source, "donates", who, None, "共捐10元", amount=10, currency="CNY", joint="x")
        for who in (one, other)
    ]
    graph = read(made(source, (one, other), said))
    (node,) = graph.subjects(KG.countedAmount)
    assert set(graph.objects(node, KG.countedDonor)) == {URIRef(one.id), URIRef(other.id)}
    assert len(set(graph.subjects(KG.countedDonor))) == 1


def test_a_statement_bears_the_names_of_its_ends() -> None:
    source = article("a", "李伟督导武侯区")
    person, area = entity("Person", "李伟", "a"), entity("Place", "武侯区", "a", code="510107")
    said = statement(source, "supervises", person, area, source.raw)
    graph = read(made(source, (person, area), [said]))
    assert graph.value(URIRef(said.id), KG.subjectName) == Literal("李伟")
    assert graph.value(URIRef(said.id), KG.objectName) == Literal("武侯区")


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("510100", "成都"),
        ("220000", "吉林"),
        ("220200", "吉林"),  # one province and one city
        ("450000", "广西"),
        ("630222", "民和县"),
        ("513300", "甘孜州"),
        ("510107", ""),
        ("510521", ""),
        ("510107003", ""),
    ],
)
def test_short_names(code: str, short: str) -> None:
    assert short_name(code) == short


def test_a_short_name_is_of_one_area_of_its_level() -> None:
    from kg.values.areas import level

    found = [(level(code), name) for code in load_areas() if (name := short_name(code))]
    assert len(found) == len(set(found)) > 700


def test_short_name_are_names_wherever_names_are_looked_up() -> None:
    city = entity("Place", "成都市", "a", code="510100")
    assert also_called(city) == ("成都",)
    assert also_called(entity("Place", "成都", "a", code="510100")) == ()
    assert also_called(entity("Organization", "成都市", "a")) == ()
    records = Records((), (city,), (), (), BASE)
    graph = read(records)
    assert Literal("成都", "zh") in set(graph.objects(URIRef(city.id), SKOS.altLabel))
    assert Literal("四川", "zh") in set(graph.objects(URIRef(f"{BASE}place/510000"), SKOS.altLabel))


@pytest.mark.parametrize(
    ("name", "area"),
    [("玉林街道办事处", "玉林街道"), ("成都市", ""), ("民和县医院", "民和县"), ("市医院", "")],
)
def test_what_a_name_begins_with(name: str, area: str) -> None:
    assert begins_with_area(name) == area
