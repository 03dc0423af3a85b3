"""Names of bodies taken apart, without an article."""

from __future__ import annotations

from functools import cache

import pytest

from kg.lexicon import load_lexicon
from kg.nlp.coreference.body_words import BodyWords


@cache
def words() -> BodyWords:
    return BodyWords(load_lexicon())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("镇水务所", ("镇", "水务所")),
        ("市、区人大", ("市", "人大")),
        ("县市场监管局", ("县", "市场监管局")),
        ("市场监管局", None),
        ("镇安宫", None),
        ("县", None),
    ],
)
def test_level_words(text: str, found: tuple[str, str] | None) -> None:
    assert words().level(text) == found


def test_the_party_before_a_committee_of_a_level() -> None:
    assert words().party("团县委") == "团"
    assert words().party("团结乡") == ""


def test_ends() -> None:
    assert words().spelled("泸县直机关") == words().spelled("泸县直属机关") == "泸县直属机关"
    assert words().without_tail("武侯区机关党组") == "武侯区机关"
    assert words().without_office("武侯区人大机关") == "武侯区人大"
    assert words().without_office("武侯区人大") == "武侯区人大"


@pytest.mark.parametrize(
    ("name", "text", "head"),
    [
        ("武侯区人大常委会", "常委会", "武侯区人大常委会"),
        ("东湖食品公司党委", "公司", "东湖食品公司"),
        ("祥达光学有限公司隆德分公司", "公司", "祥达光学有限公司隆德分公司"),
        ("公司党委", "公司", ""),
        ("东湖食品厂", "公司", ""),
    ],
)
def test_what_a_bare_form_means_of_a_name(name: str, text: str, head: str) -> None:
    assert words().head(name, text) == head


def test_names_that_alone_say_which_body_it_is() -> None:
    assert words().is_unique("国务院")
    assert words().is_unique("东湖食品有限公司")
    assert not words().is_unique("人大常委会")


def test_a_session_is_no_part_of_an_assembly_and_a_number_one_of_a_team() -> None:
    assert words().without_session("东湖区第十七届人大常委会") == "东湖区人大常委会"
    assert words().without_session("东湖大学第五届支教团") == "东湖大学第五届支教团"
