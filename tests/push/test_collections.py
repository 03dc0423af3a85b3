"""Two collections in one store: an article edited, one removed, one in both. As a fresh load, everywhere."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from databases import RDF_ONLY, Database, Ladybug, arcadedb, environment, falkordb, held, plain, question
from records import article, entity, extractions, statement
from stores import Triplestore, oxigraph, virtuoso
from stores import plain as flat

from kg.errors import OutputError, UsageError
from kg.export import export
from kg.model import Extraction, Records
from kg.ontology import load_ontology
from kg.push import push
from kg.query import named_queries
from kg.resolve import resolve
from kg.values.iri import BASE

PARAMETERS = {"path-between": {"from": "李燎", "to": "刘芳"}, "statements-about": {"name": "张三"}}


def visit(doc: str, who: str, amount: float, *aliases: str) -> Extraction:
    """An article in which somebody visits the street and gives it something."""
    first, second = f"{who}到玉林街道督导。", f"{who}向玉林街道捐款{amount}元。"
    source = article(doc, first + second, date="2022-09-03", title=f"{who}督导")
    street = entity("Place", "玉林街道", doc, code="510107003", aliases=aliases)
    person = entity("Person", who, doc, anchor="玉林街道")
    return Extraction(
        source,
        (street, person),
        (
            statement(source, "supervises", person, street, first),
            statement(source, "donates", person, street, second, amount=amount, currency="CNY"),
            statement(source, "supervises", person, street, first, status="planned", date="2022-09-04"),
        ),
    )


def first() -> Records:
    """Three articles."""
    return resolve([*extractions(), visit("三", "张三", 5.0, "玉林街办")], BASE)


def later() -> Records:
    """Its first article gone, its third edited: who gives is a company now, and more."""
    source = visit("三", "张三", 7.0)
    company = replace(source.entities[1], id=f"{BASE}organization/x", type="Organization", kind="Company")
    said = [replace(item, subject=replace(item.subject, id=company.id, type="Organization")) for item in
            source.statements[1:]]  # fmt: skip
    edited = Extraction(source.article, (source.entities[0], company), (source.statements[0], *said))
    edited = replace(edited, entities=(*edited.entities, source.entities[1]))
    return resolve([extractions()[1], edited], BASE)


def other() -> Records:
    """Another collection: the first one's first article, which one of its rules read otherwise, and one more.

    Its own article bears a name that one of the first collection has, too.
    """
    shared = extractions()[0]
    said = [replace(item, confidence=0.5) for item in shared.statements]
    return resolve([replace(shared, statements=tuple(said)), visit("三", "李四", 9.0, "玉林办事处")], BASE)


def lived(to: Any, **options: Any) -> tuple[int, int]:
    """Pushes one after the other; how many graphs, or nodes and edges, the last one removed."""
    push(first(), to(), collection="甲", status="all", **options)
    push(other(), to(), collection="乙", status="all", **options)
    done = push(later(), to(), collection="甲", status="all", replace=True, **options)
    again = push(later(), to(), collection="甲", status="all", replace=True, **options)
    return done.removed, again.removed


def fresh(to: Any, **options: Any) -> None:
    """What is there in the end, loaded into an empty store, the other way round."""
    push(later(), to(), collection="甲", status="all", **options)
    push(other(), to(), collection="乙", status="all", **options)


QUADS = (
    "SELECT ?g ?s ?p (STR(?o) AS ?value) WHERE { GRAPH ?g { ?s ?p ?o } "
    f"FILTER(STRSTARTS(STR(?g), '{BASE}')) }}"
)
LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?e ?l { ?e rdfs:label ?l FILTER(LANG(?l) = 'zh') } ORDER BY ?e ?l"""
NAMELESS = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?end WHERE { { ?s rdf:subject|rdf:object ?end FILTER NOT EXISTS { ?end rdfs:label ?l } } UNION
{ ?s rdf:subject ?w ; prov:wasDerivedFrom ?end FILTER NOT EXISTS { ?end dcterms:identifier ?d } } }"""


def quads(store: Triplestore) -> list[str]:
    """All that stands in the collections' graphs, put in order here: Virtuoso sorts no long values."""
    return sorted(map(repr, store.ask(QUADS)))


@pytest.fixture
def two_stores(tmp_path: Path) -> Iterator[tuple[Triplestore, Triplestore]]:
    with oxigraph(_made(tmp_path / "a")) as one, oxigraph(_made(tmp_path / "b")) as two:
        yield one, two


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.parametrize("update", [False, True])
def test_a_triple_store_is_as_if_loaded_afresh(two_stores, update: bool) -> None:
    one, two = two_stores
    address = "updates" if update else "graphs"
    removed = lived(lambda: getattr(one, address), update=update)
    fresh(lambda: two.graphs)
    assert removed == (4, 0)  # the first article, the edited one as it was; each with what it does not assert
    assert quads(one) == quads(two) != []
    assert one.ask(NAMELESS) == []
    assert one.ask(LABELS) == list(dict.fromkeys(one.ask(LABELS)))  # joins do not multiply
    for name, query in named_queries().items():
        text = query.bind(PARAMETERS.get(name, {}))
        assert flat(one.ask(text)) == flat(two.ask(text)), name


def test_what_is_the_same_in_every_build_is_shared(two_stores) -> None:
    store, _ = two_stores
    names = "SELECT ?g ?l { GRAPH ?g { ?c a <http://www.w3.org/2004/02/skos/core#Concept> ; "
    names += "<http://www.w3.org/2004/02/skos/core#prefLabel> ?l } }"
    software = "SELECT ?g ?l { GRAPH ?g { ?s a <http://www.w3.org/ns/prov#SoftwareAgent> ; "
    software += "<http://www.w3.org/2000/01/rdf-schema#label> ?l } }"
    for found, collection in ((first(), "甲"), (other(), "乙"), (later(), "甲")):
        push(found, store.graphs, collection=collection, replace=True)
        for text, count in ((names, 2 * len(load_ontology().concepts)), (software, 1)):
            rows = store.ask(text)
            assert len(rows) == count
            assert {row[0] for row in rows} == {f"{BASE}graph/ontology"}


@pytest.mark.parametrize("update", [False, True])
def test_without_replace_nothing_loses_its_name(two_stores, update: bool) -> None:
    store, _ = two_stores
    address = store.updates if update else store.graphs
    for found, collection in ((first(), "甲"), (other(), "乙"), (later(), "甲")):
        assert push(found, address, collection=collection, status="all", update=update).removed == 0
        assert store.ask(NAMELESS) == []
    docs = "SELECT DISTINCT ?d { ?a <http://purl.org/dc/terms/identifier> ?d ; "
    docs += "<https://w3id.org/zhkg/ontology#sha256> ?h }"
    assert len(store.ask(docs)) == 3
    labels = "SELECT ?e (COUNT(DISTINCT ?l) AS ?n) { ?e <http://www.w3.org/2000/01/rdf-schema#label> ?l } "
    assert store.ask(labels + "GROUP BY ?e HAVING(COUNT(DISTINCT ?l) > 1)") == []


def test_what_is_another_collection_of_that_name_is_not_removed(two_stores) -> None:
    store, _ = two_stores
    push(first(), store.graphs, collection="甲")
    before = quads(store)
    alien = resolve([visit("九", "王五", 3.0)], BASE)
    with pytest.raises(UsageError, match="none of the 3 articles"):
        push(alien, store.graphs, collection="甲", replace=True)
    assert quads(store) == before
    push(alien, store.graphs, collection="甲")
    assert push(alien, store.graphs, collection="甲", replace=True).removed == 3


def test_a_store_that_cannot_be_asked_is_told(two_stores) -> None:
    store, _ = two_stores
    with pytest.raises(OutputError, match=r"cannot be asked .* by --queries"):
        push(first(), store.updates, update=True, queries=store.graphs, replace=True)
    push(first(), store.updates, update=True, queries=store.queries, replace=True)
    assert store.ask(NAMELESS) == []


@pytest.mark.system("virtuoso-opensource")
@pytest.mark.parametrize("update", [False, True])
def test_virtuoso_is_as_if_loaded_afresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool
) -> None:
    monkeypatch.setenv("KG_USER", "dba")
    monkeypatch.setenv("KG_PASSWORD", "dba")
    with virtuoso(_made(tmp_path / "a")) as one, virtuoso(_made(tmp_path / "b")) as two:
        address = "updates" if update else "graphs"
        assert lived(lambda: getattr(one, address), update=update) == (4, 0)
        fresh(lambda: two.graphs)
        assert quads(one) == quads(two) != []
        for name, query in named_queries().items():
            text = query.bind(PARAMETERS.get(name, {})).replace("VALUES ?name { UNDEF }", "")
            assert flat(one.ask(text)) == flat(two.ask(text)), name


@pytest.fixture(scope="module")
def arcade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with arcadedb(tmp_path_factory.mktemp("arcadedb")) as found:
        yield found


@pytest.fixture(scope="module")
def falkor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with falkordb(tmp_path_factory.mktemp("falkordb")) as found:
        yield found


@pytest.fixture(scope="module")
def ladybug(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Ladybug(tmp_path_factory.mktemp("ladybug"))


@pytest.fixture
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Database:
    found = request.getfixturevalue(request.param)
    environment(monkeypatch, found.name)
    return found


everywhere = pytest.mark.parametrize("database", ["arcade", "falkor", "ladybug"], indirect=True)


def _union(status: str) -> ox.Store:
    """Both collections as SPARQL sees them."""
    store = ox.Store()
    for found in (later(), other()):
        data = io.BytesIO()
        export(found, "nquads", data, status)
        store.load(data.getvalue(), format=ox.RdfFormat.N_QUADS)
    return store


@everywhere
def test_a_database_is_as_if_loaded_afresh(database: Database) -> None:
    removed = lived(lambda: database.address("shared"))
    fresh(lambda: database.address("fresh"))
    assert removed[0] > 0
    assert removed[1] == 0
    one, two = held(database, "shared"), held(database, "fresh")
    assert one == two
    assert '"collections": ["乙", "甲"]' in "".join(one[0])
    stores = {status: _union(status) for status in ("asserted", "all")}
    for name in sorted(set(named_queries()) - RDF_ONLY):
        query = named_queries()[name]
        given = {item.name: PARAMETERS.get(name, {}).get(item.name, item.shown) for item in query.parameters}
        typed = {
            item.name: float(given[item.name])
            if item.default.replace(".", "").isdigit()
            else given[item.name]
            for item in query.parameters
        }
        text = question(database.name, name)
        rows = plain(database.ask("shared", text, typed))
        assert rows == plain(database.ask("fresh", text, typed)), name
        union = stores["all" if name == "not-asserted" else "asserted"]
        asked = query.bind({key: value for key, value in given.items() if value})
        mine = union.query(asked, use_default_graph_as_union=True)
        said = [tuple(term and term.value for term in row) for row in mine]
        assert rows == plain(said), name


@everywhere
def test_somebody_elses_edge_keeps_its_node(database: Database) -> None:
    place = "other"
    push(first(), database.address(place), collection="甲")
    person = next(item for item in first().entities if item.name == "王新")
    if database.name == "ladybug":
        database.ask(place, "CREATE NODE TABLE Note(id STRING, PRIMARY KEY(id))", {})
        database.ask(place, "CREATE REL TABLE about(FROM Note TO Person)", {})
    label = load_ontology().chain("Person")[-1]
    text = f"MATCH (p:{label} {{id: $id}}) CREATE (:Note {{id: 'mine'}})-[:about]->(p)"
    database.ask(place, text, {"id": person.id})
    push(later(), database.address(place), collection="甲", replace=True)
    found = database.ask(place, f"MATCH (n:Note)-[:about]->(p:{label}) RETURN p.id, p.collections", {})
    assert [(row[0], row[1] or []) for row in found] == [(person.id, [])]


@everywhere
def test_a_database_of_another_collection_of_that_name(database: Database) -> None:
    push(first(), database.address("broken"), collection="甲")
    before = held(database, "broken")
    alien = resolve([visit("九", "王五", 3.0)], BASE)
    with pytest.raises(UsageError, match="none of the 3 articles"):
        push(alien, database.address("broken"), collection="甲", replace=True)
    assert held(database, "broken") == before
