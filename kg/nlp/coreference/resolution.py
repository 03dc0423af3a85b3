"""The mentions of one article, resolved in reading order: which entity each of them means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.coreference.areas import AreaReference
from kg.nlp.coreference.bodies import BodyReference
from kg.nlp.coreference.body_words import BodyWords
from kg.nlp.coreference.discourse import Candidate, Discourse
from kg.nlp.coreference.people import PersonReference
from kg.nlp.coreference.same import Same
from kg.nlp.coreference.sections import Section
from kg.nlp.mentions.things import Things
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import DOCUMENT, GPE, NAMES, ORG, PERSON, PLACES, Mention


class Rules:
    """What is known of names, whatever the article; ``labels`` are those that are resolved."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.areas = Areas.of(lexicon)
        self.things = Things(lexicon)
        self.labels = NAMES | frozenset(self.things.labels.values())
        self.names = lexicon.names
        self.body_words = BodyWords(lexicon)


class Resolution:
    """The resolution of one article."""

    def __init__(self, rules: Rules, discourse: Discourse, sections: Sequence[Section], same: Same) -> None:
        self._rules = rules
        self._discourse = discourse
        self._sections = sections
        self._same = same
        self._people = PersonReference(rules.names.person, discourse)
        self._places = AreaReference(rules.areas, rules.names.place.sites, discourse)
        self._bodies = BodyReference(rules.body_words, rules.areas, self._places, discourse)

    def resolve(self) -> list[dict[str, object]]:
        starts = [section.start for section in self._sections]
        for mention in self._discourse.mentions:
            if mention.label not in self._rules.labels:
                continue
            section = self._sections[bisect_right(starts, mention.start) - 1]
            said = self._same.entity(mention, self._discourse)
            same = said if self._leans(mention) else ""
            if same and self._bodies.is_own(mention) and not self._bodies.may_mean(mention, same):
                same = ""
            mention.entity = same or self._entity(mention, section, said)
            if mention.entity:
                self._discourse.note(mention)
                if not mention.deictic:
                    self._places.note(mention)
        self._places.add_prefixes()
        for section in self._sections:
            if section.lowest:
                if section.lowest not in self._discourse.known:
                    self._discourse.add(section.lowest, GPE, section.lowest)
                self._discourse.known[section.lowest].weak = False
        return [item.to_dict(unique=self._is_unique(item)) for item in self._discourse.known.values()]

    def _leans(self, mention: Mention) -> bool:
        """Whether a mention may stand for one of another name: not 莆田市妇联, 市水利局, or one given."""
        if mention.text in self._rules.things.full:
            return False
        if mention.deictic or mention.label != ORG:
            return mention.deictic or mention.label == PERSON
        area = self._rules.areas.split(mention.text, believe=False)
        return not area and not self._rules.body_words.level(mention.text)

    def _entity(self, mention: Mention, section: Section, said: str) -> str:
        full = self._rules.things.full.get(mention.text)
        if full is not None and not (mention.label in PLACES and full in self._rules.areas.codes):
            return self._discourse.add(full, mention.label, full, mention.kind)
        if mention.label not in NAMES:
            return self._discourse.add(mention.text, mention.label, mention.text)
        if mention.label == PERSON:
            return self._people.entity(mention)
        if mention.label == ORG:
            return self._bodies.entity(mention, section, said)
        if mention.label == DOCUMENT:
            return self._discourse.add(mention.text, DOCUMENT, mention.text)
        return self._places.entity(mention, section)

    def _is_unique(self, item: Candidate) -> bool:
        """Whether a name alone says which entity it is, in whatever article."""
        if self._rules.things.is_unique(item.label, item.name):
            return True
        return item.label == ORG and self._rules.body_words.is_unique(item.name)
