"""Whom a sentence means and does not name: who reports, and whose members are listed."""

from __future__ import annotations

import pytest
from language import areas, said

from kg.lexicon import load_lexicon
from kg.nlp.forms.antecedents import Antecedents
from kg.nlp.spans.claim import Claim
from kg.nlp.spans.mention import GPE, ORG, PERSON, Mention


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("东湖区教育局召开会议。累计发放传单300份。", "东湖区教育局"),
        ("东湖区教育局召开会议。\n累计发放传单300份。", "东湖区"),  # another paragraph: the area
        ("青山街道安康社区党委书记李明走访群众。累计发放传单300份。", "安康社区"),
        ("青山街道安康社区党委书记李明走访群众。\n累计发放传单300份。", "安康社区"),
        ("成都市武侯区\n累计发放传单300份。", "武侯区"),
    ],
)
def test_who_reports(text: str, reporter: str) -> None:
    assert said(text, "measure") == [f"{reporter} | unit=份 indicator=发放传单 value=300"]


def test_the_team_of_the_paragraph() -> None:
    members = ["王如青 > 东湖区教育局工作组", "彭林 > 东湖区教育局工作组"]
    team, listed = "东湖区教育局工作组由彭超任组长。", "成员有王如青、彭林。"
    assert said(team + listed, "memberOf") == members
    assert said(f"{team}\n{listed}", "memberOf") == []


def test_by_hand() -> None:
    text = "安康社区书记李明到会。发放传单。\n发放传单。"
    place = Mention(0, 4, GPE, "安康社区", entity="安康社区")
    person = Mention(6, 8, PERSON, "李明", entity="李明")
    district = Mention(0, 0, GPE, "", entity="武侯区")
    antecedents = Antecedents(text, [place, person], load_lexicon(), areas())
    assert antecedents.reporter((11, 16), person, district) is district
    antecedents.remember([Claim("holdsPosition", "李明", "安康社区", (0, 11), (6, 8), (0, 4))])
    assert antecedents.reporter((11, 16), person, district) is place
    assert antecedents.reporter((11, 16), None, district) is district
    assert antecedents.team((11, 16)) is None


def test_an_article_of_one_body() -> None:
    text = "德隆小学开学。" * 4 + "\n\n\n\n发放传单。"
    school = [Mention(i, i + 4, ORG, "德隆小学", kind="School", entity="德隆小学") for i in (0, 7, 14, 21)]
    often = Antecedents(text, school, load_lexicon(), areas())
    assert often.reporter((32, 37), None, None) is school[0]
    assert Antecedents(text, school[1:], load_lexicon(), areas()).reporter((32, 37), None, None) is None
