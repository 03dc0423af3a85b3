"""Shapes as Turtle writes them."""

from __future__ import annotations

from rdflib import RDF, RDFS
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SH, SKOS, XSD

from kg.export.rdf.concepts import LEVEL, STATUS
from kg.export.rdf.statements import OA
from kg.values.namespaces import KG

_SPACES = {
    "dcterms": DCTERMS,
    "kg": KG,
    "kg-level": LEVEL,
    "kg-status": STATUS,
    "oa": OA,
    "org": ORG,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SDO,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}
PREFIXES = {name: str(space) for name, space in _SPACES.items()}


def closed(name: str, target: str, rows: list[str]) -> str:
    """A shape whose nodes have no other property than those of its rows."""
    rows = sorted(set(rows), key=rows.index)
    return node_shape(
        name, target, ["sh:closed true", f"sh:ignoredProperties ( {name_of(RDF.type)} )", *rows]
    )


def node_shape(name: str, target: str, rows: list[str]) -> str:
    """A shape of nodes: whom it is for, and what it asks of them."""
    return f"kg:{name}Shape a sh:NodeShape ;\n    {target} ;\n    " + " ;\n    ".join(rows) + " ."


def property_shape(path: object, least: int, most: int | None, rest: str) -> str:
    """How many values a property has (``most`` may be None), and what they are like."""
    parts = [f"sh:path {name_of(path)}"]
    parts += [f"sh:minCount {least}"] if least else []
    parts += [] if most is None else [f"sh:maxCount {most}"]
    return f"sh:property [ {' ; '.join([*parts, rest] if rest else parts)} ]"


def name_of(term: object) -> str:
    """A term as Turtle writes it."""
    for name, space in PREFIXES.items():
        rest = str(term).removeprefix(space)
        if rest != str(term) and "/" not in rest:
            return f"{name}:{rest}"
    return f"<{term}>"
