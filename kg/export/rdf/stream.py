"""N-Quads or N-Triples of a build folder, made on the way; statements are not kept, but for `Across`.

Of the lines, memory holds no more than a hash of each direct triple, so that none is written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from kg.export.rdf.derived import Across
from kg.export.rdf.descriptions import build_triples, constant_triples, entity_triples, provenance
from kg.export.rdf.posts import DIRECT
from kg.export.rdf.quads import BuildKey
from kg.export.rdf.statements import Bodies
from kg.export.rdf.terms import Triple, iri
from kg.model import ASSERTED, Article
from kg.ontology import load_ontology
from kg.values.iri import article_iri
from kg.values.records import read_source, stream_records

_TEXTS = 2048  # articles whose text is kept at hand
_PIECE = 1000  # lines that are written at once


# long: opens two files and writes both in one pass over the records
def write_folder(
    folder: Path, file: BinaryIO, status: str = ASSERTED, *, named: bool = True, doubtful: bool = False
) -> None:
    """The lines of `kg.export.rdf.lines`, in the order of ``statements.jsonl``; triples unless ``named``.

    ``doubtful`` also writes what was too uncertain for the graph. BuildError for a damaged folder.
    """
    write = _Lines(file).write

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
    for statement in statements:
        key.add(statement)
        if status not in ("all", statement.status):
            continue
        article, graph, node = source(statement.doc)
        if statement.status != ASSERTED:
            graph += "/unasserted"
            unasserted.add(statement.doc)
        across.add(statement, article)
        write(bodies.one(statement, article, node), ending(graph))
    known = across.entities(())
    described = ending(f"{head.base}graph/entities")
    for entity in entities:
        known.add(entity)
        write(entity_triples(entity), described)
    write(provenance(head), described)
    write(across.posts(known), described)
    write(across.areas(known), ending(f"{head.base}graph/areas"))
    write(across.counts(known), ending(f"{head.base}graph/derived"))
    build = iri(f"{head.base}build/{key.digest()}")
    write(build_triples(head, build, unasserted), ending(f"{head.base}graph/build"))
    write(constant_triples(head.base), ending(f"{head.base}graph/ontology"))


class _Lines:
    """Lines, each once: the triples of one call are about one thing, and only direct ones come again."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._direct = {iri(item.direct) for item in load_ontology().relations.values() if item.direct}
        self._direct.update(DIRECT)
        self._written: set[int] = set()

    def write(self, triples: Iterable[Triple], end: str) -> None:
        lines = (f"{s} {p} {o}{end}" for s, p, o in self._new(dict.fromkeys(triples), end))
        while piece := "".join(islice(lines, _PIECE)):
            self._file.write(piece.encode())

    def _new(self, triples: Iterable[Triple], end: str) -> Iterator[Triple]:
        for triple in triples:
            if triple[1] in self._direct:
                key = hash((triple, end))
                if key in self._written:
                    continue
                self._written.add(key)
            yield triple
