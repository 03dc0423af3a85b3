"""Streets, towns and villages that the tagger cut, put together by the table of places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.spans.patterns import Suffixes, any_of
from kg.nlp.spans.ranks import TOWN
from kg.nlp.tokens.words import PLACED, Word
from kg.values.areas import load_places

#: a name is looked for in so many words and characters, and has at least SHORTEST characters
WORDS, LONGEST, SHORTEST = 4, 8, 3


class Gazetteer:
    """Joins words into a name of the table; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        place = lexicon.names.place
        self._ends = Suffixes(level for level, rank in place.levels.items() if rank >= TOWN)
        self._common = place.sites.generic_modifiers | frozenset(place.levels)
        self._autonomous = place.autonomous
        names = (name for name in lexicon.areas.values() if place.autonomous in name)
        self._long = re.compile(any_of(names))
        self._areas = frozenset(lexicon.areas.values())

    def joined(self, words: Sequence[Word]) -> list[Word]:
        """海北 | 镇 | 西安村 → 海北镇 | 西安村, 以 | 礼社区 → 以礼社区, 鹿马 | 登乡 → 鹿马登乡.

        Only where one of the words is a place or body to the tagger.
        """
        words = self._aligned(words)
        out: list[Word] = []
        placed = [i for i, word in enumerate(words) if word.tag in PLACED]
        i = 0
        while i < len(words):
            at = bisect_left(placed, i)
            until = placed[at] - WORDS + 1 if at < len(placed) else len(words)
            if i < until:
                out += words[i:until]
                i = until
                continue
            size = self._size(words[i : i + WORDS])
            name = "".join([word.text for word in words[i : i + size]])
            begun = self._begun(words[i : i + 2]) if size == 1 else 0
            if size > 1:
                out.append(Word(words[i].start, words[i + size - 1].end, name, "LOC"))
            elif begun:  # 一面 | 坡镇政府
                after = words[i + 1]
                cut = after.start + begun
                out.append(Word(words[i].start, cut, name + after.text[:begun], "LOC"))
                out.append(Word(cut, after.end, after.text[begun:], after.tag))
                size = 2
            else:
                out.append(words[i])
            i += size
        return out

    def _aligned(self, words: Sequence[Word]) -> Sequence[Word]:
        """海东 | 市民 | 和 | 回族土族自治县 → 海东市 | 民和回族土族自治县: long names are sure."""
        if self._autonomous not in "".join([word.text for word in words]):
            return words
        base, out = words[0].start, list(words)
        text = ""
        for word in words:
            text += " " * (word.start - base - len(text)) + word.text
        for match in self._long.finditer(text):
            start, end = base + match.start(), base + match.end()
            inside = [i for i, word in enumerate(out) if word.end > start and word.start < end]
            first, last = out[inside[0]], out[inside[-1]]
            if last.end != end:
                continue
            left = [Word(first.start, start, first.text[: start - first.start], first.tag)]
            left = left if first.start < start else []
            at = inside[0]
            if left and at and out[at - 1].text + left[0].text in self._areas:
                at -= 1
                left = [Word(out[at].start, start, out[at].text + left[0].text, "LOC")]
            out[at : inside[-1] + 1] = [*left, Word(start, end, match.group(), "LOC")]
        return out

    def _begun(self, words: Sequence[Word]) -> int:
        """How many characters of a body's name end the name of a town that the word before begins."""
        if len(words) < 2 or words[1].tag != "ORG" or words[0].end != words[1].start or words[0].tag == "PER":
            return 0
        for size in range(min(len(words[1].text) - 1, LONGEST - len(words[0].text)), 1, -1):
            if self._is_name(words[0].text + words[1].text[:size]):
                return size
        return 0

    def _size(self, words: Sequence[Word]) -> int:
        """How many of the words are a name of the table; 1 where none is."""
        best, name = 1, ""
        placed = False
        for size, word in enumerate(words, 1):
            if (size > 1 and word.start != words[size - 2].end) or word.tag == "PER":
                break
            name += word.text
            if len(name) > LONGEST:
                break
            placed = placed or word.tag in PLACED
            if size > 1 and placed and len(name) >= SHORTEST and self._is_name(name):
                best = size
        return best

    def _is_name(self, name: str) -> bool:
        suffix = self._ends.longest(name)
        return bool(suffix) and name[: -len(suffix)] not in self._common and name in load_places()
