"""Words of a sentence cut where the tagger glued two names.

青羊区人大代表     青羊区人大 | 代表
王强包 | 抓的      王强 | 包 | 抓的
大通镇党委 | 书记   大通镇 | 党委 | 书记
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest

from kg.lexicon import Lexicon
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.ranks import TOWN
from kg.nlp.tokens.body_ends import BodyEnds, double_body
from kg.nlp.tokens.cuts import Cuts
from kg.nlp.tokens.joiner import WordJoiner
from kg.nlp.tokens.parter import Parter
from kg.nlp.tokens.words import Word

#: tags of words that are cut for more than their ends
CUT = frozenset({"PER", "LOC", "ORG", "n", "c"})


class WordSplitter:
    """Cuts words that hold two names; see `split`."""

    def __init__(self, lexicon: Lexicon) -> None:
        titles, parts, place = lexicon.titles, lexicon.names.organization.parts, lexicon.names.place
        person, ends = lexicon.names.person, BodyEnds(lexicon)
        self._joiner, self._parter = WordJoiner(lexicon), Parter(lexicon, ends)
        self._cuts = Cuts(lexicon, ends).at
        self._double = double_body(lexicon)
        self._towns = tuple(s for s, rank in place.levels.items() if rank == TOWN and len(s) == 1)
        self._levels = frozenset(s for s in place.levels if len(s) == 1)
        suffixes = lexicon.names.organization.suffixes.values()
        self._bodies = tuple(sorted({suffix for words in suffixes for suffix in words}))
        self._wards = tuple(s for s, rank in place.levels.items() if rank >= TOWN and len(s) > 1)
        self._no_area = frozenset(place.sites.not_first)
        self._assigned, self._trailing = person.assigned, person.trailing
        self._surnames, self._compound = person.surnames, frozenset(person.compound_surnames)
        self._glued, self._tails = parts.glued, parts.tails
        self._delegates = titles.delegates
        self._wholes = tuple(d.assembly + d.rest for d in titles.delegates)
        self._first = frozenset(tail[0] for tail in self._tails)
        self._last = frozenset(whole[-1] for whole in self._wholes)
        self._ands = frozenset(lexicon.names.lists.joins)
        self._bases = frozenset(titles.bases)
        self._deputies = tuple(p for p in titles.prefixes if len(p) == 1)
        self._parties = sorted((p for p in titles.prefixes if len(p) > 1), key=lambda p: (-len(p), p))
        self._party_ends = tuple(self._parties)
        self._title = re.compile(rf"{any_of(titles.prefixes)}*{any_of(titles.bases)}")

    def split(self, words: Iterable[Word]) -> list[Word]:
        """Words that hold two: 青羊区人大代表 → 青羊区人大 | 代表, 人大代表 → 人大 | 代表."""
        out: list[Word] = []
        words = list(words)
        words = self._joiner.joined(self._parter.parted(self._joiner.marked(words)))
        for word, after in zip_longest(words, words[1:]):
            tag = self._mended(word)
            cut = self._cut(word, after) if not tag and (word.tag in CUT or self._may_end(word.text)) else 0
            if tag:
                out.append(Word(word.start, word.end, word.text, tag))
            elif cut:
                tag = "ORG" if self._double.match(word.text) else "n"
                head = word.tag if word.tag in ("PER", "n", "c") else "ORG"
                head = "v" if word.text[:cut] in self._glued else head
                out.append(Word(word.start, word.start + cut, word.text[:cut], head))
                out += self._rest(Word(word.start + cut, word.end, word.text[cut:], tag), head)
            else:
                out.append(word)
        return out

    def _mended(self, word: Word) -> str:
        """The tag of a word that has a wrong one: 周市镇 is no person, 城西社区 a name; else nothing."""
        if word.tag == "PER" and len(word.text) == 3 and word.text.endswith(self._towns):
            return "LOC"
        if word.tag == "s" and len(word.text) > 3 and word.text.endswith(self._wards):
            return "LOC"
        if word.tag == "PER" and word.text[:1] in self._levels and word.text.endswith(self._bodies):
            return "ORG"  # 县水利局
        return "c" if word.tag == "LOC" and word.text in self._no_area else ""  # 和 | 村党支部

    def _rest(self, word: Word, head: str) -> list[Word]:
        """What is left of a cut word; of 代表富惠良 after an assembly two words."""
        rest = next((d.rest for d in self._delegates if word.text.startswith(d.rest)), "")
        if head == "ORG" and rest and len(word.text) > len(rest):
            cut = word.start + len(rest)
            return [Word(word.start, cut, rest, "n"), Word(cut, word.end, word.text[len(rest) :], "PER")]
        return self.split([word])

    def _cut(self, word: Word, after: Word | None) -> int:
        """Where a word is cut by what follows it, or by itself; 0 for nowhere."""
        if word.tag == "PER" and after and word.text[-1] + after.text in self._assigned:
            return len(word.text) - 1  # 王强包 | 抓的是柳林镇
        if word.tag == "PER" and len(word.text) == 4 and word.text[-1] in self._trailing:
            return 3 if word.text[0] in self._surnames and word.text[:2] not in self._compound else 0
        if word.tag == "c" and len(word.text) > 2 and word.text[0] in self._ands:
            return 1  # 和 | 科技局
        if after and word.tag == "PER" and after.text in self._bases and word.text.endswith(self._deputies):
            return len(word.text) - 1  # 王晨 | 副委员长
        if after and word.tag in {"ORG", "n"} and word.text.endswith(self._party_ends):
            party = next(p for p in self._parties if word.text.endswith(p))
            if len(party) < len(word.text) and self._title.match(after.text):  # 大通镇 | 党委书记
                return len(word.text) - len(party)
        return self._cuts[word.text, word.tag]

    def _may_end(self, text: str) -> bool:
        ended = text[-1] in self._last and text.endswith(self._wholes)
        return ended or (text[0] in self._first and text.startswith(self._tails))
