"""Teams: in quotation marks, by number, and those that are founded."""

from __future__ import annotations

import pytest

from kg.lexicon import load_lexicon
from kg.nlp.mentions.teams import Teams
from kg.nlp.spans.mention import ORG, PERSON, Mention


@pytest.fixture(scope="module")
def teams() -> Teams:
    return Teams(load_lexicon())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("“灵江潮”义工队到会。", ["“灵江潮”义工队"]),
        ("“胡杨先锋队”到会。", ["胡杨先锋队"]),
        ("区人大组建代表应急服务队，", ["代表应急服务队"]),
        ("组建了3支代表应急服务队。", ["代表应急服务队"]),
        ("组建由代表参加的服务队。", []),
        ("义工队到会。", []),
    ],
)
def test_teams(teams: Teams, text: str, names: list[str]) -> None:
    found = teams.named(text, [])
    assert [m.text for m in found] == names
    assert all(m.label == ORG and text[m.start : m.end] == m.text for m in found)


def test_a_team_stands_instead_of_what_it_overlaps(teams: Teams) -> None:
    found = teams.named("“李明”义工队", [Mention(1, 3, PERSON, "李明")])
    assert [m.text for m in found] == ["“李明”义工队"]


def test_a_founded_team_within_a_longer_name_is_known(teams: Teams) -> None:
    known = [Mention(2, 11, ORG, "东湖代表应急服务队")]
    assert teams.named("组建东湖代表应急服务队。", known) == known
