"""What ``kg.ttl`` and the user's own Turtle declare, term by term.

Oxigraph reads them, in a hundredth of the time that rdflib takes to be imported and to parse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.given import File
from kg.values.broken import broken_turtle
from kg.values.namespaces import KG, OWL, RDF, RDFS, local_name
from kg.values.phrase import phrase

_KINDS = frozenset({OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, KG.Relation})
_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Declarations:
    """The triples of all files; ``homes`` says which file each declared term comes from."""

    def __init__(self, main: Path, given: Sequence[File] = ()) -> None:
        """OntologyError where a file is no Turtle, or one of ``given`` defines a term anew."""
        self._objects: dict[str, dict[str, list[_Node]]] = {}
        triples = _parsed(main.name, main.read_text(encoding="utf-8"))
        self.homes = {term: main.name for term, _ in _typed(triples) if term.startswith(str(KG))}
        self._take(triples)
        for file in given:
            self._add(file)

    def _add(self, file: File) -> None:
        triples = _parsed(file.name, file.text)
        known = {local_name(term): term for term in self.homes}
        for term in sorted({term for term, kind in _typed(triples) if kind in _KINDS}):
            name = local_name(term)
            if name in known:
                raise OntologyError(
                    f"{file.name}: {name} is defined in {self.homes[known[name]]}; choose another name"
                )
            self.homes[term] = file.name
        self._take(triples)
        for term in sorted(term for term, home in self.homes.items() if home == file.name):
            self._check_ends(term)

    def _check_ends(self, term: str) -> None:
        """OntologyError where a property is of a class that its own namespace, or ours, does not have."""
        own = (term.removesuffix(local_name(term)), str(KG))
        for iri in self.classes(term, RDFS.domain) + self.classes(term, RDFS.range):
            if iri.startswith(own) and iri not in self.homes:
                text = "{}: {} is of {}, which is defined nowhere; define it as an owl:Class"
                raise OntologyError(phrase(text, self.homes[term], local_name(term), local_name(iri)))

    def _take(self, triples: Sequence[ox.Triple]) -> None:
        for triple in triples:
            predicates = self._objects.setdefault(_key(triple.subject), {})
            predicates.setdefault(triple.predicate.value, []).append(triple.object)

    def own(self, kind: str) -> list[str]:
        """The declared terms of a kind, sorted, those of the main file first."""
        first = next(iter(self.homes.values()), "")
        found = [term for term in self.homes if self.is_a(term, kind)]
        return sorted(found, key=lambda term: (self.homes[term] != first, term))

    def is_a(self, term: str, kind: str) -> bool:
        """Whether a term is said to be of a kind."""
        return kind in self.iris(term, RDF.type)

    def iris(self, term: str, predicate: str) -> list[str]:
        """The IRIs that a property of a term has, sorted."""
        return sorted(node.value for node in self._nodes(term, predicate) if isinstance(node, ox.NamedNode))

    def texts(self, term: str, predicate: str, language: str | None = None) -> list[str]:
        """The texts that a property of a term has, sorted: of one language, or of whatever kind."""
        literals = (node for node in self._nodes(term, predicate) if isinstance(node, ox.Literal))
        return sorted(node.value for node in literals if language in (None, node.language))

    def text(self, term: str, predicate: str) -> str | None:
        """The value of a property that has one, a text or an IRI; None where there is none."""
        return next(iter(self.texts(term, predicate) + self.iris(term, predicate)), None)

    def label(self, term: str, language: str) -> str:
        """The label of a term; OntologyError where it has none."""
        labels = self.texts(term, RDFS.label, language)
        if not labels:
            raise OntologyError(
                phrase(
                    '{}: {} has no label in {}; write rdfs:label "…"@{}',
                    self.homes[term],
                    local_name(term),
                    language,
                    language,
                )
            )
        return labels[0]

    def classes(self, term: str, predicate: str) -> list[str]:
        """The classes that a property of a term has, those of a union in its order."""
        found: list[str] = []
        for node in self._nodes(term, predicate):
            unions = self._nodes(_key(node), OWL.unionOf)
            found += [_key(member) for union in unions for member in self._items(union)] or [_key(node)]
        return found

    def _items(self, node: _Node) -> Iterator[_Node]:
        """The members of an RDF list."""
        while _key(node) != RDF.nil:
            yield from self._nodes(_key(node), RDF.first)
            node = self._nodes(_key(node), RDF.rest)[0]

    def _nodes(self, term: str, predicate: str) -> list[_Node]:
        return self._objects.get(term, {}).get(predicate, [])


def _parsed(name: str, text: str) -> list[ox.Triple]:
    try:
        quads = ox.parse(text.encode(), ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        return [quad.triple for quad in quads]
    except SyntaxError as error:
        raise OntologyError(phrase("{}: {}; mend it there", name, broken_turtle(error))) from None


def _typed(triples: Sequence[ox.Triple]) -> list[tuple[str, str]]:
    """The terms with an IRI that have a type, each with it."""
    return [
        (triple.subject.value, _key(triple.object))
        for triple in triples
        if triple.predicate.value == RDF.type and isinstance(triple.subject, ox.NamedNode)
    ]


def _key(node: _Node | ox.Triple) -> str:
    """A node as a string: an IRI, or ``_:x``."""
    return node.value if isinstance(node, ox.NamedNode) else str(node)
