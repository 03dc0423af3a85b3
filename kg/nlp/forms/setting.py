"""What a sentence is read against: its section, and what a bare level word or title stands for in it.

成都市武侯区                       a heading: from here on the area is 武侯区
李明到玉林街道督导，街道书记到会。      and 街道 is 玉林街道, the one named last
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.posts.seats import Context
from kg.nlp.spans.claim import Range
from kg.nlp.spans.mention import GPE, ORG, Mention


class Setting:
    """Goes through one article in order; ``context`` and ``area`` are those of the sentence it is at."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        prefixes: Sequence[Mention],
        sections: Sequence[tuple[int, int, str, str]],
        keys: frozenset[str],
        lexicon: Lexicon,
        areas: Areas,
    ) -> None:
        """``prefixes`` are the areas that begin names of bodies, ``keys`` all entities of the article."""
        self.context = Context([], None, "", keys)
        self.area: Mention | None = None
        self._mentions = mentions  # in order
        self._starts = [mention.start for mention in mentions]
        self._named = sorted((*prefixes, *mentions), key=lambda m: m.start)
        self._areas_named = [m for m in self._named if m.label == GPE and m.entity]
        self._sections = sections
        self._section = -1
        self._keys = keys
        self._areas = areas
        self._tails = lexicon.names.organization.parts.tails
        self._level_areas: dict[str, str] = {}
        self._levels_read = 0

    def enter(self, sentence: Range) -> bool:
        """Go on to a sentence; whether it begins another section."""
        index = next((i for i, s in enumerate(self._sections) if s[0] <= sentence[0] < s[1]), 0)
        other = index != self._section
        if other:
            self._section = index
            self._open(self._sections[index])
        self.context.levels = self._levels(sentence)
        return other

    def _open(self, section: tuple[int, int, str, str]) -> None:
        _, _, area, town = section
        self.context = Context([], None, area, self._keys)
        self.context.head = self._head(section)
        self.area = next((m for m in self._named if m.entity == (town or area)), None)

    def _head(self, section: tuple[int, int, str, str]) -> str:
        """The body that a section speaks of most, for posts that name none."""
        first, after = (bisect_left(self._starts, edge) for edge in section[:2])
        bodies = Counter(
            m.entity
            for m in self._mentions[first:after]
            if m.label == ORG and m.entity and not m.entity.endswith(self._tails)
        )
        return max(bodies, key=lambda key: bodies[key], default="")  # of equals the first

    def _levels(self, sentence: Range) -> dict[str, str]:
        """The area of each level word at a sentence: 镇 → the town named last, 市 → 安康市 after 安康市委."""
        until = bisect_left(self._areas_named, sentence[1], key=lambda m: m.start)
        for mention in self._areas_named[self._levels_read : until]:
            suffix = self._areas.suffix(mention.entity)
            if suffix and (len(suffix) == 1 or self._areas.levels[suffix] > 1):
                self._level_areas[suffix[-1]] = mention.entity  # 区 is no 自治区
        self._levels_read = max(until, self._levels_read)
        out = dict(self._level_areas)
        area = next((s[2] for s in reversed(self._sections) if s[0] <= sentence[0]), "")
        if area:
            out[self._areas.suffix(area)[-1:]] = area
        return out
