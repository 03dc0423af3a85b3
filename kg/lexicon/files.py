"""Files of a lexicon: TOML as frozen dataclasses, rows of two columns, and what a user adds to them.

Nothing is raised: the problems go into the list that each function takes.
"""

from __future__ import annotations

import tomllib
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.given import File
from kg.values.broken import broken_toml
from kg.values.phrase import Phrase, phrase
from kg.values.system import why

#: what a user calls the kinds of values
_WORDS: dict[Any, str] = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    tuple: "a list",
    frozenset: "a list",
    dict: "a table",
}


def read_toml(path: Path, problems: list[str]) -> dict[str, Any] | None:
    """The tables of a file; None where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        problems.append(f"{path.name}: {why(error)}")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(phrase("{}: {}; mend it there", path.name, broken_toml(error)))
    return None


def read_rows(path: Path, problems: list[str]) -> dict[str, str]:
    """A table of two columns with a tab between: the code and name of each area."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        problems.append(f"{path.name}: {why(error)}")
        return {}
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1)]
    problems.extend(
        f"{path.name}: line {n}: expected two columns with a tab between" for n, r in rows if len(r) != 2
    )
    return {row[0]: row[1] for _, row in rows if len(row) == 2}


def add(data_of: dict[str, dict[str, Any] | None], file: File, problems: list[str]) -> None:
    """Put the tables of a file into those that are there."""
    try:
        tables = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        problems.append(phrase("{}; mend it there", broken_toml(error)))
        return
    for stem, value in tables.items():
        own = data_of.get(f"{stem}.toml")
        if own is None:
            stems = ", ".join(name.removesuffix(".toml") for name in data_of)
            problems.append(phrase("unknown table {}; there are {}", repr(stem), stems))
        else:
            _merge(own, {stem: value} if isinstance(value, list) else value, stem, problems)


def _merge(own: dict[str, Any], new: dict[str, Any], where: str, problems: list[str]) -> None:
    for key, value in new.items():
        old = own.get(key)
        if key not in own:
            own[key] = value
        elif isinstance(old, dict) and isinstance(value, dict):
            _merge(old, value, f"{where}.{key}", problems)
        elif isinstance(old, list) and isinstance(value, list):
            own[key] = [*old, *(item for item in value if item not in old)]
        else:
            template = "[{}] {}: is set already, to {}; only lists and tables are added to"
            problems.append(phrase(template, where, key, repr(old)))


def convert(kind: Any, data: Any, where: str, problems: list[str]) -> Any:
    """``data`` of a TOML file as a value of type ``kind``; problems are collected, not raised."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return convert(next(arg for arg in args if arg is not type(None)), data, where, problems)
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, data, where, problems)
    if origin in (tuple, frozenset) and isinstance(data, list):
        if args[0] is str and all(type(item) is str for item in data):
            return origin(data)
        return origin(convert(args[0], item, f"{where} [{i}]", problems) for i, item in enumerate(data, 1))
    if origin is dict and isinstance(data, dict):
        if args[1] in (str, int) and all(type(item) is args[1] for item in data.values()):
            return dict(data)
        return {key: convert(args[1], item, f"{where} [{key}]", problems) for key, item in data.items()}
    if kind is float and isinstance(data, int | float):
        return float(data)
    if origin is None and isinstance(kind, type) and isinstance(data, kind):
        return data
    problems.append(phrase("{}: expected {}, found {}", where, _word(origin or kind), _word(type(data))))
    return origin() if origin else None


def _word(kind: Any) -> Phrase | str:
    """What a user calls a kind of value."""
    word = _WORDS.get(kind)
    return getattr(kind, "__name__", str(kind)) if word is None else phrase(word)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _record(kind: type, data: Any, where: str, problems: list[str]) -> Any:
    if not isinstance(data, dict):
        problems.append(phrase("{}: expected {}, found {}", where, _word(dict), _word(type(data))))
        return None
    hints = _hints(kind)
    known = {field.name: field for field in fields(kind)}
    problems.extend(phrase("{}: unknown key {}", where, repr(key)) for key in data if key not in known)
    values = {}
    for name, item in known.items():
        if name in data:
            values[name] = convert(hints[name], data[name], f"{where} [{name}]", problems)
        elif item.default is MISSING and item.default_factory is MISSING:
            problems.append(phrase("{}: key {} is missing", where, repr(name)))
            values[name] = None
    return kind(**values)
