"""Where bodies lie, as far as their names and the words before them tell.

工业园区的药业公司            after a place and 的
位于小坝镇的储备库
坡头镇德隆小学                by the first part of its name; not 坡头镇中心小学, which is the town's own
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import FAC, GPE, ORG, PLACES, Mention
from kg.nlp.spans.ranks import TOWN
from kg.values.areas import load_places

#: between a place and what it is of: 太谷区的 | 会员企业 | 某公司
OF = re.compile("的[^，。；、的]{0,6}")
#: a body and a place
Located = tuple[Mention, Mention]


class Whereabouts:
    """Finds the places that say where a body is; stateless."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        self._areas = areas
        self._parts = lexicon.names.organization.parts
        self._suffixes = lexicon.names.organization.suffixes
        sites = lexicon.names.place.sites
        self._nearby = frozenset((*sites.nearby, *sites.spots))

    def prefixes(self, mentions: Iterable[Mention], known: frozenset[str]) -> Iterator[Located]:
        """The names of bodies with each area of ``known`` that begins them: 武山县 of 武山县人大常委会."""
        for mention in mentions:
            told = mention.label == ORG or (mention.label == FAC and mention.kind in self._nearby)
            if told and mention.entity and not mention.deictic:
                for part in self._areas.split(mention.text, believe=False):
                    if part.name in known:
                        start, end = mention.start + part.start, mention.start + part.end
                        text = mention.text[part.start : part.end]
                        yield mention, Mention(start, end, GPE, text, entity=part.name)

    def lies_in(self, body: Mention, area: Mention) -> bool:
        """Whether a name tells a town and then the body's own name: 坡头镇德隆小学, not 坡头镇中心小学."""
        rest = body.text[area.end - body.start :]
        suffixes = self._suffixes.get(body.kind, ())
        suffix = max((s for s in suffixes if rest.endswith(s)), key=len, default="")
        stem = rest[: len(rest) - len(suffix)]
        own = len(stem) > 1 and not stem.startswith(self._parts.common_stems) and stem not in suffixes
        return (
            body.kind in self._parts.located
            and own
            and area.entity in load_places()
            and self._areas.rank(area.entity) == TOWN
        )

    def told(self, text: str, mentions: Sequence[Mention]) -> tuple[frozenset[int], list[Located]]:
        """The places (by index) that only tell where something is, and the bodies that lie there."""
        told: set[int] = set()
        located = []
        for index, (place, body) in enumerate(pairwise(mentions)):
            gap = text[place.end : body.start]
            if place.label not in PLACES or not OF.fullmatch(gap):
                continue
            first = _first_of(mentions, index)
            lying = gap == "的" and text[: mentions[first].start].endswith(self._parts.lying)
            if (body.label == ORG and body.kind in self._parts.located) or (
                lying and body.label in (ORG, FAC)
            ):
                told.update(range(first, index + 1))
                located.append((body, place))
        return frozenset(told), located


def _first_of(mentions: Sequence[Mention], last: int) -> int:
    """The first of the places that end with one: 海口市 of 海口市琼山区三门坡镇."""
    while last and mentions[last - 1].label in PLACES and mentions[last - 1].end == mentions[last].start:
        last -= 1
    return last
