"""Bodies, from words and tags by hand."""

from __future__ import annotations

import pytest
from language import areas, names, words

from kg.lexicon import load_lexicon
from kg.nlp.mentions.bodies import BodyGrammar
from kg.ontology import load_ontology


def bodies(tagged: str) -> list[str]:
    return [text for text, label in names(tagged) if label == "ORG"]


@pytest.mark.parametrize(
    ("tagged", "found"),
    [
        ("东湖区/LOC 人大常委会/n 召开/v 会议/n", ["东湖区人大常委会"]),
        ("东湖区/LOC 人大常委会/n 办公室/n", ["东湖区人大常委会办公室"]),
        ("永辉/nz 超市/n 有限公司/n", ["永辉超市有限公司"]),
        ("区/n 人大常委会/n", ["区人大常委会"]),
        ("民进/ORG 东湖/LOC 总支/n", ["民进东湖总支"]),
        ("某/r 教育局/n", []),
        ("相关部门/n", []),
        ("曼联/ORG 客场/n 取胜/v", ["曼联"]),  # the tagger's word for it
        ("永辉/ORG 超市/n", []),  # the start of a site
        ("台风/n “/w 尤特/ORG ”/w", []),
        ("竖起/v 大拇指/ORG", []),
        ("国内/s 银行/n", ["银行"]),  # which the Doc's entities leave out
        ("环保局/ORG 宿舍/n 小区/n", []),  # a dwelling
    ],
)
def test_bodies(tagged: str, found: list[str]) -> None:
    assert bodies(tagged) == found


@pytest.mark.parametrize(
    ("tagged", "kind"),
    [
        ("东湖区/LOC 人大常委会/n", "CongressBody"),
        ("东湖区/LOC 教育局/n", "GovernmentBody"),
        ("东湖/LOC 食品/n 有限公司/n", "Company"),
        ("东湖/LOC 商会/n", "Association"),
    ],
)
def test_kinds(tagged: str, kind: str) -> None:
    text, tokens = words(tagged)
    found = BodyGrammar(load_lexicon(), areas()).find(text, tokens, 0)
    assert found is not None
    assert (found[0].text, found[0].kind, found[1]) == (text, kind, len(tokens))


def test_every_suffix_has_a_class() -> None:
    kinds = BodyGrammar(load_lexicon(), areas()).kinds
    assert set(kinds.values()) <= set(load_ontology().classes)
