"""Where bodies lie, by their names and by the words before them."""

from __future__ import annotations

import pytest
from language import areas, said

from kg.lexicon import load_lexicon
from kg.nlp.places.whereabouts import Whereabouts
from kg.nlp.spans.mention import GPE, ORG, Mention

WHEREABOUTS = Whereabouts(load_lexicon(), areas())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("工业园区的药业公司捐款1万元。", ["药业公司 > 工业园区"]),
        ("太谷区的会员企业东湖食品有限公司捐款1万元。", ["东湖食品有限公司 > 太谷区"]),
        ("位于坡头镇的德隆小学召开会议。", ["德隆小学 > 坡头镇"]),
        ("坡头镇德隆小学召开会议。", ["坡头镇 > 坡头区", "坡头镇德隆小学 > 坡头镇"]),
        ("坡头镇中心小学召开会议。", ["坡头镇 > 坡头区"]),  # the town's own
    ],
)
def test_where_bodies_lie(text: str, found: list[str]) -> None:
    assert sorted(said(text, "locatedIn")) == found


def test_areas_that_begin_names() -> None:
    school = Mention(2, 9, ORG, "坡头镇德隆小学", kind="School", entity="坡头镇德隆小学")
    vague = Mention(12, 14, ORG, "该校", deictic=True, entity="坡头镇德隆小学")
    ((body, area),) = WHEREABOUTS.prefixes([school, vague], frozenset({"坡头镇"}))
    assert body is school
    assert (area.start, area.end, area.text, area.entity) == (2, 5, "坡头镇", "坡头镇")
    assert WHEREABOUTS.lies_in(body, area)
    assert list(WHEREABOUTS.prefixes([school], frozenset())) == []  # no area of the article


def test_places_that_only_tell_where() -> None:
    text = "琼山区三门坡镇的药业公司到柳林镇"
    mentions = [
        Mention(0, 3, GPE, "琼山区"),
        Mention(3, 7, GPE, "三门坡镇"),
        Mention(8, 12, ORG, "药业公司", kind="Company"),
        Mention(13, 16, GPE, "柳林镇"),
    ]
    told, located = WHEREABOUTS.told(text, mentions)
    assert told == {0, 1}
    assert [(body.text, place.text) for body, place in located] == [("药业公司", "三门坡镇")]
