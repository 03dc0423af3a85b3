"""Reference: the mentions of an article in reading order, its sections, and the entities they make."""

from __future__ import annotations

import pytest
from language import extraction, meant, pipeline

HEAD = "武侯区人大常委会召开会议。\n"


def test_a_heading_opens_a_section() -> None:
    text = "成都市武侯区\n区政府召开会议。\n成都市青羊区\n区政府召开会议。\n"
    doc = pipeline()(text)
    bodies = [m["entity"] for m in doc._.kg_mentions if m["text"] == "区政府"]
    assert bodies == ["武侯区政府", "青羊区政府"]
    assert [section[2] for section in doc._.kg_sections][-2:] == ["武侯区", "青羊区"]


def test_forms_become_aliases_of_one_entity() -> None:
    found = extraction(HEAD + "区人大常委会主任李明到会。").entities
    (body,) = [entity for entity in found if entity.name == "武侯区人大常委会"]
    assert body.aliases == ("区人大常委会",)
    assert body.kind == "CongressBody"


def test_areas_of_the_table_have_codes() -> None:
    codes = {entity.name: entity.code for entity in extraction("成都市武侯区召开会议。").entities}
    assert codes == {"成都市": "510100", "武侯区": "510107"}


@pytest.mark.parametrize(
    ("text", "form", "entity"),
    [
        (
            "柳林药业有限公司到会，柳林药业有限公司发言。东湖食品有限公司捐款，公司经理李明到会。",
            "公司",
            "东湖食品有限公司",
        ),
        ("东湖区第一中学开学，校方感谢李明。", "校方", "东湖区第一中学"),
        ("东湖区慈善会成立。东湖区慈善会发布公告。东湖区商会捐款。本会会长到会。", "本会", "东湖区慈善会"),
        ("东湖区慈善会成立。东湖区慈善会发布公告。东湖区商会捐款。该会会长到会。", "该会", "东湖区商会"),
    ],
)
def test_the_body_meant_is_near_or_that_of_the_article(text: str, form: str, entity: str) -> None:
    assert meant(text, form) == entity


def test_ways_of_a_school_are_not_the_school() -> None:
    assert meant("东湖区第一中学开学。校方案公布。", "校方") == ""


def test_a_level_word_is_of_the_area_that_its_paragraph_begins_with() -> None:
    text = "柳林镇干部到红星镇。镇医院整改。\n红星镇干部到柳林镇。镇医院整改。\n"
    found = [m["entity"] for m in pipeline()(text)._.kg_mentions if m["text"] == "镇医院"]
    assert found == ["柳林镇医院", "红星镇医院"]


def test_a_level_word_is_of_the_body_of_its_sentence() -> None:
    assert (
        meant("湖南省召开会议。河南省卫健委召开会议，要求省人民医院准备。", "省人民医院") == "河南省人民医院"
    )
