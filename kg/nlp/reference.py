"""``kg_reference``: which entity of the article each mention means.

区人大常委会 in a section on 武侯区 is 武侯区人大常委会; 办事处 the office named last; 胡组长 the 胡俊 met
before; 她 the person spoken of. Sets ``entity`` of mentions and ``doc._.kg_entities``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.given import using
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.coreference.deixis import Deixis
from kg.nlp.coreference.discourse import Discourse
from kg.nlp.coreference.resolution import Resolution, Rules
from kg.nlp.coreference.same import Same
from kg.nlp.coreference.sections import find_sections
from kg.nlp.coreference.shops import Shops
from kg.nlp.extensions import needs, register_extensions, text_of
from kg.nlp.spans.mention import Mention
from kg.nlp.terms import terms_of


class Reference:
    """Resolves mentions in reading order; stateless between articles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._rules = Rules(lexicon)
        self._shops = Shops(lexicon)
        self._deixis = Deixis(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        needs(doc, "kg_reference", kg_entities="kg_mentions")
        text = text_of(doc)
        mentions = self._shops.acting(text, Mention.all_of(doc._.kg_mentions))
        self._deixis.mark(mentions)
        rules = self._rules
        sections = find_sections(text, mentions, rules.areas, rules.body_words.is_of_area)
        resolution = Resolution(rules, Discourse(text, mentions), sections, Same(doc._.kg_pairs))
        doc._.kg_entities = resolution.resolve()
        doc._.kg_mentions = [mention.to_dict() for mention in mentions]
        doc._.kg_sections = [[s.start, s.end, s.lowest or "", s.town or ""] for s in sections]
        return doc


@Language.factory(
    "kg_reference", requires=["doc._.kg_mentions"], assigns=["doc._.kg_mentions", "doc._.kg_entities"]
)
def create(nlp: Language, name: str) -> Reference:
    register_extensions()
    with using(terms_of(nlp)):
        return Reference(load_lexicon())
