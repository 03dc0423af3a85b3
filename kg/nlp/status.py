"""``kg_status``: whether a statement is asserted, negated, planned, demanded, alleged or ended.

李明计划到青山街道督导      planned
李明辞去市长职务            ended
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.given import using
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.claims.cues import Cues, Tokens
from kg.nlp.extensions import needs, register_extensions, text_of
from kg.nlp.spans.claim import Claim
from kg.nlp.terms import terms_of


class Status:
    """Sets ``status`` of the claims in ``doc._.kg_statements`` that have none."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._cues = Cues(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        needs(doc, "kg_status", kg_relations="kg_statements")
        text, tokens = text_of(doc), Tokens(doc)
        claims = [Claim.from_dict(item) for item in doc._.kg_statements]
        for claim in claims:
            if not claim.status:
                claim.status = self._cues.status(text, claim, tokens)
        doc._.kg_statements = [claim.to_dict() for claim in claims]
        return doc


@Language.factory("kg_status", requires=["doc._.kg_statements"], assigns=["doc._.kg_statements"])
def create(nlp: Language, name: str) -> Status:
    register_extensions()
    with using(terms_of(nlp)):
        return Status(load_lexicon())
