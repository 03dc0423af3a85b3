"""Containment: which place lies in which, one step up.

黄田坝街道安康社区           a name right after another
北关街道的张万营社区、青龙观社区  after 的, and on through a list
金堂县 in an article that names 成都市   by the table of areas
三合碑社区 in a section on 金堂县       by the section
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from kg.lexicon import Lexicon
from kg.nlp.areas import Areas
from kg.nlp.claim import Claim, Range, span
from kg.nlp.mention import FAC, GPE, Mention

#: ranks below county
TOWN, VILLAGE, SITE = 4, 5, 6
#: digits of a county's code
COUNTY = 6


class Containment:
    """States where the places of an article lie."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        self._relation = lexicon.stated_by("containment")
        self._areas = areas
        self._joins = frozenset(word for word in lexicon.names.lists.joins if len(word) == 1)

    def read(
        self,
        places: Sequence[Mention],
        prefixes: Sequence[Mention],
        text: str,
        sentences: Sequence[Range],
        sections: Sequence[tuple[int, int, str, str]],
        codes: Mapping[str, str],
        located: Iterable[tuple[Mention, Mention]] = (),
    ) -> list[Claim]:
        """Claims about ``places``, in order.

        ``prefixes`` are areas that begin names of bodies, ``codes`` the codes of linked areas by key,
        ``located`` bodies with the place that stands before them (工业园区的药业公司).
        """
        parents: dict[str, Claim] = {}
        for body, place in located:
            self._put(parents, body, place, sentences, "body-of-place", 0.8)
        self._nested(places, text, sentences, parents)
        both = sorted([*(p for p in places if not p.deictic), *prefixes], key=lambda m: m.start)
        for start, end in sentences:
            self._by_table([p for p in both if start <= p.start < end], sentences, codes, parents)
        self._by_town(both, sentences, codes, parents)
        self._by_section(both, prefixes, sentences, sections, parents)
        return list(parents.values())

    def _nested(
        self, places: Sequence[Mention], text: str, sentences: Sequence[Range], parents: dict[str, Claim]
    ) -> None:
        inherited: Mention | None = None  # the parent that a list goes on with
        for before, place in itertools.pairwise(places):
            gap = text[before.end : place.start]
            if place.deictic:  # 该街道新华社区: only the outer one
                inherited = None
                continue
            if gap in ("", "的") and self._lower(before, place):
                self._put(parents, place, before, sentences, "nested", 0.9)
                inherited = before
            elif gap in self._joins and inherited and self._rank(before) == self._rank(place):
                if not self._table(place):
                    self._put(parents, place, inherited, sentences, "nested-list", 0.7)
            else:
                inherited = None

    def _by_table(
        self,
        places: Sequence[Mention],
        sentences: Sequence[Range],
        codes: Mapping[str, str],
        parents: dict[str, Claim],
    ) -> None:
        first = {place.entity: place for place in reversed(places) if place.text == place.entity}
        by_code = {codes[key]: m for key, m in first.items() if len(codes.get(key, "")) == COUNTY}
        for code, mention in by_code.items():
            up = self._areas.parent(code)
            while up and up not in by_code:
                up = self._areas.parent(up)
            if up:
                self._put(parents, mention, by_code[up], sentences, "area-table", 0.9)

    def _by_town(
        self,
        places: Sequence[Mention],
        sentences: Sequence[Range],
        codes: Mapping[str, str],
        parents: dict[str, Claim],
    ) -> None:
        """Towns by the county of their code: 云关乡 is of 南明区, whatever the article is about."""
        counties = {codes[p.entity]: p for p in reversed(places) if len(codes.get(p.entity, "")) == COUNTY}
        for place in places:
            county = counties.get(codes.get(place.entity, "")[:COUNTY])
            if len(codes.get(place.entity, "")) > COUNTY and county is not None:
                self._put(parents, place, county, sentences, "town-table", 0.9)

    def _by_section(
        self,
        places: Sequence[Mention],
        prefixes: Sequence[Mention],
        sentences: Sequence[Range],
        sections: Sequence[tuple[int, int, str, str]],
        parents: dict[str, Claim],
    ) -> None:
        for start, end, area, town in sections:
            inside = [p for p in places if start <= p.start < end]
            named = [p for p in (*places, *prefixes) if p.entity == area]
            anchor = min(named, key=lambda p: (p.start < start, p.start), default=None)
            if not area or anchor is None:
                continue
            streets = {p.entity for p in inside if self._rank(p) == TOWN}
            only = town or (next(iter(streets)) if len(streets) == 1 else "")
            street = next((p for p in (*inside, *places) if p.entity == only), None) if only else None
            for place in inside:
                rank = self._rank(place)
                if rank < TOWN or self._table(place) or place.entity == area:
                    continue
                if rank == SITE and not place.kind:
                    continue  # 阿拉木图: nothing says that it is a site of here
                near = self._near([p for p in inside if p not in prefixes], place, sentences) or anchor
                if rank >= VILLAGE:
                    near = (
                        self._town(inside, place, sentences) or (street if rank == VILLAGE else None) or near
                    )
                self._put(parents, place, near, sentences, "section", 0.6)

    def _town(self, places: Sequence[Mention], place: Mention, sentences: Sequence[Range]) -> Mention | None:
        """The one town named before a village in its sentence: 赶到池河镇，先后在明星村和五爱村."""
        start = next(s[0] for s in sentences if s[0] <= place.start < s[1])
        towns = [p for p in places if start <= p.start < place.start and self._rank(p) == TOWN]
        if self._rank(place) != VILLAGE or len({town.entity for town in towns}) != 1:
            return None
        return towns[-1]

    def _near(self, places: Sequence[Mention], place: Mention, sentences: Sequence[Range]) -> Mention | None:
        """A county named in full before it in its sentence."""
        start = next(s[0] for s in sentences if s[0] <= place.start < s[1])
        counties = [p for p in places if start <= p.start < place.start]
        full = [
            p for p in counties if p.label == GPE and self._areas.rank(p.entity) == 3 and p.text == p.entity
        ]
        return full[-1] if full else None

    def _put(
        self,
        parents: dict[str, Claim],
        place: Mention,
        parent: Mention,
        sentences: Sequence[Range],
        rule: str,
        confidence: float,
    ) -> None:
        if not place.entity or not parent.entity or place.entity in parents or place.entity == parent.entity:
            return
        sentence = next(s for s in sentences if s[0] <= place.start < s[1])
        parents[place.entity] = Claim(
            self._relation, place.entity, parent.entity, sentence, span(place), span(parent), None,
            confidence=confidence, rule=rule,
        )  # fmt: skip

    def _lower(self, outer: Mention, inner: Mention) -> bool:
        return self._rank(outer) < self._rank(inner) or inner.label == FAC

    def _table(self, place: Mention) -> bool:
        return place.entity in self._areas.codes or place.text in self._areas.short

    def _rank(self, place: Mention) -> int:
        if place.label == GPE:
            return self._areas.rank(place.entity) or VILLAGE
        return SITE
