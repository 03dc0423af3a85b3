"""Members of a team that a sentence lists, by the reader itself and through the pipeline."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language import claims, said

from kg.lexicon import load_lexicon
from kg.nlp.posts.membership import Membership
from kg.nlp.spans.mention import ORG, PERSON, Mention
from kg.nlp.spans.skeleton import build

TEAM = "东湖区应急救援队"
PEOPLE = ["李明", "王强", "陈芳", "赵敏", "周涛"]


@cache
def membership() -> Membership:
    return Membership(load_lexicon())


def mention(text: str, name: str, label: str, entity: str | None = None) -> Mention:
    at = text.index(name)
    return Mention(at, at + len(name), label, name, entity=name if entity is None else entity)


def read(text: str, found: list[Mention], team: Mention | None = None) -> list[tuple[str, str | None]]:
    """Who is said to be of what, where the mentions are given."""
    sentence = (0, len(text))
    skeleton = build(text, sentence, sorted(found, key=lambda m: m.start), {})
    return [(claim.subject, claim.object) for claim in membership().read(skeleton, sentence, team)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{TEAM}由李明任队长，成员有王强、陈芳。", [f"王强 > {TEAM}", f"陈芳 > {TEAM}"]),
        (f"{TEAM}赶到柳林镇。成员有王强、陈芳。", [f"王强 > {TEAM}", f"陈芳 > {TEAM}"]),
        (f"{TEAM}队员为王强、陈芳，柳林镇派车。", [f"王强 > {TEAM}", f"陈芳 > {TEAM}"]),
        (f"{TEAM}成员由王强、陈芳组成。", [f"王强 > {TEAM}", f"陈芳 > {TEAM}"]),
        (
            "东湖区商会成员包括会长李明、副会长王强。",
            ["李明 > 东湖区商会", "王强 > 东湖区商会"],
        ),
        ("东湖区商会成立应急救援队，成员有王强。", ["王强 > 应急救援队"]),
        (f"{TEAM}成员有王强；陈芳到会。", [f"王强 > {TEAM}"]),  # the list ends
        (f"{TEAM}赶到柳林镇。\n成员有王强、陈芳。", []),  # of another paragraph
        ("成员有王强、陈芳。", []),
        ("东湖区商会成员很多，王强到会。", []),
        ("东湖区商会成员单位有东湖食品有限公司。", []),
    ],
)
def test_lists_of_members(text: str, found: list[str]) -> None:
    assert sorted(said(text, "memberOf")) == sorted(found)


def test_the_head_of_the_team_is_no_plain_member() -> None:
    text = f"{TEAM}由李明任队长，成员有王强。"
    assert said(text, "memberOf") == [f"王强 > {TEAM}"]
    assert said(text, "holdsPosition") == [f"李明 > {TEAM} | title=队长"]


def test_where_it_is_said() -> None:
    text = f"{TEAM}成员有王强。"
    (claim,) = claims(text, "memberOf")
    assert text[slice(*claim.subject_span)] == "王强"
    assert claim.object_span is not None
    assert text[slice(*claim.object_span)] == TEAM
    assert text[slice(*claim.trigger)] == "成员有"
    assert claim.rule == "member-list"


def test_the_team_that_the_sentence_names_comes_first() -> None:
    text = "东湖区商会到会，成员有王强。"
    other = Mention(0, 0, ORG, TEAM, entity=TEAM)
    people = [mention(text, "王强", PERSON)]
    assert read(text, [mention(text, "东湖区商会", ORG), *people], other) == [("王强", "东湖区商会")]
    assert read("成员有王强。", [mention("成员有王强。", "王强", PERSON)], other) == [("王强", TEAM)]


def test_of_two_bodies_the_last_before_the_list() -> None:
    text = "东湖区商会协助救援队，成员有王强，柳林医院到会。"
    bodies = [mention(text, name, ORG) for name in ("东湖区商会", "救援队", "柳林医院")]
    assert read(text, [*bodies, mention(text, "王强", PERSON)]) == [("王强", "救援队")]


def test_who_stands_for_nobody_is_no_member() -> None:
    text = "救援队成员有王强、陈芳。"
    team, known = mention(text, "救援队", ORG), mention(text, "王强", PERSON)
    assert read(text, [team, known, mention(text, "陈芳", PERSON, entity="")]) == [("王强", "救援队")]
    unknown = Mention(0, 0, ORG, "该队")
    listed = "成员有王强。"
    assert read(listed, [mention(listed, "王强", PERSON)], unknown) == []


@given(st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True), st.sampled_from(["有", "包括", "分别为"]))
def test_everybody_of_the_list_and_nobody_before_it(people: list[str], verb: str) -> None:
    text = f"吴刚带领救援队，成员{verb}{'、'.join(people)}。"
    found = [mention(text, name, PERSON) for name in ("吴刚", *people)]
    assert read(text, [*found, mention(text, "救援队", ORG)]) == [(name, "救援队") for name in people]
