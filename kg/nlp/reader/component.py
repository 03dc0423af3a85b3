"""``kg_reader``: names by the trained network instead of the rules' alone, and what joins them.

Sets ``doc._.kg_mentions`` anew, and ``doc._.kg_pairs``: what the network says of pairs of mentions. Reference
is settled after it, and `kg.nlp.reader.judge` makes statements of the pairs.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.given import using
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.extensions import needs, register_extensions, text_of
from kg.nlp.mentions.doc_names import set_names
from kg.nlp.reader.merged import Merger
from kg.nlp.reader.network import load_network
from kg.nlp.reader.reading import Reading
from kg.nlp.spans.mention import Mention
from kg.nlp.terms import terms_of


class Reader:
    """Reads Docs; stateless between articles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._merger = Merger(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        needs(doc, "kg_reader", kg_entities="kg_mentions")
        ruled = Mention.all_of(doc._.kg_mentions)
        text = text_of(doc)
        reading = Reading(load_network(), text, [s.start_char for s in doc.sents])
        found = reading.names(ruled)
        mentions = self._merger.merge(text, ruled, found)
        set_names(doc, mentions)
        doc._.kg_pairs = [pair.to_list() for pair in reading.pairs(mentions, found)]
        return doc


@Language.factory(
    "kg_reader",
    requires=["doc._.kg_mentions"],
    assigns=["doc.ents", "doc._.kg_mentions", "doc._.kg_pairs"],
)
def create(nlp: Language, name: str) -> Reader:
    register_extensions()
    with using(terms_of(nlp)):
        return Reader(load_lexicon())
