"""Reference: the mentions of an article in reading order, its sections, and the entities they make."""

from __future__ import annotations

from language import extraction, pipeline

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
