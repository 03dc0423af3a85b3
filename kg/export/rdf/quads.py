"""Records as RDF quads: what stands in which named graph.

Every article has a graph of its statements and, with ``status="all"``, one of what it does not assert;
``graph/entities`` describes entities and posts, ``graph/areas`` holds containment by code and its closure,
``graph/derived`` what follows from several statements, ``graph/build`` says which build made them and
``graph/ontology`` what is the same in every build. Nothing is a blank node.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain

from rdflib import RDF

import kg
from kg.export.rdf.derived import Across
from kg.export.rdf.descriptions import build_triples, constant_triples, entity_triples, provenance
from kg.export.rdf.statements import OA, Bodies
from kg.export.rdf.terms import Triple, iri
from kg.given import current
from kg.model import ASSERTED, Records, Statement
from kg.ontology import ontology_dir

__all__ = ["OA", "BuildKey", "Triple", "named_graphs", "union"]
_TYPE = iri(str(RDF.type))


def named_graphs(records: Records, status: str = ASSERTED) -> Iterator[tuple[str, list[Triple]]]:
    """Each named graph with its triples (N-Triples terms), sorted, each triple once.

    One graph is in memory at a time. ``status="all"`` adds the ``…/unasserted`` graphs.
    """
    base = records.base
    build = iri(f"{base}build/{_build_key(records)}")
    by_doc: dict[str, list[Statement]] = {}
    for statement in records.statements:
        if status in ("all", statement.status):
            by_doc.setdefault(statement.doc, []).append(statement)
    unasserted = set()
    bodies, across = Bodies(records), Across(base)
    for article in sorted(records.articles, key=lambda item: item.sha256):
        name = f"{base}graph/article/{article.key}"
        said = by_doc.get(article.doc, [])
        asserted = [item for item in said if item.status == ASSERTED]
        claims = [item for item in said if item.status != ASSERTED]
        for item in asserted:
            across.add(item, article)
        yield name, _sorted(bodies.triples(article, asserted))
        if claims:
            unasserted.add(article.doc)
            yield f"{name}/unasserted", _sorted(bodies.triples(article, claims))
    facts = build_triples(records, build, unasserted)
    known = across.entities(records.entities)
    described = chain.from_iterable(map(entity_triples, records.entities))
    yield f"{base}graph/areas", _sorted(across.areas(known))
    yield f"{base}graph/build", _sorted(facts)
    yield f"{base}graph/derived", _sorted(across.counts(known))
    yield f"{base}graph/entities", _sorted(chain(described, provenance(records), across.posts(known)))
    yield f"{base}graph/ontology", _sorted(constant_triples(base))


def union(records: Records, status: str = ASSERTED) -> list[Triple]:
    """The triples of all the named graphs together, sorted."""
    return _sorted(triple for _, triples in named_graphs(records, status) for triple in triples)


class BuildKey:
    """What a build is known by: its sources, the ontology, the version and what came out."""

    def __init__(self, records: Records) -> None:
        self._found = hashlib.sha256(kg.__version__.encode())
        self._found.update((ontology_dir() / "kg.ttl").read_bytes())
        for file in current().ontology:
            self._found.update(file.text.encode())
        for text in sorted(article.sha256 for article in records.articles):
            self._found.update(text.encode())
        self._merges = records.merges

    def add(self, item: Statement) -> None:
        """The next statement, of whatever status."""
        self._found.update(f"{item.id} {item.status} {item.confidence}\n".encode())

    def digest(self) -> str:
        """After the last statement."""
        for merge in self._merges:
            self._found.update(f"{merge.kept} {merge.replaced}\n".encode())
        return self._found.hexdigest()[:20]


def _build_key(records: Records) -> str:
    found = BuildKey(records)
    for item in records.statements:
        found.add(item)
    return found.digest()


def _sorted(triples: Iterable[Triple]) -> list[Triple]:
    """By subject, its class first, then by property and value."""
    return sorted(set(triples), key=lambda item: (item[0][:-1], item[1] != _TYPE, item[1], item[2]))
