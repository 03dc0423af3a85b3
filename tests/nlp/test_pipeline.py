"""The pipeline as spaCy sees it: components, saving, streams, other people's pipelines, hostile texts."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from language import article, claims, extraction, pipeline
from paths import ROOT
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import UsageError
from kg.nlp import ACCURATE, COMPONENTS, extract_many, load_nlp
from kg.ontology import load_ontology

SENTENCE = "东湖区人大常委会主任李明到联系的青山街道督导防汛工作。"
GIFT = "9月1日，李明向柳林镇捐款10万元、口罩300个，并学习《防汛手册》。\n"
#: what the tagger glues to what, and the grammar cuts and joins again
GLUED = (
    "县人大|常|人大代表|代表舍|向|和|督院街派出所|镇党委|书记|9月1日起|胡组长|李明|王晨副|委员长|县委书记|桂昌集团|讯|任|等"
    "|（|）|《|》|“|”|，|。|；|、|：|10万元|3名|青山街道|该镇|他|捐款|督导|的|第四|支部|·|阿不都|\n| |\u3000"
)
HOSTILE = st.text(
    "\ue000\ue101\ue200\ue300\ue400\ue500\ue700李明王强到青山街道督导捐款10万元口罩300个人大主任该会他"
    "，。、；：“”《》（）\n \x00🎉",
    max_size=60,
)


def left(doc: Doc) -> tuple[Any, ...]:
    """Everything that the components left on a Doc."""
    entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    return (
        entities,
        doc._.kg_mentions,
        doc._.kg_entities,
        doc._.kg_sections,
        doc._.kg_statements,
    )


def test_it_is_a_spacy_pipeline() -> None:
    nlp = pipeline()
    assert isinstance(nlp, Language)
    assert nlp.lang == "zh"
    assert tuple(nlp.pipe_names) == COMPONENTS
    missing = {what for name in COMPONENTS for what in nlp.analyze_pipes()["problems"][name]}
    assert missing == {"token.tag"}  # which the tokenizer sets; tokenizers cannot say so


def test_entities_and_statements_come_out() -> None:
    doc = pipeline()(SENTENCE + GIFT)
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("东湖区人大常委会", "ORG"),
        ("主任", "TITLE"),
        ("李明", "PERSON"),
        ("青山街道", "GPE"),
        ("9月1日", "DATE"),
        ("李明", "PERSON"),
        ("柳林镇", "GPE"),
        ("10万元", "MONEY"),
        ("300个", "QUANTITY"),
        ("防汛手册", "WORK_OF_ART"),
    ]
    found = {(c.predicate, c.subject, c.object) for c in claims(SENTENCE + GIFT)}
    assert ("supervises", "李明", "青山街道") in found
    assert ("donates", "李明", "柳林镇") in found


def test_common_nouns_are_no_entities_of_the_doc() -> None:
    doc = pipeline()("李明说，银行和区委都支持。")
    assert [(e.text, e.label_) for e in doc.ents] == [("李明", "PERSON"), ("区委", "ORG")]


def test_the_labels_of_entities_are_those_of_the_ontology() -> None:
    labels = {label for item in load_ontology().classes.values() for label in item.spacy_labels}
    doc = pipeline()(SENTENCE + GIFT)
    assert {item["label"] for item in doc._.kg_entities} <= labels


def test_what_is_left_is_plain() -> None:
    assert json.loads(json.dumps(left(pipeline()(SENTENCE + GIFT)))) is not None
    doc = pipeline()(SENTENCE)
    assert all(type(value) is list for value in left(doc))


def test_saved_and_loaded(tmp_path: Path) -> None:
    pipeline().to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert left(again(SENTENCE + GIFT)) == left(pipeline()(SENTENCE + GIFT))
    assert tuple(load_nlp(str(tmp_path / "model")).pipe_names) == COMPONENTS


def test_a_doc_survives_bytes() -> None:
    doc = pipeline()(SENTENCE + GIFT)
    again = Doc(pipeline().vocab).from_bytes(doc.to_bytes())
    assert left(again) == left(doc)


def test_one_process_or_two() -> None:
    texts = [(SENTENCE, 1), (GIFT, 2), (SENTENCE + GIFT, 3), ("", 4)]
    one = list(pipeline().pipe(texts, as_tuples=True))
    two = list(load_nlp("fast").pipe(texts, as_tuples=True, n_process=2, batch_size=2))
    assert [number for _, number in two] == [1, 2, 3, 4]
    assert json.dumps([left(doc) for doc, _ in two]) == json.dumps([left(doc) for doc, _ in one])


def test_a_stream_of_articles_keeps_its_order() -> None:
    pairs = [article(text, f"doc-{i}") for i, text in enumerate([GIFT, SENTENCE, "。"])]
    found = list(extract_many(iter(pairs), pipeline()))
    assert [item.article.doc for item in found] == ["doc-0", "doc-1", "doc-2"]
    assert [bool(item.statements) for item in found] == [True, True, False]
    assert all(statement.doc == item.article.doc for item in found for statement in item.statements)


def test_the_base_of_the_iris() -> None:
    (found,) = extract_many([article(SENTENCE)], pipeline(), "https://example.org/")
    ids = [*(s.id for s in found.statements), *(e.id for e in found.entities)]
    assert ids
    assert all(iri.startswith("https://example.org/") for iri in ids)


@pytest.fixture
def foreign() -> Language:
    """A pipeline with one token a character, no tags, and OntoNotes labels."""
    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    names = {"李明": "PERSON", "王强": "PERSON", "青山街道": "GPE", "东湖区人大常委会": "ORG"}
    ruler.add_patterns([{"label": label, "pattern": name} for name, label in names.items()])
    return nlp


def test_in_somebody_elses_pipeline(foreign: Language) -> None:
    assert len(foreign(SENTENCE)) == len(SENTENCE)
    for name in COMPONENTS:
        foreign.add_pipe(name)
    doc = foreign(SENTENCE)
    assert {("东湖区人大常委会", "ORG"), ("李明", "PERSON"), ("青山街道", "GPE")} <= {
        (e.text, e.label_) for e in doc.ents
    }
    found = {(c["predicate"], c["subject"], c["object"]) for c in doc._.kg_statements}
    assert ("supervises", "李明", "青山街道") in found
    assert ("holdsPosition", "李明", "东湖区人大常委会") in found


def test_another_model(foreign: Language, tmp_path: Path) -> None:
    foreign.to_disk(tmp_path / "foreign")
    nlp = load_nlp(str(tmp_path / "foreign"))
    assert tuple(nlp.pipe_names) == ("entity_ruler", *ACCURATE)
    assert nlp(SENTENCE)._.kg_statements


@pytest.fixture
def stanford() -> Language:
    """A pipeline as zh_core_web_trf is: finer words, Treebank tags, Stanford labels, OntoNotes entities."""
    nlp = spacy.blank("zh")
    words = [
        "东湖区",
        "人大",
        "常委会",
        "主任",
        "李明",
        "到",
        "联系",
        "的",
        "青山",
        "街道",
        "督导",
        "防汛",
        "工作",
        "。",
    ]
    tags = ["NR", "NN", "NN", "NN", "NR", "VV", "VV", "DEC", "NR", "NN", "VV", "NN", "NN", "PU"]
    heads = [2, 2, 3, 4, 5, 5, 9, 6, 9, 5, 5, 12, 10, 5]
    labels = [
        "nmod:assmod",
        "compound:nn",
        "nmod:assmod",
        "appos",
        "nsubj",
        "ROOT",
        "acl",
        "mark",
        "compound:nn",
        "dobj",
        "conj",
    ]
    labels += ["compound:nn", "dobj", "punct"]
    entities = ["B-ORG", "I-ORG", "I-ORG", "O", "B-PERSON", "O", "O", "O", "B-FAC", "I-FAC", *["O"] * 4]

    def parsed(doc: Doc) -> Doc:
        assert doc.text == SENTENCE
        return Doc(doc.vocab, words, [False] * 14, tags=tags, heads=heads, deps=labels, ents=entities)

    Language.component("stanford_scheme", func=parsed)
    nlp.add_pipe("stanford_scheme")
    return nlp


def test_the_scheme_of_zh_core_web(stanford: Language) -> None:
    for name in COMPONENTS:
        stanford.add_pipe(name)
    doc = stanford(SENTENCE)
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("东湖区人大常委会", "ORG"),
        ("主任", "TITLE"),
        ("李明", "PERSON"),
        ("青山街道", "GPE"),
    ]
    found = {(c["predicate"], c["subject"], c["object"]) for c in doc._.kg_statements}
    assert ("supervises", "李明", "青山街道") in found
    assert ("holdsPosition", "李明", "东湖区人大常委会") in found
    assert doc[4].head.text == "到"  # the parse stays
    assert doc[5].dep_ == "ROOT"


def test_with_the_parser() -> None:
    nlp = load_nlp("fast", parser=True)
    assert set(nlp.pipe_names) == {*COMPONENTS, "parser"}
    doc = nlp(SENTENCE + GIFT)
    assert left(doc) == left(pipeline()(SENTENCE + GIFT))
    assert [s.text for s in doc.sents] == [s.text for s in pipeline()(SENTENCE + GIFT).sents]
    root = next(token for token in doc if token.dep_ == "ROOT")
    subject = next(token for token in doc if token.dep_ == "nsubj")
    assert (subject.text, subject.head.text, root.sent) == ("李明", root.text, next(doc.sents))


def test_the_parser_is_saved_and_streamed(tmp_path: Path) -> None:
    nlp = load_nlp(parser=True)
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    texts = [SENTENCE, GIFT] * 3
    trees = [[(t.text, t.head.i, t.dep_) for t in doc] for doc in nlp.pipe(texts)]
    assert [[(t.text, t.head.i, t.dep_) for t in doc] for doc in again.pipe(texts, batch_size=4)] == trees


def test_the_parser_alone() -> None:
    nlp = spacy.load(ROOT / "kg" / "models" / "parser")
    assert {token.dep_ for token in nlp(SENTENCE)} >= {"ROOT", "nsubj", "obj", "punct"}
    assert nlp.meta["license"] == "CC BY-SA 4.0"


@pytest.mark.parametrize("model", ["no-such-model", "/no/such/folder", ""])
def test_a_model_that_is_not_there(model: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_nlp(model)
    assert str(caught.value).startswith(f"--model {model}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n \n",
        "李",
        "。",
        "防" * 20000,
        "《" * 500,
        "“" * 200 + "捐款10万元",
        "李明、" * 200,
        "9" * 400 + "元",
        "第" * 300 + "届",
        "\x00\x01李明到青山街道督导。",
        "<script>alert(1)</script>李明\u202e到会",
        "{subject}...<go>{object}(?P<a>[",
        "\ud83e李明".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    ],
    ids=range(15),
)
def test_odd_texts(text: str) -> None:
    found = extraction(text)
    assert found.article.raw == text
    assert all(statement.evidence for statement in found.statements)


@settings(deadline=None, max_examples=60)
@given(HOSTILE)
def test_any_text(text: str) -> None:
    """Private-use characters, with which sentences are abstracted inside, are text like any other."""
    doc = pipeline()(text)
    assert doc.text == text
    for mention in doc._.kg_mentions:
        assert text[mention["start"] : mention["end"]] == mention["text"]
    keys = {item["key"] for item in doc._.kg_entities}
    for claim in claims(text):
        assert claim.subject in keys
        assert claim.object is None or claim.object in keys
        start, end = claim.sentence
        assert 0 <= start < end <= len(text)
    extraction(text)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(GLUED.split("|")), max_size=14).map("".join))
def test_any_order_of_what_taggers_glue(text: str) -> None:
    doc = pipeline()(text)
    assert doc.text == text
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    assert all(token.text for token in doc)


def test_what_stays_is_kept_from_the_collector_only_while_articles_are_read() -> None:
    pairs = [article(SENTENCE, doc) for doc in ("a", "b")]
    stream = extract_many(pairs, pipeline())
    assert gc.get_freeze_count() == 0
    next(stream)
    assert gc.get_freeze_count() > 0
    other = extract_many(pairs, pipeline())
    next(other)
    other.close()
    assert gc.get_freeze_count() > 0  # the first goes on
    stream.close()
    assert gc.get_freeze_count() == 0
