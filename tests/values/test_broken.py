"""A text that a parser refuses: our words first, with the place, in both languages."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kg.values.broken import broken_json, broken_toml, broken_turtle, short
from kg.values.phrase import Phrase
from kg.words import messages
from kg.words.messages import say


def toml(text: bytes) -> Phrase:
    try:
        tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return broken_toml(error)
    raise AssertionError(text)


def turtle(text: bytes) -> Phrase:
    try:
        list(ox.parse(text, ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        return broken_turtle(error)
    raise AssertionError(text)


def as_json(text: bytes) -> Phrase | str:
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        return broken_json(error)
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("reader", "text", "english", "chinese"),
    [
        (toml, b"a = 1\n[b\n", "line 2, column 3 is no TOML (", "第 2 行第 3 列不合 TOML（"),
        (toml, b"a =", "ends before its TOML does (", "TOML 没写完就结束了（"),
        (toml, b"a = '\xff'", "is not UTF-8; save it as UTF-8", "不是 UTF-8；请另存为 UTF-8"),
        (turtle, b"<a:a> <a:b> .", "line 1, column ", "第 1 行第 "),
        (turtle, b"x y z .", "is no Turtle (x is not", "列不合 Turtle（x is not"),
        (as_json, b'{"a":\n [1, 2', "line 2, column 7: ", "第 2 行第 7 列："),
        (as_json, b"[" * 200_000, "nested too deeply", "嵌套太深"),
    ],
)
def test_a_broken_text_is_located(
    reader: Callable[[bytes], str], text: bytes, english: str, chinese: str
) -> None:
    said = reader(text)
    assert english in said
    messages.set_language("zh")
    try:
        assert chinese in say(said)
    finally:
        messages.set_language("en")


def test_a_long_foreign_text_is_cut() -> None:
    assert len(short(ValueError("x " * 500))) < 130
