"""By-lines: outlets at the beginning of a sentence, and the reporters named with them."""

from __future__ import annotations

import pytest

from kg.lexicon import load_lexicon
from kg.nlp.mentions.bylines import Bylines
from kg.nlp.spans.mention import GPE, ORG, PERSON, Mention


@pytest.fixture(scope="module")
def bylines() -> Bylines:
    return Bylines(load_lexicon())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("东湖晚报讯（记者李明）9月1日，", [("东湖晚报", ORG)]),
        ("东湖日报柳林4月21日电（记者李明）", [("东湖日报", ORG)]),
        ("青山新闻网记者：李明", [("青山新闻网", ORG), ("李明", PERSON)]),
        ("东湖晚报报道了此事。", []),
        ("李明到青山街道督导。", []),
    ],
)
def test_who_reports(bylines: Bylines, text: str, names: list[tuple[str, str]]) -> None:
    found = bylines.named(text, [])
    assert [(m.text, m.label) for m in found] == names
    assert all(text[m.start : m.end] == m.text for m in found)


def test_an_outlet_stands_instead_of_its_parts(bylines: Bylines) -> None:
    found = bylines.named(
        "东湖晚报讯（记者李明）", [Mention(0, 2, GPE, "东湖"), Mention(8, 10, PERSON, "李明")]
    )
    assert [m.text for m in found] == ["李明", "东湖晚报"]


def test_who_is_found_already_stays(bylines: Bylines) -> None:
    known = [Mention(0, 5, ORG, "青山新闻网", kind="X"), Mention(8, 10, PERSON, "李明", norm="李")]
    assert bylines.named("青山新闻网记者：李明", known) == known
