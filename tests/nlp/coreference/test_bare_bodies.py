"""Which body a form without a name means."""

from __future__ import annotations

import pytest
from language import extraction, meant

HEAD = "武侯区人大常委会召开会议。\n"


@pytest.mark.parametrize(
    ("text", "form", "entity"),
    [
        (HEAD + "常委会主任李明到会。", "常委会", "武侯区人大常委会"),
        ("东湖食品有限公司捐款5万元，公司经理李明到会。", "公司", "东湖食品有限公司"),
        ("东湖食品有限公司捐款5万元，公司党委到会。", "党委", "东湖食品有限公司党委"),
        ("武侯区机关党组、党委召开会议。", "党委", "武侯区机关党委"),
        ("武侯区人大及其办公室召开会议。", "办公室", "武侯区人大办公室"),
        ("武侯区召开会议。\n人大主任李明到会。", "人大", "武侯区人大"),
        ("武侯区召开会议。\n常委会主任李明到会。", "常委会", "武侯区人大常委会"),
        ("南漳县委常委、宣传部部长李明到会。", "宣传部", "南漳县委宣传部"),
        ("白河县副县长、公安局局长李明到茅坪镇检查。", "公安局", "白河县公安局"),
    ],
)
def test_meanings(text: str, form: str, entity: str) -> None:
    assert meant(text, form) == entity


def test_a_bare_form_that_leans_on_nothing_is_no_entity() -> None:
    assert all(entity.name != "常委会" for entity in extraction("常委会召开会议。").entities)


def test_an_office_is_of_the_body_that_has_it() -> None:
    text = (
        "市人民政府办公室发文成立防汛工作领导小组。\n"
        "防汛工作领导小组下设办公室，办公室设在市水利局，李明兼任办公室主任。"
    )
    posts = [
        s.object.name for s in extraction(text).statements if s.predicate == "holdsPosition" and s.object
    ]
    assert posts == ["防汛工作领导小组办公室"]
