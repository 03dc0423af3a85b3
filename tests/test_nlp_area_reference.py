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
    ],
)
def test_meanings(text: str, form: str, entity: str) -> None:
    assert meant(text, form) == entity


def test_an_area_that_begins_the_name_of_a_body_is_an_entity() -> None:
    assert "武山县" in {entity.name for entity in extraction("武山县人大常委会召开会议。").entities}
