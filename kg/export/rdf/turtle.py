"""Turtle and TriG: prefixes, grouped by subject, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import BinaryIO

from rdflib import RDF, RDFS, XSD
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SDO, SKOS

from kg.export.rdf.concepts import PREFIXES
from kg.export.rdf.quads import OA, Triple, named_graphs
from kg.export.rdf.sorting import in_order
from kg.export.rdf.terms import iri
from kg.model import ASSERTED, Records
from kg.values.namespaces import KG

_LOCAL = re.compile(r"(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:[A-Za-z0-9_-]|%[0-9A-Fa-f]{2})*")
_KINDS = (
    "agent",
    "article",
    "document",
    "gift",
    "organization",
    "person",
    "place",
    "post",
    "role",
    "statement",
)


def prefixes(base: str) -> dict[str, str]:
    """The prefixes of the vocabularies in use and of the data below ``base``."""
    shared = {
        "dcterms": DCTERMS,
        "foaf": FOAF,
        "kg": KG,
        "oa": OA,
        "org": ORG,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": SDO,
        "skos": SKOS,
        "xsd": XSD,
        **PREFIXES,
    }
    data = {f"{kind}": f"{base}{kind}/" for kind in _KINDS}
    return dict(sorted({**{name: str(uri) for name, uri in shared.items()}, **data}.items()))


def write_turtle(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The union of the named graphs as Turtle; memory holds one graph and a run of triples at a time."""
    writer = _Names(prefixes(records.base))
    file.write(writer.header().encode())
    triples = (triple for _, found in named_graphs(records, status) for triple in found)
    for block in writer.blocks(in_order(triples)):
        file.write(f"\n{block}".encode())


def text_of(triples: Iterable[Triple], names: dict[str, str]) -> str:
    """Turtle of triples that are sorted by subject and property, with the prefixes ``names``."""
    writer = _Names(names)
    return "".join([writer.header(), *(f"\n{block}" for block in writer.blocks(triples))])


def write_trig(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The named graphs as TriG."""
    names = _Names(prefixes(records.base))
    file.write(names.header().encode())
    for name, triples in named_graphs(records, status):
        if triples:
            file.write(f"\n{names.short(iri(name))} {{\n".encode())
            file.write("".join(names.blocks(triples)).encode())
            file.write(b"}\n")


class _Names:
    """Terms with prefixes, each worked out once."""

    def __init__(self, names: dict[str, str]) -> None:
        self._prefixes = names
        self._longest = sorted(((uri, name) for name, uri in self._prefixes.items()), reverse=True)
        self._bare = {iri(str(XSD.integer)), iri(str(XSD.boolean))}
        self._type = iri(str(RDF.type))
        self.short = lru_cache(maxsize=65536)(self._short)

    def header(self) -> str:
        return "".join(f"@prefix {name}: <{uri}> .\n" for name, uri in self._prefixes.items())

    def blocks(self, triples: Iterable[Triple]) -> Iterator[str]:
        """One block a subject; the triples are sorted."""
        for subject, about in groupby(triples, key=lambda triple: triple[0]):
            lines = []
            for term, rows in groupby(about, key=lambda triple: triple[1]):
                verb = "a" if term == self._type else self.short(term)
                lines.append(f"{verb} {', '.join([self._value(row[2]) for row in rows])}")
            yield f"{self.short(subject)} " + " ;\n    ".join(lines) + " .\n"

    def _value(self, term: str) -> str:
        if term[0] in "<_":
            return self.short(term)
        if term[-1] == ">":
            text, _, datatype = term.rpartition("^^")
            if datatype in self._bare:
                return text[1:-1]
            return f"{text}^^{self.short(datatype)}"
        return term

    def _short(self, term: str) -> str:
        uri = term[1:-1] if term[0] == "<" else ""
        for start, name in self._longest:
            if uri.startswith(start) and _LOCAL.fullmatch(uri, len(start)):
                return f"{name}:{uri[len(start) :]}"
        return term
