"""Which area short names and bare level words mean."""

from __future__ import annotations

import pytest
from language import extraction, meant


@pytest.mark.parametrize(
    ("text", "form", "entity"),
    [
        ("武侯区人大常委会召开会议。\n全区干部到会。", "全区", "武侯区"),
        ("成都的代表到会，成都市政府答复。", "成都", "成都市"),
        (
            "武侯区召开会议。\n青羊区召开会议，全区干部到会。",
            "全区",
            "青羊区",
        ),  # its paragraph begins with it
        ("李明到会。全县干部到会。", "全县", ""),
        (
            "青岭镇召开会议。李明到青岭督导。",
            "青岭",
            "青岭镇",
        ),  # the one area of the article that is called so
        ("青岭镇召开会议。王强到青岭村值守。李明到青岭督导。", "青岭", "青岭"),  # of two
        ("五峰土家族自治县召开会议。李明到五峰督导。", "五峰", "五峰土家族自治县"),
        ("洞头县召开会议。李明到洞头督导。", "洞头", "洞头县"),  # as it was called then
        ("成都市召开会议。李明到成 都督导。", "成都市", "成都市"),
    ],
)
def test_meanings(text: str, form: str, entity: str) -> None:
    assert meant(text, form) == entity


def test_an_area_that_begins_the_name_of_a_body_is_an_entity() -> None:
    assert "武山县" in {entity.name for entity in extraction("武山县人大常委会召开会议。").entities}


def test_an_area_that_only_begins_names_of_bodies_is_called_as_the_article_calls_it() -> None:
    names = {entity.name for entity in extraction("湖北省卫健委派人到会。李明到湖北督导。").entities}
    assert names & {"湖北", "湖北省"} == {"湖北"}
