"""The pipeline with the trained reader: a spaCy pipeline like any other, and what it finds besides."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import spacy
from language import article
from spacy.language import Language

from kg.given import File, Given, using
from kg.model import ASSERTED
from kg.nlp import ACCURATE, COMPONENTS, extract, least_confidence, load_nlp
from kg.nlp.reader.settings import FAST, READER, load_settings
from kg.nlp.tables.row_claims import CONFIDENCE

VISIT = "9月1日上午，东湖区人大常委会副主任李明率队到青山街道督导防汛工作。随后，他又走访了柳林镇。\n"
GIFT = "捐赠仪式在青山小学举行。东湖食品有限公司向该校送上图书300册、书包120个，公司董事长王强参加。\n"


@cache
def accurate() -> Language:
    return load_nlp()


def left(nlp: Language, text: str) -> list[Any]:
    doc = nlp(text)
    return [doc._.kg_mentions, doc._.kg_pairs, doc._.kg_entities, doc._.kg_statements]


def said(text: str, relation: str) -> set[tuple[str, str | None]]:
    """Subject and object of the statements of a relation that the graph would take."""
    found = extract(*article(text), accurate()).statements
    return {
        (s.subject.name, s.object.name if s.object else None)
        for s in found
        if s.predicate == relation and s.status == ASSERTED and s.confidence >= least_confidence()
    }


def test_its_components() -> None:
    assert tuple(accurate().pipe_names) == ACCURATE
    assert set(ACCURATE) - set(COMPONENTS) == {"kg_reader"}


def test_saved_and_loaded_it_says_the_same(tmp_path: Path) -> None:
    accurate().to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert left(again, VISIT + GIFT) == left(accurate(), VISIT + GIFT)
    assert tuple(load_nlp(str(tmp_path / "model")).pipe_names) == ACCURATE


def test_a_saved_pipeline_without_the_reader_stays_without(tmp_path: Path) -> None:
    load_nlp(FAST).to_disk(tmp_path / "fast")
    assert tuple(load_nlp(str(tmp_path / "fast")).pipe_names) == COMPONENTS
    assert least_confidence(str(tmp_path / "fast")) == least_confidence(FAST)


def test_what_stands_around_a_text_changes_nothing() -> None:
    texts = [VISIT, GIFT, VISIT + GIFT]
    one = [[doc._.kg_pairs, doc._.kg_statements] for doc in accurate().pipe(texts)]
    assert one == [left(accurate(), text)[1::2] for text in texts]
    two = [[doc._.kg_pairs, doc._.kg_statements] for doc in accurate().pipe(texts, n_process=2, batch_size=1)]
    assert one == two


def test_offsets_of_evidence_are_exact() -> None:
    source, text = article(VISIT + GIFT)
    for statement in extract(source, text, accurate()).statements:
        for item in statement.evidence:
            assert item.sentence.start <= item.span.start < item.span.end <= item.sentence.end
            for span in (item.subject, item.object):
                assert span is None or source.raw[span.start : span.end].strip()


def test_a_visit_told_by_a_pronoun() -> None:
    assert ("李明", "青山街道") in said(VISIT, "supervises")


def test_who_receives_a_gift() -> None:
    assert ("东湖食品有限公司", "青山小学") in said(GIFT, "donates")


def test_rows_of_tables_are_as_sure_as_their_headings_and_state_nothing_besides() -> None:
    rows = ("捐赠单位：宏图食品有限公司，金额（元）：50000", "捐赠单位：韩雪松，金额（元）：300")
    text = "\n".join(f"{row}，受赠单位：青山镇" for row in rows)
    found = extract(*article(text), accurate()).statements
    assert [(s.subject.name, s.predicate, s.confidence) for s in found] == [
        ("宏图食品有限公司", "donates", CONFIDENCE),
        ("韩雪松", "donates", CONFIDENCE),
    ]


def test_every_statement_has_a_probability() -> None:
    found = extract(*article(VISIT + GIFT), accurate()).statements
    assert found
    assert all(0 < statement.confidence < 1 for statement in found)
    assert len({statement.confidence for statement in found}) > 2


def test_nothing_is_stated_of_a_text_without_facts() -> None:
    text = "春天到了，公园里的花开得正好。专家提醒，外出赏花要注意防晒，多喝水。\n"
    assert extract(*article(text), accurate()).statements == ()


@pytest.mark.parametrize("text", ["", "\n", "。", "x", "１２３", "🙂🙂🙂", "督导" * 700])
def test_odd_texts_are_read(text: str) -> None:
    assert accurate()(text).text == text


def test_names_of_the_users_own_win() -> None:
    names = File("names.csv", "name,type\n竞秀,Organization\n")
    with using(Given(names=(names,))):
        doc = load_nlp()("王强向竞秀捐款10万元。")
    assert ("竞秀", "ORG") in [(m["text"], m["label"]) for m in doc._.kg_mentions]


def test_weights_and_thresholds_are_there_for_both_pipelines() -> None:
    settings = load_settings()
    for pipeline in (READER, FAST):
        assert 0 <= settings.least[pipeline] < 1
        assert settings.weights[pipeline]
