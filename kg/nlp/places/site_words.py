"""What words say of sites: 体育场 is one, 街道社区 is none, 温馨家园 ends in one."""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import FAC, GPE, Mention
from kg.nlp.spans.patterns import Suffixes, any_of
from kg.nlp.spans.ranks import TOWN, VILLAGE


class SiteWords:
    """Tells names of sites from common words; stateless. ``homes`` end places where people live."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        place = lexicon.names.place
        self._areas, self._sites = areas, place.sites
        self._levels = frozenset(place.levels)
        self._no_sites = self._sites.generic_modifiers | self._sites.not_places
        self.homes = (
            *self._sites.dwellings,
            *(level for level, rank in place.levels.items() if rank == VILLAGE),
        )
        common = self._sites.generic_modifiers | self._levels
        self._common = re.compile(rf"{any_of(common)}|{any_of(w for w in common if len(w) > 1)}+")
        towns = [level for level, rank in place.levels.items() if rank >= TOWN]
        self.endings = Suffixes((*self._sites.suffixes, *self._sites.spots, *self._sites.venues, *towns))
        self._suffixes = Suffixes((*self._sites.suffixes, *self._sites.spots))

    def is_no_end(self, word: str) -> bool:
        """武汉 | 返乡: a word that looks like the end of a place."""
        return word in self._sites.not_places and word not in self._levels and word not in self._suffixes

    def is_site_word(self, word: str) -> bool:
        """体育场: a site although it is one common word; 蓝光SOFA社区 is one, too."""
        suffix = self._suffixes.longest(word)
        if not suffix or len(word) - len(suffix) < 2:
            return False
        odd = bool(re.search(r"[A-Za-z0-9]", word)) or suffix in self._sites.dwellings
        return odd and self._no_sites.isdisjoint((word, word[: -len(suffix)]))

    def is_generic(self, name: str) -> bool:
        """街道社区, 中风险区, 成型小区, 检查封控小区: level words and common nouns, no name."""
        site = self._suffixes.longest(name)
        stems = (self._areas.stem(name), name[: -len(site)] if site else name)
        return any(self._common.fullmatch(stem) for stem in stems)

    def place(self, text: str, start: int, end: int) -> Mention:
        """What a stretch of text names: an area, where a level or the table says so, or a site."""
        name = text[start:end]
        suffix = self._areas.suffix(name)
        table = name in self._areas.short or name in self._areas.codes
        site = self._suffixes.longest(name)
        level = bool(suffix) and len(name) > len(suffix) and not site
        return Mention(start, end, GPE if table or level else FAC, name, kind="" if table or level else site)
