"""Which body short forms, level words and 该校 mean."""

from __future__ import annotations

import pytest
from language import meant

HEAD = "武侯区人大常委会召开会议。\n"


@pytest.mark.parametrize(
    ("text", "form", "entity"),
    [
        (HEAD + "区人大常委会主任李明到会。", "区人大常委会", "武侯区人大常委会"),
        ("成都市武侯区\n区政府召开会议。\n", "区政府", "武侯区政府"),
        ("成都市武侯区人大开会。", "成都市武侯区人大", "武侯区人大"),
        ("东湖区教育基金会成立。该会会长李明到会。", "该会", "东湖区教育基金会"),
        ("东湖区第一中学开学。该校校长李明到会。", "该校", "东湖区第一中学"),
    ],
)
def test_meanings(text: str, form: str, entity: str) -> None:
    assert meant(text, form) == entity
