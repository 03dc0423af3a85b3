"""What a query answered, and how it is written: table, CSV, JSON (SPARQL results) or Turtle."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import UsageError
from kg.export.rdf.terms import XSD
from kg.export.rdf.turtle import text_of
from kg.tables.columns import html_table
from kg.tables.spreadsheet import write_sheet

if TYPE_CHECKING:
    import pandas as pd

HTML_ROWS = 50  # of an answer that Jupyter shows
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = str | int | float | bool | None
_WHOLE = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt")
_NUMBERS = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float", *_WHOLE))
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of ``columns`` (SELECT), a ``boolean`` (ASK) or ``triples`` (CONSTRUCT, DESCRIBE)."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    prefixes: dict[str, str] = field(default_factory=dict)

    def values(self) -> list[tuple[str | None, ...]]:
        """The rows as plain strings; None where a variable is unbound."""
        return [tuple(None if term is None else _plain(term) for term in row) for row in self.rows]

    def to_dicts(self) -> list[dict[str, Value]]:
        """One dict a row, by column; numbers as numbers, truth as truth, all else as text."""
        return [dict(zip(self.columns, map(_value, row), strict=True)) for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a data frame, values as of `to_dicts`. Needs the ``pandas`` extra."""
        try:
            import pandas as pd
        except ImportError:
            raise UsageError(
                "to_pandas() needs pandas; install it with: pip install 'zhkg[pandas]'"
            ) from None
        if self.triples is not None or self.boolean is not None:
            raise UsageError("to_pandas() of an answer: needs rows; write a SELECT query")
        return pd.DataFrame([list(map(_value, row)) for row in self.rows], columns=list(self.columns))

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.to_dicts())

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        """The answer to an ASK; else whether there is any row or triple."""
        return bool(self.rows or self.triples) if self.boolean is None else self.boolean

    def __repr__(self) -> str:
        if self.boolean is not None:
            return f"<answer: {str(self.boolean).lower()}>"
        if self.triples is not None:
            return f"<answer: {len(self.triples):,} triples>"
        return f"<answer: {len(self.rows):,} rows of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """The first rows as a table, for Jupyter."""
        if self.boolean is not None or self.triples is not None:
            return f"<pre>{escape(self.to_table())}</pre>"
        return html_table(self.columns, [[_shown(term) for term in row] for row in self.rows[:HTML_ROWS]])

    def to_table(self, heads: Mapping[str, str] | None = None) -> str:
        """For a terminal: aligned with Chinese two columns wide, IRIs decoded, no control characters.

        ``heads`` says what stands over a column instead of its name.
        """
        if self.boolean is not None:
            return f"{str(self.boolean).lower()}\n"
        if self.triples is not None:
            return self.to_turtle()
        shown = [(heads or {}).get(name, name) for name in self.columns]
        return _table([shown, *([_shown(term) for term in row] for row in self.rows)])

    def to_csv(self) -> str:
        """SPARQL 1.1 CSV; triples as subject, predicate, object; a boolean as its word.

        For programs: what a spreadsheet would run is in it as it is.
        """
        text = io.StringIO(newline="")
        rows = ([None if term is None else _plain(term) for term in row] for row in self._table_rows())
        csv.writer(text, lineterminator="\r\n").writerows([*self._heads(), *rows])
        return text.getvalue()

    def to_sheet(self) -> bytes:
        """The same for a spreadsheet: with a byte-order mark, and no text taken for a formula."""
        rows = ([None if term is None else _cell(term) for term in row] for row in self._table_rows())
        return write_sheet([*self._heads(), *rows])

    def _heads(self) -> list[Sequence[str]]:
        if self.boolean is not None:
            return [[str(self.boolean).lower()]]
        return [("s", "p", "o") if self.triples is not None else self.columns]

    def _table_rows(self) -> Sequence[Any]:
        return self.rows if self.triples is None else [tuple(triple) for triple in self.triples]

    def to_json(self) -> str:
        """SPARQL 1.1 Query Results JSON; triples as bindings of s, p and o."""
        if self.boolean is not None:
            return json.dumps({"head": {}, "boolean": self.boolean}) + "\n"
        columns = ("s", "p", "o") if self.triples is not None else self.columns
        triples = [tuple(triple) for triple in self.triples or ()]
        rows: Sequence[Any] = self.rows if self.triples is None else triples
        bindings = [
            {name: _json(term) for name, term in zip(columns, row, strict=True) if term is not None}
            for row in rows
        ]
        data = {"head": {"vars": list(columns)}, "results": {"bindings": bindings}}
        return json.dumps(data, ensure_ascii=False) + "\n"

    def to_turtle(self) -> str:
        """The triples as Turtle; UsageError for a SELECT or an ASK."""
        if self.triples is None:
            raise UsageError("turtle: needs a CONSTRUCT or DESCRIBE query; choose table, csv or json")
        rows = sorted((str(s), str(p), str(o)) for s, p, o in self.triples)
        return text_of(rows, self.prefixes)


def _plain(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)


def _value(term: Term | None) -> Value:
    """A number, where its datatype is one and Python can hold it; truth; else text."""
    if term is None or not isinstance(term, ox.Literal):
        return None if term is None else _plain(term)
    number = _number(term)
    if number is not None:
        return int(number) if number == number.to_integral_value() else float(number)
    if term.datatype.value == f"{XSD}boolean":
        return term.value in ("true", "1")
    return term.value


def _cell(term: Term) -> str | Decimal:
    """Text, or a number, which no spreadsheet takes for a formula."""
    number = _number(term)
    return _plain(term) if number is None else number


def _number(term: Term) -> Decimal | None:
    """The value of a numeric literal; None for all else, and for what is not finite or absurdly large."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in _NUMBERS:
        return None
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 300 else None


def _shown(term: Term | None) -> str:
    """What a person reads: nothing of it can move the cursor or turn the writing direction."""
    if term is None:
        return ""
    text = _plain(term)
    return _CONTROL.sub(" ", unquote(text) if isinstance(term, ox.NamedNode) else text)


def _json(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, ox.Literal):
        return {"type": "bnode", "value": _plain(term)}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return {**found, "xml:lang": term.language}
    plain = term.datatype.value.endswith("#string")
    return found if plain else {**found, "datatype": term.datatype.value}


def _table(rows: list[Sequence[str]]) -> str:
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines) + "\n"


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
