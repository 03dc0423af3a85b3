"""What an article says about where a place lies, as far as it was read: what tells homonyms apart.

成都市武侯区玉林街道          an area named right before it (chain)
三合碑社区 in a section on 金堂县   what the section is about (section)
昌邑 beside 寿光市 and 诸城市    two other counties of one city (beside)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.nlp.places.areas import Areas
from kg.nlp.places.codes import AreaCodes, is_county
from kg.nlp.spans.mention import GPE, Mention
from kg.nlp.spans.ranks import SITE
from kg.values.areas import COUNTY, TOWN, ancestors, within

#: how a code was found by what stands around a place; the words for them are in ``messages.toml``
CHAIN, SECTION, ARTICLE = "chain", "section", "article"
#: the areas named right before each mention of a place: by its key, and where the mention begins
Chains = dict[str, dict[int, list[str]]]


class Surroundings:
    """The areas of one article; `note` adds what each place was linked to."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        sections: Sequence[tuple[int, int, tuple[str, str]]],
        sentences: Sequence[tuple[int, int]],
        before: Chains,
        areas: Areas,
        candidates: AreaCodes,
    ) -> None:
        self._text, self._mentions, self._sections = text, mentions, sections
        self._areas, self._candidates, self._before = areas, candidates, before
        self._starts = [mention.start for mention in mentions]  # in order
        self._begins = [start for start, _ in sentences]
        self._codes: dict[str, str] = {}
        self._keys: dict[str, list[str]] = {}  # of each code
        self._article: tuple[dict[str, None], ...] = ({}, {}, {}, {})  # towns, counties, cities, provinces
        self._own: dict[str, list[Mention]] = {}
        for mention in mentions:
            self._own.setdefault(mention.entity, []).append(mention)

    def forms(self, key: str) -> set[str]:
        """How the text writes an entity."""
        return {m.text for m in self._own.get(key, ())}

    def note(self, key: str, code: str) -> None:
        """Remember what a place was linked to; nothing where its code was not found, for now."""
        self._codes[key] = code
        if not code:
            return
        self._keys.setdefault(code, []).append(key)
        towns, counties, cities, provinces = self._article
        if code[4:6] != "00" and len(code) in (TOWN, COUNTY):
            (towns if len(code) == TOWN else counties)[code] = None
        if code.endswith("00"):
            (provinces if code.endswith("0000") else cities)[code] = None

    def around(self, key: str) -> Iterable[tuple[str, dict[str, None]]]:
        """The areas that a place is told to lie in, the surest first."""
        named = [name for names in self._before.get(key, {}).values() for name in names]
        chained = {c: None for name in dict.fromkeys(named) for c in self._code_or_candidates(name)}
        if chained:
            yield CHAIN, chained
        own = self._own.get(key, [])
        yield SECTION, {c: None for m in own for name in self._near(m) if (c := self._codes.get(name, ""))}
        for start, end, names in self._sections:
            if any(start <= m.start < end for m in own):
                for name in names:
                    if name != key and (code := self._codes.get(name, "")):
                        yield SECTION, {code: None}
        for codes in self._article:
            yield ARTICLE, codes

    def _near(self, mention: Mention) -> list[str]:
        """The town or county named last before a place in its sentence: 赶到池河镇，先后在明星村和五爱村."""
        start = self._begins[bisect_right(self._begins, mention.start) - 1]
        first, after = (bisect_left(self._starts, at) for at in (start, mention.start))
        rank = self._areas.rank(mention.entity) or SITE
        outer = [
            m.entity
            for m in self._mentions[first:after]
            if m.label == GPE and m.entity
            and 3 <= (self._areas.rank(m.entity) or SITE) < rank
        ]  # fmt: skip
        return outer[-1:] if len(set(outer)) == 1 else []

    def _code_or_candidates(self, name: str) -> Sequence[str]:
        code = self._codes.get(name)
        return [code] if code else self._candidates.of(name)

    def is_short(self, key: str) -> bool:
        """Whether an article names an area only in short: 昌邑, which may be 昌邑区 or 昌邑市."""
        return key in self._areas.codes and key not in self._text

    def beside(self, codes: Sequence[str]) -> list[str]:
        """The counties of a city of which the article names two others: 昌邑 beside 寿光市 and 诸城市."""
        cities = [code[:4] for code in self._codes.values() if is_county(code)]
        return [code for code in codes if is_county(code) and cities.count(code[:4]) > 1]

    def stands_alone(self, code: str, short: bool) -> bool:
        """Whether a name that only one area has may be taken for it without more."""
        if len(code) == COUNTY:
            return not short or code.endswith("00")
        provinces = {c[:2] for c in self._codes.values() if c}
        return len(code) == TOWN and (not provinces or code[:2] in provinces)

    def is_part(self, item: dict[str, Any], code: str, known: Mapping[str, tuple[str, ...]]) -> bool:
        """玉溪 in an article on 玉溪街道 of another city: the short form may be of either."""
        for short in self.forms(item["key"]):
            for key, codes in known.items():
                longer = key.startswith(short) and key != item["key"] and codes
                if longer and not any(within(c, code) for c in codes):
                    return True
        return False

    def named(self, areas: dict[str, None], code: str) -> str:
        """The name of the first of the areas that ``code`` lies in."""
        around = [area for area in (code, *ancestors(code)) if area in areas]
        area = around[0] if len(around) == 1 else next(area for area in areas if area in around)
        keys = self._keys.get(area, ())
        last = max(keys, key=list(self._codes).index) if len(keys) > 1 else next(iter(keys), "")
        return last or self._areas.names.get(area, area)


def is_supported(code: str, known: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the article names places in a county that is only named in short: 长兴 with 画溪街道."""
    inside = [codes for codes in known.values() if any(within(c, code) for c in codes)]
    return len(inside) > 1 or any(len(codes) == 1 for codes in inside)
