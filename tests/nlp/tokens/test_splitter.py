"""Words cut where the tagger glued two names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language import words

from kg.lexicon import load_lexicon
from kg.nlp.tokens.splitter import WordSplitter

SPLITTER = WordSplitter(load_lexicon())
TAGGED = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "青羊区人大代表",
                "王晨副",
                "委员长",
                "桂昌集团向纳标小学",
                "和科技局",
                "镇党委",
                "书记",
                "向",
                "，",
            ]
        ),
        st.sampled_from(["PER", "ORG", "LOC", "n", "c", "w"]),
    ),
    max_size=6,
)


def parts(tagged: str) -> str:
    return " ".join(word.text for word in SPLITTER.split(words(tagged)[1]))


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("青羊区人大代表/ORG", "青羊区人大 代表"),
        ("嘉兴市人大代表富惠良/ORG", "嘉兴市人大 代表 富惠良"),
        ("南塔街道办县人大/ORG", "南塔街道办 县人大"),
        ("大通镇党委/ORG 书记/n", "大通镇 党委 书记"),
        ("王晨副/PER 委员长/n", "王晨 副 委员长"),
        ("王强包/PER 抓/v", "王强 包 抓"),
        ("桂昌集团向纳标小学/ORG", "桂昌集团 向 纳标小学"),
        ("通鼎集团向/ORG 八都小学/ORG", "通鼎集团 向 八都小学"),
        ("向/ORG 八都小学/ORG", "向 八都小学"),
        ("常兴武和常委会办公室/PER", "常兴武 和 常委会办公室"),
        ("和科技局/c", "和 科技局"),
        ("县委书记/n", "县委 书记"),
        ("机关干部/n", "机关 干部"),
        ("南方日报讯/ORG", "南方日报 讯"),
        ("广东省五华商会闻讯/ORG", "广东省五华商会 闻讯"),
        ("区人民医院/ORG 院长/n", "区人民医院 院长"),
    ],
)
def test_two_names_in_a_word(tagged: str, expected: str) -> None:
    assert parts(tagged) == expected


def test_a_body_that_was_taken_for_a_name() -> None:
    found = SPLITTER.split(words("何军/PER 县水利局/PER 局长/n")[1])
    assert [(word.text, word.tag) for word in found][:2] == [("何军", "PER"), ("县水利局", "ORG")]


@given(TAGGED)
def test_no_character_is_lost_or_moved(pairs: list[tuple[str, str]]) -> None:
    text, tokens = words(" ".join(f"{word}/{tag}" for word, tag in pairs))
    found = SPLITTER.split(tokens)
    assert "".join(word.text for word in found) == text
    assert all(word.text == text[word.start : word.end] != "" for word in found)
