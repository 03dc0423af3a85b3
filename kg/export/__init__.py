"""Every way out of a build, by name. A writer is imported when it is first used."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import BinaryIO, cast

from kg.errors import UsageError
from kg.garbage import uncollected
from kg.model import ASSERTED, STATUSES, Records
from kg.phrase import phrase

Writer = Callable[[Records, BinaryIO, str], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: ``suffix`` of its files; ``en`` and ``zh`` say what it is for.

    ``home`` is where its writer lives, as ``module:function``. With ``several`` the same module's
    ``parts`` gives files with names: what ``home`` packs into a zip, or writes the chief one of.
    """

    name: str
    suffix: str
    en: str
    home: str
    several: bool = False

    @property
    def zh(self) -> str:
        """What the format is for, in Chinese."""
        return _chinese()[self.name]

    def write(self, records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
        """Write ``records`` to ``file``: what is asserted, or everything with ``status="all"``."""
        module, _, name = self.home.partition(":")
        with uncollected():
            cast(Writer, getattr(import_module(f"kg.export.{module}"), name))(records, file, status)

    def parts(self, records: Records, status: str = ASSERTED) -> Iterator[tuple[str, bytes]]:
        """The names and contents of its files, where it has several."""
        made = import_module(f"kg.export.{self.home.partition(':')[0]}").parts
        with uncollected():
            yield from cast(Iterator[tuple[str, bytes]], made(records, status))


_ALL = (
    Format("turtle", "ttl", "RDF, readable; the union of the named graphs", "rdf.turtle:write_turtle"),
    Format("trig", "trig", "RDF with named graphs, one for each article", "rdf.turtle:write_trig"),
    Format("ntriples", "nt", "RDF, one triple a line, for loading", "rdf.lines:write_triples"),
    Format("nquads", "nq", "RDF with named graphs, one quad a line, for loading", "rdf.lines:write_quads"),
    Format("jsonld", "jsonld", "RDF as JSON, with its own context", "rdf.jsonld:write"),
    Format("rdfxml", "rdf", "RDF as XML, for older tools", "rdf.rdfxml:write"),
    Format("jsonl", "jsonl", "statements with their evidence, one a line", "jsonl:write_statements"),
    Format("nodes-jsonl", "jsonl", "entities, one a line", "jsonl:write_nodes"),
    Format("node-link", "json", "the graph as node-link JSON, for networkx", "node_link:write"),
    Format("graphml", "graphml", "the graph for Gephi, yEd, igraph", "graphml:write"),
    Format("gexf", "gexf", "the graph for Gephi", "gexf:write"),
    Format("neo4j-csv", "zip", "tables for neo4j-admin import, in a zip or folder", "neo4j_csv:write", True),
    Format("cypher", "cypher", "a Cypher script that builds the graph", "cypher:write"),
    Format("cytoscape", "json", "the graph for Cytoscape", "cytoscape:write"),
    Format(
        "parquet",
        "parquet",
        "tables for pandas, Polars, DuckDB (four in a folder)",
        "parquet:write",
        True,
    ),
    Format("csv", "csv", "tables for Excel (four in a folder)", "csv:write", True),
)
FORMATS: Mapping[str, Format] = {item.name: item for item in _ALL}


def export(records: Records, fmt: str, file: BinaryIO, status: str = ASSERTED) -> None:
    """Write ``records`` in format ``fmt``; raises UsageError for an unknown format or status."""
    if fmt not in FORMATS:
        raise UsageError(phrase("{}: is no format; choose one of {}", fmt, ", ".join(FORMATS)))
    if status not in ("all", *STATUSES):
        raise UsageError(phrase("{}: is no status; choose one of all, {}", status, ", ".join(STATUSES)))
    FORMATS[fmt].write(records, file, status)


@cache
def _chinese() -> dict[str, str]:
    text = (files("kg") / "resources" / "zh" / "formats.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
