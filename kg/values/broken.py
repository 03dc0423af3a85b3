"""What is wrong with a text that a parser refuses: where it is, in our words, and the parser's after them."""

from __future__ import annotations

import json
import re
import tomllib

from kg.values.phrase import Phrase, phrase

_PLACE = re.compile(r"(?P<what>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)", re.DOTALL)
_END = re.compile(r"(?P<what>.*) \(at end of document\)", re.DOTALL)
#: what Oxigraph says before and after the reason itself
_AROUND = re.compile(r"^Parser error at line .*?: | \(line \d+\)$")
#: so much of a foreign text is quoted
_MOST = 120


def broken_toml(error: tomllib.TOMLDecodeError | UnicodeDecodeError) -> Phrase:
    """Where a text is no TOML, or that a file is not UTF-8."""
    if isinstance(error, UnicodeDecodeError):
        return phrase("is not UTF-8; save it as UTF-8")
    if found := _PLACE.fullmatch(str(error)):
        return phrase("line {}, column {} is no TOML ({})", found["line"], found["column"], found["what"])
    if found := _END.fullmatch(str(error)):
        return phrase("ends before its TOML does ({})", found["what"])
    return phrase("is no TOML ({})", short(error))


def broken_json(error: ValueError | RecursionError) -> Phrase | str:
    """Where a text is no JSON, or that it is nested too deeply to be read."""
    if isinstance(error, json.JSONDecodeError):
        return phrase("line {}, column {}: {}", error.lineno, error.colno, error.msg)
    if isinstance(error, RecursionError):
        return phrase("nested too deeply")
    return short(error)


def broken_turtle(error: SyntaxError) -> Phrase:
    """Where a text is no Turtle, as Oxigraph tells it."""
    reason = _AROUND.sub("", short(error))
    return phrase("line {}, column {} is no Turtle ({})", error.lineno or 1, error.offset or 1, reason)


def short(error: BaseException) -> str:
    """What a foreign error says: one line, and not all of a long one."""
    text = " ".join(str(error).split())
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"
