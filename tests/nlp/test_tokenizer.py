"""The tokenizer loses no character, whatever the text, and gives every word a tag."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from kg.nlp.tokenizer import LacTokenizer, create_tokenizer
from kg.nlp.tokens.stretches import LONGEST, pieces

ANYTHING = st.text(max_size=60) | st.text("李燎到玉林街道督导。！ \t\n\r\u3000\x00\u200b🎉1a", max_size=60)


@pytest.fixture(scope="module")
def tokenizer() -> LacTokenizer:
    return LacTokenizer(spacy.blank("zh").vocab)


@settings(deadline=None)
@given(ANYTHING)
def test_no_character_is_lost(tokenizer: LacTokenizer, text: str) -> None:
    doc = tokenizer(text)
    assert doc.text == text
    assert all(token.tag_ for token in doc)
    assert all(token.text.isspace() == token.is_space or not token.text for token in doc)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "  李明  到会 ", "a\r\nb", "🎉🎊\x00\x1c", "李明\n", "\ufeff李明\u2028王强"]
)
def test_hostile_texts(tokenizer: LacTokenizer, text: str) -> None:
    assert tokenizer(text).text == text


def test_words_and_tags(tokenizer: LacTokenizer) -> None:
    doc = tokenizer("李燎到玉林街道督导。\n")
    assert [(t.text, t.tag_) for t in doc][:3] == [("李燎", "PER"), ("到", "v"), ("玉林街道", "LOC")]
    assert doc[-1].text == "\n"


def test_long_text_is_cut() -> None:
    text = "防" * 450 + "。" + "李明到会。" * 20
    parts = list(pieces(text))
    assert "".join(parts) == text
    assert max(map(len, parts)) == LONGEST
    assert parts[-1] == "李明到会。"


def test_it_is_saved_and_loaded(tokenizer: LacTokenizer, tmp_path: Path) -> None:
    tokenizer.to_disk(tmp_path / "tokenizer")
    again = (
        LacTokenizer(spacy.blank("zh").vocab)
        .from_disk(tmp_path / "tokenizer")
        .from_bytes(tokenizer.to_bytes())
    )
    text = "李燎到玉林街道督导。"
    assert [(t.text, t.tag_) for t in again(text)] == [(t.text, t.tag_) for t in tokenizer(text)]


@pytest.fixture(scope="module")
def vocabs() -> tuple[Vocab, Vocab]:
    """Ours and spaCy's."""
    ours, usual = spacy.blank("zh"), spacy.blank("zh")
    create_tokenizer()(ours)
    return ours.vocab, usual.vocab


@settings(deadline=None)
@given(st.text("一三十百两兆皕零亿李明镇0１aAb.@/，（𠀀", min_size=1, max_size=6))
def test_quick_attributes_are_those_of_spacy(vocabs: tuple[Vocab, Vocab], word: str) -> None:
    quick, usual = (vocab[word] for vocab in vocabs)
    assert (quick.like_num, quick.like_url, quick.shape_) == (usual.like_num, usual.like_url, usual.shape_)


@settings(deadline=None)
@given(st.lists(ANYTHING, max_size=8))
def test_a_stream_of_texts_is_read_as_each_alone(tokenizer: LacTokenizer, texts: list[str]) -> None:
    found = [[(t.text, t.tag_, t.whitespace_) for t in doc] for doc in tokenizer.pipe(texts)]
    assert found == [[(t.text, t.tag_, t.whitespace_) for t in tokenizer(text)] for text in texts]


def test_a_stream_is_read_only_so_far_ahead(tokenizer: LacTokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.nlp.tokenizer.TOGETHER", 10)
    asked: list[int] = []

    def texts() -> Iterator[str]:
        for number in range(9):
            asked.append(number)
            yield "李明到会。"

    assert next(tokenizer.pipe(texts())).text == "李明到会。"
    assert asked == [0, 1]


def test_representatives_are_two_words() -> None:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "kg.LacTokenizer.v1"}}})
    doc = nlp("人大代表李燎到会。")
    assert [t.text for t in doc][:3] == ["人大", "代表", "李燎"]
    assert doc[0].tag_ == doc[1].tag_
    assert doc.text == "人大代表李燎到会。"
