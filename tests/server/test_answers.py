"""Answers in each format: what an independent reader of the format reads, whole and cut."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.server.answers import ROWS, write_answer

SPARQL = "{http://www.w3.org/2005/sparql-results#}"
# what the formats write with signs of their own, beside what XML can hold at all
HOSTILE = [
    '}},{"',
    "},{",
    "]}}",
    "</result>",
    '"',
    "\\",
    "\r\n",
    "\n",
    "\t",
    "&#13;",
    "<b>",
    "张三",
    "'",
    ",",
    "}",
]
TEXTS = st.lists(st.sampled_from(HOSTILE), max_size=5).map("".join)
Row = list[str | None]


def _json(data: bytes) -> list[Row]:
    found = json.loads(data)
    return [
        [row.get(name, {}).get("value") for name in found["head"]["vars"]]
        for row in found["results"]["bindings"]
    ]


def _xml(data: bytes) -> list[Row]:
    names = ["a", "b"]
    rows = ET.fromstring(data).findall(f"{SPARQL}results/{SPARQL}result")
    cells = [{cell.get("name"): cell[0].text or "" for cell in row} for row in rows]
    return [[cell.get(name) for name in names] for cell in cells]


def _csv(data: bytes) -> list[Row]:
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    return [[cell or None for cell in row] for row in rows[1:]]


def _tsv(data: bytes) -> list[Row]:
    found = ox.parse_query_results(data, ox.QueryResultsFormat.TSV)
    assert isinstance(found, ox.QuerySolutions)
    return [[term.value if isinstance(term, ox.Literal) else None for term in row] for row in found]


READERS: dict[str, Callable[[bytes], list[Row]]] = {
    "application/sparql-results+json": _json,
    "application/sparql-results+xml": _xml,
    "text/csv": _csv,
    "text/tab-separated-values": _tsv,
}


def _ask(rows: list[Row]) -> ox.QuerySolutions:
    cells = [" ".join("UNDEF" if text is None else str(ox.Literal(text)) for text in row) for row in rows]
    values = " ".join(f"({cell})" for cell in cells)
    found = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found


@pytest.mark.parametrize("media", READERS)
@given(
    rows=st.lists(st.lists(st.none() | TEXTS, min_size=2, max_size=2), max_size=6), limit=st.integers(1, 7)
)
def test_an_answer_is_read_back_and_cut_between_rows(media: str, rows: list[Row], limit: int) -> None:
    data, said, truncated = write_answer(_ask(rows), {"rows": media, "triples": ""}, limit, 1 << 20)
    wanted = rows[:limit]
    if media == "text/csv":  # which has one sign for an unbound variable and an empty text
        wanted = [[cell or None for cell in row] for row in wanted]
    assert READERS[media](data) == wanted
    assert (said, truncated) == (media, len(rows) > limit)


@pytest.mark.parametrize("media", READERS)
def test_a_long_answer_stops_early(media: str) -> None:
    rows: list[Row] = [[f"{number} }},{{", "文" * 40] for number in range(40_000)]
    found = _ask(rows)
    data, _, truncated = write_answer(found, {"rows": media, "triples": ""}, 10, 3 << 20)
    assert truncated
    assert READERS[media](data) == rows[:10]


def test_an_answer_past_the_bytes_is_an_error() -> None:
    with pytest.raises(QueryError, match="too large"):
        write_answer(_ask([["文" * 100, None]]), {"rows": "text/csv", "triples": ""}, 10, 200)


@pytest.mark.parametrize("media", ROWS)
def test_a_boolean_in_every_format(media: str) -> None:
    data, _, truncated = write_answer(ox.Store().query("ASK {}"), {"rows": media, "triples": ""}, 10, 200)
    assert b"true" in data
    assert not truncated
