"""JSON-LD with a context of its own, compacted for people: short keys, coerced values, no network."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any, BinaryIO

from rdflib import RDF

from kg.export.rdf.quads import Triple, union
from kg.export.rdf.terms import iri, parts
from kg.export.rdf.turtle import prefixes
from kg.model import ASSERTED, Records
from kg.values.namespaces import KG

_TYPE = iri(str(RDF.type))


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The union of the named graphs as one JSON-LD document, one subject a line."""
    triples = union(records, status)
    names = prefixes(records.base)
    keys, context = _context(triples, names)
    file.write(f'{{"@context": {_dump(context)},\n"@graph": ['.encode())
    for index, (subject, about) in enumerate(groupby(triples, key=lambda triple: triple[0])):
        node: dict[str, Any] = {"id": _compact(subject, names)}
        for term, rows in groupby(about, key=lambda triple: triple[1]):
            found = [_value(row[2], context.get(keys[term]), names) for row in rows]
            node[keys[term]] = found[0] if len(found) == 1 else found
        file.write(f"{',' if index else ''}\n{_dump(node)}".encode())
    file.write(b"\n]}\n")


def _context(triples: Iterable[Triple], names: dict[str, str]) -> tuple[dict[str, str], dict[str, Any]]:
    """The key of each property, and the context that explains them; short keys go to the ontology first."""
    kinds: dict[str, set[str]] = {}
    for _, term, value in triples:
        kinds.setdefault(term, set()).add(_kind(value))
    context: dict[str, Any] = {**names, "id": "@id", "type": "@type"}
    keys = {_TYPE: "type"}
    own = iri(str(KG))[:-1]
    for term in sorted(set(kinds) - {_TYPE}, key=lambda term: (not term.startswith(own), term)):
        uri = parts(term)[0]
        short = _compact(term, names)
        local = short.partition(":")[2] if short != uri else ""
        key = local if local and local not in context else short
        keys[term] = key
        if len(kinds[term]) == 1:
            kind = next(iter(kinds[term]))
            how = {"@language": kind[1:]} if kind.startswith("@") else {"@type": kind[2:]} if kind else {}
            context[key] = {"@id": short, **how} if how else short
        elif key != short:
            context[key] = short
    return keys, context


def _kind(value: str) -> str:
    """``^^@id`` for a thing, ``@zh`` or ``^^…`` for a literal, nothing for a plain string."""
    if value[0] == "<":
        return "^^@id"
    _, language, datatype = parts(value)
    return f"@{language}" if language else f"^^{datatype}" if datatype else ""


def _value(value: str, term: Any, names: dict[str, str]) -> Any:
    text, language, datatype = parts(value)
    if isinstance(term, dict) or _kind(value) == "" or (term == "@type"):
        return _compact(value, names) if value[0] == "<" else text
    if value[0] == "<":
        return {"id": _compact(value, names)}
    return {"@value": text, **({"@language": language} if language else {"@type": datatype})}


def _compact(term: str, names: dict[str, str]) -> str:
    """``<…/place/510107>`` as ``place:510107``."""
    uri = term[1:-1]
    for name, start in names.items():
        rest = uri.removeprefix(start)
        if rest != uri and rest and "/" not in rest:
            return f"{name}:{rest}"
    return uri


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
