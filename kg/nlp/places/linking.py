"""Which area each place of an article is, by its code, and why.

市中区 with 玉溪街道            of four, the one that has such a street (below)
西关街道                      of many, none that the article speaks of: left open

Nothing is guessed: where more than one area is left, none is taken.
"""

from __future__ import annotations

from typing import Any

from kg.nlp.places.areas import Areas
from kg.nlp.places.codes import AreaCodes, is_county, is_high, is_town, is_village
from kg.nlp.places.namesakes import joined, split
from kg.nlp.places.surroundings import CHAIN, Chains, Surroundings, is_supported
from kg.nlp.spans.mention import GPE, Mention
from kg.values.areas import COUNTY, ancestors, within

#: how a code was found, beside `kg.nlp.places.surroundings`, or why there is none
BELOW, UNIQUE, BESIDE = "below", "unique", "beside"
SEVERAL, UNKNOWN, ABSENT, ELSEWHERE = "several", "unknown", "absent", "elsewhere"
#: of several areas, so many are named
NAMED = 5


class Linking:
    """The linking of one article: sets ``code`` and ``link`` of ``entities``, which are its places too."""

    def __init__(
        self,
        text: str,
        mentions: list[Mention],
        entities: list[dict[str, Any]],
        sections: list[tuple[int, int, tuple[str, str]]],
        sentences: list[tuple[int, int]],
        before: Chains,
        areas: Areas,
        codes: AreaCodes,
    ) -> None:
        self.mentions, self.entities, self.same = mentions, entities, dict[str, str]()
        self._codes = codes
        self._base = split(entities, mentions, before, codes)
        self._around = Surroundings(text, mentions, sections, sentences, before, areas, codes)
        self._below: dict[str, set[str]] = {}
        for name, places in before.items():
            for above in {above for names in places.values() for above in names}:
                self._below.setdefault(above, set()).add(name)

    def link(self) -> None:
        places = [item for item in self.entities if item["label"] == GPE]
        known = self._known([item["key"] for item in places])
        for item in places:
            item["link"] = "" if known[item["key"]] else UNKNOWN
        for _ in range(2):  # what lies below may tell what lies above, and then the other way round
            for level in (is_high, is_county, is_town, is_village):
                for item in places:
                    codes = [code for code in known[item["key"]] if level(code)]
                    if codes and not item["code"]:
                        item["code"], item["link"] = self._linked(item, codes, known)
                        self._around.note(item["key"], item["code"])
        self.entities, self.same = joined(self.entities)
        for mention in self.mentions:
            mention.entity = self.same.get(mention.entity, mention.entity)

    def _known(self, keys: list[str]) -> dict[str, tuple[str, ...]]:
        """The codes that each place may have, by its name, and of a short one by its forms too."""
        known = {key: self._codes.of(self._base.get(key, key)) for key in keys}
        for key in filter(self._around.is_short, known):
            known[key] += tuple(
                code
                for form in sorted(self._around.forms(key))
                for code in self._codes.of_short(form)
                if code not in known[key]
            )
        return known

    def _linked(
        self, item: dict[str, Any], codes: list[str], known: dict[str, tuple[str, ...]]
    ) -> tuple[str, str]:
        """The code, if only one is left, and by what; else nothing, and why."""
        key = item["key"]
        short = self._around.is_short(key)
        for how, areas in self._around.around(key):
            fitting = [code for code in codes if not areas.keys().isdisjoint((code, *ancestors(code)))]
            if len(fitting) == 1:
                return fitting[0], f"{how} {self._around.named(areas, fitting[0])}"
            if how == CHAIN and not fitting:
                first = next(iter(areas))
                return "", f"{ABSENT} {self._around.named(areas, first)}"  # 唐昌镇 has no such village
            codes = fitting or codes
        beside = self._around.beside(codes) if short else []
        if len(beside) == 1:
            return beside[0], BELOW if is_supported(beside[0], known) else BESIDE
        below = [other for name in self._below.get(key, ()) for other in known.get(name, ())]
        having = [code for code in codes if any(within(other, code) for other in below)]
        if len(having) == 1 and len(codes[0]) == COUNTY:
            return having[0], BELOW
        if len(codes) > 1:
            more = [] if len(codes) <= NAMED else ["…", str(len(codes))]
            return "", " ".join([SEVERAL, *sorted(codes)[:NAMED], *more])
        if self._around.stands_alone(codes[0], short) and not (
            short and self._around.is_part(item, codes[0], known)
        ):
            return codes[0], UNIQUE
        if short and is_supported(codes[0], known):
            return codes[0], BELOW
        return "", f"{ELSEWHERE} {codes[0]}"
