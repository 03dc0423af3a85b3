"""The competency questions: titles, expected rows, and the same rows from rdflib's own engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from records import HOSTILE, article, disputed, entity, records, small_records, statement, written

from kg.export.rdf.dataset import to_dataset
from kg.model import Records, Span
from kg.query import Store, named_queries
from kg.values.iri import BASE

COMPANY = written(HOSTILE) + "有限公司"
SLOW_IN_RDFLIB = "path-between"  # it walks every path before it looks at the ends


def careers() -> Records:
    """Posts of three levels over time, a gift told twice, a running total, borrowed subjects, a denial."""
    one = article(
        "a",
        "2019年至2021年，甲任泸县副县长。乙2020年起任泸县副县长。丙2022年任泸县副县长。甲公司捐5万元和米2吨、面500斤。"
        "甲任四川省人大代表。到玉林街道检查。丁镇长。甲、乙公司累计捐20万元。丙到玉林街道检查。",
        date="2022-09-05",
        publisher="甲报",
    )
    two = article(
        "b",
        "甲公司日前捐5万元。丙没有到玉林街道检查。丁原任镇长。甲检查了玉林街道。甲公司捐1万元。",
        date="2022-09-20",
        publisher="乙报",
    )
    first, second = entity("Person", "甲", "a", "b"), entity("Person", "乙", "a")
    third, fourth = entity("Person", "丙", "a", "b"), entity("Person", "丁", "a", "b")
    county = entity("Place", "泸县", "a", code="510521")
    street, city = (
        entity("Place", "玉林街道", "a", "b", code="510107003"),
        entity("Place", "成都市", "a", code="510100"),
    )
    congress = entity("Organization", "四川省人大", "a")
    north, south = (
        entity("Organization", "甲公司", "a", "b", kind="Company"),
        entity("Organization", "乙公司", "a", kind="Company"),
    )
    visit = statement(one, "supervises", first, street, "到玉林街道检查")
    begin = one.raw.index("甲任四川省")
    (piece,) = visit.evidence
    visit = replace(visit, evidence=(replace(piece, subject=Span(begin, begin + 1)),), confidence=0.7)
    trigger = one.raw.index("累计捐") + 2
    totals = []
    for company in (north, south):
        said = statement(
            one,
            "donates",
            company,
            street,
            "甲、乙公司累计捐20万元",
            amount=200000.0,
            currency="CNY",
            joint="共",
        )
        (piece,) = said.evidence
        totals.append(replace(said, evidence=(replace(piece, trigger=Span(trigger, trigger + 1)),)))
    told = "甲公司捐5万元和米2吨、面500斤"
    said = (
        statement(
            one,
            "holdsPosition",
            first,
            county,
            "2019年至2021年，甲任泸县副县长",
            title="副县长",
            valid_from="2019",
            valid_until="2021",
        ),
        statement(
            one, "holdsPosition", second, county, "乙2020年起任泸县副县长", title="副县长", valid_from="2020"
        ),
        statement(
            one, "holdsPosition", third, county, "丙2022年任泸县副县长", title="副县长", valid_from="2022"
        ),
        statement(one, "holdsPosition", first, congress, "甲任四川省人大代表", title="代表"),
        statement(one, "holdsPosition", fourth, street, "丁镇长", title="镇长"),
        statement(two, "holdsPosition", fourth, street, "丁原任镇长", title="镇长", status="ended"),
        visit,
        statement(two, "supervises", first, street, "甲检查了玉林街道"),
        statement(one, "supervises", third, street, "丙到玉林街道检查"),
        statement(two, "supervises", third, street, "丙没有到玉林街道检查", status="negated"),
        statement(one, "donates", north, None, told, amount=50000.0, currency="CNY"),
        statement(one, "donates", north, None, told, item="米", quantity=2.0, unit="吨"),
        statement(one, "donates", north, None, told, item="面", quantity=500.0, unit="斤"),
        statement(two, "donates", north, None, "甲公司日前捐5万元", amount=50000.0, currency="CNY"),
        statement(
            two, "donates", north, None, "甲公司捐1万元", amount=10000.0, currency="CNY", date="2022-08"
        ),
        *totals,
    )
    entities = (first, second, third, fourth, county, street, city, congress, north, south)
    return Records(
        (one, two),
        tuple(sorted(entities, key=lambda item: item.id)),
        tuple(sorted(said, key=lambda item: item.id)),
        (),
        BASE,
    )


@pytest.fixture(scope="module")
def stores() -> dict[str, Store]:
    return {
        "two articles": Store(records(), "all"),
        "disputed": Store(disputed()),
        "careers": Store(careers(), "all"),
    }


# graph, question, parameters, columns, rows
ROWS = [
    (
        "two articles",
        "supervised-by",
        {"name": "李燎"},
        "supervised date",
        [("武侯区", None), ("玉林街道", "2022-09-01")],
    ),
    (
        "two articles",
        "supervised-between",
        {"since": "2022-09-02"},
        "when supervised",
        [("2022-09-02", "武侯区")],
    ),
    ("two articles", "supervised-between", {"until": "2022-08"}, "when", []),
    (
        "two articles",
        "most-supervised",
        {},
        "supervised articles supervisors",
        [("武侯区", "1", "1"), ("玉林街道", "1", "1")],
    ),
    ("two articles", "most-supervised", {"least": "2"}, "supervised", []),
    ("two articles", "busiest-supervisors", {}, "supervisor supervised articles", [("李燎", "2", "1")]),
    (
        "two articles",
        "holders-of",
        {"title": "主任"},
        "body person doc",
        [("武侯区人大常委会", "李燎", "一"), ("武侯区人大常委会", "李燎", "二/乙")],
    ),
    ("two articles", "service-of", {"name": "刘芳"}, "at quote", [("玉林街道", "刘芳在玉林街道值守")]),
    ("two articles", "dispatched", {}, "sender to quantity unit", [("县队", None, "30", "名")]),
    (
        "two articles",
        "places-below",
        {"place": "成都市"},
        "below code",
        [("武侯区", "510107"), ("玉林街道", "510107003")],
    ),
    (
        "two articles",
        "donations-to",
        {"name": "玉林街道"},
        "donor item worth",
        [(COMPANY, "防护服", "50000")],
    ),
    (
        "two articles",
        "donations-by-organization",
        {},
        "organization currency worth",
        [(COMPANY, "HKD", "50000")],
    ),
    (
        "two articles",
        "donations-received",
        {},
        "recipient currency amount worth",
        [("玉林街道", "HKD", "0", "50000")],
    ),
    (
        "two articles",
        "donations-by-place",
        {"place": "成都市"},
        "at currency worth gifts",
        [("成都市", "HKD", "50000", "1")],
    ),
    ("two articles", "donations-over", {}, "donors amount currency", [("杨敏", "60000", "CNY")]),
    (
        "two articles",
        "donations-over",
        {"currency": "HKD"},
        "amount worth",
        [("200000", "0"), ("0", "50000")],
    ),
    ("two articles", "goods-given", {"item": "防护服"}, "unit quantity gifts", [("套", "2000", "1")]),
    (
        "two articles",
        "statements-about",
        {"name": "刘芳"},
        "predicate object",
        [("memberOf", COMPANY), ("servesAt", "玉林街道")],
    ),
    (
        "two articles",
        "articles-about",
        {"name": "李燎"},
        "doc published statements",
        [("二/乙", "2022-09", "2"), ("一", "2022-09-02", "4")],
    ),
    (
        "two articles",
        "articles",
        {},
        "doc headline statements",
        [("一", "督导疫情防控", "7"), ("二/乙", None, "9")],
    ),
    (
        "two articles",
        "names-of",
        {"asked": "武侯区玉林街道"},
        "name also code",
        [("玉林街道", "武侯区玉林街道", "510107003")],
    ),
    ("two articles", "merged", {}, "name", [("李燎",), ("武侯区人大常委会",)]),
    (
        "two articles",
        "uncertain",
        {"most": "0.9"},
        "confidence subject predicate",
        [("0.9", "李燎", "holdsPosition")],
    ),
    ("two articles", "not-asserted", {}, "status subject", [("ended", "王新"), ("planned", "杨敏")]),
    ("two articles", "not-asserted", {"status": "planned"}, "subject predicate", [("杨敏", "donates")]),
    ("two articles", "two-in-one-seat", {}, "title", []),
    ("disputed", "two-in-one-seat", {}, "body title person other", [("丁镇", "镇长", "乙", "甲")]),
    (
        "disputed",
        "two-amounts-for-one-gift",
        {},
        "donor recipient currency amount other doc elsewhere",
        [("甲公司", None, "CNY", "100000", "200000", "a", "b")],
    ),
    (
        "disputed",
        "donations-by-organization",
        {},
        "organization amount gifts",
        [("甲公司", "300000", "2"), ("乙公司、甲公司", "50000", "1")],
    ),
    ("disputed", "donations-by-organization", {"least": "60000"}, "organization", [("甲公司",)]),
    ("disputed", "donations-received", {}, "recipient amount gifts", [("丁镇", "50000", "1")]),
    ("disputed", "donations-by-place", {"place": "武侯区"}, "at amount gifts", [("武侯区", "50000", "1")]),
    (
        "disputed",
        "donations-over",
        {"least": "50000"},
        "donors amount",
        [("甲公司", "200000"), ("甲公司", "100000"), ("乙公司、甲公司", "50000")],
    ),
    (
        "disputed",
        "colleagues-of",
        {"name": "甲"},
        "body colleague title",
        [("丁镇", "乙", "镇长"), ("乙公司", "乙", "会长")],
    ),
    (
        "disputed",
        "officials-in-service",
        {},
        "person title at",
        [("甲", "会长", "丁镇"), ("甲", "镇长", "丁镇")],
    ),
    ("disputed", "established", {}, "founder founded", [("丁镇", "突击队")]),
    ("disputed", "namesakes", {}, "name entities", [("甲", "2")]),
    (
        "careers",
        "posts-by-level",
        {},
        "at body title person from until",
        [
            ("county", "泸县", "副县长", "丙", "2022", None),
            ("county", "泸县", "副县长", "乙", "2020", None),
            ("county", "泸县", "副县长", "甲", "2019", "2021"),
            ("province", "四川省人大", "代表", "甲", None, None),
            ("township", "玉林街道", "镇长", "丁", None, None),
        ],
    ),
    ("careers", "posts-by-level", {"level": "province"}, "person quote", [("甲", "甲任四川省人大代表")]),
    (
        "careers",
        "worked-together",
        {"name": "乙"},
        "body person other since until",
        [("泸县", "乙", "丙", "2022", ""), ("泸县", "乙", "甲", "2020", "2021")],
    ),
    ("careers", "worked-together", {"name": "丙"}, "other since", [("乙", "2022")]),
    (
        "careers",
        "gifts-counted-by-donor",
        {},
        "donor currency amount gifts",
        [("乙公司、甲公司", "CNY", "200000", "1"), ("甲公司", "CNY", "60000", "2")],
    ),
    ("careers", "gifts-counted-by-donor", {"least": "100000"}, "donor", [("乙公司、甲公司",)]),
    ("careers", "gifts-counted-by-sector", {}, "sector amount gifts", [("Company", "260000", "3")]),
    (
        "two articles",
        "gifts-counted-by-sector",
        {},
        "sector currency amount worth",
        [("Person", "CNY", "60000", "0"), ("Person", "HKD", "200000", "0"), ("Company", "HKD", "0", "50000")],
    ),
    (
        "careers",
        "gifts-counted-by-area",
        {},
        "at currency amount worth gifts",
        [("四川省", "CNY", "200000", "0", "1")],
    ),
    ("careers", "gifts-counted-by-area", {"level": "county"}, "at amount", [("武侯区", "200000")]),
    ("careers", "gifts-counted-by-area", {"level": "village"}, "at", []),
    (
        "careers",
        "gifts-not-counted",
        {},
        "why figure doc countedIn instead",
        [
            ("joint", "200000", "a", "a", "甲、乙公司累计捐20万元"),
            ("retold", "50000", "b", "a", "甲公司捐5万元和米2吨、面500斤"),
        ],
    ),
    ("two articles", "gifts-not-counted", {}, "why donor", [("part", "杨敏"), ("part", "赵刚")]),
    (
        "careers",
        "changes-between",
        {"since": "2020", "until": "2022-12"},
        "when change person title",
        [
            ("2020", "began", "乙", "副县长"),
            ("2021", "ended", "甲", "副县长"),
            ("2022", "began", "丙", "副县长"),
            ("2022-09-20", "ended", "丁", "镇长"),
        ],
    ),
    ("careers", "changes-between", {"since": "2019", "until": "2019"}, "person", [("甲",)]),
    (
        "careers",
        "independent-sources",
        {},
        "subject predicate object sources wordings articles",
        [("甲", "supervises", "玉林街道", "2", "2", "2")],
    ),
    ("careers", "independent-sources", {"least": "3"}, "subject", []),
    (
        "careers",
        "borrowed-subjects",
        {},
        "confidence subject predicate object quote",
        [("0.7", "甲", "supervises", "玉林街道", "到玉林街道检查")],
    ),
    (
        "careers",
        "posts-in-area",
        {},
        "level area body title person",
        [("township", "玉林街道", "玉林街道", "镇长", "丁")],
    ),
    (
        "careers",
        "posts-in-area",
        {"place": "四川省"},
        "level person",
        [("county", "丙"), ("county", "乙"), ("county", "甲"), ("province", "甲"), ("township", "丁")],
    ),
    ("careers", "goods-by-kind", {}, "kind unit quantity gifts", [("mass", "kg", "2250", "2")]),
    ("careers", "goods-by-kind", {"item": "米"}, "quantity", [("2000",)]),
    (
        "careers",
        "mixed-status",
        {},
        "subject predicate object doc status elsewhere",
        [
            ("丁", "holdsPosition", "玉林街道", "a", "ended", "b"),
            ("丙", "supervises", "玉林街道", "a", "negated", "b"),
        ],
    ),
    (
        "careers",
        "gifts-by-month",
        {},
        "month currency amount gifts",
        [("2022-08", "CNY", "10000", "1"), ("2022-09", "CNY", "250000", "2")],
    ),
    (
        "careers",
        "articles-by-publisher",
        {},
        "publisher articles statements",
        [("甲报", "1", "12"), ("乙报", "1", "3")],
    ),
]


@pytest.mark.parametrize(("graph", "question", "parameters", "columns", "rows"), ROWS)
def test_rows(stores, graph: str, question: str, parameters, columns: str, rows: list) -> None:
    answer = stores[graph].ask(question, parameters)
    found = [dict(zip(answer.columns, row, strict=True)) for row in answer.values()]
    assert [tuple(item[column] for column in columns.split()) for item in found] == rows


def test_two_people_are_linked_by_at_most_four_hops(stores) -> None:
    found = stores["two articles"].ask("path-between", {"from": "李燎", "to": "刘芳"}).values()
    assert [hops for hops, _ in found] == ["2", "2", "3", "3", "3", "4"]
    assert found[0][1] == "李燎 liaisonOf 玉林街道 servesAt 刘芳"
    assert found[3][1] == "李燎 supervises 武侯区 locatedIn 玉林街道 servesAt 刘芳"
    assert not stores["two articles"].ask("path-between", {"from": "李燎", "to": "王新"}).rows  # only a claim


def test_there_are_thirty_questions_with_titles(root: Path) -> None:
    assert len(named_queries()) >= 53
    tested = {row[1] for row in ROWS} | {SLOW_IN_RDFLIB}
    other = (root / "tests" / "query" / "test_query.py").read_text(encoding="utf-8")
    for name, asked in named_queries().items():
        assert asked.zh.endswith("？")
        assert asked.en.endswith("?")
        assert asked.description.endswith(".")
        assert name in tested or f'"{name}"' in other or name == "relations-counted", name


def test_relations_are_counted(stores) -> None:
    found = stores["two articles"].ask("relations-counted").values()
    assert found[:2] == [("donates", "5", "1"), ("holdsPosition", "2", "2")]


GRAPHS = {"two articles": records, "disputed": disputed, "careers": careers}


@pytest.fixture(scope="module")
def in_oxigraph() -> dict[str, Store]:
    return {name: Store(found()) for name, found in GRAPHS.items()}


@pytest.fixture(scope="module")
def in_rdflib():
    return {name: to_dataset(found()) for name, found in GRAPHS.items()}


@pytest.mark.parametrize("name", sorted(set(named_queries()) - {SLOW_IN_RDFLIB}))
def test_rdflib_answers_alike(in_rdflib, in_oxigraph, name: str) -> None:
    for graph, dataset in in_rdflib.items():
        mine = in_oxigraph[graph].ask(name)
        alike(dataset.query(named_queries()[name].text), mine)


def test_rdflib_finds_the_same_paths() -> None:
    found = small_records()
    values = {"from": "李燎", "to": "玉林街道"}
    mine = Store(found).ask(SLOW_IN_RDFLIB, values)
    assert len(mine.rows) == 2
    alike(to_dataset(found).query(named_queries()[SLOW_IN_RDFLIB].bind(values)), mine)


def alike(theirs, mine) -> None:
    assert [str(variable) for variable in theirs.vars] == list(mine.columns)
    rows = [tuple(None if term is None else str(term) for term in row) for row in theirs]
    if not mine.rows:  # rdflib gives one row of sums for no group at all
        rows = [row for row in rows if set(row) - {None, "0"}]
    assert sorted(map(repr, rows)) == sorted(map(repr, mine.values()))
