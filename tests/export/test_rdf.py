"""RDF: what VOCABULARY promises, read back by two independent parsers."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from paths import ROOT
from rdflib import RDF, RDFS, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SKOS, XSD
from records import any_records, article, entity, records, statement, written

from kg.build import write_build
from kg.errors import BuildError
from kg.export import export
from kg.export.rdf.dataset import to_dataset
from kg.export.rdf.quads import named_graphs, union
from kg.export.rdf.sorting import in_order
from kg.export.rdf.stream import write_folder
from kg.export.rdf.terms import day, decimal, parts, safe_iri, string
from kg.model import Records
from kg.values.iri import BASE, article_iri
from kg.values.namespaces import KG as OURS

KG, OA = Namespace(str(OURS)), Namespace("http://www.w3.org/ns/oa#")
GRAPHS = {
    "turtle": (ox.RdfFormat.TURTLE, "turtle"),
    "ntriples": (ox.RdfFormat.N_TRIPLES, "nt"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "xml"),
}
DATASETS = {"trig": (ox.RdfFormat.TRIG, "trig"), "nquads": (ox.RdfFormat.N_QUADS, "nquads")}


def out(found: Records, form: str, status: str = "asserted") -> bytes:
    file = io.BytesIO()
    export(found, form, file, status)
    return file.getvalue()


def oxigraph(data: bytes, form: ox.RdfFormat) -> set[str]:
    return {alike(str(quad)) for quad in ox.parse(data, format=form)}


def alike(text: str) -> str:
    """Language tags mean the same in any case; Oxigraph writes them small."""
    return text.replace("@zh-Hant", "@zh-hant")


def by_rdflib(data: bytes, form: str) -> set[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own, in its own parsers
        dataset = rdflib.Dataset()
        dataset.parse(data=data, format=form)
        quads = dataset.serialize(format="nquads")
    default = f" <{rdflib.graph.DATASET_DEFAULT_GRAPH_ID}> ."
    return oxigraph(quads.replace(default, " .").encode(), ox.RdfFormat.N_QUADS)


@pytest.fixture(scope="module")
def build() -> Records:
    return records()


@pytest.fixture(scope="module")
def graph(build: Records) -> rdflib.Graph:
    return rdflib.Graph().parse(data=out(build, "turtle"), format="turtle")


@pytest.fixture(scope="module")
def everything(build: Records) -> rdflib.Dataset:
    return to_dataset(build, "all")


def node(build: Records, **wanted: object) -> URIRef:
    def fits(item) -> bool:
        given = {
            **item.qualifiers.to_dict(),
            "predicate": item.predicate,
            "rule": item.rule,
            "status": item.status,
        }
        return all(given[key] == value for key, value in wanted.items())

    (found,) = [item for item in build.statements if fits(item)]
    return URIRef(found.id)


@pytest.mark.parametrize("status", ["asserted", "all"])
def test_two_parsers_agree_on_every_format(build: Records, status: str) -> None:
    wanted = {alike(" ".join(triple)) for triple in union(build, status)}
    for form, (native, name) in GRAPHS.items():
        data = out(build, form, status)
        assert oxigraph(data, native) == wanted, form
        assert by_rdflib(data, name) == wanted, form
    wanted = {alike(f"{' '.join(t)} <{name}>") for name, found in named_graphs(build, status) for t in found}
    for form, (native, name) in DATASETS.items():
        data = out(build, form, status)
        assert oxigraph(data, native) == wanted, form
        assert by_rdflib(data, name) == wanted, form


@settings(max_examples=25, deadline=None)
@given(any_records())
def test_two_parsers_agree_on_any_text(found: Records) -> None:
    wanted = {alike(" ".join(triple)) for triple in union(found, "all")}
    for form, (native, _) in GRAPHS.items():
        assert oxigraph(out(found, form, "all"), native) == wanted, form
    labels = {(item.id, written(item.name)) for item in found.entities}
    read = rdflib.Graph().parse(data=out(found, "rdfxml", "all"), format="xml")
    assert labels <= {(str(s), str(o)) for s, o in read.subject_objects(RDFS.label)}


def test_the_dataset_is_the_same(build: Records) -> None:
    found = to_dataset(build, "all")
    quads = {
        (str(name), *map(str, triple)) for name, triples in named_graphs(build, "all") for triple in triples
    }
    assert len(quads) == sum(len(graph) for graph in found.graphs())
    assert len(set(found.triples((None, None, None)))) == len(union(build, "all"))


@pytest.mark.parametrize("status", ["asserted", "all"])
def test_a_folder_is_streamed_as_the_same_lines(build: Records, status: str, tmp_path: Path) -> None:
    write_build(build, tmp_path / "out")
    file = io.BytesIO()
    write_folder(tmp_path / "out", file, status)
    wanted = [f"{' '.join(t)} <{name}> ." for name, found in named_graphs(build, status) for t in found]
    assert sorted(file.getvalue().decode().split("\n")[:-1]) == sorted(wanted)  # no line twice
    file = io.BytesIO()
    write_folder(tmp_path / "out", file, status, named=False)
    assert sorted(file.getvalue().splitlines()) == sorted(out(build, "ntriples", status).splitlines())
    with (tmp_path / "out" / "statements.jsonl").open("a", encoding="utf-8") as damaged:
        damaged.write('{"id"')
    with pytest.raises(BuildError, match=r"statements.jsonl:\d+: is damaged"):
        write_folder(tmp_path / "out", io.BytesIO(), status)


def test_lines_are_sorted_and_said_once(build: Records) -> None:
    lines = out(build, "ntriples").splitlines()
    assert len(lines) == len(set(lines)) == len(union(build))


def test_the_order_of_hashes_does_not_matter() -> None:
    code = (
        "import io, hashlib, records; from kg.export import export, FORMATS\n"
        "found = hashlib.sha256()\n"
        "for form in FORMATS:\n"
        "    file = io.BytesIO(); export(records.records(), form, file, 'all')\n"
        "    found.update(file.getvalue())\n"
        "print(found.hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": f"{ROOT / 'tests' / 'support'}{os.pathsep}{ROOT}",
            },
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(found) == 1


def test_no_blank_node_and_no_text_in_an_iri(build: Records) -> None:
    data = out(build, "nquads", "all").decode()
    assert "_:" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", data)
    for iri in re.findall(r"<([^>]*)>", re.sub(r'"(?:[^"\\]|\\.)*"', "", data)):
        assert re.fullmatch(r"[A-Za-z0-9:/#._~%-]+", iri), iri


def test_entities(graph: rdflib.Graph, build: Records) -> None:
    street = URIRef(f"{BASE}place/510107003")
    assert set(graph.objects(street, RDF.type)) == {
        KG.Place,
        KG.AdministrativeArea,
        SDO.Place,
        SDO.AdministrativeArea,
    }
    assert graph.value(street, RDFS.label) == Literal("玉林街道", "zh")
    assert graph.value(street, KG.areaCode) == Literal("510107003")
    person = graph.value(None, RDFS.label, Literal("李燎", "zh"))
    assert set(graph.objects(person, SKOS.altLabel)) == {Literal("李燎", "zh-Hant")}
    (company,) = [item for item in build.entities if item.kind == "Company"]
    assert set(graph.objects(URIRef(company.id), RDF.type)) == {KG.Company, KG.Organization, ORG.Organization}


def test_a_place_without_code_is_a_site() -> None:
    site = entity("Place", "永辉超市", "a")
    read = rdflib.Graph().parse(data=out(Records((), (site,), (), (), BASE), "turtle"), format="turtle")
    assert (URIRef(site.id), RDF.type, KG.Site) in read


def test_membership(graph: rdflib.Graph, build: Records) -> None:
    body = graph.value(None, RDFS.label, Literal("武侯区人大常委会", "zh"))
    (found,) = [
        s
        for s in graph.subjects(KG.title, Literal("主任"))
        if (s, KG.confidence, Literal("0.9", datatype=XSD.decimal)) in graph
    ]
    assert set(graph.objects(found, RDF.type)) == {ORG.Membership, KG.Membership, KG.Statement}
    assert graph.value(found, KG.body) == graph.value(found, ORG.organization) == body
    person = graph.value(found, ORG.member)
    assert (person, KG.holdsPosition, body) in graph
    assert graph.value(found, RDF.subject) == person
    assert graph.value(found, RDF.predicate) == KG.holdsPosition
    assert graph.value(found, RDF.object) == body


def test_a_post_in_an_area_has_no_organization() -> None:
    source = article("a", "县长李伟")
    person, place = entity("Person", "李伟", "a"), entity("Place", "泸县", "a", code="510521")
    post = statement(source, "holdsPosition", person, place, "县长", title="县长")
    found = Records((source,), (person, place), (post,), (), BASE)
    read = rdflib.Graph().parse(data=out(found, "turtle"), format="turtle")
    assert read.value(URIRef(post.id), KG.body) == URIRef(place.id)
    assert read.value(URIRef(post.id), ORG.organization) is None


def test_a_gift_with_a_recipient(graph: rdflib.Graph, build: Records) -> None:
    gift = node(build, item="防护服")
    street = URIRef(f"{BASE}place/510107003")
    donor = graph.value(gift, KG.donor)
    assert graph.value(gift, RDF.predicate) == KG.donates
    assert (donor, KG.donatesTo, street) in graph
    assert (donor, KG.donates, street) not in graph
    assert graph.value(gift, KG.recipient) == street
    assert graph.value(gift, KG.quantity) == Literal("2000", datatype=XSD.decimal)
    assert graph.value(gift, KG.worth) == Literal("50000", datatype=XSD.decimal)
    assert graph.value(gift, KG.currency) == Literal("HKD")
    assert graph.value(gift, KG.approximate) == Literal(True)


def test_a_joint_gift_has_one_iri_and_a_part_its_total(graph: rdflib.Graph, build: Records) -> None:
    shared = {graph.value(gift, KG.joint) for gift in graph.subjects(KG.joint)}
    assert len(shared) == 1
    assert str(shared.pop()).startswith(f"{BASE}gift/")
    part = node(build, amount=60000, status="asserted")
    total = graph.value(part, KG.partOf)
    assert (total, RDF.type, KG.Donation) in graph


def test_a_measure_has_no_direct_triple(graph: rdflib.Graph, build: Records) -> None:
    found = node(build, predicate="measure")
    assert (found, RDF.type, KG.Measure) in graph
    assert graph.value(found, KG.value) == Literal("4063", datatype=XSD.decimal)
    assert graph.value(found, KG.of) == URIRef(f"{BASE}place/510107003")
    assert not list(graph.triples((None, KG.measures, None)))


def test_dates_are_as_precise_as_said_and_others_left_out(graph: rdflib.Graph, build: Records) -> None:
    assert graph.value(node(build, rule="到+督导"), KG.date) == Literal("2022-09-01", datatype=XSD.date)
    assert graph.value(node(build, predicate="issues"), KG.date) == Literal(
        "2022-09", datatype=XSD.gYearMonth
    )
    assert graph.value(node(build, predicate="locatedIn"), KG.validFrom) == Literal(
        "2020", datatype=XSD.gYear
    )
    assert graph.value(node(build, date="9月1日"), KG.date) is None


def test_evidence_points_into_the_source(graph: rdflib.Graph, build: Records) -> None:
    raw = {URIRef(article_iri(BASE, item.sha256)): item.raw for item in build.articles}
    found = list(graph.subject_objects(KG.evidence))
    assert len(found) >= sum(item.status == "asserted" for item in build.statements)
    for owner, piece in found:
        assert (piece, RDF.type, OA.SpecificResource) in graph
        source = graph.value(piece, OA.hasSource)
        assert graph.value(owner, PROV.wasDerivedFrom) == source
        (position,) = [
            s for s in graph.objects(piece, OA.hasSelector) if (s, RDF.type, OA.TextPositionSelector) in graph
        ]
        (words,) = [
            s for s in graph.objects(piece, OA.hasSelector) if (s, RDF.type, OA.TextQuoteSelector) in graph
        ]
        start, end = graph.value(position, OA.start), graph.value(position, OA.end)
        assert start.datatype == end.datatype == XSD.integer
        assert str(graph.value(words, OA.exact)) == written(raw[source][int(start) : int(end)])
        assert graph.value(piece, KG.quote) is not None


def test_what_is_not_asserted_is_a_claim_and_nothing_else(everything: rdflib.Dataset, build: Records) -> None:
    claims = {URIRef(item.id): item for item in build.statements if item.status != "asserted"}
    assert claims
    for claim, item in claims.items():
        quads = list(everything.quads((claim, None, None, None)))
        assert {str(q[3]).rpartition("/")[2] for q in quads} == {"unasserted"}
        assert {q[2] for q in quads if q[1] == RDF.type} == {KG.Claim}
        properties = {q[1] for q in quads}
        assert properties.isdisjoint({ORG.member, ORG.organization, KG.body, KG.donor, KG.recipient})
        assert {RDF.subject, RDF.predicate, KG.status, PROV.wasDerivedFrom} <= properties
        assert (claim, KG.status, Literal(item.status), None) in everything
    union_ = rdflib.Graph().parse(data=out(build, "turtle"), format="turtle")
    assert not set(claims) & set(union_.subjects())


def test_a_claim_gives_no_direct_triple() -> None:
    source = article("a", "甲拟任乙主任")
    person, body = entity("Person", "甲", "a"), entity("Organization", "乙", "a")
    said = statement(source, "holdsPosition", person, body, "甲拟任乙主任", status="planned")
    found = Records((source,), (person, body), (said,), (), BASE)
    read = rdflib.Graph().parse(data=out(found, "turtle", "all"), format="turtle")
    assert (URIRef(said.id), RDF.type, KG.Claim) in read
    assert not list(read.triples((None, KG.holdsPosition, None)))


def test_named_graphs(build: Records) -> None:
    names = [name.removeprefix(f"{BASE}graph/") for name, _ in named_graphs(build, "all")]
    keys = sorted(item.key for item in build.articles)
    assert names == [
        *(f"article/{key}{end}" for key in keys for end in ("", "/unasserted")),
        "areas",
        "build",
        "derived",
        "entities",
        "ontology",
    ]


def test_areas_follow_the_codes(everything: rdflib.Dataset) -> None:
    areas = everything.graph(URIRef(f"{BASE}graph/areas"))
    place = f"{BASE}place/"
    assert {
        (str(s).removeprefix(place), str(o).removeprefix(place))
        for s, o in areas.subject_objects(KG.locatedIn)
    } == {
        ("510107003", "510107"),
        ("510107", "510100"),
        ("510100", "510000"),
    }
    province = URIRef(f"{BASE}place/510000")
    assert areas.value(province, RDFS.label) == Literal("四川省", "zh")
    assert (province, RDF.type, KG.AdministrativeArea) in areas


def test_a_merge_is_said(graph: rdflib.Graph, build: Records) -> None:
    said = {(str(s), str(o)) for s, o in graph.subject_objects(DCTERMS.isReplacedBy)}
    assert said == {(merge.replaced, merge.kept) for merge in build.merges}
    assert said


def test_articles_and_the_build(graph: rdflib.Graph, build: Records) -> None:
    first = build.articles[0]
    found = URIRef(article_iri(BASE, first.sha256))
    assert set(graph.objects(found, RDF.type)) == {KG.Article, PROV.Entity}
    assert graph.value(found, SDO.headline) == Literal("督导疫情防控")
    assert graph.value(found, SDO.datePublished) == Literal("2022-09-02", datatype=XSD.date)
    assert graph.value(found, KG.sha256) == Literal(first.sha256)
    assert graph.value(found, KG.sourcePath) == Literal("一.txt")
    assert str(graph.value(found, SDO.url)) == "https://example.org/a%20b?x=%3C1%3E"
    (activity,) = graph.subjects(RDF.type, PROV.Activity)
    assert set(graph.objects(activity, PROV.used)) == {
        URIRef(article_iri(BASE, a.sha256)) for a in build.articles
    }
    assert not list(graph.objects(activity, PROV.startedAtTime))


@given(st.floats(allow_nan=True))
def test_decimals_are_valid_and_exact(number: float) -> None:
    term = decimal(number)
    if term is None:
        assert number != number or number in (float("inf"), float("-inf"))
    else:
        text, _, datatype = parts(term)
        assert datatype == str(XSD.decimal)
        assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text)
        assert float(text) == number


@given(st.text())
def test_strings_are_read_back(text: str) -> None:
    assert parts(string(text, "zh")) == (written(text), "zh", "")


@given(st.text())
@example("##")
def test_any_text_makes_a_valid_iri_part(text: str) -> None:
    ox.NamedNode(f"https://example.org/{safe_iri(text)}")


@pytest.mark.parametrize(
    "text", ["9月1日", "2022-13", "2022-02-30", "0000", "2022-9-1", "２０２２", "2022-09-01T10:00", ""]
)
def test_no_invalid_date(text: str) -> None:
    assert day(text) is None


@pytest.mark.parametrize("run", [1, 7, 10**6])
def test_triples_are_sorted_with_few_in_memory(build: Records, run: int) -> None:
    triples = [triple for _, found in named_graphs(build, "all") for triple in found]
    assert list(in_order([*reversed(triples), *triples], run)) == union(build, "all")
