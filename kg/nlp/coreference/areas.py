"""Which area a place name or a bare level word means.

成都的代表到会，成都市政府答复。    成都 is 成都市
青山镇召开会议。镇干部到会。        镇 is 青山镇; 全区 the district that the section or the article is about
"""

from __future__ import annotations

from kg.lexicon.names import Sites
from kg.nlp.coreference.discourse import Discourse
from kg.nlp.coreference.sections import Section
from kg.nlp.coreference.sites import SiteReference
from kg.nlp.places.areas import AreaPart, Areas
from kg.nlp.spans.mention import FAC, GPE, ORG, PLACES, Mention
from kg.nlp.spans.ranks import SITE, TOWN, VILLAGE

#: what a paragraph is about stands within so many characters of its beginning
LINE_START = 24


class AreaReference:
    """Finds the area that a mention of an article means."""

    def __init__(self, areas: Areas, sites: Sites, discourse: Discourse) -> None:
        self._areas = areas
        self._whole = sites.deictics[0]
        self._sites = SiteReference(areas, sites, discourse)
        self._no_site = (*sites.venues, *sites.not_inside)
        self._nearby = frozenset((*sites.nearby, *sites.spots))
        self._discourse = discourse
        self._named_short: dict[str, set[str]] = {}  # the areas that the article names, by their short names
        self._named = self._named_areas()
        for area in self._named:
            for short in areas.shorts(area):
                self._named_short.setdefault(short, set()).add(area)
        self._begun: dict[str, int] = {}  # where an area last began the name of a body
        self._lines: dict[tuple[int, str], str] = {}  # the area of a level that a paragraph begins with

    def entity(self, mention: Mention, section: Section) -> str:
        """The key of the place; empty where a level word means none."""
        if mention.deictic:
            level = self._areas.suffix(mention.text) or mention.text
            name = self.of_level(level, mention, section, whole=mention.text[0] in self._whole)
            return self._discourse.add(name, GPE, name) if name else ""
        written = self._discourse.written
        text = mention.solid  # 洞 头
        full = mention.norm or text
        short = text in self._areas.short or (full == text and not self._areas.suffix(text))
        if short and text not in self._areas.codes:
            full = self._in_full(text, section)
        if full != text and mention.label == FAC:
            mention.label, mention.kind = GPE, ""
        if same := self._sites.entity(mention):
            return self._discourse.add(same, FAC, text, mention.kind)
        spelled = full in written or (full in self._named and full not in self._areas.codes)
        return self._discourse.add(full, mention.label, full if spelled else text, mention.kind)

    def _named_areas(self) -> set[str]:
        """The areas that the article names in full, at the beginning of other names too."""
        named = [m for m in self._discourse.mentions if m.label in (ORG, FAC) and not m.deictic]
        begun = {part.name for mention in named for part in self._in_name(mention)}
        return begun | {area for area in self._discourse.written if self._areas.suffix(area)}

    def _in_full(self, short: str, section: Section) -> str:
        """成都 → 成都市, and 薛坪 → 薛坪镇 where that is the one area of the article that is called so."""
        named = self._named_short.get(short, set())
        if short in self._areas.short:
            near = {*section.chain.values(), *self._discourse.written}
            full = self._areas.full(short, near)
            high = any(code.endswith("00") for code in self._areas.short[short])
            if full in near or full in named or high or len(named) != 1:
                return full
        own = [area for area in section.chain.values() if short in self._areas.shorts(area)]
        return next(iter(named)) if len(named) == 1 else own[0] if own and not named else short

    def of_level(self, level: str, mention: Mention, section: Section, *, whole: bool = False) -> str | None:
        """The area of a bare level word: of its sentence (青海省卫健委派省医院…), else the section's, else
        the one spoken of (last, or most for 全镇)."""
        text = self._discourse.text
        sentence = max(text.rfind(mark, 0, mention.start) for mark in "。！？\n")
        here = [key for key, at in self._begun.items() if at > sentence and self._areas.suffix(key) == level]
        if here and not whole:
            return max(here, key=self._begun.__getitem__)
        line = self._discourse.line_start(mention)
        if (line, level) in self._lines:
            return self._lines[line, level]
        area = section.area(level, self._areas)
        if area:
            short = self._areas.called.get(area, "")
            return short if short and short in text and area not in text else area
        return self._spoken_of(level, whole=whole)

    def _spoken_of(self, level: str, *, whole: bool) -> str | None:
        """The area of a level that the article named last, or names most."""
        near = {c.key: c.last for c in self._discourse.known.values() if c.label in PLACES}
        near = {key: max(near.get(key, 0), self._begun.get(key, 0)) for key in {*near, *self._begun}}
        near = {key: last for key, last in near.items() if self._areas.suffix(key) == level}
        if whole:
            return max(near, key=lambda key: (self._discourse.text.count(key), near[key]), default=None)
        return max(near, key=lambda key: near[key], default=None)

    def note(self, mention: Mention) -> None:
        """Remember the areas that begin the name of a body, and those that a paragraph begins with."""
        bodies = self._tells_area(mention)
        names = [part.name for part in self._prefixes(mention)] if bodies else []
        if mention.label == GPE and mention.text == mention.entity:
            names.append(mention.entity)
        line = self._discourse.line_start(mention)
        for name in names:
            suffix = self._areas.suffix(name)
            if bodies:
                self._begun[name] = mention.start
            if suffix and mention.start - line < LINE_START:
                levels = self._areas.levels
                same = levels.get(suffix[-1]) == levels[suffix]  # 自治县 is 县, 自治区 no 区
                self._lines.setdefault((line, suffix[-1] if same else suffix), name)

    def add_prefixes(self) -> None:
        """武山县 of 武山县人大常委会 is an entity, and 卢峰镇 of its 安置点, named nowhere else or not."""
        known = self._discourse.known
        for mention in self._discourse.mentions:
            site = mention.label == FAC and not mention.text.endswith(self._no_site)
            if (self._tells_area(mention) or site) and mention.entity and not mention.deictic:
                for part in self._prefixes(mention, least=VILLAGE if site else TOWN):
                    new = part.name not in known
                    if new:  # 湖北 stays 湖北, though the article names 湖北省卫健委
                        self._discourse.add(part.name, GPE, part.name)
                    known[part.name].forms.setdefault(part.name, mention.start + part.start)
                    known[part.name].weak = new

    def _tells_area(self, mention: Mention) -> bool:
        """Whether the area that begins a name is spoken of with it: not with 李渡镇医院, which is visited."""
        return mention.label == ORG or (mention.label == FAC and mention.kind in self._nearby)

    def _prefixes(self, body: Mention, least: int = TOWN) -> list[AreaPart]:
        """The areas that begin a name in full, down to a rank."""
        return [part for part in self._in_name(body) if (self._areas.rank(part.name) or SITE) <= least]

    def _in_name(self, mention: Mention) -> list[AreaPart]:
        """The areas that a name begins with and writes in full: 安徽 of 安徽师范大学 is none."""
        text = mention.text
        return [p for p in self._areas.split(text, believe=False) if text[p.start : p.end] == p.name]
