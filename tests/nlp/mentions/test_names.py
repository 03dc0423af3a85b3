"""Names: what the grammar puts together, cuts apart and leaves out, from words and tags by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language import grammar, names, words

from kg.nlp.spans.mention import Mention, overlaps

TAGGED = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "李明",
                "王强",
                "青山街道",
                "东湖区",
                "人大",
                "常委会",
                "主任",
                "副",
                "、",
                "和",
                "的",
                "《",
                "手册",
                "》",
                "公司",
                "到",
                "·",
                "号",
                "村",
            ]
        ),
        st.sampled_from(["PER", "LOC", "ORG", "n", "nz", "v", "w", "c", "u", "m", "f", "TIME"]),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("tagged", "found"),
    [
        ("李明/PER 到/v 青山街道/LOC 督导/v", [("李明", "PERSON"), ("青山街道", "GPE")]),
        ("东湖区人大代表/n 李明/PER", [("东湖区人大", "ORG"), ("代表", "TITLE"), ("李明", "PERSON")]),
        ("印发/v 《/w 东湖区/LOC 防汛/vn 手册/n 》/w", [("东湖区防汛手册", "WORK_OF_ART")]),
        ("县/n 自然资源/n 和/c 规划局/n", [("县自然资源和规划局", "ORG")]),
        ("成都市武侯区/LOC", [("成都市", "GPE"), ("武侯区", "GPE")]),
        ("认真/ad 学习/v 文件/n", []),
        ("", []),
    ],
)
def test_names(tagged: str, found: list[tuple[str, str]]) -> None:
    assert names(tagged) == found


@given(TAGGED)
def test_mentions_are_in_order_and_apart(tagged: list[tuple[str, str]]) -> None:
    text, tokens = words(" ".join(f"{word}/{tag}" for word, tag in tagged))
    found = grammar().find(text, tokens)
    assert all(m.text == text[m.start : m.end] and m.text for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_overlaps() -> None:
    first = Mention(0, 2, "PERSON", "李明")
    assert overlaps(first, Mention(1, 3, "PERSON", "明天"))
    assert not overlaps(first, Mention(2, 4, "PERSON", "王强"))
