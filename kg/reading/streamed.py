"""JSON Lines files of any size, a line in memory at a time."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path

from kg.reading.columns import given_fields
from kg.reading.grid import is_told
from kg.reading.kind import looks_json_lines
from kg.reading.records import Item, Record, each_record


def read_line_file(path: Path) -> Iterator[Record | str] | None:
    """As `kg.reading.records.read_lines`, of a file in UTF-8 whose first line is a JSON object.

    None for any other, and where the lines are the rows of a table: such files are to be read whole.
    """
    with path.open("rb") as file:
        first = next((line for line in file if line.removeprefix(BOM_UTF8).strip()), b"")
    if not looks_json_lines(first):
        return None
    names: dict[str, None] = {}
    rows = True
    try:
        for item in _items(path):
            if isinstance(item, Item) and isinstance(item.value, dict):
                names.update(dict.fromkeys(map(str, item.value)))
            else:
                rows = False
    except UnicodeError:
        return None
    if rows and is_told(list(names)) and given_fields().get("text") not in names:
        return None
    return each_record(_items(path))


def _items(path: Path) -> Iterator[Item | str]:
    """Each line that is not blank; UnicodeError where it is not in UTF-8, or holds zero bytes."""
    with path.open("rb") as file:
        for number, data in enumerate(file, 1):
            data = data.removesuffix(b"\n")
            text = (data.removeprefix(BOM_UTF8) if number == 1 else data).decode()
            if "\0" in text:
                raise UnicodeError("zero bytes")
            if not text.strip():
                continue
            try:
                value = json.loads(text)
            except (ValueError, RecursionError) as error:
                reason = getattr(error, "msg", "nested too deeply")
                yield f"line {number} is not JSON ({reason}); write one object a line"
            else:
                yield Item(number, f"line {number}", data.strip(b"\r"), value)
