"""A stand-in for the language half that takes no time: 杨敏捐款10元。 is a gift, whoever reports it.

For tests of what stands around it: what is kept, what is read again, what ends up in a folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.model import Article, Entity, Evidence, Extraction, Qualifiers, Ref, Span, Statement, Text
from kg.values.iri import entity_iri, statement_iri

GIFT = re.compile(r"(?P<who>[\u4e00-\u9fff]{2,3})捐款(?P<sum>\d+)元。")


def extract(pairs: Iterable[tuple[Article, Text]], nlp: object, base: str) -> Iterator[Extraction]:
    """As `kg.nlp.extract_many`."""
    for article, _ in pairs:
        entities: dict[str, Entity] = {}
        statements: dict[str, Statement] = {}
        for match in GIFT.finditer(article.raw):
            name = match["who"]
            iri = entity_iri(base, "person", name, "")
            entities[iri] = Entity(iri, "Person", name, docs=(article.doc,))
            ref = Ref(iri, "Person", name)
            gift = Qualifiers(amount=float(match["sum"]), currency="CNY")
            span = Span(*match.span())
            evidence = Evidence(match[0], span, span, Span(*match.span("who")), None, None)
            key = statement_iri(base, article.key, "donates", ref, None, gift)
            statements[key] = Statement(
                key, article.doc, "donates", ref, None, gift, (evidence,), confidence=0.9
            )
        yield Extraction(article, tuple(entities.values()), tuple(statements.values()))


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a build, but for what it keeps for itself and what its project remembers."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".zhkg" not in path.parts and path.name != "zhkg.toml"
    }
