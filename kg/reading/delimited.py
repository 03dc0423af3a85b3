"""A table as delimited text (CSV, TSV) to rows: the delimiter is told by what makes sense of the lines."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

from kg.reading.grid import grid_of_rows, has_headings

#: what may stand between the cells, the most usual first
DELIMITERS = ",\t;|，"
#: so many lines tell the delimiter
_SAMPLE = 60
#: characters of a cell, which may be an article
_LONGEST = 10_000_000


def read_rows(text: str, suffix: str = "") -> list[list[str]]:
    """The rows of a delimited text, empty ones left out; ValueError says what is wrong.

    A first line ``sep=;``, as Excel writes it, is heeded and is none of them.
    """
    first, _, rest = text.partition("\n")
    told = first.strip().lower().removeprefix("sep=")
    if first.lower().startswith("sep=") and len(told) == 1:
        return split_rows(rest, told)
    return split_rows(text, _delimiter(text, suffix))


def _delimiter(text: str, suffix: str) -> str:
    """The delimiter whose rows have headings that are known, and of those the most even rows."""
    lines = text.splitlines(keepends=True)[:_SAMPLE]
    sample = "".join(lines)
    choices = "\t" + DELIMITERS.replace("\t", "") if suffix == ".tsv" else DELIMITERS

    def fit(delimiter: str) -> tuple[bool, float]:
        try:
            rows = split_rows(sample, delimiter)
        except ValueError:  # a field that the sample cuts in two
            return False, 0.0
        widths = Counter(map(len, rows))
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return has_headings(grid_of_rows(rows)), count / len(rows) if width > 1 else 0.0

    return max(choices, key=fit)  # the first of several that fit alike


def split_rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows of a text with a known delimiter; ValueError says what is wrong."""
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        return [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ValueError(f"is no table that can be read ({error}); save it again as CSV") from None


def dicts_of(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The rows below the first one, by its cells: a table of articles."""
    names = [name.strip() for name in rows[0]]
    return [{n: cell for n, cell in zip(names, row, strict=False) if n} for row in rows[1:]]
