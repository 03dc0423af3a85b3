"""Tables for spreadsheets: CSV that Excel opens as it is, in UTF-8, with nothing taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

BOM = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x1b", "＝", "＋", "－", "＠")


def cell(value: Any) -> Any:
    """A value as a cell: a text that a spreadsheet would run has ``'`` before it; truth in lower case."""
    if isinstance(value, str):
        value = value.replace("\0", "\ufffd")
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value).lower() if isinstance(value, bool) else value


def plain(text: str) -> str:
    """What `cell` was given, of a text that came back."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def returned(value: Any) -> str:
    """A value as it comes back from a table that nobody changed."""
    return "" if value is None else plain(str(cell(value)).strip())


def write_sheet(rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows as a CSV file, with a byte-order mark and lines that end as Excel's do."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return BOM + text.getvalue().encode("utf-8", "replace")


def read_sheet(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table that a spreadsheet saved, but blank ones, each with the number of its last line.

    Commas, semicolons or tabs set the cells apart, whichever the first row has most of.
    """
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=False)
    for row in rows:
        cells = [plain(value.strip()) for value in row]
        if any(cells):
            yield rows.line_num, cells
