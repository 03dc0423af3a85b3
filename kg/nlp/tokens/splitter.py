"""Words of a sentence cut where the tagger glued two names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise, zip_longest

from kg.lexicon import Lexicon
from kg.nlp.spans.kept import Kept
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.ranks import TOWN
from kg.nlp.tokens.joiner import WordJoiner
from kg.nlp.tokens.words import PLACED, Word

#: tags of words that are cut for more than their ends
CUT = frozenset({"PER", "LOC", "ORG", "n", "c"})
#: where so many words are cut is kept
KEPT = 20_000


class WordSplitter:
    """Cuts words that hold two names; see `split`."""

    def __init__(self, lexicon: Lexicon) -> None:
        titles, organization = lexicon.titles, lexicon.names.organization
        self._joiner = WordJoiner(lexicon)
        self._tails = organization.parts.tails
        levels = lexicon.names.place.levels
        self._towns = tuple(s for s, rank in levels.items() if rank == TOWN and len(s) == 1)
        self._wards = tuple(s for s, rank in levels.items() if rank >= TOWN and len(s) > 1)
        self._no_area = frozenset(lexicon.names.place.sites.not_first)
        person = lexicon.names.person
        self._assigned, self._trailing = person.assigned, person.trailing
        self._surnames, self._compound = person.surnames, frozenset(person.compound_surnames)
        self._glued = organization.parts.glued
        self._datelines = organization.parts.datelines
        self._delegates = titles.delegates
        self._wholes = tuple(d.assembly + d.rest for d in titles.delegates)
        self._first = frozenset(tail[0] for tail in self._tails)
        self._last = frozenset(whole[-1] for whole in self._wholes)
        self._ands = frozenset(lexicon.names.lists.joins)
        self._bases = frozenset(titles.bases)
        self._members = frozenset(titles.words.member)
        self._deputies = tuple(p for p in titles.prefixes if len(p) == 1)
        self._parties = sorted((p for p in titles.prefixes if len(p) > 1), key=lambda p: (-len(p), p))
        self._party_ends = tuple(self._parties)
        self._cuts = Kept(self._cut_alone, KEPT)
        self._title = re.compile(rf"{any_of(titles.prefixes)}*{any_of(titles.bases)}")
        self._post = re.compile(rf"({any_of(organization.parts.bare)})({any_of(titles.bases)})")
        self._prepositions = organization.parts.prepositions
        self._preposition = re.compile(rf"(?<=...){any_of(organization.parts.prepositions)}(?=..)")
        self.double = double_body(lexicon)
        suffixes = {s for words in organization.suffixes.values() for s in words} | {*self._tails}
        self._ends = re.compile(rf".*{any_of(s for s in suffixes if len(s) > 1)}")

    def split(self, words: Iterable[Word]) -> list[Word]:
        """Words that hold two: 青羊区人大代表 → 青羊区人大 | 代表, 人大代表 → 人大 | 代表."""
        out: list[Word] = []
        words = list(words)
        words = self._joiner.joined(self._parted(self._joiner.marked(words)))
        for word, after in zip_longest(words, words[1:]):
            if word.tag == "PER" and len(word.text) == 3 and word.text.endswith(self._towns):
                out.append(Word(word.start, word.end, word.text, "LOC"))  # 周市镇
                continue
            if word.tag == "s" and len(word.text) > 3 and word.text.endswith(self._wards):
                out.append(Word(word.start, word.end, word.text, "LOC"))  # 城西社区
                continue
            if word.tag == "LOC" and word.text in self._no_area:  # 和 | 村党支部
                out.append(Word(word.start, word.end, word.text, "c"))
                continue
            cut = self._cut(word, after) if word.tag in CUT or self._may_end(word.text) else 0
            if cut:
                tag = "ORG" if self.double.match(word.text) else "n"
                head = word.tag if word.tag in ("PER", "n", "c") else "ORG"
                head = "v" if word.text[:cut] in self._glued else head
                out.append(Word(word.start, word.start + cut, word.text[:cut], head))
                out += self._rest(Word(word.start + cut, word.end, word.text[cut:], tag), head)
            else:
                out.append(word)
        return out

    def _rest(self, word: Word, head: str) -> list[Word]:
        """What is left of a cut word; of 代表富惠良 after an assembly two words."""
        rest = next((d.rest for d in self._delegates if word.text.startswith(d.rest)), "")
        if head == "ORG" and rest and len(word.text) > len(rest):
            cut = word.start + len(rest)
            return [Word(word.start, cut, rest, "n"), Word(cut, word.end, word.text[len(rest) :], "PER")]
        return self.split([word])

    def _parted(self, words: Iterable[Word]) -> list[Word]:
        """Two bodies that a preposition holds together taken apart: 桂昌集团 | 向 | 纳标小学."""
        out: list[Word] = []
        for word, after in pairwise([*words, None]):
            if word is None:
                break
            cut = self._joined_at(word)
            if cut:
                at = word.start + cut
                out.append(Word(word.start, at, word.text[:cut], "PER"))
                out.append(Word(at, at + 1, word.text[cut], "c"))
                out.append(Word(at + 1, word.end, word.text[cut + 1 :], "ORG"))
                continue
            if word.tag != "ORG":
                out.append(word)
                continue
            body, last = word.text[:-1], word.text[-1]
            named = after is not None and after.tag in PLACED
            if body and named and last in self._prepositions and self._org_end(body) == len(body):
                out.append(Word(word.start, word.end - 1, body, "ORG"))  # 通鼎集团向 | 八都小学
                out.append(Word(word.end - 1, word.end, last, "p"))
                continue
            between = self._preposition.finditer(word.text)
            match = next((m for m in between if self._org_end(word.text[: m.start()]) == m.start()), None)
            if match is None:
                out.append(word)
                continue
            edges = [word.start, word.start + match.start(), word.start + match.end(), word.end]
            texts = [word.text[: match.start()], match[0], word.text[match.end() :]]
            parts = zip(edges, edges[1:], texts, ("ORG", "p", "ORG"), strict=False)
            out += [Word(*part) for part in parts]
        return out

    def _joined_at(self, word: Word) -> int:
        """Where a conjunction joins a person and a body: 常兴武 | 和 | 常委会办公室; 0 for nowhere."""
        text = word.text
        if word.tag != "PER" or len(text) < 5 or text[0] not in self._surnames:
            return 0
        ands = (i for i in (2, 3) if text[i] in self._ands)
        return next((i for i in ands if self._org_end(text[i + 1 :]) == len(text) - i - 1), 0)

    def _cut(self, word: Word, after: Word | None) -> int:
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

    def _cut_alone(self, word: tuple[str, str]) -> int:
        """Where a word, a text with its tag, is cut, whatever follows it."""
        text, tag = word
        double = self.double.match(text) if tag == "ORG" else None
        if double:  # 南塔街道办 | 县人大
            return double.end(1)
        verb = next((v for v in self._glued if text.startswith(v)), "") if tag in PLACED else ""
        if len(verb) + 1 < len(text) and verb:  # 齐聚 | 区政府
            return len(verb)
        for delegate in self._delegates:  # 嘉兴市人大 | 代表 | 富惠良
            whole = delegate.assembly + delegate.rest
            at = text.find(whole) if tag == "ORG" else -1
            if at > 0 and 2 <= len(text) - at - len(whole) <= 3 and not self._ends.fullmatch(text):
                return at + len(delegate.assembly)
            if text.endswith(delegate.assembly + delegate.rest):
                return len(text) - len(delegate.rest)
        post = self._post.fullmatch(text) if tag == "n" else None
        if post:  # 县委 | 书记
            return post.end(1)
        for tail in self._tails if text.startswith(self._tails) else ():
            if text.startswith(tail) and text[len(tail) :] in self._members:  # 机关 | 干部
                return len(tail)
        if tag != "ORG":
            return 0
        kept = self._org_end(text)
        if kept and 0 < len(text) - kept <= 2:  # 广东省五华商会 | 闻讯
            return kept
        dateline = next((d for d in self._datelines if text.endswith(d)), "")
        if len(text) > len(dateline) + 2 and dateline:  # 南方日报 | 讯
            return len(text) - len(dateline)
        return 0

    def _may_end(self, text: str) -> bool:
        ended = text[-1] in self._last and text.endswith(self._wholes)
        return ended or (text[0] in self._first and text.startswith(self._tails))

    def _org_end(self, text: str) -> int:
        """Where the last body in a word ends; 0 where there is none, its length where it is whole."""
        match = self._ends.match(text)
        return match.end() if match else 0


def double_body(lexicon: Lexicon) -> re.Pattern[str]:
    """Two bodies in one word: 南塔街道办 | 县人大."""
    names = lexicon.names
    offices = (s for words in names.organization.suffixes.values() for s in words if len(s) > 2)
    heads = any_of(s for s in offices if s not in names.organization.parts.tails)
    level = any_of(s for s in names.place.levels if len(s) == 1)
    return re.compile(rf"(.{{2,}}{heads})({level}{any_of(d.assembly for d in lexicon.titles.delegates)})")
