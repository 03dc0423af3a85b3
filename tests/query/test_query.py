"""SPARQL over a build: the competency questions with their rows, parameters, refusals and outputs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import HOSTILE, article, entity, records, statement, written

from kg.errors import QueryError, UsageError
from kg.model import Records
from kg.query import Store, named_queries, query
from kg.values.iri import BASE

COMPANY = written(HOSTILE) + "有限公司"


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(records())


def rows(store: Store, question: str, columns: str, **parameters: str) -> list[tuple[str | None, ...]]:
    """The rows of a named query, cut to ``columns``."""
    answer = store.ask(question, parameters)
    found = [dict(zip(answer.columns, row, strict=True)) for row in answer.values()]
    return [tuple(item[column] for column in columns.split()) for item in found]


def test_who_supervises_what(store: Store) -> None:
    columns = "supervisor supervised date doc quote"
    street = ("李燎", "玉林街道", "2022-09-01", "一", "李燎到玉林街道督导")
    district = ("李燎", "武侯区", None, "一", "督导")
    assert rows(store, "supervisors-of", columns) == [district, street]
    assert rows(store, "supervisors-of", columns, place="玉林街道") == [street]
    assert rows(store, "supervisors-of", columns, place="武侯区玉林街道") == [street]
    assert rows(store, "supervisors-of", columns, place="成都市") == [district, street]
    assert rows(store, "supervised-streets", "street supervisor date") == [("玉林街道", "李燎", "2022-09-01")]


def test_who_gave_what_to_whom(store: Store) -> None:
    columns = "donor recipient amount currency item quantity unit worth about"
    assert rows(store, "donations", columns) == [
        ("李燎", None, "200000", "HKD", None, None, None, None, None),
        ("杨敏", None, "100000", "CNY", None, None, None, None, None),
        ("杨敏", None, "60000", "CNY", None, None, None, None, None),
        (COMPANY, "玉林街道", None, "HKD", "防护服", "2000", "套", "50000", "true"),
        ("赵刚", None, "100000", "CNY", None, None, None, None, None),
    ]
    assert rows(store, "donations", "donor amount", least="100000") == [
        ("李燎", "200000"),
        ("杨敏", "100000"),
        ("赵刚", "100000"),
    ]
    assert rows(store, "donations", "donor item", name="甲公司") == [(COMPANY, "防护服")]


def test_sums_take_parts_and_keep_currencies_and_worth_apart(store: Store) -> None:
    assert rows(store, "donations-total", "donor currency amount worth gifts") == [
        ("杨敏", "CNY", "60000", "0", "1"),
        ("李燎", "HKD", "200000", "0", "1"),
        (COMPANY, "HKD", "0", "50000", "1"),
    ]


def test_sums_take_a_joint_gift_once() -> None:
    source = article("a", "甲、乙共捐10万元，甲另捐1万元。")
    one, two = entity("Person", "甲", "a"), entity("Person", "乙", "a")
    gifts = [
        statement(source, "donates", one, None, "甲", amount=100000.0, currency="CNY", joint="共"),
        statement(source, "donates", two, None, "乙", amount=100000.0, currency="CNY", joint="共"),
        statement(source, "donates", one, None, "甲另捐1万元", amount=10000.0),
        statement(source, "donates", one, None, "甲", item="口罩", quantity=5.0),
    ]
    found = Store(Records((source,), (one, two), tuple(gifts), (), BASE))
    assert rows(found, "donations-total", "donor currency amount worth gifts") == [
        ("乙、甲", "CNY", "100000", "0", "1"),
        ("甲", "CNY", "10000", "0", "1"),
    ]


def test_gifts_of_representatives() -> None:
    source = article("a", "区人大代表甲捐10万元。乙捐1万元。")
    one, two = entity("Person", "甲", "a"), entity("Person", "乙", "a")
    body = entity("Organization", "武侯区人大", "a")
    said = [
        statement(source, "holdsPosition", one, body, "区人大代表甲", title="人大代表"),
        statement(source, "donates", one, None, "甲捐10万元", amount=100000.0, currency="CNY"),
        statement(source, "donates", two, None, "乙捐1万元", amount=10000.0, currency="CNY"),
    ]
    found = Store(Records((source,), (one, two, body), tuple(said), (), BASE))
    assert rows(found, "representatives-gifts", "donor amount quote") == [("甲", "100000", "甲捐10万元")]


def test_posts_with_their_source(store: Store) -> None:
    assert rows(store, "positions-of", "person body title doc published quote", name="李燎") == [
        ("李燎", "武侯区人大常委会", "主任", "一", "2022-09-02", "武侯区人大常委会主任李燎"),
        ("李燎", "武侯区人大常委会", "主任", "二/乙", "2022-09", "成都市武侯区人大常委会主任李燎"),
    ]
    assert rows(store, "positions-of", "person", name="王新") == []


def test_officials_of_a_body(store: Store) -> None:
    assert rows(store, "officials-of", "of title person doc", body="成都市武侯区人大常委会") == [
        ("武侯区人大常委会", "主任", "李燎", "一"),
        ("武侯区人大常委会", "主任", "李燎", "二/乙"),
    ]
    assert rows(store, "officials-of", "title person", body="甲公司") == [(None, "刘芳")]


def test_who_served_where(store: Store) -> None:
    assert rows(store, "served-at", "who at doc", place="武侯区") == [("刘芳", "玉林街道", "二/乙")]
    assert rows(store, "served-at", "who", place="双流区") == []


def test_places_above(store: Store) -> None:
    assert rows(store, "places-above", "above code", place="玉林街道") == [
        ("武侯区", "510107"),
        ("成都市", "510100"),
        ("四川省", "510000"),
    ]


def test_issued_documents(store: Store) -> None:
    assert rows(store, "issued-documents", "issuer document date") == [
        ("武侯区人大常委会", "一封信", "2022-09")
    ]


def test_statements_of_an_article_with_evidence(store: Store) -> None:
    found = rows(store, "statements-of", "start end subject predicate object quote", article="一")
    assert found[0] == ("0", "12", "李燎", "holdsPosition", "武侯区人大常委会", "武侯区人大常委会主任李燎")
    assert [item[3] for item in found] == (
        ["holdsPosition", "supervises", "locatedIn", "supervises", "measures", "issues", "liaisonOf"]
    )


def test_measures(store: Store) -> None:
    columns = "of indicator value unit about"
    assert rows(store, "measures-of", columns) == [("玉林街道", "劝返车辆", "4063", "辆次", None)]


def test_liaison(store: Store) -> None:
    assert rows(store, "liaison-of", "at official", place="玉林街道") == [("玉林街道", "李燎")]


def test_facts_that_several_articles_support(store: Store) -> None:
    columns = "subject predicate object articles"
    assert rows(store, "corroborated", columns) == [("李燎", "holdsPosition", "武侯区人大常委会", "2")]
    assert rows(store, "corroborated", columns, least="3") == []


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1))
def test_a_parameter_is_a_value_whatever_it_says(text: str) -> None:
    asked = named_queries()["supervisors-of"]
    store = Store(Records((), (), (), (), BASE))
    assert store.run(asked.bind({"place": text})).rows == ()
    bound = asked.bind({"place": text}).replace(
        "SELECT ?supervisor ?supervised ?date ?doc (MIN(?words) AS ?quote)", "SELECT ?place"
    )
    head = bound[: bound.index("?area")]
    assert store.run(head + "}").values() == [(text,)] * 3


def test_an_empty_name_is_any(store: Store) -> None:
    assert store.ask("officials-of", {"body": ""}).rows == store.ask("officials-of").rows != ()


@pytest.mark.parametrize("value", ["abc", "NaN", "1) } #", "", "Infinity"])
def test_a_number_is_a_number(store: Store, value: str) -> None:
    with pytest.raises(UsageError, match="is no number"):
        store.ask("donations", {"least": value})


@pytest.mark.parametrize(
    ("text", "parameters", "message"),
    [
        ("donatoins", {}, "donatoins: is no named query; choose one of"),
        ("donations", {"x": "1"}, "donations: has no parameter x; it has: name, least"),
        ("SELECT * { ?s ?p ?o }", {"x": "1"}, "only a named query takes parameters"),
    ],
)
def test_wrong_requests(store: Store, text: str, parameters: Mapping[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        store.ask(text, parameters)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
        "SELECT * { service SILENT ?x { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://localhost:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''a'''\n#x\n.SERVICE<http://localhost:1/>{} }",
        "SELECT * { ?s ?p 1SERVICE<http://localhost:1/>{} }",
        "SELECT * { ?s ?p trueSERVICE<http://localhost:1/>{} }",
        "PREFIX e: <http://localhost:1/> SELECT * { SERVICEe:x{} }",
        'SELECT * { ?s ?p "\\u0022" SERVICE <http://localhost:1/> {} #"\n }',
        "SELECT * { FILTER(?a<?b)SERVICE?x{}FILTER(?c>1) }",
        "SELECT * { ?s e:p e:a.SERVICE<http://localhost:1/>{} }",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX a: <a:> # x\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "BASE <http://x/> clear all",
    ],
)
def test_what_would_leave_or_change_the_store_is_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match=r"(?i)is refused"):
        store.run(text)


def test_a_long_prologue_is_read_through(store: Store) -> None:
    long = "".join(f"PREFIX p{number}: <https://example.org/{number}/>\n" for number in range(300))
    assert store.run(f"PREFIX : <https://example.org/>\n{long}SELECT (1 AS ?one) {{}}").rows
    with pytest.raises(QueryError, match="INSERT: is refused"):
        store.run(f"{long}PREFIX : <https://example.org/>\nINSERT DATA {{}}")


def test_a_word_that_looks_like_it_is_not_refused(store: Store) -> None:
    text = 'SELECT ?service { VALUES ?service { "SERVICE <x> {" } # SERVICE\n}'
    assert store.run(text).values() == [("SERVICE <x> {",)]
    assert store.run("ASK { ?s a kg:Service }").boolean


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT * WHERE { ?s ?p }", "line 1, column 25"),
        ("SELECT *\nWHERE { ?s ?p ?o", "line 2"),
        ("", "line 1"),
        ("SELECT ?x { ?x nix:y 1 }", "line 1"),
    ],
)
def test_a_malformed_query_is_one_line_with_its_place(store: Store, text: str, place: str) -> None:
    with pytest.raises(QueryError, match=place) as caught:
        store.run(text)
    assert "\n" not in str(caught.value)


def test_an_unbound_variable_is_said_plainly(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        store.run("SELECT ?n (COUNT(?e) AS ?c) { ?e a ?t }")
    assert "The SELECT contains a variable that is unbound" in str(caught.value)
    assert "[_]" not in str(caught.value)


def test_query_in_one_call() -> None:
    assert query(records(), "ASK { ?s kg:supervises ?o }").boolean is True
    assert query(records(), "liaison-of", {"place": "无此地"}).rows == ()


def test_rows_come_in_one_order(store: Store) -> None:
    text = "SELECT ?s ?o { ?s rdfs:label ?o }"
    found = store.run(text).values()
    assert found == sorted(found, key=lambda row: f"<{row[0]}>")
    assert len(found) == len(Store(records()).run(text).rows)


def test_a_table_is_aligned_for_chinese(store: Store) -> None:
    text = store.run(
        'SELECT ?a ?b { VALUES (?a ?b) { ("玉林街道" "x") ("ab" "督导") ("e\u0301" "\u001b[2J") } }'
    ).to_table()
    assert text.splitlines()[0] == "a         b"
    assert "\x1b" not in text
    assert {line.find("督导") for line in text.splitlines() if "督导" in line} == {10}


def test_outputs(store: Store) -> None:
    found = store.run('SELECT ?a ?b ?c { VALUES (?a ?b) { ("x,\\"y\\""@zh 1) (<a:b> UNDEF) } }')
    assert list(csv.reader(io.StringIO(found.to_csv(), newline=""))) == [
        ["a", "b", "c"],
        ['x,"y"', "1", ""],
        ["a:b", "", ""],
    ]
    data = json.loads(found.to_json())
    assert data["head"]["vars"] == ["a", "b", "c"]
    first, second = data["results"]["bindings"]
    assert first["a"] == {"type": "literal", "value": 'x,"y"', "xml:lang": "zh"}
    assert first["b"]["datatype"].endswith("#integer")
    assert second == {"a": {"type": "uri", "value": "a:b"}}
    assert json.loads(store.run("ASK {}").to_json()) == {"head": {}, "boolean": True}
    assert store.run("ASK { <a:a> ?p ?o }").to_table() == "false\n"
    with pytest.raises(UsageError, match="CONSTRUCT"):
        found.to_turtle()


def test_triples_as_turtle(store: Store) -> None:
    import rdflib

    found = store.run("CONSTRUCT { ?s kg:supervises ?o } WHERE { ?s kg:supervises ?o }")
    assert len(found.triples or ()) == 2
    read = rdflib.Graph().parse(data=found.to_turtle(), format="turtle")
    assert len(read) == 2
    assert found.to_turtle() == store.run("CONSTRUCT WHERE { ?s kg:supervises ?o }").to_turtle()


def test_claims_are_asked_only_when_loaded() -> None:
    text = "ASK { ?s a kg:Claim }"
    assert not Store(records()).run(text).boolean
    assert Store(records(), "all").run(text).boolean


def test_numbers_are_numbers_and_truth_is_truth(store: Store) -> None:
    found = store.run(
        'SELECT ?a ?b ?c ?d ?e ?f { VALUES (?a ?b ?c ?d ?e) { (10.0 0.5 true "7" "x"^^xsd:decimal) } }'
    ).to_dicts()
    assert found == [{"a": 10, "b": 0.5, "c": True, "d": "7", "e": "x", "f": None}]
    [row] = [row for row in store.ask("donations").to_dicts() if row["currency"] == "HKD" and row["amount"]]
    assert row["amount"] == 200000
    assert isinstance(row["amount"], int)


def test_a_data_frame(store: Store) -> None:
    frame = store.ask("donations").to_pandas()
    assert list(frame.columns)[:4] == ["donor", "recipient", "amount", "currency"]
    assert frame["amount"].sum() == 200000 + 100000 + 60000 + 100000
    assert len(store.run("SELECT ?x { FILTER(false) }").to_pandas()) == 0
    with pytest.raises(UsageError, match="needs rows"):
        store.run("ASK {}").to_pandas()


def test_iris_may_be_written_below_the_base(store: Store) -> None:
    assert store.run("SELECT ?l { <place/510107003> rdfs:label ?l }").values() == [("玉林街道",)]
    assert store.run("SELECT * { ?s ?p <x> }").rows == ()
    assert store.run("BASE <https://example.org/> ASK { FILTER(STR(<x>) = 'https://example.org/x') }").boolean


def test_a_sheet_runs_nothing(store: Store) -> None:
    found = store.run('SELECT ?a ?b { VALUES (?a ?b) { ("=cmd|x" 1.5) ("@x" "-1") (<a:b> UNDEF) } }')
    told = found.to_sheet().decode("utf-8-sig")
    assert sorted(told.splitlines()) == ["'=cmd|x,1.5", "'@x,'-1", "a,b", "a:b,"]
    assert store.run("ASK {}").to_sheet().decode("utf-8-sig") == "true\r\n"


def test_what_is_not_asserted_is_asked_for_as_it_stands() -> None:
    assert named_queries()["not-asserted"].status == "all"
    assert {row[0] for row in query(records(), "not-asserted").values()} == {"ended", "planned"}
    assert [row[0] for row in query(records(), "not-asserted", {"status": "ended"}).values()] == ["ended"]
    assert all(item.status == "asserted" for name, item in named_queries().items() if name != "not-asserted")


@pytest.mark.parametrize("place", ["", "新津区", "新津县"])
def test_what_an_area_was_called(place: str) -> None:
    area = entity("Place", "新津区", "a", code="510118")
    found = Store(Records((), (area,), (), (), BASE)).ask("former-areas", {"place": place} if place else {})
    assert found.values() == [("新津区", "510118", "新津县", "510132", "1983", "2020")]
