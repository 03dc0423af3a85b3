"""The discourse of an article: what is known so far, and what stands before a mention."""

from __future__ import annotations

from kg.nlp.coreference.discourse import Discourse
from kg.nlp.spans.mention import ORG, Mention


def discourse(text: str, *names: str) -> Discourse:
    """The discourse of a text whose bodies all have a name of their own."""
    found = [Mention(text.index(n), text.index(n) + len(n), ORG, n, entity=n) for n in names]
    return Discourse(text, found)


def test_a_longer_name_makes_the_shorter_one_an_alias() -> None:
    found = Discourse("", [])
    found.add("区人大", ORG, "区人大")
    assert found.add("区人大", ORG, "东湖区人大", "CongressBody") == "区人大"
    (item,) = (candidate.to_dict(unique=False) for candidate in found.candidates(ORG))
    assert (item["name"], item["aliases"], item["kind"]) == ("东湖区人大", ["区人大"], "CongressBody")


def test_a_mention_is_noted_with_its_form() -> None:
    found = discourse("东湖区人大开会。", "东湖区人大")
    found.add("东湖区人大", ORG, "东湖区人大")
    found.note(found.mentions[0])
    assert found.known["东湖区人大"].forms == {"东湖区人大": 0}
    assert found.previous is found.mentions[0]


def test_the_bodies_before_a_mention() -> None:
    found = discourse("甲厂开会。\n乙厂捐款；丙厂到会，丁厂送水。", "甲厂", "乙厂", "丙厂", "丁厂")
    last = found.mentions[-1]
    assert [m.text for m in found.bodies_in_sentence(last)] == ["乙厂", "丙厂"]
    assert [m.text for m in found.bodies_in_clause(last)] == ["丙厂"]
    assert found.line_start(last) == len("甲厂开会。\n")
