"""The ontology for people: a table of its terms, a page, and whether all that hangs on it agrees."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, SKOS
from rdflib.term import Node

from kg.given import current
from kg.ontology import load_ontology, ontology_dir
from kg.values.namespaces import KG, local_name

_KINDS = ((OWL.Class, "class"), (OWL.ObjectProperty, "property"), (OWL.DatatypeProperty, "property"))


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property; ``domain``, ``range`` and ``also`` (what it is below or like) are short names."""

    name: str
    kind: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    example: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    also: tuple[str, ...]


def terms() -> list[Term]:
    """The classes, then the properties, each by name; those of the user's own files as well."""
    load_ontology()  # raises where they are no ontology
    graph = Graph().parse(ontology_dir() / "kg.ttl", format="turtle")
    for file in current().ontology:
        graph.parse(data=file.text, format="turtle")
    own = {term for term in graph.subjects(RDF.type) if isinstance(term, URIRef)}
    found = {}
    for type_, kind in _KINDS:
        for term in graph.subjects(RDF.type, type_):
            if isinstance(term, URIRef) and term in own and load_ontology().terms >= {local_name(term)}:
                found[term] = _term(graph, term, kind)
    return sorted(found.values(), key=lambda item: (item.kind, item.name))


def page(found: list[Term]) -> str:
    """The terms as one HTML page that needs nothing else."""
    sections = "".join(_section(item) for item in found)
    links = " · ".join(f'<a href="#{escape(item.name)}">{escape(item.zh)}</a>' for item in found)
    title = f"{escape(str(KG)[:-1])}"
    return (
        f'<!doctype html>\n<html lang="zh"><meta charset="utf-8"><title>{title}</title>\n'
        "<style>body{font:16px/1.6 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
        "dt{color:#555;float:left;width:7em;clear:left}dd{margin-left:8em}h2{margin-bottom:0}</style>\n"
        f"<h1>{title}</h1>\n<p>{links}</p>\n{sections}</html>\n"
    )


def problems() -> list[str]:
    """What does not agree with the ontology: entries of the lexicon, the shapes. One line each."""
    from kg.errors import LexiconError
    from kg.lexicon import load_lexicon

    found = []
    try:
        worded = set(load_lexicon().relations)
        lacking = sorted(set(load_ontology().relations) - worded)
        found += [f"relations.toml: has no table for {name}" for name in lacking]
    except LexiconError as error:
        found += error.problems
    return found


def _term(graph: Graph, term: URIRef, kind: str) -> Term:
    definitions = {getattr(node, "language", ""): str(node) for node in graph.objects(term, SKOS.definition)}
    labels = {getattr(node, "language", ""): str(node) for node in graph.objects(term, RDFS.label)}
    above = [
        *graph.objects(term, RDFS.subClassOf),
        *graph.objects(term, RDFS.subPropertyOf),
        *graph.objects(term, OWL.equivalentProperty),
        *graph.objects(term, SKOS.closeMatch),
    ]
    return Term(
        name=local_name(term),
        kind=kind,
        zh=labels.get("zh", ""),
        en=labels.get("en", ""),
        definition_zh=definitions.get("zh", ""),
        definition_en=definitions.get("en", ""),
        example="; ".join(sorted(str(node) for node in graph.objects(term, SKOS.example))),
        domain=_names(graph, term, RDFS.domain),
        range=_names(graph, term, RDFS.range),
        also=tuple(sorted(_short(graph, node) for node in above if isinstance(node, URIRef))),
    )


def _names(graph: Graph, term: URIRef, side: URIRef) -> tuple[str, ...]:
    names: list[str] = []
    for found in graph.objects(term, side):
        union = graph.value(found, OWL.unionOf)
        members: list[Node] = [found] if union is None else list(Collection(graph, union))
        names += [_short(graph, member) for member in members]
    return tuple(names)


def _short(graph: Graph, node: Node) -> str:
    return graph.namespace_manager.normalizeUri(str(node))


def _section(item: Term) -> str:
    rows = [
        ("definition (zh)", item.definition_zh),
        ("definition (en)", item.definition_en),
        ("example", item.example),
        ("domain", ", ".join(item.domain)),
        ("range", ", ".join(item.range)),
        ("also", ", ".join(item.also)),
    ]
    listed = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    heading = f"{escape(item.zh)} {escape(item.en)} <code>{escape(item.name)}</code>"
    return f'<section id="{escape(item.name)}"><h2>{heading}</h2><dl>{listed}</dl></section>\n'
