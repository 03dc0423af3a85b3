"""Names at the heads of the lines of donor lists."""

from __future__ import annotations

import pytest
from language import said

from kg.lexicon import load_lexicon
from kg.nlp.mentions.list_names import ListNames
from kg.nlp.spans.mention import PERSON, Mention

NAMES = ListNames(load_lexicon())


def test_words_that_are_names() -> None:
    text = "石桥小学捐款公示\n陈芳：50元\n2. 田野  130元\n欧阳海 1,000\n合计 1180元\n"
    known = [Mention(9, 11, PERSON, "陈芳")]
    assert [m.text for m in NAMES.named(text, known)] == ["陈芳", "田野", "欧阳海"]


@pytest.mark.parametrize(
    "text",
    [
        "高峰 130元\n",
        "捐款名单\n\n会议通知\n田野 130元\n",
        "捐款名单\n田野调查队 130元\n",
        "捐款名单\n田野走了 130元路\n",
    ],
)
def test_lines_of_no_list(text: str) -> None:
    assert NAMES.named(text, []) == []


def test_their_gifts() -> None:
    text = "东湖小学捐款名单（单位：元）\n高峰 130\n黄河 200 江海 50\n"
    assert "高峰 > 东湖小学 | amount=130 currency=CNY" in said(text, "donates")
