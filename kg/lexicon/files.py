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


def read_toml(path: Path, problems: list[str]) -> dict[str, Any] | None:
    """The tables of a file; None where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # ValueError: broken TOML, or bytes that are not UTF-8
        problems.append(f"{path.name}: {_reason(error)}")
        return None


def read_rows(path: Path, problems: list[str]) -> dict[str, str]:
    """A table of two columns with a tab between: the code and name of each area."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        problems.append(f"{path.name}: {_reason(error)}")
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
    except ValueError as error:
        problems.append(str(error))
        return
    for stem, value in tables.items():
        own = data_of.get(f"{stem}.toml")
        if own is None:
            stems = ", ".join(name.removesuffix(".toml") for name in data_of)
            problems.append(f"unknown table {stem!r}; there are {stems}")
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
            problems.append(
                f"[{where}] {key}: is set already, to {old!r}; only lists and tables are added to"
            )


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


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
    problems.append(f"{where}: expected {getattr(kind, '__name__', kind)}, found {type(data).__name__}")
    return origin() if origin else None


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _record(kind: type, data: Any, where: str, problems: list[str]) -> Any:
    if not isinstance(data, dict):
        problems.append(f"{where}: expected a table, found {type(data).__name__}")
        return None
    hints = _hints(kind)
    known = {field.name: field for field in fields(kind)}
    problems.extend(f"{where}: unknown key {key!r}" for key in data if key not in known)
    values = {}
    for name, item in known.items():
        if name in data:
            values[name] = convert(hints[name], data[name], f"{where} [{name}]", problems)
        elif item.default is MISSING and item.default_factory is MISSING:
            problems.append(f"{where}: key {name!r} is missing")
            values[name] = None
    return kind(**values)
