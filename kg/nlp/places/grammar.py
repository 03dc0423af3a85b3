"""Places: from a run of words to areas and sites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.places.site_words import SiteWords
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
        place = lexicon.names.place
        self._areas, self._sites = areas, place.sites
        self._words = SiteWords(lexicon, areas)
        self._no_starts = place.sites.generic_modifiers | lexicon.names.organization.parts.work_words
        self._levels = frozenset(place.levels)
        self._village = re.compile(rf"(?!的)[{HAN}]{{1,5}}?{any_of(self._words.homes)}")
        self._nearby, self._spots = Suffixes(place.sites.nearby), Suffixes(place.sites.spots)

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
        """The places of the words that the tagger took for places or bodies, or of one that it did not."""
        j = i
        while j < len(run) and run[j].tag in {"LOC", "ORG"}:
            j += 1
        if j == i:
            return self._lone(text, run, i)
        start, end = run[i].start, run[j - 1].end
        mentions, rest = self._chain(text, start, end)
        if rest < end:  # a name without a level, and what follows it
            stop, k = self._extended(text, run, j, rest)
            place = self._words.place(text, rest, stop)
            tagged = any(word.tag == "LOC" for word in run[i:j])
            if (tagged or stop > end or (place.label == FAC and place.kind)) and self._is_name(place.text):
                mentions.append(place)
            return mentions, max(k, i + 1)
        k = j
        while k < len(run) and run[k].start < rest:
            k += 1
        return mentions, k

    def _chain(self, text: str, start: int, end: int) -> tuple[list[Mention], int]:
        """The areas that a stretch is made of, and where they end: 东湖区 | 青山街道 | 安康村."""
        stretch = text[start:end]
        parts = self._areas.split(stretch)
        mentions = [
            Mention(start + p.start, start + p.end, GPE, stretch[p.start : p.end], norm=p.name)
            for p in parts
            if stretch[p.start : p.end] not in self._sites.not_places and not self._words.is_generic(p.name)
        ]
        rest = start + (parts[-1].end if parts else 0)
        street = parts and self._areas.rank(parts[-1].name) == TOWN
        village = self._village.match(text, rest) if street else None
        if village:
            mentions.append(self._words.place(text, rest, village.end()))
            rest = village.end()
        return mentions, rest

    def _lone(self, text: str, run: Sequence[Word], i: int) -> tuple[list[Mention], int]:
        """A place that the tagger did not see: 温馨 | 家园, 体育场."""
        word = run[i]
        end, k = self._extended(text, run, i + 1, word.start)
        name = text[word.start : end]
        certain = word.tag in {"nz", "nw", "PER"} or name.endswith(self._words.homes)
        longer = end > word.end and word.text not in self._levels
        if longer and certain and word.text not in self._no_starts and not self._words.is_generic(name):
            return self._nested(text, word.start, end), k
        common = word.tag in {"n", "nz"} and self._words.is_site_word(word.text)
        if common or word.text in self._sites.alone:
            return [self._words.place(text, word.start, word.end)], i + 1
        return [], i + 1

    def _is_name(self, name: str) -> bool:
        return len(name) > 1 and name not in self._sites.not_places and not self._words.is_generic(name)

    def _nested(self, text: str, start: int, end: int) -> list[Mention]:
        """One place, or two: 民主街道 | 老街社区."""
        parts = self._areas.split(text[start:end])
        if len(parts) < 2 or parts[-1].end != end - start or self._areas.rank(parts[0].name) != TOWN:
            return [self._words.place(text, start, end)]
        return [self._words.place(text, start + part.start, start + part.end) for part in parts]

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
            if run[k].tag in {"LOC", "ORG"} or self._words.is_no_end(run[k].text):
                break
            name = text[start : run[k].end]
            if self._words.endings.inside(name):
                best, index = run[k].end, k + 1
        if text[best - 1 : best] == "号" and text[best : best + 1] == "院":
            best += 1
        return best, index
