"""Areas named one right after the other."""

from __future__ import annotations

from functools import cache

from kg.lexicon import load_lexicon
from kg.nlp.places.chains import ChainFinder
from kg.nlp.spans.mention import GPE, ORG, Mention


@cache
def finder() -> ChainFinder:
    return ChainFinder(load_lexicon())


def chains(text: str, *places: str, label: str = GPE) -> dict[str, list[list[str]]]:
    """Of each place the areas before it, wherever it stands."""
    named = [Mention(text.index(p), text.index(p) + len(p), label, p, entity=p) for p in places]
    return {place: list(at.values()) for place, at in finder().find(text, named).items()}


def test_the_nearest_comes_first() -> None:
    assert chains("内江市市中区玉溪街道", "内江市", "市中区", "玉溪街道") == {
        "市中区": [["内江市"]],
        "玉溪街道": [["市中区", "内江市"]],
    }


def test_a_list_goes_on_with_the_area_before_it() -> None:
    found = chains("北关街道的张万营社区、青龙观社区", "北关街道", "张万营社区", "青龙观社区")
    assert found == {"张万营社区": [["北关街道"]], "青龙观社区": [["北关街道"]]}


def test_what_stands_between_ends_a_chain() -> None:
    assert chains("成都市召开会议，武侯区到会", "成都市", "武侯区") == {}
    assert chains("武侯区、青羊区", "武侯区", "青羊区") == {}


def test_the_name_of_a_body_has_a_chain() -> None:
    assert chains("内江市市中区人大", "内江市市中区人大", label=ORG) == {"市中区": [["内江市"]]}
