"""Reference: what short forms, level words and pronouns stand for in an article."""

from __future__ import annotations

import pytest
from language import extraction, meant, pipeline

HEAD = "武侯区人大常委会召开会议。\n"


@pytest.mark.parametrize(
    ("text", "form", "entity"),
    [
        (HEAD + "区人大常委会主任李明到会。", "区人大常委会", "武侯区人大常委会"),
        (HEAD + "常委会主任李明到会。", "常委会", "武侯区人大常委会"),
        (HEAD + "全区干部到会。", "全区", "武侯区"),
        ("成都市武侯区\n区政府召开会议。\n", "区政府", "武侯区政府"),
        ("东湖区教育基金会成立。该会会长李明到会。", "该会", "东湖区教育基金会"),
        ("东湖区第一中学开学。该校校长李明到会。", "该校", "东湖区第一中学"),
        ("李明到青山街道。他检查了防汛物资。", "他", "李明"),
        ("李明、王强到会。他们发言。", "他们", ""),
        ("副主任胡俊到会。胡主任说，要防汛。", "胡", "胡俊"),
        ("成都的代表到会，成都市政府答复。", "成都", "成都市"),
    ],
)
def test_meanings(text: str, form: str, entity: str) -> None:
    assert meant(text, form) == entity


def test_a_heading_opens_a_section() -> None:
    text = "成都市武侯区\n区政府召开会议。\n成都市青羊区\n区政府召开会议。\n"
    doc = pipeline()(text)
    bodies = [m["entity"] for m in doc._.kg_mentions if m["text"] == "区政府"]
    assert bodies == ["武侯区政府", "青羊区政府"]
    assert [section[2] for section in doc._.kg_sections][-2:] == ["武侯区", "青羊区"]


def test_a_bare_form_that_leans_on_nothing_is_no_entity() -> None:
    assert all(entity.name != "常委会" for entity in extraction("常委会召开会议。").entities)


def test_forms_become_aliases_of_one_entity() -> None:
    found = extraction(HEAD + "区人大常委会主任李明到会。").entities
    (body,) = [entity for entity in found if entity.name == "武侯区人大常委会"]
    assert body.aliases == ("区人大常委会",)
    assert body.kind == "CongressBody"


def test_areas_of_the_table_have_codes() -> None:
    codes = {entity.name: entity.code for entity in extraction("成都市武侯区召开会议。").entities}
    assert codes == {"成都市": "510100", "武侯区": "510107"}
