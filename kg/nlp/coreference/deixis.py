"""Words that stand for an area or a body and name none, whoever took them for a name: 全镇, 我县, 我院."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.lexicon import Lexicon
from kg.nlp.spans.mention import FAC, GPE, ORG, PERSON, Mention
from kg.nlp.spans.patterns import any_of


class Deixis:
    """Marks such mentions; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        names = lexicon.names
        sites, parts = names.place.sites, names.organization.parts
        those = any_of((*sites.deictics, *sites.more_deictics, *parts.deictics))
        own = any_of((*parts.deictics, *sites.more_deictics))
        self._area = re.compile(rf"{those}(?:{any_of((*names.place.levels, *sites.more_levels))})")
        self._body = re.compile(rf"{own}(?:{any_of((*parts.called, *parts.bare, *parts.more_called))})")

    def mark(self, mentions: Iterable[Mention]) -> None:
        """Set ``deictic``, and the label, of the mentions that are such words."""
        for mention in mentions:
            if mention.label not in (GPE, FAC, ORG, PERSON):
                continue
            if self._area.fullmatch(mention.text):
                mention.label, mention.deictic, mention.norm, mention.kind = GPE, True, "", ""
            elif mention.label in (ORG, FAC) and self._body.fullmatch(mention.text):
                mention.label, mention.deictic = ORG, True
