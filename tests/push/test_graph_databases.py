"""``kg push`` into running graph databases, and the Cypher questions there: the rows that SPARQL gives."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import (
    RDF_ONLY,
    Bolt,
    Database,
    Falkor,
    Ladybug,
    arcadedb,
    breaking,
    environment,
    falkordb,
    held,
    listed,
    plain,
    question,
)
from records import HOSTILE, article, disputed, entity, records, statement

from kg.build import read_build, write_build
from kg.errors import OutputError, UsageError
from kg.export import export
from kg.given import File, Given, using
from kg.graph.property_graph import property_graph
from kg.model import Records
from kg.push import COLLECTION, push
from kg.query import Store, named_queries
from kg.values.iri import BASE

ENGINES = ("arcadedb", "falkordb", "ladybug")
STATUS = {"two": "all", "disputed": "asserted", "demo": "asserted"}
#: values to ask with, besides the defaults, for each graph
ASKED: dict[str, list[dict[str, str]]] = {
    "name": [{"name": name} for name in ("李燎", "玉林街道", "刘芳", "甲", "王洁")],
    "asked": [{"asked": name} for name in ("李燎", "玉林街道", "甲", "王洁")],
    "place": [{"place": name} for name in ("武侯区", "玉林街道", "丁镇")],
    "body": [{"body": name} for name in ("县队", "武侯区人大常委会", "郫都区人大常委会")],
    "from": [{"from": "李燎", "to": "刘芳"}, {"from": "甲", "to": "乙"}],
    "least": [{"least": "2"}, {"least": "60000"}],
    "title": [{"title": "主任"}],
    "item": [{"item": "防护服"}],
    "most": [{"most": "0.9"}],
    "since": [{"since": "2022-09-02"}, {"until": "2022-08"}],
    "article": [{"article": "一"}],
    "currency": [{"currency": "HKD"}],
    "status": [{"status": "planned"}],
}


@pytest.fixture(scope="module")
def graphs(demo_build: Path) -> dict[str, Records]:
    return {"two": records(), "disputed": disputed(), "demo": read_build(demo_build)}


@pytest.fixture(scope="module")
def sparql(graphs: dict[str, Records]) -> dict[tuple[str, str], Store]:
    return {
        (name, status): Store(found, status)
        for name, found in graphs.items()
        for status in ("asserted", "all")
    }


def _loaded(database: Database, graphs: dict[str, Records]) -> Database:
    with pytest.MonkeyPatch.context() as patch:
        environment(patch, database.name)
        for name, found in graphs.items():
            push(found, database.address(name), status=STATUS[name])
    return database


@pytest.fixture(scope="module")
def on_arcadedb(graphs: dict[str, Records], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with arcadedb(tmp_path_factory.mktemp("arcadedb")) as found:
        yield _loaded(found, graphs)


@pytest.fixture(scope="module")
def on_falkordb(graphs: dict[str, Records], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with falkordb(tmp_path_factory.mktemp("falkordb")) as found:
        yield _loaded(found, graphs)


@pytest.fixture(scope="module")
def on_ladybug(graphs: dict[str, Records], tmp_path_factory: pytest.TempPathFactory) -> Database:
    return _loaded(Ladybug(tmp_path_factory.mktemp("ladybug")), graphs)


@pytest.fixture
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Database:
    environment(monkeypatch, request.param)
    return request.getfixturevalue(f"on_{request.param}")


everywhere = pytest.mark.parametrize("database", ENGINES, indirect=True)


@pytest.mark.parametrize("name", sorted(set(named_queries()) - RDF_ONLY))
@everywhere
def test_the_same_rows_as_sparql(database: Database, sparql, name: str) -> None:
    asked = named_queries()[name]
    text = question(database.name, name)
    named = [values for item in asked.parameters for values in ASKED.get(item.name, [])]
    found = 0
    for graph in STATUS:
        for given in [{}, *named]:
            values = {item.name: given.get(item.name, item.shown) for item in asked.parameters}
            # a name that nobody gave is anything in SPARQL, and '' here
            typed = {
                item.name: float(values[item.name])
                if re.fullmatch(r"[\d.]+", item.default)
                else values[item.name]
                for item in asked.parameters
            }
            store = sparql[graph, "all" if name == "not-asserted" and graph == "two" else "asserted"]
            mine = plain(store.ask(name, given).values())
            assert plain(database.ask(graph, text, typed)) == mine, (graph, given)
            found += len(mine)
    assert found > 0, "nothing to compare"


def expected(found: Records, status: str, *owners: str) -> tuple[list[str], list[str]]:
    """The nodes and the edges, with whose they are."""
    graph, more = property_graph(found, status), {"collections": list(owners)} if owners else {}
    nodes = [(tuple(sorted(node.labels)), {**node.properties, **more}) for node in graph.nodes]
    edges = [(e.type, e.source.id, e.target.id, {**e.properties, **more}) for e in graph.edges]
    return listed(nodes), listed(edges)


@pytest.mark.parametrize("graph", STATUS)
@everywhere
def test_what_arrives_is_the_property_graph_and_stays_it(database: Database, graphs, graph: str) -> None:
    found = expected(graphs[graph], STATUS[graph], COLLECTION)
    assert held(database, graph) == found
    push(graphs[graph], database.address(graph), status=STATUS[graph])
    assert held(database, graph) == found


@everywhere
def test_what_has_changed_is_replaced(database: Database, graphs, tmp_path: Path) -> None:
    first, second = graphs["disputed"], graphs["two"]
    push(first, database.address("other"))
    changed = [{**item.to_dict(), "confidence": 0.25, "rule": "other"} for item in first.statements]
    build = tmp_path / "build"
    write_build(first, build)
    (build / "statements.jsonl").write_text(
        "".join(f"{json.dumps(item)}\n" for item in changed), encoding="utf-8"
    )
    later = read_build(build)
    push(later, database.address("other"))
    assert held(database, "other") == expected(later, "asserted", COLLECTION)
    push(second, database.address("other"))  # beside it
    nodes, edges = held(database, "other")
    wanted = [expected(graph, "asserted", COLLECTION) for graph in (later, second)]
    assert ids(nodes) == {*ids(wanted[0][0]), *ids(wanted[1][0])}
    assert set(edges) == {*wanted[0][1], *wanted[1][1]}


def ids(nodes: list[str]) -> set[str]:
    return {json.loads(node)[1]["id"] for node in nodes}


@everywhere
def test_a_push_that_failed_goes_on_where_it_stopped(database: Database) -> None:
    target = database.address("broken")
    names: list[str] = []

    def stop(done: int, total: int, name: str) -> None:
        names.append(name)
        if len(names) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        push(records(), target, status="all", progress=stop)
    graph = property_graph(records(), "all")
    total = len(graph.nodes) + len(graph.edges)
    done = push(records(), database.address("broken"), status="all")
    assert (done.known > 0) == (database.name != "ladybug")  # which does all or nothing
    assert done.sent + done.known == total
    assert push(records(), database.address("broken"), status="all").known == total
    assert held(database, "broken") == expected(records(), "all", COLLECTION)


@pytest.mark.parametrize("database", ["arcadedb", "falkordb"], indirect=True)
def test_a_connection_that_breaks_is_made_again(database: Bolt | Falkor) -> None:
    with breaking(database.port, after=9000) as port:
        target = database.address("two").replace(str(database.port), str(port))
        push(records(), target, status="all")
    assert held(database, "two") == expected(records(), "all", COLLECTION)


@pytest.mark.parametrize("database", ["arcadedb", "falkordb"], indirect=True)
def test_credentials(database: Bolt | Falkor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PASSWORD", "wrong-password")
    with pytest.raises(OutputError, match="refused the credentials") as caught:
        push(records(), database.address("two"))
    assert "wrong-password" not in str(caught.value)


@pytest.mark.parametrize("url", ["bolt://127.0.0.1:1/x", "redis://127.0.0.1:1/x"])
def test_nobody_there(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.push.falkordb._WAITS", (0.01,))
    with pytest.raises(OutputError, match="cannot be reached"):
        push(records(), url)


def test_ladybug_says_where_it_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="names no database"):
        push(records(), "ladybug:")
    with pytest.raises(OutputError, match="folder does not exist"):
        push(records(), f"ladybug:{tmp_path}/no/where")
    (tmp_path / "text").write_text("no database, but a text that is long enough to be looked at\n" * 100)
    with pytest.raises(OutputError, match="the database refused it"):
        push(records(), f"ladybug:{tmp_path / 'text'}")
    with pytest.raises(UsageError, match="--update: is for addresses with http"):
        push(records(), "ladybug:x", update=True)


NASTY = (
    "\\u0041",
    "\\",
    "'",
    '"',
    "`",
    "$rows",
    "{a: 1}",
    "// x",
    "\n\r\t",
    "'}) DETACH DELETE n //",
    "\u0085😀",
    "null",
)


@everywhere
def test_text_stays_text(database: Database) -> None:
    source = article("n", "".join(NASTY), title=NASTY[0])
    people = [entity("Person", name, "n", aliases=(name, HOSTILE)) for name in NASTY]
    place = entity("Place", NASTY[9], "n")
    said = [
        statement(source, "supervises", one, place, name, rule=name)
        for one, name in zip(people, NASTY, strict=True)
    ]
    gift = statement(source, "donates", people[0], place, NASTY[1], item=NASTY[9], unit=HOSTILE, amount=0.1)
    found = Records(
        (source,),
        tuple(sorted((*people, place), key=lambda item: item.id)),
        tuple(sorted((*said, gift), key=lambda item: item.id)),
        (),
        BASE,
    )
    push(found, database.address("nasty"))
    assert held(database, "nasty") == expected(found, "asserted", COLLECTION)


def test_the_cypher_script_builds_the_same_graph(on_arcadedb: Database, graphs) -> None:
    file = io.BytesIO()
    export(graphs["two"], "cypher", file, "all")
    assert "\u2028" in file.getvalue().decode()  # of the hostile name, as all else
    for _ in range(2):
        for line in file.getvalue().decode().removesuffix("\n").split("\n"):
            on_arcadedb.ask("script", line.removesuffix(";"), {})
        assert held(on_arcadedb, "script") == expected(graphs["two"], "all")


def test_the_command(run_kg, tmp_path: Path) -> None:
    write_build(records(), tmp_path / "build")
    target = f"ladybug:{tmp_path / 'kg.lbug'}"
    graph = property_graph(records())
    total = len(graph.nodes) + len(graph.edges)
    for sent in (total, 0):
        done = run_kg("push", tmp_path / "build", "--to", target)
        assert (done.returncode, done.stdout) == (0, b"")
        assert done.stderr.decode() == f"{sent} nodes and edges sent, {total - sent} were there already\n"
    assert held(Ladybug(tmp_path), "kg.lbug") == expected(records(), "asserted", "build")


def test_the_commands_of_the_readme(run_kg, root: Path, small_build: Path, tmp_path: Path) -> None:
    text = (
        (root / "README.md")
        .read_text(encoding="utf-8")
        .partition("## 图数据库与图工具")[2]
        .partition("\n## ")[0]
    )
    commands = re.findall(r"^kg (.*?) +#", text, re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        words = (
            command.replace("outputs/demo ", f"{small_build} ").replace("outputs/", f"{tmp_path}/").split()
        )
        done = run_kg(*words)
        assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.gexf", "demo.lbug", "neo4j", "tables"]


def test_types_and_classes_differ_in_more_than_case() -> None:
    def names() -> list[str]:
        graph = property_graph(records(), "all")
        return [*graph.tables, *graph.types]

    assert len({name.lower() for name in names()}) == len(names())
    own = (
        "@prefix my: <https://example.org/my#> . @prefix kg: <https://w3id.org/zhkg/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        'my:Award a owl:Class ; rdfs:subClassOf kg:Document ; rdfs:label "奖"@zh , "award"@en .\n'
        'my:award a owl:ObjectProperty , kg:Relation ; rdfs:label "获奖"@zh , "award"@en ;\n'
        '    rdfs:domain kg:Person ; rdfs:range kg:Document ; kg:exchangeName "award" ;\n'
        "    kg:statementClass my:Awarding .\n"
        'my:Awarding a owl:Class ; rdfs:subClassOf kg:Statement ; rdfs:label "获奖"@zh , "awarding"@en .\n'
    )
    with using(Given(ontology=(File("my.ttl", own),))):
        assert "award_" in names()
        assert len({name.lower() for name in names()}) == len(names())


def test_every_question_has_its_mirror(root: Path) -> None:
    folder = root / "ontology" / "cypher"
    assert {path.stem for path in folder.glob("*.cypher")} == set(named_queries()) - RDF_ONLY
    assert {path.parent.name for path in folder.rglob("*/*.cypher")} <= set(ENGINES)
    for path in folder.rglob("*.cypher"):
        asked = named_queries()[path.stem]
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"// {asked.zh}\n// {asked.en}\n")
        head, body = re.findall(r"^// \$(\w+): ", text, re.MULTILINE), re.sub(r"(?m)^//.*\n", "", text)
        assert head == [item.name for item in asked.parameters]
        assert set(re.findall(r"\$(\w+)", body)) == set(head)
    assert os.environ.get("KG_PASSWORD") is None
