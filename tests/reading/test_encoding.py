"""Encodings are told apart without a flag."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from paths import ARTICLES

from kg.reading.encoding import decode

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "cp950")


def _texts() -> dict[str, str]:
    source = "\n".join(decode(path.read_bytes()) for path in sorted(ARTICLES.glob("*.txt")))
    simplified = OpenCC("tw2s").convert(source)
    return {"simplified": simplified, "traditional": OpenCC("s2tw").convert(simplified)}


TEXTS = _texts()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("script", sorted(TEXTS))
@settings(max_examples=40, deadline=None)
@given(at=st.floats(0, 1), length=st.integers(30, 3000))
def test_a_stretch_of_an_article(script: str, encoding: str, at: float, length: int) -> None:
    text = TEXTS[script]
    if encoding == "cp950":
        text = "".join(c for c in text if c.encode("cp950", "ignore"))
    start = int(at * (len(text) - length))
    part = text[start : start + length]
    assert decode(part.encode(encoding)) == part


@pytest.mark.parametrize("encoding", ENCODINGS[:-1])
def test_short_texts(encoding: str) -> None:
    for text in ("县人大代表黄铁山捐款5万元。", "Hello, world\n", "李燎到玉林街道督导。"):
        assert decode(text.encode(encoding)) == text


def test_hong_kong_and_taiwan_characters() -> None:
    text = "香港衞生署在深水埗和鰂魚涌設站，工作人員說這裡的居民都很合作。"
    assert decode(text.encode("big5hkscs")) == text


def test_a_declared_encoding_that_is_wrong_is_passed_over() -> None:
    text = "县人大常委会主任到街道督导，代表捐款5万元。"
    for declared in ("big5", "no-such-code", "utf-8", "ascii", "idna", "undefined", "rot13", "GBK"):
        assert decode(text.encode("gb18030"), declared) == text


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    reason = ""
    try:
        decode(data)
    except ValueError as error:
        reason = str(error)
    assert "\n" not in reason
    assert "codec" not in reason
