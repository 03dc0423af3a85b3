"""JSON Lines, JSON arrays and tables of articles: one article a line, an item or a row."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kg.reading.columns import field_names, given_fields
from kg.reading.found import Found, found_by
from kg.reading.grid import Grid, grid_of_rows, is_told
from kg.values.broken import broken_json

#: how deep below the top of a JSON file its list of articles is looked for
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Record:
    """An article of a JSON Lines file; ``number`` counts lines from 1, ``id`` is the file's own or empty.

    ``place`` says where it stands (``line 3``).
    """

    number: int
    sha256: str
    id: str
    text: str
    found: Found
    place: str


@dataclass(frozen=True, slots=True)
class Item:
    """What stands at a place of a file: ``data`` are its bytes, ``value`` what they say."""

    number: int
    place: str
    data: bytes
    value: Any


def read_lines(data: bytes, whole: str) -> Iterator[Record | str] | Grid:
    """The record of each line of JSON, or where and what is wrong with it; a table where the lines are
    its rows. Blank lines are passed over."""
    lines = whole.split("\n")
    encoded = data.split(b"\n") if data.count(b"\n") == len(lines) - 1 else [line.encode() for line in lines]
    items: list[Item | str] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                reason = getattr(error, "msg", "nested too deeply")
                items.append(f"line {number} is not JSON ({reason}); write one object a line")
            else:
                items.append(Item(number, f"line {number}", encoded[number - 1].strip(b"\r"), value))
    return _records(items)


def read_json(whole: str) -> Iterator[Record | str] | Grid:
    """The record of each object of a JSON array, or the table whose rows they are.

    The array may stand alone or inside an object; an object with a text of its own is one article.
    Raises ValueError where it is no JSON.
    """
    try:
        value = json.loads(whole)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is not JSON ({broken_json(error)}); write one array of objects") from None
    found = _array(value)
    if found and all(isinstance(row, list) for row in found):
        return grid_of_rows([[cell_of(cell) for cell in row] for row in found])
    items = [
        Item(number, f"item {number}", json.dumps(item, ensure_ascii=False, sort_keys=True).encode(), item)
        for number, item in enumerate(found, 1)
    ]
    return _records(items)


def records_of(dicts: Iterable[dict[str, Any]]) -> Iterator[Record | str]:
    """The record of each row of a table of articles, one at a time."""
    return each_record(
        Item(number, f"row {number}", json.dumps(row, ensure_ascii=False, sort_keys=True).encode(), row)
        for number, row in enumerate(dicts, 1)
    )


def holds_articles(names: Iterable[str]) -> bool:
    """Whether columns of these names are of articles: there is a text, and no table that states something."""
    known = set(names)
    if given_fields().get("text") in known:
        return True
    return bool(known & set(text_names())) and not is_told(sorted(known))


def text_names() -> tuple[str, ...]:
    """The names under which others put the text of an article."""
    return field_names()["text"]


def _array(value: Any, depth: int = _DEPTH) -> list[Any]:
    """The articles in what a JSON file holds: the longest list of objects, or the only object."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return [value]
    if any(_values(value, text_names())) or not depth:
        return [value]
    below = [_array(item, depth - 1) for item in value.values() if isinstance(item, dict | list)]
    below = [found for found in below if any(isinstance(item, dict | list) for item in found)]
    return max(below, key=len, default=[value])


def _records(items: Sequence[Item | str]) -> Iterator[Record | str] | Grid:
    rows = [item.value for item in items if isinstance(item, Item)]
    if rows and len(rows) == len(items) and all(isinstance(row, dict) for row in rows):
        names = list(dict.fromkeys(str(name) for row in rows for name in row))
        if is_told(names) and given_fields().get("text") not in names:
            cells = [[cell_of(row.get(name)) for name in names] for row in rows]
            return grid_of_rows([names, *cells])
    return each_record(items)


def each_record(items: Iterable[Item | str]) -> Iterator[Record | str]:
    """The record of each item, or what is wrong with it."""
    names = field_names()
    for item in items:
        if isinstance(item, str):
            yield item
            continue
        value = item.value
        if not isinstance(value, dict):
            yield f"{item.place} is not a JSON object; write one object a line"
            continue
        text = next(_values(value, names["text"]), "")
        if not text:
            yield f"{item.place} has no text; put it under one of {', '.join(names['text'])}"
            continue
        yield Record(
            number=item.number,
            sha256=hashlib.sha256(item.data).hexdigest(),
            id=next(_values(value, names["id"]), ""),
            text=text,
            found=found_by(partial(_named, value)),
            place=item.place,
        )


def safe_name(name: str) -> str:
    """A name that is safe in a file name: no separators, control characters or leading dots."""
    return re.sub(r"[\s\x00-\x1f\x7f<>:\"/\\|?*]+", "_", name).strip("._ ")[:100]


def cell_of(value: Any) -> str:
    """A value of a row as text; numbers as people write them."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return "、".join(map(cell_of, value))
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _named(value: dict[str, Any], name: str) -> Iterator[str]:
    return _values(value, field_names()[name])


def _values(value: dict[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    """The texts and numbers under ``keys``; lists of texts are joined."""
    for key in keys:
        found = value.get(key)
        if isinstance(found, list) and found and all(isinstance(item, str) for item in found):
            found = "、".join(found)
        if isinstance(found, str | int) and not isinstance(found, bool) and str(found).strip():
            yield str(found).encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be written
