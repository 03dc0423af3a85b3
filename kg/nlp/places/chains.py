"""Areas named one right after the other, each inside the one before.

内江市市中区玉溪街道              玉溪街道 after 市中区, 内江市
北关街道的张万营社区、青龙观社区  both after 北关街道
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import GPE, ORG, Mention
from kg.nlp.spans.ranks import SITE

#: of each area the areas named right before it, nearest first, by where it stands
Chains = dict[str, dict[int, list[str]]]


class ChainFinder:
    """Finds the chains of a text; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._areas = Areas.of(lexicon)
        self._joins = frozenset(word for word in lexicon.names.lists.joins if len(word) == 1)

    def find(self, text: str, mentions: Iterable[Mention]) -> Chains:
        """Of each place the areas named right before it, nearest first, by where: 内江市|市中区|玉溪街道.

        Areas that begin the name of a body count as well (内江市市中区人大), and a list goes on with the
        area before its first place (北关街道的张万营社区、青龙观社区).
        """
        found: Chains = {}
        outer: list[str] = []
        for before, place in pairwise(self._parts(text, mentions)):
            outer = self._outer(text, before, place, outer)
            if outer:
                found.setdefault(place.entity, {})[place.start] = list(outer)
        return found

    def _outer(self, text: str, before: Mention, place: Mention, outer: list[str]) -> list[str]:
        """The areas around a place, from the place before it and the areas around that."""
        gap = text[before.end : place.start] if before.end <= place.start else "|"
        rank, last = (self._areas.rank(part.entity) or SITE for part in (place, before))
        if gap in ("", "的") and last < rank:
            return [before.entity, *outer]
        return outer if gap in self._joins and last == rank else []

    def _parts(self, text: str, mentions: Iterable[Mention]) -> list[Mention]:
        """The areas of a text in order, those that begin names of bodies among them."""
        parts = []
        for mention in mentions:
            if mention.deictic or not mention.entity:
                continue
            if mention.label == GPE:
                parts.append(mention)
            elif mention.label == ORG:
                for part in self._areas.split(mention.text, believe=False):
                    start, end = mention.start + part.start, mention.start + part.end
                    parts.append(Mention(start, end, GPE, text[start:end], entity=part.name))
        return parts
