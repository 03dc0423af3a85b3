"""Classes and relations by data alone: the example of ``docs/*/own-terms.md``, and files that are wrong."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from paths import ROOT
from quick import tree
from rdflib import RDF, Graph, URIRef

import kg
from kg.build import broken_examples, extract_stream, given_by, read_build
from kg.errors import BuildError, DataError, LexiconError, OntologyError
from kg.export import FORMATS
from kg.given import FOLDER, LIST, File, Given, read_given, using
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from kg.shapes.validate import validate

Run = Callable[..., subprocess.CompletedProcess[bytes]]
SPORTS = ROOT / "docs" / "sports"
NS = "https://example.org/sports#"


@pytest.fixture(scope="module")
def own() -> Given:
    return given_by(ontology=[SPORTS / "sports.ttl"], lexicon=[SPORTS / "sports.toml"])


@pytest.fixture(scope="module")
def sports(tmp_path_factory: pytest.TempPathFactory) -> kg.Build:
    out = tmp_path_factory.mktemp("sports") / "out"
    files = {"ontology": [SPORTS / "sports.ttl"], "lexicon": [SPORTS / "sports.toml"]}
    return kg.make([SPORTS / "article.txt"], out, **files)


def test_what_the_article_says(sports: kg.Build) -> None:
    found = {(s.subject.name, s.predicate, s.object and s.object.name, s.status) for s in sports.statements}
    assert found == {
        ("东湖女排", "wins", "全国女排联赛", "asserted"),
        ("柳林男篮", "wins", "亚运会", "asserted"),
        ("李明", "coaches", "东湖女排", "asserted"),
        ("王强", "coaches", "柳林男篮", "negated"),
    }
    kinds = {entity.name: (entity.type, entity.kind) for entity in sports.entities}
    assert kinds["全国女排联赛"] == ("Competition", None)
    assert kinds["东湖女排"] == ("Organization", "SportsTeam")
    (win,) = (s for s in sports.statements if s.subject.name == "东湖女排")
    assert win.qualifiers.date == "2023-05-01"
    (title,) = (entity for entity in sports.entities if entity.name == "全国女排联赛")
    assert title.id.endswith("/competition/%E5%85%A8%E5%9B%BD%E5%A5%B3%E6%8E%92%E8%81%94%E8%B5%9B")


def test_the_build_knows_its_terms_without_options(sports: kg.Build) -> None:
    assert "coaches" not in load_ontology().relations
    turtle = Graph().parse(data=sports.export("turtle").decode(), format="turtle")
    assert len(list(turtle.triples((None, URIRef(f"{NS}wins"), None)))) == 2
    assert len(list(turtle.triples((None, None, URIRef(f"{NS}Coaching"))))) == 1
    for form in FORMATS:
        assert sports.export(form), form
    assert "赛事" in sports.view().html
    assert sports.graph.number_of_edges() == 3
    assert len(sports.to_rdflib()) > 50
    with using(sports.given):
        assert validate(sports.records, "all") == []
        turned = [replace(s, subject=s.object, object=s.subject) for s in sports.statements if s.object]
        assert {v.path for v in validate(replace(sports.records, statements=tuple(turned)))} >= {
            str(RDF.subject),
            str(RDF.object),
        }
    assert read_given(sports.folder) == sports.given


def test_two_builds_at_once(sports: kg.Build, small_build: Path) -> None:
    other = kg.load(small_build)
    assert "玉林街道" in other.export("csv").decode()
    assert "东湖女排" in sports.export("graphml").decode()
    assert sports.query("SELECT ?s { ?s a <https://example.org/sports#Victory> }").to_dicts()


def test_every_command_knows_them(sports: kg.Build, run_kg: Run, tmp_path: Path) -> None:
    for command in (
        ("export", sports.folder, "--to", "nquads"),
        ("export", sports.folder, "--to", "trig", "--status", "all"),
        ("show", sports.folder, "东湖女排"),
        ("query", sports.folder, "relations-counted"),
        ("view", sports.folder, "-o", tmp_path / "page.html"),
        ("validate", sports.folder),
        ("merges", sports.folder),
    ):
        done = run_kg(*command)
        assert done.returncode == 0, done.stderr


def test_the_same_bytes_again(sports: kg.Build, tmp_path: Path, own: Given) -> None:
    kg.make([SPORTS / "article.txt"], tmp_path / "again", given=own)
    assert tree(tmp_path / "again") == tree(sports.folder)


def test_a_class_with_a_namespace_ending_in_a_slash() -> None:
    text = (SPORTS / "sports.ttl").read_text(encoding="utf-8").replace("sports#", "sports/")
    with using(Given(ontology=(File("s.ttl", text),))):
        assert load_ontology().relations["coaches"].iri == "https://example.org/sports/coaches"
        assert load_ontology().classes["SportsTeam"].parents == ("Organization",)


def test_a_class_below_the_same_foreign_one() -> None:
    stadium = f":A a owl:Class ; {LABEL} rdfs:subClassOf kg:Entity , <https://schema.org/Place> ; "
    text = HEAD + stadium + 'kg:exchangeName "A" ; kg:spacyLabel "A" .'
    with using(Given(ontology=(File("o.ttl", text),))):
        assert load_ontology().class_like("https://schema.org/Place") == "Place"


def test_extraction_without_a_build(own: Given, run_kg: Run) -> None:
    data = "李明执教东湖女排。".encode()
    assert [s.predicate for s in extract_stream(data, given=own).statements] == ["coaches"]
    assert [s.predicate for s in extract_stream(data).statements] == []
    files = ("--ontology", SPORTS / "sports.ttl", "--lexicon", SPORTS / "sports.toml")
    assert b'"coaches"' in run_kg("extract", "-", *files, stdin=data).stdout


def test_examples_that_are_not_kept(own: Given, run_kg: Run, tmp_path: Path) -> None:
    assert broken_examples(own) == []
    file = tmp_path / "s.toml"
    text = (SPORTS / "sports.toml").read_text(encoding="utf-8")
    file.write_text(text.replace('"李明没有执教东湖女排。"', '"李明执教东湖女排。"'), encoding="utf-8")
    done = run_kg("ontology", "--ontology", SPORTS / "sports.ttl", "--lexicon", file)
    assert done.returncode == 1
    assert "s.toml: [relations.coaches] counterexample 李明执教东湖女排。: is found" in done.stderr.decode()


HEAD = """@prefix : <https://example.org/x#> . @prefix kg: <https://w3id.org/zhkg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
LABEL = 'rdfs:label "甲"@zh , "a"@en ;'
RELATION = f':r a kg:Relation ; {LABEL} kg:exchangeName "r" ; kg:statementClass :R ;'
TYPE = ':T{0} a owl:Class ; {1} rdfs:subClassOf kg:Entity ; kg:exchangeName "T{0}" ; kg:spacyLabel "T{0}" .'


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("not turtle", r"o\.ttl: line 3, column 1 is no Turtle \("),
        (f":Person a owl:Class ; {LABEL} rdfs:subClassOf kg:Entity .", "Person is defined in kg.ttl"),
        (':A a owl:Class ; rdfs:label "甲"@zh .', r"o\.ttl: A has no label in en"),
        (f':A a owl:Class ; {LABEL} kg:exchangeName "B" .', "A must have its own name"),
        (f":r a kg:Relation ; {LABEL} rdfs:domain kg:Person .", r"r needs kg:exchangeName and kg:statement"),
        (
            f"{RELATION} rdfs:domain kg:School .",
            "r is of School, which has no kg:exchangeName",
        ),
        (
            f"{RELATION} kg:qualifier :q .",
            "r has a kg:qualifier that is no field",
        ),
    ],
)
def test_an_ontology_that_is_wrong(turtle: str, message: str) -> None:
    with using(Given(ontology=(File("o.ttl", HEAD + turtle),))), pytest.raises(OntologyError, match=message):
        load_ontology()


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[[[", r"^l\.toml: "),
        ("[words]\na = 1", r"^l\.toml: unknown table 'words'; there are relations, names"),
        ("[relations.flies]\ntriggers = ['飞']", r"^l\.toml: .*\[flies\] is no relation"),
        ("[relations.supervises]\ndated = false", r"^l\.toml: \[relations\.supervises\] dated: is set"),
        ("[relations.supervises]\nwords = ['x']", r"^l\.toml: .*unknown key 'words'"),
        ("[names.things.Dragon]\nsuffixes = ['龙']", r"^l\.toml: .*\[things\] Dragon is no class"),
        ("[tables.columns.donates.headings]\ncolor = ['颜色']", r"^l\.toml: .*color is no field"),
    ],
)
def test_a_lexicon_that_is_wrong(toml: str, message: str) -> None:
    with using(Given(lexicon=(File("l.toml", toml),))), pytest.raises(LexiconError, match=message):
        load_lexicon()


def test_words_are_added_to_those_that_are_there() -> None:
    text = '[relations.supervises]\ntriggers = ["蹲守点卯"]\n'
    data = "东湖区人大常委会主任李明到青山街道蹲守点卯。".encode()
    given = Given(lexicon=(File("l.toml", text),))
    said = {s.predicate for s in extract_stream(data, model="fast", given=given).statements}
    assert "supervises" in said
    assert "supervises" not in {s.predicate for s in extract_stream(data, model="fast").statements}


def test_too_many_types() -> None:
    text = HEAD + "\n".join(TYPE.format(number, LABEL) for number in range(9))
    with pytest.raises(DataError, match="one entity type too many; there is room for 8"):
        extract_stream("李明。".encode(), given=Given(ontology=(File("o.ttl", text),)))


def test_a_failed_build_leaves_what_was_there(sports: kg.Build, run_kg: Run, tmp_path: Path) -> None:
    broken = tmp_path / "o.ttl"
    broken.write_text("nonsense", encoding="utf-8")
    done = run_kg("build", SPORTS / "article.txt", "-o", sports.folder, "--ontology", broken)
    assert done.returncode == 1
    assert b"o.ttl: line 1, column 1 is no Turtle" in done.stderr
    assert read_build(sports.folder) == sports.records


def test_a_damaged_list_of_files(sports: kg.Build, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / LIST).write_text('{"ontology": [{"name": "x"}]}', encoding="utf-8")
    with pytest.raises(BuildError, match="is damaged"):
        read_given(tmp_path)


@pytest.fixture(scope="module")
def carried(own: Given, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline saved while terms and names were in force."""
    folder = tmp_path_factory.mktemp("carried") / "model"
    names = File("names.csv", "name,type\n竞秀,Organization\n")
    with using(replace(own, names=(names,))):
        kg.load_nlp().to_disk(folder)
    return folder


def test_a_saved_pipeline_keeps_them(carried: Path, own: Given) -> None:
    text = "去年起，李明执教东湖女排，王强执教竞秀。"
    with using(replace(own, names=(File("n.csv", "name,type\n竞秀,Organization\n"),))):
        wanted = kg.load_nlp()(text)
    found = [s for s in wanted._.kg_statements if s["predicate"] == "coaches"]
    assert [(s["subject"], s["object"]) for s in found] == [("李明", "东湖女排"), ("王强", "竞秀")]
    nlp = spacy.load(carried)
    for doc in (nlp(text), *nlp.pipe([text] * 2, n_process=2, batch_size=1)):
        assert doc._.kg_statements == wanted._.kg_statements
        assert doc._.kg_entities == wanted._.kg_entities
    again = type(nlp).from_config(nlp.config, meta=nlp.meta).from_bytes(nlp.to_bytes())
    assert again(text)._.kg_statements == wanted._.kg_statements
    assert "coaches" not in load_ontology().relations
    assert "coaches" not in {s["predicate"] for s in kg.load_nlp()(text)._.kg_statements}


def test_a_build_by_a_saved_pipeline_keeps_them(
    carried: Path, sports: kg.Build, run_kg: Run, tmp_path: Path
) -> None:
    build = kg.make([SPORTS / "article.txt"], tmp_path / "out", model=str(carried))
    assert {s.predicate for s in build.statements} == {"coaches", "wins"}
    assert [s.id for s in build.statements] == [s.id for s in sports.statements]
    assert [file.name for file in build.given.lexicon] == ["sports.toml"]
    assert build.export("turtle") == sports.export("turtle")
    found = run_kg("extract", SPORTS / "article.txt", "--model", carried)
    assert found.stdout.count(b'"coaches"') == 1, found.stderr
    told = run_kg("explain", "-", "--model", carried, stdin="李明执教东湖女排。".encode())
    assert "执教" in told.stdout.decode(), told.stderr
    files = ("--ontology", SPORTS / "sports.ttl", "--lexicon", SPORTS / "sports.toml")  # given once more
    again = run_kg("build", SPORTS / "article.txt", "-o", tmp_path / "again", "--model", carried, *files)
    assert again.returncode == 0, again.stderr
