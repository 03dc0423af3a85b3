"""The answer to a query in the formats of SPARQL 1.1: rows, a boolean or triples, bounded."""

from __future__ import annotations

import csv
import io
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


def write_answer(found: Any, form: dict[str, str], rows: int, size: int) -> tuple[bytes, str, bool]:
    """The bytes, their media type, and whether rows were left out; QueryError past ``size`` bytes.

    ``form`` names a media type for rows and one for triples; the type is empty where it has none.
    """
    out = _Bounded(size)
    media = form["triples" if isinstance(found, ox.QueryTriples) else "rows"]
    if not media:
        return b"", "", False
    if isinstance(found, ox.QueryTriples):
        triples = list(islice(found, rows + 1))
        ox.serialize(triples[:rows], out, TRIPLES[media])
        return out.getvalue(), media, len(triples) > rows
    if isinstance(found, ox.QueryBoolean):
        if media.startswith("text/"):  # the formats of tables have no word for it
            return (b"true\n" if found else b"false\n"), media, False
        found.serialize(out, ROWS[media])
        return out.getvalue(), media, False
    columns = [variable.value for variable in found.variables]
    taken = [tuple(row) for row in islice(found, rows + 1)]
    _rows(columns, taken[:rows], media, out)
    return out.getvalue(), media, len(taken) > rows


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


def _rows(columns: list[str], rows: list[tuple[Any, ...]], media: str, out: _Bounded) -> None:
    if media == "text/csv":
        text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(columns)
        table.writerows([_plain(term) for term in row] for row in rows)
        text.detach()
    elif media == "text/tab-separated-values":
        out.write(("\t".join(f"?{name}" for name in columns) + "\n").encode())
        for row in rows:
            out.write(("\t".join(_tsv(term) for term in row) + "\n").encode())
    elif media.endswith("json"):
        from kg.query.result import Result

        out.write(Result(tuple(columns), tuple(rows)).to_json().encode())
    else:
        _xml(columns, rows, out)


def _plain(term: Any) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else str(term.value)


def _tsv(term: Any) -> str:
    return "" if term is None else str(term).replace("\t", "\\t")


def _xml(columns: list[str], rows: list[tuple[Any, ...]], out: _Bounded) -> None:
    from xml.sax.saxutils import escape, quoteattr

    head = "".join(f"<variable name={quoteattr(name)}/>" for name in columns)
    out.write(
        f'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{head}</head>'
        "<results>".encode()
    )
    for row in rows:
        cells = []
        for name, term in zip(columns, row, strict=True):
            if term is None:
                continue
            if isinstance(term, ox.NamedNode):
                value = f"<uri>{escape(term.value)}</uri>"
            elif isinstance(term, ox.Literal):
                language = f' xml:lang="{term.language}"' if term.language else ""
                plain = term.language or term.datatype.value.endswith("#string")
                kind = "" if plain else f" datatype={quoteattr(term.datatype.value)}"
                value = f"<literal{language}{kind}>{escape(term.value, {chr(13): '&#13;'})}</literal>"
            else:
                value = f"<bnode>{escape(_plain(term))}</bnode>"
            cells.append(f"<binding name={quoteattr(name)}>{value}</binding>")
        out.write(f"<result>{''.join(cells)}</result>".encode())
    out.write(b"</results></sparql>")
