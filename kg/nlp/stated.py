"""The statements of a Doc as a build has them: one type, whether they come from a Doc or from a folder."""

from __future__ import annotations

from hashlib import sha256

from spacy.tokens import Doc

from kg.model import Article, Statement, Text
from kg.nlp.extensions import needs
from kg.nlp.statements.convert import to_extraction
from kg.values.iri import BASE


def statements(doc: Doc, *, base: str = BASE) -> tuple[Statement, ...]:
    """What a Doc states, with offsets into ``doc.text`` and IRIs below ``base``; ``doc`` of each is "doc".

    ``doc._.kg_statements`` has the same as plain dicts, over keys of ``doc._.kg_entities``. Raises
    UsageError where no component of this package has read the Doc. Relations of the user's own are known
    while they are in force (`kg.given.using`).
    """
    needs(doc, "kg.statements", kg_relations="kg_statements")
    raw = doc.text
    digest = sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
    article = Article("doc", "doc", raw, digest, date=doc._.kg_date)
    whole = Text(raw, tuple(range(len(raw))), tuple(range(1, len(raw) + 1)))
    return to_extraction(article, whole, doc, base).statements
