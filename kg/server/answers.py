"""The answer to a query in the formats of SPARQL 1.1: rows, a boolean or triples, bounded."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError

# media type → the format of pyoxigraph; the first of each is what a client gets that asks for none
ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
# other names of the same; application/json is what many a client asks for
ALSO = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
ALSO_TRIPLES = {"application/json": "application/ld+json", "text/plain": "application/n-triples"}


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where the rows of a format end: ``ends`` has it as its group, and passes over texts that look alike.

    ``mark`` stands between any two rows, perhaps elsewhere too; ``heads`` rows are a heading; ``tail``
    closes what was cut.
    """

    mark: bytes
    ends: re.Pattern[bytes]
    heads: int = 0
    tail: bytes = b""


_JSON = re.compile(rb'"(?:[^"\\]|\\.)*"|(\})(?=,\{|\])', re.DOTALL)
_SHAPES = {
    "application/sparql-results+json": _Shape(b"},{", _JSON, tail=b"]}}"),
    "application/sparql-results+xml": _Shape(
        b"</result>", re.compile(rb"(</result>)"), tail=b"</results></sparql>"
    ),
    "text/csv": _Shape(b"\n", re.compile(rb'"[^"]*"|(\r\n)'), heads=1),
    "text/tab-separated-values": _Shape(b"\n", re.compile(rb"(\n)"), heads=1),
}
_LOOK = 1 << 20  # bytes after which rows are counted first, then at each doubling


def write_answer(found: Any, form: dict[str, str], rows: int, size: int) -> tuple[bytes, str, bool]:
    """The bytes, their media type, and whether rows were left out; QueryError past ``size`` bytes.

    ``form`` names a media type for rows and one for triples; the type is empty where it has none.
    """
    media = form["triples" if isinstance(found, ox.QueryTriples) else "rows"]
    if not media:
        return b"", "", False
    if isinstance(found, ox.QueryTriples):
        out = _Bounded(size)
        triples = list(islice(found, rows + 1))
        ox.serialize(triples[:rows], out, TRIPLES[media])
        return out.getvalue(), media, len(triples) > rows
    if isinstance(found, ox.QueryBoolean):
        if media.startswith("text/"):  # the formats of tables have no word for it
            return (b"true\n" if found else b"false\n"), media, False
        return found.serialize(format=ROWS[media]) or b"", media, False
    table = _Table(media, rows, size)
    with contextlib.suppress(_EnoughError):
        found.serialize(table, ROWS[media])
    data, truncated = table.cut()
    return data, media, truncated


class _Bounded(io.BytesIO):
    """Bytes up to a size."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._left = size

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise QueryError("query: its answer is too large; ask for less, with LIMIT")
        return super().write(data)


class _EnoughError(Exception):
    """More rows were written than are wanted."""


class _Table(_Bounded):
    """Rows as the store writes them, which is many times faster than to do it in Python."""

    def __init__(self, media: str, rows: int, size: int) -> None:
        super().__init__(size)
        self._shape = _SHAPES[media]
        self._rows = rows
        self._look = _LOOK
        self._xml = media.endswith("xml")

    def write(self, data: Any) -> int:
        # a parser of XML reads a bare carriage return as a line feed
        super().write(data.replace(b"\r", b"&#13;") if self._xml else data)
        if self.tell() > self._look:
            self._look *= 2
            if self._end() is not None:
                raise _EnoughError
        return len(data)

    def cut(self) -> tuple[bytes, bool]:
        """The rows that are wanted, and whether there were more."""
        data = self.getvalue()
        end = self._end()
        return (data, False) if end is None else (data[:end] + self._shape.tail, True)

    def _end(self) -> int | None:
        """Where the last wanted row ends, if another comes after it."""
        data = self.getvalue()
        if data.count(self._shape.mark) < self._rows:
            return None
        last = self._rows + self._shape.heads
        ends = (match.end() for match in self._shape.ends.finditer(data) if match[1])
        found = list(islice(ends, last - 1, last + 1))
        return found[0] if len(found) == 2 else None
