"""A triple store as a push sees it: graphs that are put, added to, counted and dropped.

Two ways lead there: the Graph Store Protocol, and SPARQL Update with an address that answers queries.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol
from urllib.parse import quote, urlsplit, urlunsplit

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, PROV

from kg.errors import OutputError
from kg.export.rdf.quads import Triple
from kg.export.rdf.terms import iri
from kg.push.web import opener, send

_CHUNK = 1000  # triples, subjects or rows a request: stores bound their length, and that of answers
_FORM = "application/x-www-form-urlencoded"
_TRIPLES = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
_MADE = str(PROV.wasGeneratedBy)
_REPLACED = iri(str(DCTERMS.isReplacedBy))


class Triplestore(Protocol):
    """Graphs by name. Each call is one whole change, or several that may be made again."""

    def put(self, graph: str, triples: Sequence[Triple]) -> None:
        """The graph is these triples and no others."""

    def add(self, graph: str, triples: Sequence[Triple]) -> None:
        """What these triples describe is described by them alone; the rest of the graph stays."""

    def size(self, graph: str) -> int:
        """How many triples are in the graph; 0 where there is none."""

    def made(self, graph: str) -> set[str]:
        """The graphs that ``graph`` says were generated."""

    def drop(self, graph: str) -> None:
        """The graph is gone."""


class ByGraph:
    """By the Graph Store Protocol at ``url``: a request a graph."""

    def __init__(self, url: str) -> None:
        self._url, self._opener = url, opener(url)

    def put(self, graph: str, triples: Sequence[Triple]) -> None:
        data = "".join(_lines(triples)).encode()
        self._send(graph, "PUT", data, {"Content-Type": "application/n-triples"})

    def add(self, graph: str, triples: Sequence[Triple]) -> None:
        new = set(described(triples))
        old = (triple for triple in self._read(graph) if triple[0] not in new)
        self.put(graph, sorted({*triples, *old}))

    def size(self, graph: str) -> int:
        return sum(1 for _ in self._read(graph))

    def made(self, graph: str) -> set[str]:
        term = iri(_MADE)
        return {subject[1:-1] for subject, verb, _ in self._read(graph) if verb == term}

    def drop(self, graph: str) -> None:
        try:
            self._send(graph, "DELETE", None, {"Accept": "*/*"})
        except FileNotFoundError:
            return

    def _read(self, graph: str) -> Iterator[Triple]:
        accept = "application/n-triples, text/turtle;q=0.5"
        try:
            media, data = self._send(graph, "GET", None, {"Accept": accept})
        except FileNotFoundError:
            return
        try:
            for quad in ox.parse(data, format=_TRIPLES[media]):
                yield str(quad.subject), str(quad.predicate), str(quad.object)
        except (KeyError, SyntaxError) as error:
            raise OutputError(f"{graph}: the store answered with no RDF ({error}); check --to") from None

    def _send(
        self, graph: str, method: str, data: bytes | None, headers: dict[str, str]
    ) -> tuple[str, bytes]:
        sign = "&" if urlsplit(self._url).query else "?"
        address = f"{self._url}{sign}graph={quote(graph, safe='')}"
        return send(self._opener, urllib.request.Request(address, data, headers, method=method), graph)


class ByUpdate:
    """By SPARQL Update at ``url``, in forms, which every store takes; ``queries`` is where it is asked."""

    def __init__(self, url: str, queries: str | None) -> None:
        self._url, self._opener = url, opener(url)
        self._queries = queries or asked_at(url)
        self._asker = opener(self._queries)

    def put(self, graph: str, triples: Sequence[Triple]) -> None:
        self._update(graph, f"CLEAR SILENT GRAPH {iri(graph)}")
        self._insert(graph, triples)

    def add(self, graph: str, triples: Sequence[Triple]) -> None:
        for some in _pieces(described(triples)):
            where = f"GRAPH {iri(graph)} {{ VALUES ?s {{ {' '.join(some)} }} ?s ?p ?o }}"
            self._update(graph, f"DELETE {{ GRAPH {iri(graph)} {{ ?s ?p ?o }} }} WHERE {{ {where} }}")
        self._insert(graph, triples)

    def size(self, graph: str) -> int:
        rows = self._ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {iri(graph)} {{ ?s ?p ?o }} }}")
        return int(rows[0]["n"])

    def made(self, graph: str) -> set[str]:
        found: set[str] = set()
        last = ""
        while True:
            text = (
                f'SELECT DISTINCT ?g WHERE {{ GRAPH {iri(graph)} {{ ?g {iri(_MADE)} ?b }} FILTER(STR(?g) > "'
            )
            rows = self._ask(f'{text}{last}") }} ORDER BY STR(?g) LIMIT {_CHUNK}')
            found |= {row["g"] for row in rows}
            if len(rows) < _CHUNK:
                return found
            last = max(row["g"] for row in rows)

    def drop(self, graph: str) -> None:
        self._update(graph, f"CLEAR SILENT GRAPH {iri(graph)}")  # where some refuse DROP of what is not there

    def _insert(self, graph: str, triples: Sequence[Triple]) -> None:
        for some in _pieces(_lines(triples)):
            self._update(graph, f"INSERT DATA {{ GRAPH {iri(graph)} {{\n{''.join(some)}}} }}")

    def _update(self, graph: str, text: str) -> None:
        data = f"update={quote(text, safe='')}".encode()
        send(self._opener, urllib.request.Request(self._url, data, {"Content-Type": _FORM}), graph)

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
            said = str(error).partition(": ")[2]
        raise OutputError(
            f"{self._queries}: cannot be asked what is in the store ({said}); give its address by --queries"
        )


def asked_at(url: str) -> str:
    """Where a store that is updated at ``url`` most likely answers queries."""
    parts = urlsplit(url)
    path = parts.path
    if path.endswith("/update"):
        path = path.removesuffix("update") + "query"
    return urlunsplit(parts._replace(path=path.removesuffix("/statements")))


def described(triples: Iterable[Triple]) -> list[str]:
    """The subjects of which more is said than what took their place."""
    return sorted({subject for subject, verb, _ in triples if verb != _REPLACED})


def _lines(triples: Iterable[Triple]) -> list[str]:
    return [" ".join(triple) + " .\n" for triple in triples]


def _pieces(items: list[str]) -> Iterator[list[str]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
