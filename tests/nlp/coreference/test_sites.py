"""A site named with its area and without is one place."""

from __future__ import annotations

import pytest
from language import areas

from kg.lexicon import load_lexicon
from kg.nlp.coreference.areas import AreaReference
from kg.nlp.coreference.discourse import Discourse
from kg.nlp.coreference.sections import Section
from kg.nlp.spans.mention import FAC, Mention


def keys(*named: tuple[str, str]) -> list[str]:
    """The keys of the sites of a text that names them one after the other, each with its kind."""
    text = "，".join(name for name, _ in named)
    mentions = [Mention(at := text.index(name), at + len(name), FAC, name, kind=kind) for name, kind in named]
    discourse = Discourse(text, mentions)
    reference = AreaReference(areas(), load_lexicon().names.place.sites, discourse)
    return [reference.entity(mention, Section(0, len(text))) for mention in mentions]


@pytest.mark.parametrize(
    ("first", "second"),
    [("郭城镇新堡子蔬菜基地", "新堡子蔬菜基地"), ("新堡子蔬菜基地", "郭城镇新堡子蔬菜基地")],
)
def test_one_site(first: str, second: str) -> None:
    assert keys((first, "基地"), (second, "基地")) == [first, first]


@pytest.mark.parametrize(
    "names",
    [
        ("红石镇中心广场", "石桥镇中心广场", "中心广场"),  # of which of two?
        ("红石镇新堡子基地", "石桥镇新堡子基地"),
        ("红石镇新堡子基地", "堡子基地"),
    ],
)
def test_others_stay_apart(names: tuple[str, ...]) -> None:
    assert keys(*((name, name[-2:]) for name in names)) == list(names)


def test_what_has_no_name_is_none() -> None:
    assert keys(("红石镇检测点", "点"), ("检测点", "点")) == ["红石镇检测点", "检测点"]
