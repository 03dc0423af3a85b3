"""Words that stand for an area or a body never become one, whoever took them for a name."""

from __future__ import annotations

import pytest
from language import extraction, said

from kg.lexicon import load_lexicon
from kg.nlp.coreference.deixis import Deixis
from kg.nlp.spans.mention import FAC, GPE, ORG, Mention


@pytest.mark.parametrize(
    ("text", "label", "deictic"),
    [
        ("全镇", GPE, True),
        ("我县", FAC, True),
        ("该镇", GPE, True),
        ("本村", FAC, True),
        ("我们村", GPE, True),
        ("全国", GPE, True),
        ("我院", ORG, True),
        ("本公司", ORG, True),
        ("我局", ORG, True),
        ("我们学校", ORG, True),
        ("全椒县", GPE, False),
        ("本溪市", GPE, False),
        ("同仁市", GPE, False),
        ("该项目", ORG, False),
        ("同仁堂", ORG, False),
    ],
)
def test_what_stands_for_another(text: str, label: str, deictic: bool) -> None:
    mention = Mention(0, len(text), label, text)
    Deixis(load_lexicon()).mark([mention])
    assert mention.deictic is deictic


def test_no_such_word_is_an_entity() -> None:
    text = (
        "我县举办活动，县长李明到我县红石镇督导。全镇转移群众300人。我院党委副书记郭建农、本村干部王强到场。"
    )
    names = {entity.name for entity in extraction(text).entities}
    assert not names & {"我县", "全镇", "我院", "本村"}


def test_what_a_body_calls_itself_is_not_whom_it_invites() -> None:
    text = (
        "我院举办技能大赛\n10月30日，我院举办技能大赛。比赛邀请临江市人民医院主任药师张裕民担任评委，"
        "我院党委副书记郭建农、副院长吴玉华出席，药剂科主任田其学主持。"
    )
    assert said(text, "holdsPosition") == ["张裕民 > 临江市人民医院 | title=主任药师"]


def test_what_a_body_calls_itself_is_the_one_that_the_text_names_before() -> None:
    text = "青山县中医院举办大赛。我院党委副书记郭建农出席。"
    assert said(text, "holdsPosition") == ["郭建农 > 青山县中医院 | title=党委副书记"]
