"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.nlp.sentences import LONG, LONGEST, Sentences

VOCAB = Vocab()
WORDS = st.lists(
    st.sampled_from(["李明", "到会", "。", "！", "？", "”", "）", "\n", " \n\n", " ", "，", "“"])
)


def sentences(*words: str) -> list[str]:
    doc = Sentences()(Doc(VOCAB, words=list(words), spaces=[False] * len(words)))
    return [sent.text for sent in doc.sents]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["李明", "到会", "。", "王强", "到会"], ["李明到会。", "王强到会"]),
        (["好", "！", "？", "走"], ["好！？", "走"]),
        (["“", "好", "。", "”", "他", "说"], ["“好。”", "他说"]),
        (["李明", "\n", "王强"], ["李明\n", "王强"]),
        (["李明", "。", "\n", "\n", "王强"], ["李明。\n\n", "王强"]),
        (["李明", "，", "王强", "；", "到会"], ["李明，王强；到会"]),
        (["到会", "。", "\n", "”", "王强"], ["到会。\n", "”王强"]),
        (["（", "好", "。", "）", "\n", "走"], ["（好。）\n", "走"]),
        (["好", "?", "当然", "!"], ["好?", "当然!"]),
        (["勇", "?", "êê", "到会", "。"], ["勇?êê到会。"]),  # bytes that got lost
        ([], []),
    ],
)
def test_ends(words: list[str], expected: list[str]) -> None:
    assert sentences(*words) == expected


@given(WORDS)
def test_sentences_cover_the_text_and_none_crosses_a_line(words: list[str]) -> None:
    found = sentences(*words)
    assert "".join(found) == "".join(words)
    assert all("\n" not in sentence.strip() for sentence in found)
    assert all("。" not in sentence.strip().rstrip("。！？”） ") for sentence in found)


def test_what_is_too_long_for_a_sentence_is_cut_after_a_comma() -> None:
    found = sentences(*(["甲乙丙丁", "，"] * 500))
    assert "".join(found) == "甲乙丙丁，" * 500
    assert all(LONG < len(sentence) <= LONG + 10 for sentence in found[:-1])
    assert all(sentence.endswith("，") for sentence in found)


def test_or_anywhere_where_there_is_none() -> None:
    assert max(map(len, sentences(*["字"] * 4000))) <= LONGEST + 1
