"""Records as RDF, read back."""

from __future__ import annotations

import io

import rdflib

from kg.export import export
from kg.model import Records
from kg.values.iri import BASE


def read(found: Records, status: str = "asserted") -> rdflib.Graph:
    file = io.BytesIO()
    export(found, "ntriples", file, status)
    return rdflib.Graph().parse(data=file.getvalue(), format="nt")


def made(source, entities, statements) -> Records:
    said = tuple(sorted(statements, key=lambda item: item.id))
    return Records((source,), tuple(sorted(entities, key=lambda item: item.id)), said, (), BASE)
