"""SHACL: what of a build, or of any graph, does not fit the shapes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph
from rdflib.namespace import SH
from rdflib.term import Node

from kg.errors import UsageError
from kg.export.rdf.quads import union
from kg.export.rdf.turtle import text_of
from kg.model import ASSERTED, Records
from kg.shapes import shapes
from kg.values.broken import broken_turtle, short
from kg.values.phrase import phrase

__all__ = ["Violation", "check", "read_shapes", "shapes", "validate"]


@dataclass(frozen=True, slots=True)
class Violation:
    """``node`` breaks a shape: at ``path`` (a property, or empty), for what ``message`` says."""

    node: str
    path: str
    message: str


def validate(records: Records, status: str = ASSERTED, own: Sequence[Graph] = ()) -> list[Violation]:
    """What of ``records`` as RDF breaks `shapes`, or those of ``own``; sorted. Needs the extra ``shacl``."""
    data = Graph()
    data.parse(data=text_of(union(records, status), {}), format="turtle")
    return check(data, own)


def check(data: Graph, own: Sequence[Graph] = ()) -> list[Violation]:
    """What of a graph breaks `shapes`, or the shapes of ``own``; UsageError where those cannot be used."""
    try:
        import pyshacl
    except ImportError:
        raise UsageError("validate: needs pySHACL; install it with: pip install 'zhkg[shacl]'") from None
    rules = _parsed(shapes())
    for graph in own:
        rules = rules + graph
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, inplace=True)
    except Exception as error:  # pySHACL has no one error for shapes that it cannot use
        raise UsageError(phrase("--shapes: cannot be used ({}); mend the shapes", short(error))) from None
    assert isinstance(report, Graph)
    found = {_violation(report, result) for result in report.subjects(RDF.type, SH.ValidationResult)}
    return sorted(found, key=lambda item: (item.node, item.path, item.message))


def read_shapes(path: Path) -> Graph:
    """The user's own shapes; UsageError where the file is not there, no Turtle or has no shape."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError(phrase("{}: cannot be read; name a Turtle file with SHACL shapes", path)) from None
    try:
        deque(ox.parse(text.encode(), ox.RdfFormat.TURTLE), 0)  # it says where, which rdflib does not
        found = Graph().parse(data=text, format="turtle")
    except SyntaxError as error:
        raise UsageError(phrase("{}: {}; mend it there", path, broken_turtle(error))) from None
    except Exception as error:  # rdflib's parser raises several kinds
        raise UsageError(phrase("{}: is no Turtle ({}); mend it", path, short(error))) from None
    if not any(predicate.startswith(str(SH)) for predicate in map(str, found.predicates())):
        raise UsageError(phrase("{}: holds no SHACL shape; write a sh:NodeShape or sh:PropertyShape", path))
    return found


@cache
def _parsed(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


def _violation(report: Graph, result: Node) -> Violation:
    """Of a question about a whole property, the node at fault is the value and the path is the property."""
    focus, path, value = (report.value(result, term) for term in (SH.focusNode, SH.resultPath, SH.value))
    message = str(report.value(result, SH.resultMessage))
    component = report.value(result, SH.sourceConstraintComponent)
    if component == SH.SPARQLConstraintComponent and value is not None:
        return Violation(str(value), str(path or focus), message)
    return Violation(str(focus), "" if path is None else str(_first(report, path)), message)


def _first(report: Graph, path: Node) -> Node:
    """The first property of a path."""
    while isinstance(path, BNode):
        steps = [report.value(path, term) for term in (RDF.first, SH.inversePath, SH.alternativePath)]
        found = [step for step in steps if step is not None]
        if not found:
            return path
        path = found[0]
    return path
