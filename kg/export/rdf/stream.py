"""N-Quads or N-Triples of a build folder, made on the way; statements are not kept, but for `Across`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from kg.export.rdf.derived import Across
from kg.export.rdf.descriptions import build_triples, entity_triples, provenance
from kg.export.rdf.quads import BuildKey
from kg.export.rdf.statements import Bodies
from kg.export.rdf.terms import Triple, iri
from kg.iri import article_iri
from kg.model import ASSERTED, Article
from kg.records import read_source, stream_records

_TEXTS = 2048  # articles whose text is kept at hand
_PIECE = 1000  # lines that are written at once


def write_folder(
    folder: Path, file: BinaryIO, status: str = ASSERTED, *, named: bool = True, doubtful: bool = False
) -> None:
    """The lines of `kg.export.rdf.lines`, in the order of ``statements.jsonl``; triples unless ``named``.

    A direct triple that is stated twice stands there twice. ``doubtful`` also writes what was too uncertain
    for the graph. BuildError for a damaged folder.
    """

    def ending(graph: str) -> str:
        return f" {iri(graph)} .\n" if named else " .\n"

    head, entities, statements = stream_records(folder, doubtful=doubtful)
    bodies, across, key = Bodies(head), Across(head.base), BuildKey(head)
    articles = {article.doc: article for article in head.articles}

    @lru_cache(maxsize=_TEXTS)
    def source(doc: str) -> tuple[Article, str, str]:
        article = replace(articles[doc], raw=read_source(folder, doc))
        return article, f"{head.base}graph/article/{article.key}", iri(article_iri(head.base, article.sha256))

    unasserted: set[str] = set()
    statuses: set[str] = set()
    for statement in statements:
        key.add(statement)
        if status not in ("all", statement.status):
            continue
        article, graph, node = source(statement.doc)
        if statement.status != ASSERTED:
            graph += "/unasserted"
            unasserted.add(statement.doc)
        statuses.add(statement.status)
        across.add(statement, article)
        _write(file, bodies.one(statement, article, node), ending(graph))
    known = across.entities(())
    described = ending(f"{head.base}graph/entities")
    for entity in entities:
        known.add(entity)
        _write(file, entity_triples(entity), described)
    _write(file, provenance(head), described)
    _write(file, across.posts(known), described)
    _write(file, across.areas(known), ending(f"{head.base}graph/areas"))
    _write(file, across.counts(known), ending(f"{head.base}graph/derived"))
    build = iri(f"{head.base}build/{key.digest()}")
    _write(file, build_triples(head, build, unasserted, statuses), ending(f"{head.base}graph/build"))


def _write(file: BinaryIO, triples: Iterable[Triple], end: str) -> None:
    lines = (f"{s} {p} {o}{end}" for s, p, o in triples)
    while piece := "".join(islice(lines, _PIECE)):
        file.write(piece.encode())
