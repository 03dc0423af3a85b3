"""Words of a sentence, put together and cut where the tagger glued or cut too much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from kg.lexicon import Lexicon
from kg.nlp.areas import TOWN
from kg.nlp.patterns import any_of

#: tags of words that may stand inside a name
NAMEISH = frozenset({"LOC", "ORG", "nz", "n", "vn", "nw", "an", "a", "s", "PER"})
PLACED = frozenset({"LOC", "ORG"})
#: tags of words that are cut for more than their ends
CUT = frozenset({"PER", "LOC", "ORG", "n", "c"})
#: where so many words are cut is kept
KEPT = 20_000


class Word(NamedTuple):
    """A word of a sentence, with offsets into the text."""

    start: int
    end: int
    text: str
    tag: str


class WordSplitter:
    """Cuts words that hold two names; see `split`."""

    def __init__(self, lexicon: Lexicon) -> None:
        titles, organization = lexicon.titles, lexicon.names.organization
        self._marks = lexicon.names.person.marks
        self._tails = organization.parts.tails
        levels = lexicon.names.place.levels
        self._towns = tuple(s for s, rank in levels.items() if rank == TOWN and len(s) == 1)
        self._no_area = frozenset(lexicon.names.place.sites.not_first)
        person = lexicon.names.person
        self._assigned, self._trailing = person.assigned, person.trailing
        self._surnames, self._compound = person.surnames, frozenset(person.compound_surnames)
        self._glued = organization.parts.glued
        self._station_ends = organization.parts.stations
        self._branch_ends = organization.parts.branches
        self._branch = re.compile(rf"第?[{lexicon.numbers.digits}十\d]{{1,3}}{any_of(self._branch_ends)}")
        self._datelines = organization.parts.datelines
        self._delegates = titles.delegates
        self._rests = tuple(d.rest for d in titles.delegates)
        self._wholes = tuple(d.assembly + d.rest for d in titles.delegates)
        self._first = frozenset(tail[0] for tail in self._tails)
        self._last = frozenset(whole[-1] for whole in self._wholes)
        self._ands = frozenset(lexicon.names.lists.joins)
        self._bases = frozenset(titles.bases)
        self._members = frozenset(titles.words.member)
        self._deputies = tuple(p for p in titles.prefixes if len(p) == 1)
        self._parties = sorted((p for p in titles.prefixes if len(p) > 1), key=lambda p: (-len(p), p))
        self._party_ends = tuple(self._parties)
        self._cuts: dict[tuple[str, str], int] = {}
        self._title = re.compile(rf"{any_of(titles.prefixes)}*{any_of(titles.bases)}")
        self._post = re.compile(rf"({any_of(organization.parts.bare)})({any_of(titles.bases)})")
        self._company = organization.suffixes[organization.parts.company]
        self._prepositions = organization.parts.prepositions
        self._preposition = re.compile(rf"(?<=...){any_of(organization.parts.prepositions)}(?=..)")
        self.double = double_body(lexicon)
        suffixes = {s for words in organization.suffixes.values() for s in words} | {*self._tails}
        self._ends = re.compile(rf".*{any_of(s for s in suffixes if len(s) > 1)}")

    def split(self, words: Iterable[Word]) -> list[Word]:
        """Words that hold two: 青羊区人大代表 → 青羊区人大 | 代表, 人大代表 → 人大 | 代表."""
        out: list[Word] = []
        words = list(words)
        text = "".join([word.text for word in words])
        if any(mark in text for mark in self._marks):
            words = self._marked_words(words)
        words = self._parted(words)
        if "（" in text or "(" in text:
            words = self._bracketed(words)
        if any(branch in text for branch in self._branch_ends):
            words = self._branches(words, text)
        if any(rest in text for rest in self._rests):
            words = self._stations(words)
        for word, after in zip_longest(words, words[1:]):
            if word.tag == "PER" and len(word.text) == 3 and word.text.endswith(self._towns):
                out.append(Word(word.start, word.end, word.text, "LOC"))  # 周市镇
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

    def _marked_words(self, words: Iterable[Word]) -> list[Word]:
        """Names with a mark put together: 阿不都 | 热合曼·吐尔逊, 古丽巴哈尔 | · | 艾山."""
        out: list[Word] = []
        for word in words:
            marked = any(mark in word.text for mark in self._marks)
            before = out[-1] if out else None
            joined = before is not None and before.end == word.start
            if (
                joined
                and before
                and (
                    (marked and (before.tag == "PER" or word.text[0] in self._marks))
                    or before.text[-1] in self._marks
                )
            ):
                out[-1] = Word(before.start, word.end, before.text + word.text, "PER")
            elif marked and len(word.text) > 2:
                out.append(Word(word.start, word.end, word.text, "PER"))
            else:
                out.append(word)
        return out

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
            if named and last in self._prepositions and self._org_end(body) == len(body):
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

    def _bracketed(self, words: list[Word]) -> list[Word]:
        """南粤置业 | （ | 澳门 | ） | 有限公司: one name, where a place stands in the brackets."""
        out: list[Word] = []
        i = 0
        while i < len(words):
            part = words[i : i + 4]
            texts = [word.text for word in part]
            size = self._company_end(words, i + 3) if len(part) == 4 and part[1].tag == "LOC" else 0
            if out and size and out[-1].end == part[0].start and texts[0] + texts[2] in ("（）", "()"):
                before = out.pop()
                whole = before.text + "".join(word.text for word in words[i : i + 3 + size])
                out.append(Word(before.start, before.start + len(whole), whole, "ORG"))
                i += 3 + size
            else:
                out.append(words[i])
                i += 1
        return out

    def _branches(self, words: Sequence[Word], text: str) -> list[Word]:
        """四 | 支 | 部, 第四 | 支部: one word, the last of a name."""
        found = list(self._branch.finditer(text))
        first = words[0].start
        out: list[Word] = []
        for word in words:
            at = (word.start - first, word.end - first)
            match = next((m for m in found if m.start() <= at[0] and at[1] <= m.end()), None)
            if match is None:
                out.append(word)
            elif at[0] == match.start():
                out.append(Word(word.start, first + match.end(), match.group(), "n"))
        return out

    def _stations(self, words: Sequence[Word]) -> list[Word]:
        """朝阳社区人大 | 代表 | 联络 | 站: one body, not a representative."""
        out: list[Word] = []
        i = 0
        while i < len(words):
            rest = words[i].text.endswith(self._rests)
            text = words[i].text
            size = 0
            for j in range(i + 1, min(i + 4, len(words))) if rest else ():
                if words[j].start != words[j - 1].end:
                    break
                text += words[j].text
                if text.endswith(self._station_ends):
                    size = j + 1 - i
            if size:
                whole = "".join(word.text for word in words[i : i + size])
                out.append(Word(words[i].start, words[i].start + len(whole), whole, "ORG"))
                i += size
            else:
                out.append(words[i])
                i += 1
        return out

    def _company_end(self, words: Sequence[Word], start: int) -> int:
        """How many words from ``start`` on end a company's name: 医药 | 有限公司 are two; 0 for none."""
        for size, word in enumerate(words[start : start + 3], 1):
            if word.tag == "w":
                return 0
            if word.text.endswith(self._company):
                return size
        return 0

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
        key = word.text, word.tag
        cut = self._cuts.get(key)
        if cut is None:
            if len(self._cuts) >= KEPT:
                self._cuts.clear()
            cut = self._cuts[key] = self._cut_alone(word)
        return cut

    def _cut_alone(self, word: Word) -> int:
        """Where a word is cut, whatever follows it."""
        double = self.double.match(word.text) if word.tag == "ORG" else None
        if double:  # 南塔街道办 | 县人大
            return double.end(1)
        verb = next((v for v in self._glued if word.text.startswith(v)), "") if word.tag in PLACED else ""
        if len(verb) + 1 < len(word.text) and verb:  # 齐聚 | 区政府
            return len(verb)
        for delegate in self._delegates:  # 嘉兴市人大 | 代表 | 富惠良
            whole = delegate.assembly + delegate.rest
            at = word.text.find(whole) if word.tag == "ORG" else -1
            if at > 0 and 2 <= len(word.text) - at - len(whole) <= 3 and not self._ends.fullmatch(word.text):
                return at + len(delegate.assembly)
            if word.text.endswith(delegate.assembly + delegate.rest):
                return len(word.text) - len(delegate.rest)
        post = self._post.fullmatch(word.text) if word.tag == "n" else None
        if post:  # 县委 | 书记
            return post.end(1)
        for tail in self._tails if word.text.startswith(self._tails) else ():
            if word.text.startswith(tail) and word.text[len(tail) :] in self._members:  # 机关 | 干部
                return len(tail)
        dateline = (
            next((d for d in self._datelines if word.text.endswith(d)), "") if word.tag == "ORG" else ""
        )
        if len(word.text) > len(dateline) + 2 and dateline:  # 南方日报 | 讯
            return len(word.text) - len(dateline)
        if word.tag == "ORG":
            kept = self._org_end(word.text)
            if kept and 0 < len(word.text) - kept <= 2:  # 广东省五华商会 | 闻讯
                return kept
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
