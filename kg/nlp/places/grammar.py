"""Places: from a run of words to areas and sites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import FAC, GPE, Mention
from kg.nlp.spans.patterns import HAN, Suffixes, any_of
from kg.nlp.spans.ranks import COUNTY, TOWN, VILLAGE
from kg.nlp.tokens.words import Word
from kg.values.areas import load_places

#: tags of common words, and the longest name that they make of a site
COMMON, SPOT = frozenset({"n", "vn", "nz", "s", "an"}), 8


class PlaceGrammar:
    """Finds the places that begin at a word; stateless."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        self._areas = areas
        self._sites = lexicon.names.place.sites
        self._no_starts = self._sites.generic_modifiers | lexicon.names.organization.parts.work_words
        levels = lexicon.names.place.levels
        self._levels = frozenset(levels)
        self._no_sites = self._sites.generic_modifiers | self._sites.not_places
        villages = [level for level, rank in levels.items() if rank == VILLAGE]
        self._homes = (*self._sites.dwellings, *villages)
        self._village = re.compile(rf"(?!的)[{HAN}]{{1,5}}?{any_of(self._homes)}")
        common = self._sites.generic_modifiers | self._levels
        self._common = re.compile(rf"{any_of(common)}|{any_of(w for w in common if len(w) > 1)}+")
        towns = [level for level, rank in levels.items() if rank >= TOWN]
        self._endings = Suffixes((*self._sites.suffixes, *self._sites.spots, *self._sites.venues, *towns))
        self._nearby, self._spots = Suffixes(self._sites.nearby), Suffixes(self._sites.spots)
        self._suffixes = Suffixes((*self._sites.suffixes, *self._sites.spots))

    def find(self, text: str, run: Sequence[Word], i: int) -> tuple[list[Mention], int]:
        """The places that begin at word ``i`` and the index of the word after them."""
        mentions, after = self._found(text, run, i)
        named = [self._widened(text, m) for m in mentions if m.text not in self._sites.not_places]
        spot = self._spot(text, run, after, named[-1]) if named else None
        if spot is None:
            return named, after
        return [*named[:-1], spot], next(k for k in range(after, len(run) + 1) if run[k - 1].end == spot.end)

    def _spot(self, text: str, run: Sequence[Word], after: int, place: Mention) -> Mention | None:
        """A site that only the place before it names: 卢峰镇 | 安置点, 朝阳镇 | 环卫站, 温馨家园 | 卡口."""
        rank = self._areas.rank(place.norm or place.text) or 0
        small = place.label == FAC or rank == VILLAGE  # 回澜镇核酸检测点 is any of its
        if not (small or rank == TOWN) or run[after - 1].end != place.end:
            return None
        for size in (3, 2, 1):
            words = run[after : after + size]
            if len(words) < size or any(w.tag not in COMMON for w in words):
                continue
            name = text[place.end : words[-1].end]
            suffix = self._nearby.longest(name) or (self._spots.longest(name) if small else "")
            if suffix and len(name) <= SPOT:
                whole = text[place.start : words[-1].end]
                return Mention(place.start, words[-1].end, FAC, whole, kind=suffix)
        return None

    def _found(self, text: str, run: Sequence[Word], i: int) -> tuple[list[Mention], int]:
        mentions: list[Mention] = []
        j = i
        while j < len(run) and run[j].tag in {"LOC", "ORG"}:
            j += 1
        start = run[i].start
        stretch = text[start : run[j - 1].end] if j > i else ""
        parts = self._areas.split(stretch) if stretch else []
        for part in parts:
            if stretch[part.start : part.end] in self._sites.not_places or self._is_generic(part.name):
                continue
            mentions.append(
                Mention(
                    start + part.start, start + part.end, GPE, stretch[part.start : part.end], norm=part.name
                )
            )
        rest = start + (parts[-1].end if parts else 0)
        street = parts and self._areas.rank(parts[-1].name) == TOWN
        village = self._village.match(text, rest) if street else None
        if village:
            mentions.append(self._place(text, rest, village.end()))
            rest = village.end()
        k = max(j, i + 1 if not stretch else j)
        while k < len(run) and run[k].start < rest:
            k += 1
        if rest < (run[j - 1].end if j > i else start):  # a name without a level, and what follows it
            end, k = self._extended(text, run, j, rest)
            place = self._place(text, rest, end)
            known = (
                any(run[w].tag == "LOC" for w in range(i, j))
                or end > run[j - 1].end
                or (place.label == FAC and place.kind)
            )
            real = place.text not in self._sites.not_places and not self._is_generic(place.text)
            if known and real and len(place.text) > 1:
                mentions.append(place)
            return mentions, max(k, i + 1)
        if not stretch:
            end, k = self._extended(text, run, i + 1, start)
            name = text[start:end]
            certain = run[i].tag in {"nz", "nw", "PER"} or name.endswith(self._homes)
            longer = end > run[i].end and run[i].text not in self._levels
            if longer and certain and run[i].text not in self._no_starts and not self._is_generic(name):
                return self._nested(text, start, end), k
            if run[i].text in self._sites.alone or (
                run[i].tag in {"n", "nz"} and self._is_site_word(run[i].text)
            ):
                mentions.append(self._place(text, run[i].start, run[i].end))
            return mentions, i + 1
        return mentions, max(k, i + 1)

    def _nested(self, text: str, start: int, end: int) -> list[Mention]:
        """One place, or two: 民主街道 | 老街社区."""
        parts = self._areas.split(text[start:end])
        if len(parts) < 2 or parts[-1].end != end - start or self._areas.rank(parts[0].name) != TOWN:
            return [self._place(text, start, end)]
        return [self._place(text, start + part.start, start + part.end) for part in parts]

    def _widened(self, text: str, mention: Mention) -> Mention:
        """An area that the tagger cut: 将 | 台堡镇, 达来 | 呼布镇, 到达 | 茂旗."""
        name = mention.text
        level = self._levels_of(name)
        is_known = load_places().__contains__ if level == TOWN else self._areas.codes.__contains__
        if mention.label != GPE or level not in (TOWN, COUNTY) or is_known(name):
            return mention
        for size in (1, 2, 3):
            start = mention.start - size
            wide = text[max(start, 0) : mention.end]
            if start >= 0 and is_known(wide):
                return Mention(start, mention.end, GPE, wide, norm=wide)
        return mention

    def _levels_of(self, name: str) -> int | None:
        return self._areas.levels.get(self._areas.suffix(name))

    def _extended(self, text: str, run: Sequence[Word], j: int, start: int) -> tuple[int, int]:
        """The end of a site that begins at ``start`` and may take in words from ``j`` on."""
        best, index = (run[j - 1].end, j) if j else (start, 0)
        for k in range(j, min(len(run), j + 3)):
            if run[k].tag in {"LOC", "ORG"} or self._is_no_end(run[k].text):
                break
            name = text[start : run[k].end]
            if self._endings.inside(name):
                best, index = run[k].end, k + 1
        if text[best - 1 : best] == "号" and text[best : best + 1] == "院":
            best += 1
        return best, index

    def _is_no_end(self, word: str) -> bool:
        """武汉 | 返乡: a word that looks like the end of a place."""
        return word in self._sites.not_places and word not in self._levels and word not in self._suffixes

    def _is_site_word(self, word: str) -> bool:
        """体育场: a site although it is one common word; 蓝光SOFA社区 is one, too."""
        suffix = self._suffixes.longest(word)
        if not suffix or len(word) - len(suffix) < 2:
            return False
        odd = bool(re.search(r"[A-Za-z0-9]", word)) or suffix in self._sites.dwellings
        return odd and self._no_sites.isdisjoint((word, word[: -len(suffix)]))

    def _is_generic(self, name: str) -> bool:
        """街道社区, 中风险区, 成型小区, 检查封控小区: level words and common nouns, no name."""
        site = self._suffixes.longest(name)
        stems = (self._areas.stem(name), name[: -len(site)] if site else name)
        return any(self._common.fullmatch(stem) for stem in stems)

    def _place(self, text: str, start: int, end: int) -> Mention:
        name = text[start:end]
        suffix = self._areas.suffix(name)
        table = name in self._areas.short or name in self._areas.codes
        site = self._suffixes.longest(name)
        level = bool(suffix) and len(name) > len(suffix) and not site
        return Mention(start, end, GPE if table or level else FAC, name, kind="" if table or level else site)
