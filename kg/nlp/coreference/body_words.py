"""What the words of a body's name tell: how it begins, what it ends in, what it is in full.

县市场监管局        begins with a level word, whose area is to be found
泸县直机关党委      is 泸县直属机关党委, and without its tail 泸县直机关
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.spans.mention import Mention
from kg.nlp.spans.patterns import any_of


class BodyWords:
    """Takes names of bodies apart; knows nothing of an article."""

    def __init__(self, lexicon: Lexicon) -> None:
        organization, titles, place = lexicon.names.organization, lexicon.titles, lexicon.names.place
        self.parts = organization.parts
        self.assemblies = tuple(item.assembly for item in titles.delegates)
        self.area_posts = tuple(sorted(titles.area_posts))
        self._session = re.compile(titles.words.session)
        self._kinds = re.compile(rf".{{0,12}}?({self.parts.kinds_in_short})(?:[(（][^)）]{{1,8}}[)）])?")
        self._bureaus = re.compile(self.parts.bureaus)
        self._longer = organization.abbreviations
        self._shorter = re.compile(rf"{any_of(self._longer)}(?={any_of(self.parts.tails)}?$)")
        members = titles.words.member
        self._offices = [t for t in self.parts.tails if any(w.startswith(t) for w in members)]
        self._not_levels = place.sites.not_levels
        singles = "".join(sorted(level for level in place.levels if len(level) == 1))
        longer = "|".join(sorted((s for s in place.levels if len(s) == 2), key=len, reverse=True))
        not_level = rf"(?!{any_of(self._not_levels)})"  # 县 | 市场监管局
        self._level = re.compile(
            rf"({longer}|[{singles}])(?:[、和]?{not_level}[{singles}])*(?:[两三]级)?(?=.)"
        )

    def spelled(self, name: str) -> str:
        """The name of a body with its end in full: 泸县直机关 → 泸县直属机关."""
        match = self._shorter.search(name)
        if match is None or name.endswith(self._longer[match[0]]):
            return name
        return name[: match.start()] + self._longer[match[0]] + name[match.end() :]

    def without_session(self, text: str) -> str:
        """The body of a session: 区人大 of 区十七届人大; 第五届支教团 is another than the fourth."""
        return text if text.endswith(self.parts.teams) else self._session.sub("", text)

    def without_tail(self, name: str) -> str:
        """武侯区机关 of 武侯区机关党组; empty for a name that ends in no tail."""
        for tail in sorted(self.parts.tails, key=len):
            if name.endswith(tail) and len(name) > len(tail) + 1:
                return name[: -len(tail)]
        return ""

    def without_office(self, name: str) -> str:
        """武侯区人大 of 武侯区人大机关; the name itself where it ends in no office."""
        office = next((t for t in self._offices if name.endswith(t)), "")
        return name[: len(name) - len(office)]

    def head(self, name: str, text: str) -> str:
        """What of a name the bare form means: all that ends in it, or ends in it before a tail."""
        if text not in name or name.startswith(text):
            return ""
        if name.endswith(text):
            return name  # 祥达光学有限公司隆德分公司
        end = name.index(text) + len(text)
        return name[:end] if end == len(name) or name[end:] in self.parts.tails else ""

    def with_office(self, text: str, area_end: int) -> str:
        """县府农业处 → 县政府农业处: the office of an area that ends there, or of a level word, in full."""
        at = area_end or (1 if self.level(text) else 0)
        for short, full in self.parts.offices.items():
            if at and text.startswith(short, at) and not text.startswith(full, at):
                return text[:at] + full + text[at + len(short) :]
        return text

    def kind(self, rest: str) -> str:
        """公安局 of 公安局交警大队, all of 烟草专卖局（公司）: the kind that a short form leaves out."""
        match = self._kinds.match(rest)
        return match[0] if match else ""

    def kind_in_short(self, rest: str) -> str:
        """局 of 局政治部, what is left of a kind right after an area; empty for 公安局."""
        match = self._kinds.match(rest)
        return match[1] if match and match.start(1) == 0 else ""

    def in_full(self, party: str) -> str:
        """共青团 of 团, before the committee of an area."""
        return self.parts.in_full.get(party, party)

    def begins_with_level(self, text: str) -> bool:
        return self._level.match(text) is not None

    def level(self, text: str) -> tuple[str, str] | None:
        """The level word that a name begins with, and the rest: 镇|水务所; none of 市场监管局, 镇安宫."""
        if text.startswith(self._not_levels) or text.endswith(self.parts.temples):
            return None
        match = self._level.match(text)
        return (match[1], text[match.end() :]) if match else None

    def party(self, text: str) -> str:
        """The party before a committee of a level: 团 of 团县委; empty where there is none."""
        parties = self.parts.parties
        party = max((p for p in parties if text.startswith(p) and len(text) > len(p)), key=len, default="")
        return party if party and self.begins_with_level(text[len(party) :]) else ""

    def is_bare(self, text: str) -> bool:
        """Whether a form says only what kind of body it is, with a tail or without: 公司, 公司党委."""
        bare, tails = self.parts.bare, self.parts.tails
        return text in bare or any(text.endswith(t) and text[: -len(t)] in bare for t in tails)

    def is_of_area(self, body: Mention) -> bool:
        """Whether a body is of the area that begins its name in short: 兴化日报, but no other company."""
        if body.kind != self.parts.company:
            return True
        unions = self.parts.called[self.parts.cooperative]
        return body.text.endswith(self.parts.outlets) and not body.text.endswith(unions)

    def is_bureau(self, text: str) -> bool:
        """Whether a name says what an office of an area does, and not of which: 司法局."""
        return self._bureaus.fullmatch(text) is not None

    def of_level(self, area: str, level: str, rest: str) -> str:
        """The body of an area that a level word begins: 县|政协 of 泸县 is 泸县政协, but 县|委 泸县县委."""
        twice = len(area) == 2 and (level + rest).startswith(self.parts.committees)
        return area + (level if twice else "") + rest

    def is_unique(self, name: str) -> bool:
        """Whether a body's name alone says which one it is: 国务院, a company by its full name."""
        return name in self.parts.known or (len(name) > 7 and name.endswith(self.parts.unique))
