"""``kg_links``: which administrative area each place of an article is, by its code, and why.

成都市武侯区玉林街道          an area named right before it (chain)
三合碑社区 in a section on 金堂县   what the section is about (section)
市中区 with 玉溪街道            of four, the one that has such a street (below)
西关街道                      of many, none that the article speaks of: left open

Sets ``code`` and ``link`` of ``doc._.kg_entities``. A place that two areas before it tell apart (北京市朝阳区
and 长春市朝阳区) becomes two entities. Nothing is guessed: where more than one area is left, none is taken.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.given import using
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.extensions import needs, register_extensions, text_of
from kg.nlp.places.areas import Areas
from kg.nlp.places.chains import ChainFinder
from kg.nlp.places.codes import AreaCodes
from kg.nlp.places.linking import Linking
from kg.nlp.spans.mention import Mention
from kg.nlp.terms import terms_of


class Links:
    """Links the places of a Doc; stateless between articles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._areas = Areas.of(lexicon)
        self._codes = AreaCodes(lexicon)
        self._chains = ChainFinder(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        needs(doc, "kg_links", kg_entities="kg_mentions", kg_reference="kg_entities")
        text, mentions = text_of(doc), Mention.all_of(doc._.kg_mentions)
        linking = Linking(
            text,
            mentions,
            [dict(item) for item in doc._.kg_entities],
            [(s[0], s[1], (s[3], s[2])) for s in doc._.kg_sections],
            [(s.start_char, s.end_char) for s in doc.sents],
            self._chains.find(text, mentions),
            self._areas,
            self._codes,
        )
        linking.link()
        doc._.kg_entities = linking.entities
        same = linking.same.get
        doc._.kg_sections = [[*s[:2], *(same(key, key) for key in s[2:])] for s in doc._.kg_sections]
        doc._.kg_mentions = [mention.to_dict() for mention in mentions]
        return doc


@Language.factory(
    "kg_links",
    requires=["doc._.kg_mentions", "doc._.kg_entities"],
    assigns=["doc._.kg_entities", "doc._.kg_mentions", "doc._.kg_sections"],
)
def create(nlp: Language, name: str) -> Links:
    register_extensions()
    with using(terms_of(nlp)):
        return Links(load_lexicon())
