"""``kg serve``: the SPARQL 1.1 Protocol as far as it reads, its bounds, its pages and its headers."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlencode, urlsplit
from xml.etree import ElementTree

import networkx as nx
import pytest
import rdflib
from records import HOSTILE, records, written
from serving import ASK, DIRECT, FORM, JSON, SLOW, XML, Reply, Server, started

from kg.build import write_build
from kg.query import named_queries
from kg.values.iri import BASE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("served") / "build"
    write_build(records(), out)
    return out


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    process, found = started(folder, "--timeout", "2", "--rows", "50")
    yield found
    process.terminate()
    process.wait()
    process.stderr.close()  # type: ignore[union-attr]


# ── the cases of the W3C test suite of the protocol that concern an endpoint that only reads ──


def test_query_get(server: Server) -> None:
    reply = server.get(ASK)
    assert (reply.status, reply.media) == (200, JSON)
    assert json.loads(reply.body)["boolean"] is True


def test_query_post_form(server: Server) -> None:
    reply = server.ask("POST", "/sparql", urlencode({"query": ASK}), Content_Type=FORM, Accept=JSON)
    assert json.loads(reply.body)["boolean"] is True


def test_query_post_direct(server: Server) -> None:
    for media in (DIRECT, f"{DIRECT}; charset=UTF-8"):
        text = 'ASK { ?s rdfs:label "玉林街道"@zh }'
        reply = server.ask("POST", "/sparql", text, Content_Type=media, Accept=XML)
        assert (reply.status, reply.media) == (200, XML)
        assert b"<boolean>true</boolean>" in reply.body


def graph(server: Server, kind: str) -> str:
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s a " + kind + " } }"
    rows = json.loads(server.get(text).body)["results"]["bindings"]
    return rows[0]["g"]["value"]


def test_query_dataset_default_graph(server: Server) -> None:
    places = graph(server, "kg:Place")
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a kg:Supervision }"

    def number(**more: str) -> str:
        return json.loads(server.get(count, **more).body)["results"]["bindings"][0]["n"]["value"]

    said = graph(server, "kg:Supervision")
    assert number() == number(**{"default-graph-uri": said}) == "2"
    assert number(**{"default-graph-uri": places}) == "0"


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_query_dataset_default_graphs(server: Server, way: str) -> None:
    graphs = [("default-graph-uri", graph(server, kind)) for kind in ("kg:Supervision", "kg:Person")]
    text = "SELECT * { ?s a kg:Supervision ; rdf:subject/rdfs:label ?name }"
    for taken, expected in ((graphs, 2), (graphs[:1], 0)):
        if way == "get":
            reply = server.ask("GET", "/sparql?" + urlencode([("query", text), *taken]), Accept=JSON)
        elif way == "form":
            body = urlencode([("query", text), *taken])
            reply = server.ask("POST", "/sparql", body, Content_Type=FORM, Accept=JSON)
        else:
            reply = server.ask("POST", f"/sparql?{urlencode(taken)}", text, Content_Type=DIRECT, Accept=JSON)
        assert len(json.loads(reply.body)["results"]["bindings"]) == expected


def test_query_dataset_named_graphs(server: Server) -> None:
    name = graph(server, "kg:Supervision")
    reply = server.get("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": name})
    assert [row["g"]["value"] for row in json.loads(reply.body)["results"]["bindings"]] == [name]
    assert json.loads(server.get(ASK, **{"named-graph-uri": name}).body)["boolean"] is False


def test_query_dataset_full(server: Server) -> None:
    one, other = graph(server, "kg:Supervision"), graph(server, "kg:Person")
    text = "ASK { ?s a kg:Supervision ; rdf:subject ?who . GRAPH ?g { ?who a kg:Person } }"
    both = {"default-graph-uri": one, "named-graph-uri": other}
    assert json.loads(server.get(text, **both).body)["boolean"] is True
    turned = {"default-graph-uri": other, "named-graph-uri": one}
    assert json.loads(server.get(text, **turned).body)["boolean"] is False


def test_the_protocol_goes_before_the_dataset_of_the_query(server: Server) -> None:
    one, other = graph(server, "kg:Supervision"), graph(server, "kg:Person")
    text = f"ASK FROM <{other}> {{ ?s a kg:Supervision }}"
    assert json.loads(server.get(text).body)["boolean"] is False
    assert json.loads(server.get(text, **{"default-graph-uri": one}).body)["boolean"] is True


@pytest.mark.parametrize(
    ("text", "accept", "media"),
    [
        ("SELECT ?s { ?s a kg:Place }", JSON, JSON),
        ("SELECT ?s { ?s a kg:Place }", XML, XML),
        ("SELECT ?s { ?s a kg:Place }", "text/csv", "text/csv"),
        ("SELECT ?s { ?s a kg:Place }", "text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT ?s { ?s a kg:Place }", "*/*", JSON),
        ("SELECT ?s { ?s a kg:Place }", "", JSON),
        ("SELECT ?s { ?s a kg:Place }", "application/json", JSON),
        ("SELECT ?s { ?s a kg:Place }", f"text/turtle, {XML};q=0.9, {JSON};q=0.5", XML),
        ("SELECT ?s { ?s a kg:Place }", f"{JSON};q=0, */*;q=0.1", XML),
        (ASK, JSON, JSON),
        (ASK, XML, XML),
        ("CONSTRUCT WHERE { ?s a kg:Place }", "text/turtle", "text/turtle"),
        ("CONSTRUCT WHERE { ?s a kg:Place }", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s a kg:Place }", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s a kg:Place }", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s a kg:Place }", "text/*;q=0.3, application/rdf+xml;q=0.2", "text/turtle"),
        (f"DESCRIBE <{BASE}place/510107>", "text/turtle", "text/turtle"),
    ],
)
def test_query_content_type(server: Server, text: str, accept: str, media: str) -> None:
    reply = server.get(text, accept)
    assert (reply.status, reply.media) == (200, media)
    assert reply.headers["Vary"] == "Accept"
    assert len(reply.body) > 10


@pytest.mark.parametrize(
    ("status", "method", "path", "body", "media"),
    [
        (400, "GET", "query=" + quote("SELECT *"), None, ""),
        (400, "GET", urlencode([("query", ASK), ("query", ASK)]), None, ""),
        (400, "GET", "query=", None, ""),
        (400, "GET", "query=" + quote("SELECT * { ?s nix:x 1 }"), None, ""),
        (400, "GET", "query=%ff", None, ""),
        (400, "GET", urlencode({"query": ASK, "default-graph-uri": "no iri"}), None, ""),
        (400, "POST", "", urlencode([("query", ASK), ("query", ASK)]), FORM),
        (400, "POST", "", "", FORM),
        (400, "POST", "query=x", ASK, DIRECT),
        (400, "POST", "", b"ASK { ?s ?p '\xb5' }", DIRECT),
        (415, "POST", "", ASK, f"{DIRECT}; charset=gb2312"),
        (415, "POST", "", ASK, "text/plain"),
        (415, "POST", "", urlencode({"query": ASK}), ""),
        (403, "POST", "", "CLEAR ALL", "application/sparql-update"),
        (403, "POST", "", urlencode({"update": "CLEAR ALL"}), FORM),
        (403, "GET", urlencode({"update": "CLEAR ALL"}), None, ""),
        (400, "GET", urlencode({"query": "DELETE WHERE { ?s ?p ?o }"}), None, ""),
        (400, "GET", urlencode({"query": "ASK { SERVICE <http://x.invalid/> { ?s ?p ?o } }"}), None, ""),
        (400, "GET", urlencode({"query": "LOAD <file:///etc/passwd>"}), None, ""),
        (405, "PUT", urlencode({"query": ASK}), "", FORM),
        (405, "DELETE", "", None, ""),
        (413, "POST", "", "#" * 200_001 + "\n" + ASK, DIRECT),
        (413, "POST", "", b"a" * 3_000_000, FORM),
    ],
)  # fmt: skip
def test_bad_requests(server: Server, status: int, method: str, path: str, body, media: str) -> None:
    headers = {"Content_Type": media} if media else {}
    reply = server.ask(method, f"/sparql?{path}" if path else "/sparql", body, Accept=JSON, **headers)
    assert reply.status == status, reply.body
    assert server.get(ASK).status == 200


def test_not_acceptable(server: Server) -> None:
    assert server.get("SELECT ?s { ?s a kg:Place }", "text/turtle").status == 406
    assert server.get("CONSTRUCT WHERE { ?s a kg:Place }", "text/csv").status == 406
    assert server.get(ASK, "image/png").status == 406


def test_the_service_describes_itself(server: Server) -> None:
    reply = server.ask("GET", "/sparql", Accept="text/turtle")
    found = rdflib.Graph().parse(data=reply.body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    [service] = found.subjects(rdflib.RDF.type, sd.Service)
    assert str(service) == server.address + "sparql"
    assert (service, sd.feature, sd.UnionDefaultGraph) in found
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in found
    reply = server.ask("GET", "/sparql", Accept="text/html,*/*;q=0.1")
    assert (reply.status, reply.headers["Location"]) == (307, "/query")


# ── rows ──


def test_four_formats_say_the_same(server: Server) -> None:
    rows = '("x,\\"<&\\t\\r\\n"@zh 1.5 UNDEF <a:b>) (UNDEF "平" "" 2)'
    text = "SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c ?d) { " + rows + " } }"
    rows = json.loads(server.get(text).body)["results"]["bindings"]
    values = [tuple(row[name]["value"] if name in row else None for name in "abcd") for row in rows]
    assert values == [('x,"<&\t\r\n', "1.5", None, "a:b"), (None, "平", "", "2")]
    table = list(csv.reader(io.StringIO(server.get(text, "text/csv").body.decode(), newline="")))
    assert table == [list("abcd"), *([value or "" for value in row] for row in values)]
    lines = server.get(text, "text/tab-separated-values").body.decode().splitlines()
    assert lines[0] == "?a\t?b\t?c\t?d"
    assert lines[1].split("\t")[1:] == ["1.5", "", "<a:b>"]
    space = "{http://www.w3.org/2005/sparql-results#}"
    tree = ElementTree.fromstring(server.get(text, XML).body)
    found = [
        {cell.get("name"): cell[0].text or "" for cell in result} for result in tree.iter(f"{space}result")
    ]
    assert found == [{k: v for k, v in zip("abcd", row, strict=True) if v is not None} for row in values]


@pytest.mark.parametrize("name", ["positions-of", "donations-total", "places-above"])
def test_the_questions_are_answered(server: Server, name: str) -> None:
    assert json.loads(server.get(named_queries()[name].text).body)["results"]["bindings"]


def test_iris_below_the_base(server: Server) -> None:
    assert server.get("SELECT * { ?s ?p <x> }").status == 200
    found = json.loads(server.get("SELECT ?l { <place/510107003> rdfs:label ?l }").body)
    assert all(row["l"]["value"] == "玉林街道" for row in found["results"]["bindings"])


# ── bounds ──


def test_a_heavy_query_is_stopped_and_others_are_answered_meanwhile(server: Server) -> None:
    replies: list[Reply] = []
    heavy = threading.Thread(target=lambda: replies.append(server.get(SLOW)))
    heavy.start()
    time.sleep(0.3)
    before = time.monotonic()
    assert server.get(ASK).status == 200
    assert time.monotonic() - before < 1.5
    heavy.join()
    assert replies[0].status == 503
    assert b"was stopped" in replies[0].body


def test_many_at_once(server: Server) -> None:
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(server.get(ASK).status)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 20


def test_rows_are_bounded_and_it_is_said(server: Server) -> None:
    reply = server.get("SELECT * { ?s ?p ?o }")
    assert len(json.loads(reply.body)["results"]["bindings"]) == 50
    assert reply.headers["KG-Truncated"] == "50"
    assert "KG-Truncated" not in server.get("SELECT * { ?s ?p ?o } LIMIT 50").headers
    assert server.get("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle").headers["KG-Truncated"] == "50"


# ── pages ──


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own parser
def test_an_entity_by_its_address(server: Server) -> None:
    path = "/id/place/510107003"
    page = server.ask("GET", path, Accept="text/html", Accept_Language="zh-CN")
    assert page.status == 200
    assert "<h1><bdi>玉林街道</bdi></h1>" in page.body.decode()
    assert 'href="/id/place/510107"' in page.body.decode()
    for accept, form in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        reply = server.ask("GET", path, Accept=accept)
        assert reply.media == accept
        found = rdflib.Graph().parse(data=reply.body, format=form)
        node = rdflib.URIRef(f"{BASE}place/510107003")
        assert found.value(node, rdflib.RDFS.label) == rdflib.Literal("玉林街道", "zh")
        assert list(found.subjects(None, node))
    assert server.ask("GET", path, Accept="image/png").status == 406


def test_an_entity_whose_name_is_chinese(server: Server, folder: Path) -> None:
    line = next(
        line for line in (folder / "nodes.jsonl").read_text(encoding="utf-8").splitlines() if "李燎" in line
    )
    path = json.loads(line)["id"].removeprefix(BASE)
    for address in (f"/id/{path}", f"/entity?iri={quote(BASE + path, safe='')}"):
        assert "<h1><bdi>李燎</bdi></h1>" in server.ask("GET", address, Accept="text/html").body.decode()


@pytest.mark.parametrize(
    "path", ["/id/place/000000", "/id/", "/entity?iri=x%3E%20%7D", "/entity", "/nothing", "/static/../app.py",
             "/static/yasgui/%2e%2e/%2e%2e/%2e%2e/cli.py", "/id/%3E%3C"]
)  # fmt: skip
def test_what_is_not_there(server: Server, path: str) -> None:
    for accept in ("text/html", "text/turtle"):
        assert server.ask("GET", path, Accept=accept).status == 404


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_neither_entity_nor_article_has_a_page(server: Server, language: str) -> None:
    """A piece of evidence: its triples both ways, with addresses where they lead on in the graph."""
    text = "SELECT ?e { ?s kg:evidence ?e . ?s rdf:subject/rdfs:label '李燎'@zh } ORDER BY ?e LIMIT 1"
    found = json.loads(server.get(text).body)["results"]["bindings"]
    iri = found[0]["e"]["value"]
    reply = server.ask(
        "GET", "/entity?iri=" + quote(iri, safe=""), Accept="text/html", Accept_Language=language
    )
    page = reply.body.decode()
    assert (reply.status, reply.headers["Vary"]) == (200, "Accept, Accept-Language")
    assert f'lang="{language}"' in page
    assert f'<p class="iri">{iri}</p>' in page
    assert f'href="/entity?iri={quote(iri.partition("/evidence/")[0], safe="")}"' in page


def test_hostile_names_are_text(server: Server, folder: Path) -> None:
    for line in (folder / "nodes.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        node = json.loads(line)
        if node["name"].startswith(HOSTILE[:3]):
            page = server.ask(
                "GET", "/entity?iri=" + quote(node["id"], safe=""), Accept="text/html"
            ).body.decode()
            assert "<script>" not in page
            assert "&lt;script&gt;" in page
            assert written(node["name"])[:1] in page
            return
    pytest.fail("no hostile name in the records")


def test_the_graph_is_lent_only_from_here(server: Server) -> None:
    assert server.ask("GET", "/gephi-lite", Sec_Fetch_Site="cross-site").status == 403
    reply = server.ask("GET", "/gephi-lite", Sec_Fetch_Site="same-origin")
    assert reply.status == 303
    site, _, file = unquote(reply.headers["Location"]).partition("/?file=")
    assert site == "https://lite.gephi.org"
    lent = server.ask("GET", urlsplit(file).path)
    assert lent.status == 200
    assert lent.headers["Access-Control-Allow-Origin"] == site
    assert nx.read_gexf(io.BytesIO(lent.body), version="1.3").number_of_edges() > 5
    assert server.ask("GET", "/lent/x/graph.gexf").status == 404


def test_the_pages(server: Server, folder: Path) -> None:
    index = server.ask("GET", "/", Accept_Language="en").body.decode()
    assert "2 articles" in index
    assert 'lang="zh"' in server.ask("GET", "/").body.decode()
    assert server.ask("GET", "/graph").body == (folder / "graph.html").read_bytes()
    questions = json.loads(server.ask("GET", "/queries.json").body)
    assert [item["name"] for item in questions] == list(named_queries())
    page = server.ask("GET", "/query").body.decode()
    for name in ("yasgui/yasgui.min.js", "yasgui/yasgui.min.css", "query.js", "serve.css"):
        assert f"/static/{name}" in page
        assert server.ask("GET", f"/static/{name}").status == 200


@pytest.mark.parametrize("path", ["/", "/query", "/graph", "/sparql", "/static/query.js", "/nothing"])
def test_every_answer_is_guarded(server: Server, path: str) -> None:
    headers = server.ask("GET", path, Accept="*/*").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Server"] is None


# ── starting ──


def test_a_store_on_disk_is_kept_for_the_next_time(folder: Path, tmp_path: Path) -> None:
    for _ in range(2):
        process, found = started(folder, "--store", str(tmp_path / "kept"))
        try:
            assert json.loads(found.get("ASK { ?s kg:supervises ?o }").body)["boolean"] is True
        finally:
            process.terminate()
            process.wait()
            process.stderr.close()  # type: ignore[union-attr]
        [kept] = (tmp_path / "kept").iterdir()
    assert kept.is_dir()


def test_the_worker_ends_with_the_server(folder: Path) -> None:
    process, _ = started(folder)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    [worker] = children.read_text(encoding="ascii").split()
    process.kill()
    process.wait()
    process.stderr.close()  # type: ignore[union-attr]
    until = time.monotonic() + 5
    while Path(f"/proc/{worker}/cmdline").exists() and Path(f"/proc/{worker}/cmdline").read_bytes():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_cannot_be_served(folder: Path, server: Server, run_kg, tmp_path: Path) -> None:
    done = run_kg("serve", tmp_path / "none")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    done = run_kg("serve", folder, "--port", urlsplit(server.address).port)
    assert done.returncode == 2
    assert b"cannot be listened on" in done.stderr
