"""What a query answered, and how it is written: table, CSV, JSON (SPARQL results) or Turtle."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import UsageError
from kg.export.rdf.turtle import text_of

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
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

    def to_dicts(self) -> list[dict[str, str | None]]:
        """One dict a row, by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values()]

    def to_table(self) -> str:
        """For a terminal: aligned with Chinese two columns wide, IRIs decoded, no control characters."""
        if self.boolean is not None:
            return f"{str(self.boolean).lower()}\n"
        if self.triples is not None:
            return self.to_turtle()
        return _table([self.columns, *([_shown(term) for term in row] for row in self.rows)])

    def to_csv(self) -> str:
        """SPARQL 1.1 CSV; triples as subject, predicate, object; a boolean as its word."""
        text = io.StringIO(newline="")
        table = csv.writer(text, lineterminator="\r\n")
        if self.boolean is not None:
            table.writerow([str(self.boolean).lower()])
        elif self.triples is not None:
            table.writerow(("s", "p", "o"))
            table.writerows([_plain(term) for term in triple] for triple in self.triples)
        else:
            table.writerow(self.columns)
            table.writerows(self.values())
        return text.getvalue()

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
