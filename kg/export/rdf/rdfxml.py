"""RDF/XML: one rdf:Description a subject."""

from __future__ import annotations

import re
from itertools import groupby
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from rdflib import RDF

from kg.export.rdf.quads import union
from kg.export.rdf.terms import iri, parts
from kg.export.rdf.turtle import prefixes
from kg.model import ASSERTED, Records

_TYPE = iri(str(RDF.type))


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The union of the named graphs as RDF/XML."""
    names = prefixes(records.base)
    spaces = "".join(f"\n    xmlns:{name}={quoteattr(uri)}" for name, uri in names.items())
    file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'.encode())
    for subject, about in groupby(union(records, status), key=lambda triple: triple[0]):
        lines = [f"<rdf:Description rdf:about={quoteattr(parts(subject)[0])}>"]
        lines += [f"  {_property(term, value, names)}" for _, term, value in about]
        file.write(("\n".join([*lines, "</rdf:Description>"]) + "\n").encode())
    file.write(b"</rdf:RDF>\n")


def _property(term: str, value: str, names: dict[str, str]) -> str:
    uri = parts(term)[0]
    start = re.sub(r"[^/#]*$", "", uri)
    prefix = next((name for name, space in names.items() if space == start), None)
    tag = f"{prefix or 'p'}:{uri[len(start) :]}"
    open_ = tag if prefix else f"{tag} xmlns:p={quoteattr(start)}"
    text, language, datatype = parts(value)
    if value[0] == "<":
        return f"<{open_} rdf:resource={quoteattr(text)}/>"
    how = (
        f' xml:lang="{language}"' if language else f" rdf:datatype={quoteattr(datatype)}" if datatype else ""
    )
    return f"<{open_}{how}>{escape(text, {chr(13): '&#13;'})}</{tag}>"
