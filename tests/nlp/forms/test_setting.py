"""What a sentence is read against: the section it is in, and the areas of level words."""

from __future__ import annotations

from language import areas, claims

from kg.lexicon import load_lexicon
from kg.nlp.forms.setting import Setting
from kg.nlp.spans.mention import GPE, ORG, Mention

TEXT = "柳林镇、教育局到会。教育局下雨。\n青山街道\n商会到会。"
NAMES = [("柳林镇", GPE), ("教育局", ORG), ("教育局", ORG), ("青山街道", GPE), ("商会", ORG)]


def setting() -> Setting:
    mentions, at = [], 0
    for name, label in NAMES:
        at = TEXT.index(name, at)
        mentions.append(Mention(at, at + len(name), label, name, entity=name))
        at += len(name)
    start = TEXT.index("\n") + 1
    sections = [(0, start, "东湖区", ""), (start, len(TEXT), "东湖区", "青山街道")]
    prefix = Mention(4, 4, GPE, "", entity="东湖区")
    return Setting(mentions, [prefix], sections, frozenset({"东湖区"}), load_lexicon(), areas())


def test_sections_in_order() -> None:
    here = setting()
    assert [here.enter(sentence) for sentence in ((0, 10), (10, 17), (17, 22), (22, 27))] == [
        True,
        False,
        True,
        False,
    ]


def test_the_context_is_of_the_section() -> None:
    here = setting()
    here.enter((0, 10))
    first = here.context
    assert (first.area, first.head, first.entities) == ("东湖区", "教育局", {"东湖区"})
    assert here.area is not None
    assert here.area.entity == "东湖区"
    here.enter((10, 17))
    assert here.context is first
    here.enter((17, 22))
    assert here.context.head == "商会"
    assert here.area.entity == "青山街道"


def test_level_words_stand_for_the_area_named_last() -> None:
    here = setting()
    here.enter((0, 10))
    assert here.context.levels == {"镇": "柳林镇", "区": "东湖区"}
    here.enter((17, 22))
    assert here.context.levels == {"镇": "柳林镇", "道": "青山街道", "区": "东湖区"}


def test_a_post_at_the_street_named_last() -> None:
    found = claims("成都市武侯区\n李明到玉林街道督导，街道书记王强到会。", "holdsPosition")
    assert [(claim.subject, claim.object) for claim in found] == [("王强", "玉林街道")]
