"""The W3C's test suite of SPARQL as files: its manifests, and the answers that they expect."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox

BASE = "https://w3c.github.io/rdf-tests/sparql/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
EVALUATED = ("QueryEvaluationTest", "CSVResultFormatTest")
GOOD = ("PositiveSyntaxTest", "PositiveSyntaxTest11")
BAD = ("NegativeSyntaxTest", "NegativeSyntaxTest11")
# what an endpoint that only reads, from one build, is not for
LEFT_OUT = ("entailment", "service", "syntax-fed", "service-description", "protocol")
_RDF = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
_ROWS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Node = ox.NamedNode | ox.BlankNode


@dataclass(frozen=True)
class Test:
    """A test of queries: IRIs of its files; ``data`` are the default graph, ``named`` have their names."""

    folder: str
    name: str
    kind: str
    query: str
    data: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: str = ""


class Manifest:
    """A manifest's triples, to be walked through."""

    def __init__(self, path: Path, iri: str) -> None:
        self._store = ox.Store()
        self._store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=iri)

    def all(self, subject: Any, predicate: str) -> list[Any]:
        found = self._store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
        return sorted((quad.object for quad in found), key=str)

    def one(self, subject: Any, predicate: str) -> Any:
        return next(iter(self.all(subject, predicate)), None)

    def listed(self, head: Any) -> Iterator[Any]:
        while head is not None and head.value != f"{RDF}nil":
            yield self.one(head, f"{RDF}first")
            head = self.one(head, f"{RDF}rest")

    def entries(self) -> Iterator[tuple[Any, str]]:
        """Each test with the local name of its kind, in the manifest's order."""
        for quad in self._store.quads_for_pattern(None, ox.NamedNode(f"{MF}entries"), None):
            for test in self.listed(quad.object):
                kinds = [kind.value.rpartition("#")[2] for kind in self.all(test, f"{RDF}type")]
                yield test, next(iter(kinds), "")


def tests(suite: Path) -> Iterator[Test]:
    """Those of SPARQL 1.0 and 1.1 that ask queries; ``suite`` is the folder of ``sparql10``."""
    for path in sorted(suite.glob("sparql1[01]/*/manifest.ttl")):
        folder = path.parent.relative_to(suite).as_posix()
        if path.parent.name in LEFT_OUT:
            continue
        manifest = Manifest(path, f"{BASE}{folder}/manifest.ttl")
        for test, kind in manifest.entries():
            if kind not in (*EVALUATED, *GOOD, *BAD):
                continue
            action = manifest.one(test, f"{MF}action")
            name = test.value.rpartition("#")[2]
            query = manifest.one(action, f"{QT}query")
            if query is None:
                yield Test(folder, name, kind, action.value)
                continue
            data = tuple(item.value for item in manifest.all(action, f"{QT}data"))
            named = tuple(item.value for item in manifest.all(action, f"{QT}graphData"))
            yield Test(folder, name, kind, query.value, data, named, manifest.one(test, f"{MF}result").value)


def file_of(suite: Path, iri: str) -> Path:
    return suite / iri.removeprefix(BASE)


def graphs(suite: Path, wanted: Iterable[Test]) -> set[str]:
    """The IRIs of all files of data that tests are about, those that a FROM clause names too."""
    found = {iri for test in wanted for iri in (*test.data, *test.named)}
    beside = {test.folder for test in wanted if test.folder.endswith("/dataset")}
    for folder in beside:
        found |= {f"{BASE}{folder}/{path.name}" for path in (suite / folder).glob("data*.ttl")}
    return found


def load(store: ox.Store, suite: Path, iri: str, graph: ox.NamedNode | None) -> None:
    path = file_of(suite, iri)
    store.load(path=str(path), format=_RDF[path.suffix], base_iri=iri, to_graph=graph)


@dataclass(frozen=True)
class Answer:
    """Rows by column (and whether their order counts), triples, truth, or rows of bare text (CSV)."""

    rows: tuple[dict[str, Term], ...] | None = None
    ordered: bool = False
    triples: tuple[ox.Triple, ...] | None = None
    truth: bool | None = None
    text: tuple[tuple[str, ...], ...] | None = None

    def same(self, other: Answer) -> bool:
        """Whether both say the same but for the names of blank nodes and the writing of numbers."""
        if self.rows is not None and other.rows is not None:
            ordered = self.ordered or other.ordered
            return _shape(_row_quads(self.rows, ordered)) == _shape(_row_quads(other.rows, ordered))
        if self.triples is not None and other.triples is not None:
            mine, theirs = ([_quad(*triple) for triple in answer.triples or ()] for answer in (self, other))
            return _shape(mine) == _shape(theirs)
        if self.text is not None and other.text is not None:
            return Counter(self.text) == Counter(other.text)
        return self.truth is not None and self.truth == other.truth


def expected(suite: Path, iri: str) -> Answer:
    """What a file says that the answer is."""
    path = file_of(suite, iri)
    if path.suffix == ".csv":
        return Answer(text=bare_rows(path.read_bytes()))
    if path.suffix in _ROWS:
        return rows_of(ox.parse_query_results(path=str(path), format=_ROWS[path.suffix]))
    manifest = Manifest.__new__(Manifest)
    manifest._store = ox.Store()
    load(manifest._store, suite, iri, None)
    sets = list(
        manifest._store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{RS}ResultSet"))
    )
    if not sets:
        return Answer(triples=tuple(quad.triple for quad in manifest._store))
    head = sets[0].subject
    truth = manifest.one(head, f"{RS}boolean")
    if truth is not None:
        return Answer(truth=truth.value == "true")
    solutions = manifest.all(head, f"{RS}solution")
    index = {node: manifest.one(node, f"{RS}index") for node in solutions}
    ordered = bool(solutions) and all(value is not None for value in index.values())
    if ordered:
        solutions.sort(key=lambda node: int(index[node].value))
    rows = []
    for node in solutions:
        bindings = manifest.all(node, f"{RS}binding")
        rows.append({manifest.one(b, f"{RS}variable").value: manifest.one(b, f"{RS}value") for b in bindings})
    return Answer(rows=tuple(rows), ordered=ordered)


def rows_of(found: Any) -> Answer:
    """An answer of the engine, or one that it has parsed."""
    if isinstance(found, ox.QueryBoolean):
        return Answer(truth=bool(found))
    if isinstance(found, ox.QueryTriples):
        return Answer(triples=tuple(found))
    columns = [variable.value for variable in found.variables]
    rows = [{name: row[name] for name in columns if row[name] is not None} for row in found]
    return Answer(rows=tuple(rows))


def bare_rows(data: bytes) -> tuple[tuple[str, ...], ...]:
    """The cells of a CSV, blank nodes all alike."""
    rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    return tuple(tuple(re.sub(r"^_:.*", "_:", cell) for cell in row) for row in rows)


def _row_quads(rows: Sequence[dict[str, Term]], ordered: bool) -> list[ox.Quad]:
    quads = []
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        quads.append(_quad(node, ox.NamedNode("row:"), ox.Literal(number if ordered else 0)))
        quads += [_quad(node, ox.NamedNode(f"column:{name}"), term) for name, term in row.items()]
    return quads


def _quad(subject: Any, predicate: Any, value: Any) -> ox.Quad:
    return ox.Quad(subject, predicate, _number(value))


def _number(term: Any) -> Any:
    """Numbers and truth in one way of writing: ``2``, ``2.0`` and ``2.00`` of one datatype are alike."""
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(XSD):
        return term
    kind = term.datatype.value.removeprefix(XSD)
    try:
        if kind in ("integer", "decimal"):
            return ox.Literal(str(Decimal(term.value).normalize()), datatype=term.datatype)
        if kind == "boolean":
            return ox.Literal(term.value in ("true", "1"))
        if kind in ("double", "float"):
            return ox.Literal(repr(float(f"{float(term.value):.6g}")), datatype=term.datatype)
    except (ArithmeticError, ValueError):
        pass
    return term


def _shape(quads: Iterable[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}
