"""JSON Lines: one article a line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from kg.cleaning.noise import load_noise
from kg.reading.found import Found, found_by


@dataclass(frozen=True, slots=True)
class Record:
    """An article of a JSON Lines file; ``number`` counts lines from 1, ``id`` is the file's own or empty."""

    number: int
    sha256: str
    id: str
    text: str
    found: Found


def read_records(data: bytes, whole: str) -> Iterator[Record | tuple[int, str]]:
    """Each line's record, or its number and what is wrong with it. Blank lines are passed over."""
    names = load_noise().names_record
    lines = whole.split("\n")
    encoded = data.split(b"\n") if data.count(b"\n") == len(lines) - 1 else [line.encode() for line in lines]
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "nested too deeply")
            yield number, f"is not JSON ({reason}); write one object a line"
            continue
        if not isinstance(value, dict):
            yield number, "is not a JSON object; write one object a line"
            continue
        text = next(_values(value, names["text"]), "")
        if not text:
            yield number, f"has no text; put it under one of {', '.join(names['text'])}"
            continue
        yield Record(
            number=number,
            sha256=hashlib.sha256(encoded[number - 1].strip(b"\r")).hexdigest(),
            id=next(_values(value, names["id"]), ""),
            text=text,
            found=found_by(partial(_named, value)),
        )


def safe_name(name: str) -> str:
    """A name that is safe in a file name: no separators, control characters or leading dots."""
    return re.sub(r"[\s\x00-\x1f\x7f<>:\"/\\|?*]+", "_", name).strip("._ ")[:100]


def _named(value: dict[str, Any], name: str) -> Iterator[str]:
    return _values(value, load_noise().names_record[name])


def _values(value: dict[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    """The texts and numbers under ``keys``; lists of texts are joined."""
    for key in keys:
        found = value.get(key)
        if isinstance(found, list) and found and all(isinstance(item, str) for item in found):
            found = "、".join(found)
        if isinstance(found, str | int) and not isinstance(found, bool) and str(found).strip():
            yield str(found).encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be written
