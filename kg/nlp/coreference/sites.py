"""A site named with its area and without: one place.

郭城驿镇新堡子蔬菜基地 … 在新堡子蔬菜基地抽取样品      the same base
红石镇中心广场、石桥镇中心广场 … 中心广场            either: a place of its own
"""

from __future__ import annotations

from kg.lexicon.names import Sites
from kg.nlp.coreference.discourse import Discourse
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import FAC, Mention

#: a site has so many characters besides what it is: 新堡子 of 新堡子蔬菜基地
LEAST = 2


class SiteReference:
    """Finds the site that a shorter or longer name of an article means."""

    def __init__(self, areas: Areas, sites: Sites, discourse: Discourse) -> None:
        self._areas, self._sites, self._discourse = areas, sites, discourse

    def entity(self, mention: Mention) -> str:
        """The key of the one site named before under the other form; empty where that is none, or several."""
        text = mention.solid
        if mention.label != FAC or text in self._discourse.known:
            return ""
        bare = self._bare(text)
        stem = bare.removesuffix(mention.kind)
        if not mention.kind or len(stem) < LEAST or stem in self._sites.generic_modifiers:
            return ""  # 检测点: whatever it was that had one
        names = [(c.key, c.name) for c in self._discourse.candidates(FAC)]
        if bare == text:
            found = {key for key, name in names if name != text and self._bare(name) == text}
        else:
            found = {key for key, name in names if name == bare}
        return found.pop() if len(found) == 1 else ""

    def _bare(self, name: str) -> str:
        """A name without the areas that it begins with, each written in full."""
        parts = self._areas.split(name, believe=False)
        end = 0
        for part in parts:
            if part.start != end or name[part.start : part.end] != part.name:
                break
            end = part.end
        return name[end:]
