"""The namespaces that the machinery reads and writes, as IRIs in plain strings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Namespace:
    """``Namespace("http://www.w3.org/2002/07/owl#").Class`` is the IRI of the class."""

    iri: str

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.iri + name

    def __str__(self) -> str:
        return self.iri


KG = Namespace("https://w3id.org/zhkg/ontology#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SDO = Namespace("https://schema.org/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")


def local_name(term: str) -> str:
    """What stands after the namespace of an IRI."""
    return term.replace("#", "/").rpartition("/")[2]
