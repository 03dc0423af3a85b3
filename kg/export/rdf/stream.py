"""N-Quads of a build folder, triples made on the way: memory does not grow with the statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from kg.export.rdf.quads import (
    Bodies,
    BuildKey,
    Triple,
    area_triples,
    build_triples,
    entity_triples,
    provenance,
)
from kg.export.rdf.terms import iri
from kg.iri import article_iri
from kg.model import ASSERTED, Article, Records
from kg.records import read_source, stream_records

_TEXTS = 2048  # articles whose text is kept at hand


def write_folder(folder: Path, file: BinaryIO, status: str = ASSERTED) -> None:
    """The quads of `kg.export.rdf.lines.write_quads`, in the order of ``statements.jsonl``.

    A direct triple that an article states twice stands there twice. BuildError for a damaged folder.
    """
    head, entities, statements = stream_records(folder)
    bodies, key = Bodies(head), BuildKey(head)
    known = {article.doc: article for article in head.articles}

    @lru_cache(maxsize=_TEXTS)
    def source(doc: str) -> tuple[Article, str, str]:
        article = replace(known[doc], raw=read_source(folder, doc))
        graph = f"{head.base}graph/article/{article.key}"
        return article, f" {iri(graph)} .\n", iri(article_iri(head.base, article.sha256))

    unasserted: set[str] = set()
    for statement in statements:
        key.add(statement)
        if status not in ("all", statement.status):
            continue
        article, end, node = source(statement.doc)
        if statement.status != ASSERTED:
            end = f"{end[:-4]}/unasserted> .\n"
            unasserted.add(statement.doc)
        _write(file, bodies.one(statement, article, node), end)
    coded = []
    described = f" {iri(f'{head.base}graph/entities')} .\n"
    for entity in entities:
        if entity.code:
            coded.append(entity)
        _write(file, entity_triples(entity), described)
    _write(file, provenance(head), described)
    areas = Records((), tuple(coded), (), (), head.base)
    _write(file, area_triples(areas), f" {iri(f'{head.base}graph/areas')} .\n")
    build = iri(f"{head.base}build/{key.digest()}")
    _write(file, build_triples(head, build, unasserted), f" {iri(f'{head.base}graph/build')} .\n")


def _write(file: BinaryIO, triples: Iterable[Triple], end: str) -> None:
    file.write("".join([f"{s} {p} {o}{end}" for s, p, o in triples]).encode())
