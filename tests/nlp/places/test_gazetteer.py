"""Names of towns and villages that the tagger cut, put together, from words and tags by hand."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language import mentions, names, words

from kg.lexicon import load_lexicon
from kg.nlp.places.gazetteer import LONGEST, WORDS, Gazetteer
from kg.nlp.tokens.words import PLACED, Word
from kg.values.areas import load_places

PIECES = [
    "柳林",
    "镇",
    "青山",
    "街道",
    "安康",
    "社区",
    "红星",
    "村",
    "一面",
    "坡镇",
    "坡镇政府",
    "四姑娘",
    "山镇",
    "中心",
    "到",
    "、",
    "李明",
]
TAGS = ["LOC", "ORG", "PER", "n", "nz", "m", "v", "w"]
TAGGED = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(TAGS)), max_size=8)


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer(load_lexicon())


def joined(tagged: str) -> str:
    """The words after joining, written as they came."""
    return " ".join(f"{word.text}/{word.tag}" for word in gazetteer().joined(words(tagged)[1]))


@pytest.mark.parametrize(
    ("tagged", "found"),
    [
        ("到/v 柳林/LOC 镇/n 检查/v", "到/v 柳林镇/LOC 检查/v"),
        ("到/v 柳/n 林镇/LOC 检查/v", "到/v 柳林镇/LOC 检查/v"),
        ("红/a 星/n 村/LOC", "红星村/LOC"),
        ("一/m 面/q 坡/n 镇/LOC", "一面坡镇/LOC"),
        ("红星/nz 村/LOC 三合/LOC 村/n", "红星村/LOC 三合村/LOC"),
        ("玉林/LOC 街道/n 办事处/n", "玉林街道/LOC 办事处/n"),
        ("", ""),
    ],
)
def test_a_name_that_was_cut_is_one_word(tagged: str, found: str) -> None:
    assert joined(tagged) == found


@pytest.mark.parametrize(
    "tagged",
    [
        "柳林/n 镇/n",  # no place to the tagger
        "柳林/LOC 、/w 镇/n",
        "张家/PER 镇/LOC",  # somebody's name begins nothing
        "交通/n 村/LOC",  # in the table, but says only of what kind a village is
        "街道/LOC 社区/n",
        "东湖/LOC 食品/n",
        "无此名/LOC 镇/n",  # in no table
        "柳林镇/LOC",
    ],
)
def test_what_stays_as_it_was(tagged: str) -> None:
    assert joined(tagged) == tagged


def test_words_with_a_gap_between_are_two() -> None:
    apart = [Word(0, 2, "柳林", "LOC"), Word(3, 4, "镇", "n")]
    assert gazetteer().joined(apart) == apart


def test_the_name_may_end_inside_the_name_of_a_body() -> None:
    assert joined("到/v 一面/m 坡镇政府/ORG") == "到/v 一面坡镇/LOC 政府/ORG"
    assert joined("一面/PER 坡镇政府/ORG") == "一面/PER 坡镇政府/ORG"
    assert joined("一面/m 坡镇政府/n") == "一面/m 坡镇政府/n"
    assert joined("一面/m 镇政府/ORG") == "一面/m 镇政府/ORG"


def test_the_longest_name_is_taken() -> None:
    assert "一面坡镇" in load_places()
    assert joined("一面/LOC 坡镇/n 政府/n") == "一面坡镇/LOC 政府/n"
    assert joined("安康/LOC 社区/n 村/n") == "安康社区/LOC 村/n"


def test_the_grammar_of_names_sees_the_joined_word() -> None:
    assert names("到/v 柳/n 林镇/LOC 检查/v") == [("柳林镇", "GPE")]
    assert names("到/v 一面/m 坡镇政府/ORG 检查/v") == [("一面坡镇政府", "ORG")]


@given(TAGGED)
def test_no_character_is_lost_nor_moved(pairs: list[tuple[str, str]]) -> None:
    text, tokens = words(" ".join(f"{word}/{tag}" for word, tag in pairs))
    found = gazetteer().joined(tokens)
    assert "".join(word.text for word in found) == text
    assert all(text[word.start : word.end] == word.text for word in found)


@given(TAGGED)
def test_what_is_joined_is_in_the_table(pairs: list[tuple[str, str]]) -> None:
    _, tokens = words(" ".join(f"{word}/{tag}" for word, tag in pairs))
    before = {(word.start, word.end) for word in tokens}
    starts = {word.start for word in tokens}
    for word in gazetteer().joined(tokens):
        inside = [t for t in tokens if word.start < t.end and t.start < word.end]
        if (word.start, word.end) not in before and word.start in starts:
            assert word.tag == "LOC"
            assert word.text in load_places()
            assert len(word.text) <= LONGEST
            assert len(inside) <= WORDS
            assert any(t.tag in PLACED for t in inside)
            assert inside[0].tag != "PER"


def test_long_names_are_sure() -> None:
    assert [m.text for m in mentions("海东市民和回族土族自治县的官亭镇受灾。") if m.label == "GPE"] == [
        "海东市",
        "民和回族土族自治县",
        "官亭镇",
    ]
