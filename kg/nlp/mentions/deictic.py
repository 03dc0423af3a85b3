"""Words that stand for an entity and name none.

该镇干部说，他还到过全县各地       该镇, 他, 全县
村党总支书记                      村, before a title
银行                             a body, but no name; 区委 is one
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lexicon import Lexicon
from kg.nlp.spans.mention import GPE, ORG, PERSON, TITLE, Mention
from kg.nlp.spans.patterns import any_of
from kg.nlp.tokens.words import Word


class Deictics:
    """Finds words that stand for something; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        names = lexicon.names
        parts, sites = names.organization.parts, names.place.sites
        self._common = parts.bare - parts.known
        self._pronouns = frozenset({*names.person.pronouns, *names.person.pair_pronouns})
        self._levels = frozenset(s for s in names.place.levels if len(s) < 3)
        levels = "|".join(sorted(self._levels, key=lambda s: (-len(s), s)))
        stands = rf"(?!{any_of(sites.not_deictics)}){any_of(sites.deictics)}"
        self._whole_area = re.compile(rf"{stands}(?:{levels})(?!{levels})")
        ends = parts.called
        side = rf"{any_of(e for e in ends if len(e) == 1)}{any_of(parts.sides)}(?!{any_of(parts.not_sides)})"
        self._that_body = re.compile(rf"{any_of(parts.deictics)}{any_of(ends)}|{side}")

    def names_nothing(self, mention: Mention) -> bool:
        """他, 银行: a mention that may stand for an entity, but is no name; 区委 is one."""
        common = mention.label == ORG and mention.text in self._common and mention.text[0] not in self._levels
        return mention.deictic or common

    def pronouns(self, words: Sequence[Word]) -> Iterator[Mention]:
        """他, 二人."""
        for word in words:
            if word.tag == "r" and word.text in self._pronouns:
                yield Mention(word.start, word.end, PERSON, word.text, deictic=True)

    def levels(self, words: Sequence[Word], found: Sequence[Mention]) -> Iterator[Mention]:
        """The 村 of 村党总支书记."""
        titles = {m.start for m in found if m.label == TITLE}
        for word in words:
            if word.text in self._levels and word.end in titles:
                yield Mention(word.start, word.end, GPE, word.text, deictic=True)

    def mark(self, found: Sequence[Mention]) -> None:
        """Mark bodies that the tagger took for names: 该公司, 校方."""
        for mention in found:
            if mention.label == ORG and self._that_body.fullmatch(mention.text):
                mention.deictic = True

    def spoken(self, text: str) -> Iterator[Mention]:
        """全县, 该镇, then 该公司, 校方."""
        for label, pattern in ((GPE, self._whole_area), (ORG, self._that_body)):
            for match in pattern.finditer(text):
                yield Mention(match.start(), match.end(), label, match.group(), deictic=True)
