"""Mentions: what a sentence names, what only stands for something, and names known from elsewhere."""

from __future__ import annotations

import itertools

import pytest
from language import mentions, pipeline


def found(text: str) -> list[tuple[str, str]]:
    return [(m.text, m.label) for m in mentions(text)]


def test_names_titles_dates_and_sums() -> None:
    assert found("9月1日，主任李明向柳林镇捐款10万元。") == [
        ("9月1日", "DATE"),
        ("主任", "TITLE"),
        ("李明", "PERSON"),
        ("柳林镇", "GPE"),
        ("10万元", "MONEY"),
    ]


@pytest.mark.parametrize("word", ["该镇", "全县", "他"])
def test_what_stands_for_something_is_no_entity_of_the_doc(word: str) -> None:
    text = f"李明到柳林镇，{word}的情况很好。"
    assert [m.deictic for m in mentions(text) if m.text == word] == [True]
    assert word not in [entity.text for entity in pipeline()(text).ents]


def test_a_place_alone_at_the_head() -> None:
    assert ("临朐", "GPE") in found("【临朐】李明捐款。")


def test_mentions_do_not_overlap_and_point_into_the_text() -> None:
    text = "东湖晚报讯（记者李明）“灵江潮”义工队向柳林镇捐款500万元（新台币，下同）。"
    made = list(mentions(text))
    assert all(text[m.start : m.end] == m.text for m in made)
    assert all(a.end <= b.start for a, b in itertools.pairwise(made))
    assert {"东湖晚报", "李明", "“灵江潮”义工队", "柳林镇"} <= {m.text for m in made}
    assert [m.currency for m in made if m.label == "MONEY"] == ["TWD"]


def test_edges_of_mentions_are_edges_of_tokens() -> None:
    doc = pipeline()("东湖晚报讯（记者李明）“灵江潮”义工队向柳林镇捐款。")
    starts = {token.idx for token in doc}
    assert {item["start"] for item in doc._.kg_mentions} <= starts


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("县人大常", ["县人大常"]),  # one token, cut in two
        ("9月1日起。李明到会。", ["9月1日起。", "李明到会。"]),
        ("会期是9月1日起\n李明到会。", ["会期是9月1日起\n", "李明到会。"]),
        ("到会的是胡组长\n他是组长。", ["到会的是胡组长\n", "他是组长。"]),
    ],
)
def test_a_cut_token_begins_no_sentence(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in pipeline()(text).sents] == sentences
