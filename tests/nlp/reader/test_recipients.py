"""Whom a gift is not for, though the text names them near."""

from __future__ import annotations

import pytest

from kg.lexicon import load_lexicon
from kg.nlp.reader.recipients import Recipients
from kg.nlp.spans.claim import Claim


@pytest.mark.parametrize(
    ("text", "verb", "misled"),
    [
        ("宏远公司到了红石镇。宏远公司对各地捐款已达400万元。", "捐款", True),
        ("宏远公司到了红石镇。宏远公司向社会各界捐款400万元。", "捐款", True),
        ("宏远公司到了红石镇。宏远公司捐款400万元。", "捐款", False),
        ("宏远公司向红石镇捐款，对各地捐款已达400万元。", "捐款", False),  # named in the sentence
        ("李明除了捐款1万元，还买来矿泉水200箱，捎往红石镇。", "捐款", True),
        ("李明除了给红石镇捐款1万元，还买来矿泉水200箱。", "捐款", False),
        ("李明除捐款1万元外，又为红石镇送去矿泉水。", "捐款", True),
        ("李明除捐款1万元外，又为红石镇送去矿泉水。", "送去", False),
        ("李明捐款1万元，还买来矿泉水200箱，捎往红石镇。", "捐款", False),
    ],
)
def test_a_gift_is_not_for_whoever_is_near(text: str, verb: str, misled: bool) -> None:
    start = text.rindex("。", 0, -1) + 1 if "。" in text[:-1] else 0
    town, at = text.index("红石镇"), text.index(verb)
    claim = Claim("donates", "a", "b", (start, len(text)), (0, 1), (town, town + 3), (at, at + len(verb)))
    assert Recipients(load_lexicon()).is_not_for(text, claim) is misled


def test_a_gift_to_nobody_named() -> None:
    claim = Claim("donates", "a", None, (0, 5), (0, 1), None, (2, 3))
    assert not Recipients(load_lexicon()).is_not_for("李明捐款。", claim)
