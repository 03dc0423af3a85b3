"""What the server shows to people, and how it describes itself to programs."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any
from urllib.parse import quote, unquote

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, select_autoescape

from kg.errors import UsageError
from kg.ontology import Ontology, load_ontology
from kg.server.answers import ROWS, TRIPLES

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
_SERVICE = ox.NamedNode("http://www.w3.org/ns/sparql-service-description#Service")
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def node(iri: str) -> str:
    """``iri`` as SPARQL writes it; UsageError for what is no IRI."""
    try:
        return str(ox.NamedNode(iri))
    except ValueError:
        raise UsageError(f"{iri[:200]}: is no IRI") from None


def about_query(term: str) -> str:
    """The query for the triples around a term, with labels where there are any."""
    return f"""SELECT ?out ?p ?o ?label WHERE {{
      {{ {term} ?p ?o BIND(true AS ?out) }} UNION {{ ?o ?p {term} BIND(false AS ?out) }}
      OPTIONAL {{ ?o rdfs:label ?label }} }} ORDER BY DESC(?out) ?p ?label ?o LIMIT 2000"""


def query_page(language: str) -> str:
    """The page with YASGUI and the competency questions."""
    return _render("query.html", language)


def entity(language: str, iri: str, base: str, rows: list[dict[str, Any]]) -> str:
    """The page of what is at ``iri``: outgoing and incoming triples by property."""
    labels = [row["o"] for row in rows if row["out"] == "true" and row["p"].endswith("#label")]
    groups = [
        {
            "out": key[0] == "true",
            "name": _name(key[1], language),
            "values": [_value(row, base) for row in found],
        }
        for key, found in groupby(rows, key=lambda row: (row["out"], row["p"]))
    ]
    heading = labels[0] if labels else unquote(iri)
    here = quote(iri, safe="")
    return _render("entity.html", language, heading=heading, iri=iri, here=here, groups=groups)


def description(endpoint: str, media: str) -> bytes:
    """The SPARQL 1.1 service description of the endpoint."""
    service = ox.NamedNode(endpoint)
    names = {
        "feature": [f"{SD}UnionDefaultGraph"],
        "supportedLanguage": [f"{SD}SPARQL11Query"],
        "resultFormat": [
            *(f"{FORMATS}SPARQL_Results_{kind}" for kind in ("JSON", "XML", "CSV", "TSV")),
            *(f"{FORMATS}{kind}" for kind in ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")),
        ],
    }
    assert len(names["resultFormat"]) == len(ROWS) + len(TRIPLES)
    triples = [ox.Triple(service, _TYPE, _SERVICE)]
    triples.append(ox.Triple(service, ox.NamedNode(f"{SD}endpoint"), service))
    for name, values in names.items():
        triples += [ox.Triple(service, ox.NamedNode(SD + name), ox.NamedNode(value)) for value in values]
    written = ox.serialize(triples, format=TRIPLES[media], prefixes={"sd": SD})
    assert written is not None
    return written


def _value(row: dict[str, Any], base: str) -> dict[str, str]:
    """What a page shows of the other end: a text, and an address where it is a thing of the graph."""
    other = row["o"]
    own = other.startswith(base)
    text = row.get("label") or (unquote(other.removeprefix(base)) if own else other)
    return {"text": text, "address": f"/entity?iri={quote(other, safe='')}" if own else ""}


def _name(iri: str, language: str) -> str:
    chinese = language == "zh"
    found = _labels(load_ontology()).get(iri)
    return found[0 if chinese else 1] if found else iri.replace("#", "/").rpartition("/")[2]


@cache
def _labels(ontology: Ontology) -> dict[str, tuple[str, str]]:
    found = {item.iri: (item.zh, item.en) for item in ontology.relations.values()}
    return found | {item.iri: (item.zh, item.en) for item in ontology.fields.values()}


def _render(template: str, language: str, **values: Any) -> str:
    return _templates().get_template(template).render(words=_words()[language], language=language, **values)


@cache
def _templates() -> Environment:
    loader = PackageLoader("kg", "resources/web/serve")
    return Environment(loader=loader, autoescape=select_autoescape(default=True), trim_blocks=True)


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files("kg").joinpath("resources", "web", "serve", "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
