"""A triple store as a push sees it: graphs that are put, added to, counted and dropped.

Two ways lead there: the Graph Store Protocol, and SPARQL Update with an address that answers queries.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol
from urllib.parse import quote, urlsplit, urlunsplit

import pyoxigraph as ox
from rdflib import RDF
from rdflib.namespace import DCTERMS

from kg.errors import OutputError
from kg.export.rdf.quads import Triple
from kg.export.rdf.terms import iri
from kg.push.web import opener, send
from kg.values.phrase import phrase

_CHUNK = 1000  # triples, subjects or rows a request: stores bound their length, and that of answers
_NTRIPLES = {"Content-Type": "application/n-triples"}
_FORM = "application/x-www-form-urlencoded"
_TRIPLES = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
_PART, _VALUE = str(DCTERMS.hasPart), str(RDF.value)


class Triplestore(Protocol):
    """Graphs by name. Each call is one change, or several that may be made again."""

    def put(self, graph: str, triples: Sequence[Triple]) -> None:
        """The graph is these triples and no others."""

    def insert(self, graph: str, triples: Sequence[Triple]) -> None:
        """The graph has these triples, too."""

    def change(self, graph: str, old: set[Triple], new: set[Triple]) -> None:
        """The graph, which had ``old``, has ``new``, and at no time less than both have."""

    def size(self, graph: str) -> int:
        """How many triples are in the graph; 0 where there is none."""

    def parts(self, graph: str) -> set[str]:
        """What ``graph`` says that something has as its parts."""

    def texts(self, graph: str) -> dict[str, str]:
        """The texts that are values in ``graph``, by their subjects."""

    def drop(self, graph: str) -> None:
        """The graph is gone."""


class ByGraph:
    """By the Graph Store Protocol at ``url``: a request a graph."""

    def __init__(self, url: str) -> None:
        self._url, self._opener = url, opener(url)

    def put(self, graph: str, triples: Sequence[Triple]) -> None:
        self._send(graph, "PUT", "".join(_lines(triples)).encode(), _NTRIPLES)

    def insert(self, graph: str, triples: Sequence[Triple]) -> None:
        self._send(graph, "POST", "".join(_lines(triples)).encode(), _NTRIPLES)

    def change(self, graph: str, old: set[Triple], new: set[Triple]) -> None:
        self.put(graph, sorted(new))

    def size(self, graph: str) -> int:
        return sum(1 for _ in self._read(graph))

    def parts(self, graph: str) -> set[str]:
        return {quad.object.value for quad in self._read(graph) if quad.predicate.value == _PART}

    def texts(self, graph: str) -> dict[str, str]:
        found = (quad for quad in self._read(graph) if quad.predicate.value == _VALUE)
        return {quad.subject.value: quad.object.value for quad in found}

    def drop(self, graph: str) -> None:
        try:
            self._send(graph, "DELETE", None, {"Accept": "*/*"})
        except FileNotFoundError:
            return

    def _read(self, graph: str) -> Iterator[Any]:
        accept = "application/n-triples, text/turtle;q=0.5"
        try:
            media, data = self._send(graph, "GET", None, {"Accept": accept})
        except FileNotFoundError:
            return
        try:
            yield from ox.parse(data, format=_TRIPLES[media])
        except (KeyError, SyntaxError) as error:
            raise OutputError(
                phrase("{}: the store answered with no RDF ({}); check --to", self._url, error)
            ) from None

    def _send(
        self, graph: str, method: str, data: bytes | None, headers: dict[str, str]
    ) -> tuple[str, bytes]:
        sign = "&" if urlsplit(self._url).query else "?"
        address = f"{self._url}{sign}graph={quote(graph, safe='')}"
        return send(self._opener, urllib.request.Request(address, data, headers, method=method), self._url)


class ByUpdate:
    """By SPARQL Update at ``url``, in forms, which every store takes; ``queries`` is where it is asked."""

    def __init__(self, url: str, queries: str | None) -> None:
        self._url, self._opener = url, opener(url)
        self._queries = queries or asked_at(url)
        self._asker = opener(self._queries)

    def put(self, graph: str, triples: Sequence[Triple]) -> None:
        self._update(f"CLEAR SILENT GRAPH {iri(graph)}")
        self.insert(graph, triples)

    def insert(self, graph: str, triples: Sequence[Triple]) -> None:
        self._all(graph, "INSERT", triples)

    def change(self, graph: str, old: set[Triple], new: set[Triple]) -> None:
        self._all(graph, "INSERT", sorted(new))
        self._all(graph, "DELETE", sorted(old - new))

    def size(self, graph: str) -> int:
        rows = self._ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {iri(graph)} {{ ?s ?p ?o }} }}")
        return int(rows[0]["n"])

    def parts(self, graph: str) -> set[str]:
        rows = self._listed(graph, f"?whole {iri(_PART)} ?key", "?key")
        return {row["key"] for row in rows}

    def texts(self, graph: str) -> dict[str, str]:
        rows = self._listed(graph, f"?key {iri(_VALUE)} ?text", "?key ?text")
        return {row["key"]: row["text"] for row in rows}

    def _listed(self, graph: str, pattern: str, columns: str) -> list[dict[str, str]]:
        """All rows, some at a time, in the order of ``?key``: stores bound an answer."""
        found: list[dict[str, str]] = []
        while True:
            last = found[-1]["key"] if found else ""
            where = f'GRAPH {iri(graph)} {{ {pattern} }} FILTER(STR(?key) > "{last}")'
            text = f"SELECT DISTINCT {columns} WHERE {{ {where} }} ORDER BY STR(?key) LIMIT {_CHUNK}"
            rows = self._ask(text)
            found += rows
            if len(rows) < _CHUNK:
                return found

    def drop(self, graph: str) -> None:
        self._update(f"CLEAR SILENT GRAPH {iri(graph)}")  # where some refuse DROP of what is not there

    def _all(self, graph: str, verb: str, triples: Sequence[Triple]) -> None:
        for some in _pieces(_lines(triples)):
            self._update(f"{verb} DATA {{ GRAPH {iri(graph)} {{\n{''.join(some)}}} }}")

    def _update(self, text: str) -> None:
        data = f"update={quote(text, safe='')}".encode()
        send(self._opener, urllib.request.Request(self._url, data, {"Content-Type": _FORM}), self._url)

    def _ask(self, text: str) -> list[dict[str, str]]:
        data = f"query={quote(text, safe='')}".encode()
        headers = {"Content-Type": _FORM, "Accept": "application/sparql-results+json"}
        try:
            _, answer = send(self._asker, urllib.request.Request(self._queries, data, headers), self._queries)
            rows = json.loads(answer)["results"]["bindings"]
            return [{name: term["value"] for name, term in row.items()} for row in rows]
        except (ValueError, KeyError, TypeError):
            said = "it answers no query"
        except OutputError as error:
            said = str(error).partition(": ")[2].partition("; ")[0]
        raise OutputError(
            phrase(
                "{}: cannot be asked what is in the store ({}); give its address by --queries",
                self._queries,
                said,
            )
        )


def asked_at(url: str) -> str:
    """Where a store that is updated at ``url`` most likely answers queries."""
    parts = urlsplit(url)
    path = parts.path
    if path.endswith("/update"):
        path = path.removesuffix("update") + "query"
    return urlunsplit(parts._replace(path=path.removesuffix("/statements")))


def _lines(triples: Iterable[Triple]) -> list[str]:
    return [" ".join(triple) + " .\n" for triple in triples]


def _pieces(items: list[str]) -> Iterator[list[str]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
