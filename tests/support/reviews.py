"""Review tables: read, and filled in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def filled(data: bytes, change: Callable[[dict[str, str]], dict[str, str]]) -> str:
    """The table with rows changed, as a spreadsheet saves it."""
    found = rows(data)
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, list(found[0]), lineterminator="\r\n")
    table.writeheader()
    table.writerows({**row, **change(row)} for row in found)
    return "\ufeff" + text.getvalue()
