"""People whom the tagger missed: after a title or in a list, and names set apart by spaces.

董事长田洪湖              after a title
王强、曾巍                 beside others
组长：马 骏 县人民政府县长   two characters set apart
6、管致和 10000元           numbered
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lexicon import Lexicon
from kg.nlp.people.heads import HEAD
from kg.nlp.people.person_words import PersonWords
from kg.nlp.spans.mention import PERSON, TITLE, Mention
from kg.nlp.spans.patterns import HAN, any_of
from kg.nlp.tokens.words import NAMEISH, Word

#: a name may be cut into so many words
PIECES = 3


class MissedPeople:
    """Finds people by what stands around a name; stateless."""

    def __init__(self, lexicon: Lexicon, words: PersonWords) -> None:
        self._words, self._person = words, words.person
        surname, space = f"[{self._person.surnames}]", r"[ \u3000]"
        self._numbered = re.compile(
            rf"^[\s\u3000]*\d{{1,3}}[、.．] ?({surname}[{HAN}]{{1,2}})(?=[（(：: \u3000])", re.M
        )
        apart = rf"({surname}{space}{{1,3}}[{HAN}])"
        then = any_of((*self._person.after, *lexicon.numbers.indicator.reports))
        post = rf"[{HAN}]{{3,24}}{words.bases}[。；，]?"
        self._set_apart = [
            re.compile(pattern, re.M)
            for pattern in (
                rf"(?:^|[：:、 \u3000]){apart}(?=[ \u3000、（）]|{any_of(self._person.held)}|$)",
                # 书记王 倩介绍
                rf"{words.bases}({surname}{space}{{1,3}}[{HAN}]{{1,2}}?)(?=[、，。 \u3000（）]|{then})",
                rf"^{space}*({surname}[{HAN}]{{1,2}}){space}+(?={post}$)",  # 龙佩兰　苏仙区统计局局长
            )
        ]

    def spaced(self, text: str) -> list[Mention]:
        """组长：马 骏 县人民政府县长: names of two characters, set apart in lists; 6、管致和 10000元."""
        found = list(self._numbered.finditer(text))
        if " " in text or "\u3000" in text:
            found += (match for pattern in self._set_apart for match in pattern.finditer(text))
        return [Mention(m.start(1), m.end(1), PERSON, m[1], norm="".join(m[1].split())) for m in found]

    def beside(self, text: str, words: Sequence[Word], found: Sequence[Mention]) -> list[Mention]:
        """People after a title or beside others in a list: 董事长田洪湖; ``found`` is known so far."""
        missed: list[Mention] = []
        people = [m for m in found if m.label == PERSON]
        titles = {m.end for m in found if m.label == TITLE}
        for i in self._places(text, words, titles, people):
            end = self._joined(words, i) or self._end(text, words, i)
            if end:
                start = words[i].start
                missed.append(Mention(start, end, PERSON, text[start:end], kind="rescued"))
                people.append(missed[-1])
        return missed

    def _places(
        self, text: str, words: Sequence[Word], titles: set[int], people: Sequence[Mention]
    ) -> Iterator[int]:
        """The words that may begin a name; ``people`` grows while they are looked at."""
        for i, word in enumerate(words):
            after_title = word.start in titles
            if not after_title and text[word.start - 1 : word.start] != "、":
                continue
            headed = i + 1 < len(words) and words[i + 1].tag == HEAD  # 王强、石桥村 | 长 | 李大有
            if headed or any(m.start <= word.start < m.end for m in people):
                continue
            after_name = any(p.end == word.start - 1 for p in people)
            if (after_title or after_name) and word.tag not in {"u", "r", "m"}:
                yield i

    def _end(self, text: str, words: Sequence[Word], i: int) -> int:
        """Where a name of whole words ends that begins with a word; 0 where none does."""
        word = words[i]
        if word.tag in {"c", "p"} and len(word.text) < 3:  # 向启明 is no preposition
            return 0
        for j in range(min(len(words), i + PIECES), i, -1):
            end = words[j - 1].end
            name = text[word.start : end]
            whole = self._is_whole(text, words, i, j)
            if whole and len(name) >= 2 and self._words.is_name(name) and not self._words.title.search(name):
                return end
        return 0

    def _is_whole(self, text: str, words: Sequence[Word], i: int, j: int) -> bool:
        """Whether ``words[i:j]`` may be one name: one word, or single characters; 曾巍、 but not 严格落实."""
        word, more = words[i], words[i + 1 : j]
        whole = not more or len(word.text) == 1 or all(len(w.text) == 1 for w in more)
        if not more and word.tag not in NAMEISH | {"c", "p"}:
            whole = bool(self._words.name_end.match(text, word.end))
        return whole and not any(w.tag in {"d", "p", "c", "u", "v"} for w in more)

    def _joined(self, words: Sequence[Word], i: int) -> int:
        """Where a name ends whose surname the tagger took for a common word: 局长 | 和 | 志军, 原 | 小兵.

        0 where the next word may begin with a surname itself (局长和王强).
        """
        word = words[i]
        after = words[i + 1] if i + 1 < len(words) else None
        if after is None or after.start != word.end or word.text not in self._person.surnames:
            return 0
        listed = i > 0 and words[i - 1].text == "、"  # 谭淑英、向 | 明军: nothing else stands after a comma
        given = len(after.text) == 2 and (listed or after.text[0] not in self._person.surnames)
        named = after.tag == "PER" or (
            (listed or word.tag not in {"p", "c", "v", "d"}) and after.tag in {"n", "nz", "nw"}
        )
        return after.end if given and named and not self._words.title.match(after.text) else 0
