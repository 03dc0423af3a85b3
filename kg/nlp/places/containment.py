"""Containment: which place lies in which, one step up.

黄田坝街道安康社区           a name right after another
北关街道的张万营社区、青龙观社区  after 的, and on through a list
金堂县 in an article that names 成都市   by the table of areas: the codes say it, not the sentence
三合碑社区 in a section on 金堂县       by the section
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.claim import Claim, Range, span
from kg.nlp.spans.mention import FAC, GPE, Mention
from kg.nlp.spans.ranks import SITE, TOWN, VILLAGE
from kg.values.areas import BY_TABLE, COUNTY, ancestors

#: by what a containment is stated, and how sure it is; the table is right, but the sentence does not say so
NESTED, NESTED_LIST, BODY, TABLE, SECTION = (
    ("nested", 0.9),
    ("nested-list", 0.7),
    ("body-of-place", 0.8),
    (BY_TABLE, 0.6),
    ("section", 0.6),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What an article says about where: its places, the areas that begin names of bodies (``prefixes``), its
    sentences and sections (start, end, area, town), and the codes of linked areas by key."""

    text: str
    places: Sequence[Mention]
    prefixes: Sequence[Mention]
    sentences: Sequence[Range]
    sections: Sequence[tuple[int, int, str, str]]
    codes: Mapping[str, str]


class Containment:
    """States where the places of an article lie."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        self.relation = lexicon.stated_by("containment")
        self.areas = areas
        self.venues = lexicon.names.place.sites.venues
        # 浑源县人民医院 says of itself where it is, 榔桥镇段 is of a road
        self.no_site = (*self.venues, *lexicon.names.place.sites.not_inside)
        self.natural = frozenset(lexicon.names.place.sites.natural)
        self.joins = frozenset(word for word in lexicon.names.lists.joins if len(word) == 1)

    def read(self, ground: Ground, located: Iterable[tuple[Mention, Mention]] = ()) -> list[Claim]:
        """Claims about the places, in order; ``located`` are bodies with the place that stands before them
        (工业园区的药业公司)."""
        run = _Run(self, ground)
        for body, place in located:
            run.put(body, place, BODY)
        run.nested()
        run.by_name()
        run.by_table()
        run.by_section()
        return list(run.parents.values())


# long: one article: each rule of containment looks at what those before it found
class _Run:
    def __init__(self, rules: Containment, ground: Ground) -> None:
        self.parents: dict[str, Claim] = {}
        self._rules, self._areas, self._ground = rules, rules.areas, ground
        named = (p for p in ground.places if not p.deictic)
        self._named = sorted([*named, *ground.prefixes], key=_start)
        self._prefixes = {id(prefix) for prefix in ground.prefixes}
        self._begins = [start for start, _ in ground.sentences]

    def nested(self) -> None:
        inherited: Mention | None = None  # the parent that a list goes on with
        for before, place in itertools.pairwise(self._ground.places):
            gap = self._ground.text[before.end : place.start]
            if place.deictic:  # 该街道新华社区: only the outer one
                inherited = None
                continue
            if gap in ("", "的") and self._lower(before, place):
                self.put(place, before, NESTED)
                inherited = before
            elif gap in self._rules.joins and inherited and self._rank(before) == self._rank(place):
                if not self._table(place):
                    self.put(place, inherited, NESTED_LIST)
            else:
                inherited = None

    def by_name(self) -> None:
        """A site that begins with the name of a place: 卢峰镇安置点, 温馨家园卡口, 老洲镇大堤."""
        named = {p.entity: p for p in reversed(self._named) if p.kind not in self._rules.natural}
        for place in self._ground.places:
            if place.label == FAC and place.kind and not place.kind.endswith(self._rules.venues):
                around = [
                    key for key in named if place.entity.startswith(key) and len(key) < len(place.entity)
                ]
                if around:
                    self.put(place, named[max(around, key=len)], NESTED)
            if place.label == FAC and not place.text.endswith(self._rules.no_site):
                self._begun_by_areas(place, named)

    def _begun_by_areas(self, place: Mention, named: Mapping[str, Mention]) -> None:
        """老洲镇大堤 lies in 老洲镇, and 先进村 of 汤沟镇先进村安置点 in 汤沟镇."""
        inner = place
        for part in reversed(self._areas.split(place.text, believe=False)):
            start, end = place.start + part.start, place.start + part.end
            if end < place.end and place.text[part.start : part.end] == part.name:
                outer = named.get(part.name) or Mention(start, end, GPE, part.name, entity=part.name)
                self.put(inner, outer, NESTED)
                inner = Mention(start, end, GPE, part.name, entity=part.name)

    def by_table(self) -> None:
        """Each linked area in the nearest one above it: counties where one sentence names both, what lies
        below wherever (云关乡 is of 南明区, whatever the article is about)."""
        codes = self._ground.codes
        about = {area for _, _, area, _ in self._ground.sections}  # not 番禺区 of 广州市番禺区红十字会
        for start, end in self._ground.sentences:
            here = [p for p in _within(self._named, start, end) if p.text == p.entity]
            by_code = {codes[p.entity]: p for p in reversed(here) if len(codes.get(p.entity, "")) == COUNTY}
            for code, place in by_code.items():
                if id(place) not in self._prefixes or place.entity in about:
                    self._put_below(place, code, by_code)
        everywhere = {code: p for p in reversed(self._named) if (code := codes.get(p.entity, ""))}
        for start, end, area, _ in self._ground.sections[1:]:  # 辰溪县：…, a round of the counties of 怀化市
            head = next((p for p in self._ground.places if start <= p.start < end and p.entity == area), None)
            if head is not None and len(codes.get(area, "")) == COUNTY:
                self._put_below(head, codes[area], everywhere)
        for place in self._named:
            code = codes.get(place.entity, "")
            if len(code) > COUNTY:
                self._put_below(place, code, everywhere)

    def _put_below(self, place: Mention, code: str, named: Mapping[str, Mention]) -> None:
        above = next((named[up] for up in ancestors(code) if up in named), None)
        near = len(code) == COUNTY or (
            above is not None and not self._ground.codes[above.entity].endswith("00")
        )
        if above is not None and near:
            self.put(place, above, TABLE)

    def by_section(self) -> None:
        ground = self._ground
        for start, end, area, town in ground.sections:
            inside = _within(self._named, start, end)
            own = [p for p in inside if id(p) not in self._prefixes]
            named = [p for p in (*self._named, *ground.prefixes) if p.entity == area]
            anchor = min(named, key=lambda p: (p.start < start, p.start), default=None)
            if not area:
                continue
            streets = {p.entity for p in inside if self._rank(p) == TOWN}
            only = town or (next(iter(streets)) if len(streets) == 1 else "")
            street = next((p for p in (*inside, *self._named) if p.entity == only), None) if only else None
            for place in inside:
                rank = self._rank(place)
                if rank == SITE and (place.kind in self._rules.natural or place.entity.startswith(area)):
                    continue  # 黄河 runs through, 隆德县人民医院 says of itself where it is
                if rank < TOWN or self._table(place) or place.entity == area:
                    continue
                if rank == SITE and not place.kind:
                    continue  # 阿拉木图: nothing says that it is a site of here
                near = self._near(own, place) or anchor
                near = near or Mention(place.start, place.start, GPE, "", entity=area)  # told by 兴化日报
                if rank >= VILLAGE:
                    near = self._town(inside, place) or (street if rank == VILLAGE else None) or near
                self.put(place, near, SECTION)

    def put(self, place: Mention, parent: Mention, rule: tuple[str, float]) -> None:
        """State it, unless the place has a parent already."""
        if (
            not place.entity
            or not parent.entity
            or place.entity in self.parents
            or place.entity == parent.entity
        ):
            return
        name, confidence = rule
        self.parents[place.entity] = Claim(
            self._rules.relation, place.entity, parent.entity, self._sentence(place),
            span(place), span(parent), None, confidence=confidence, rule=name,
        )  # fmt: skip

    def _town(self, places: Sequence[Mention], place: Mention) -> Mention | None:
        """The one town named before a village or site in its sentence, else in its paragraph.

        赶到池河镇，先后在明星村和五爱村; not over a semicolon: …到建兰路街道；拜文秀在三村小区.
        """
        text = self._ground.text
        sentence, _ = self._sentence(place)
        for start in (sentence, text.rfind("\n", 0, place.start) + 1):
            start = max(start, text.rfind("；", start, place.start))
            towns = [p for p in _within(places, start, place.start) if self._rank(p) == TOWN]
            if towns:
                return towns[-1] if len({town.entity for town in towns}) == 1 else None
        return None

    def _near(self, places: Sequence[Mention], place: Mention) -> Mention | None:
        """A county named in full before it in its sentence."""
        start, _ = self._sentence(place)
        counties = reversed(_within(places, start, place.start))
        full = (
            p for p in counties if p.label == GPE and self._areas.rank(p.entity) == 3 and p.text == p.entity
        )
        return next(full, None)

    def _sentence(self, place: Mention) -> Range:
        return self._ground.sentences[bisect_right(self._begins, place.start) - 1]

    def _lower(self, outer: Mention, inner: Mention) -> bool:
        return self._rank(outer) < self._rank(inner) or inner.label == FAC

    def _table(self, place: Mention) -> bool:
        return place.entity in self._areas.codes or place.text in self._areas.short

    def _rank(self, place: Mention) -> int:
        if place.label == GPE:
            return self._areas.rank(place.entity) or VILLAGE
        return SITE


def _start(mention: Mention) -> int:
    return mention.start


def _within(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those of the mentions, which are in order, that begin in ``[start, end)``."""
    return mentions[bisect_left(mentions, start, key=_start) : bisect_left(mentions, end, key=_start)]
