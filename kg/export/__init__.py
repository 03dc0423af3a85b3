"""Every way out of a build, by name. A writer is imported when it is first used."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import BinaryIO, cast

from kg.errors import UsageError
from kg.model import ASSERTED, STATUSES, Records
from kg.values.garbage import uncollected
from kg.values.phrase import phrase

#: an address, whole: what may stand between < and >
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Format:
    """A format: ``suffix`` of its files; ``en`` and ``zh`` say what it is for.

    ``home`` is where its writer lives, as ``module:function``. With ``several`` the same module's
    ``parts`` gives files with names: what ``home`` packs into a zip, or writes the chief one of. ``said_of``
    is what cannot say all statements; the module's ``left_out`` counts the others. ``licensed`` formats
    name a licence, where one is given.
    """

    name: str
    suffix: str
    en: str
    home: str
    several: bool = False
    said_of: str = ""
    licensed: bool = False

    @property
    def zh(self) -> str:
        """What the format is for, in Chinese."""
        return _chinese()[self.name]

    def write(
        self, records: Records, file: BinaryIO, status: str = ASSERTED, license: str | None = None
    ) -> None:
        """Write ``records`` to ``file``: what is asserted, or everything with ``status="all"``."""
        module, _, name = self.home.partition(":")
        writer = cast(Callable[..., None], getattr(import_module(f"kg.export.{module}"), name))
        with uncollected():
            writer(records, file, status, **self._more(license))

    def _more(self, license: str | None) -> dict[str, str]:
        """UsageError for a licence where none is named."""
        if license and not self.licensed:
            raise UsageError(phrase("--license: {} names none; leave it out", self.name))
        if license and not _IRI.fullmatch(license):
            text = "--license {}: is no IRI; write one, say https://creativecommons.org/licenses/by/4.0/"
            raise UsageError(phrase(text, license))
        return {"license": license} if license else {}

    def left_out(self, records: Records, status: str = ASSERTED) -> int:
        """How many of the statements it cannot say."""
        if not self.said_of:
            return 0
        count = import_module(f"kg.export.{self.home.partition(':')[0]}").left_out
        return cast(Callable[[Records, str], int], count)(records, status)

    def parts(
        self, records: Records, status: str = ASSERTED, license: str | None = None
    ) -> Iterator[tuple[str, bytes]]:
        """The names and contents of its files, where it has several."""
        made, more = import_module(f"kg.export.{self.home.partition(':')[0]}").parts, self._more(license)
        with uncollected():
            yield from cast(Iterator[tuple[str, bytes]], made(records, status, **more))


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
    Format("ftm", "json", "FollowTheMoney, for OpenAleph and yente", "ftm:write", said_of="FollowTheMoney"),
    Format("careers", "csv", "a table of careers, one row a post, for Excel", "careers:write"),
    Format("popolo", "json", "people, bodies, posts and memberships as Popolo JSON", "popolo:write"),
    Format("dcat", "ttl", "a description for catalogues: DCAT, VoID, quality", "dcat:write", licensed=True),
    Format(
        "croissant",
        "zip",
        "the tables with a description for data loaders",
        "croissant:write",
        several=True,
        licensed=True,
    ),
)
FORMATS: Mapping[str, Format] = {item.name: item for item in _ALL}


def export(
    records: Records, fmt: str, file: BinaryIO, status: str = ASSERTED, license: str | None = None
) -> None:
    """Write ``records`` in format ``fmt``; raises UsageError for an unknown format or status."""
    if fmt not in FORMATS:
        raise UsageError(phrase("{}: is no format; choose one of {}", fmt, ", ".join(FORMATS)))
    if status not in ("all", *STATUSES):
        raise UsageError(phrase("{}: is no status; choose one of all, {}", status, ", ".join(STATUSES)))
    FORMATS[fmt].write(records, file, status, license)


@cache
def _chinese() -> dict[str, str]:
    text = (files("kg") / "resources" / "zh" / "formats.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
