"""Words of a sentence put together where the tagger cut one name into several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.lexicon import Lexicon
from kg.nlp.spans.patterns import any_of
from kg.nlp.tokens.words import NAMEISH, Word

#: opens a part of a company's name, and what closes it; in so many words
QUOTES, QUOTED = {"“": "”"}, 6
#: ends a number that is part of a name
COUNTED = ("%", "％", "℃", "°")


# long: a short rule for each way in which the tagger cuts a name
class WordJoiner:
    """Joins words that are one name; see `joined`."""

    def __init__(self, lexicon: Lexicon) -> None:
        organization, numbers = lexicon.names.organization, lexicon.numbers
        parts = organization.parts
        self._marks = lexicon.names.person.marks
        self._rests = tuple(d.rest for d in lexicon.titles.delegates)
        self._assemblies = frozenset(d.assembly for d in lexicon.titles.delegates)
        self._station_ends, self._branch_ends = parts.stations, parts.branches
        digits = f"[{numbers.digits}{''.join(numbers.places)}\\d]{{1,3}}"
        self._branch = re.compile(f"(?:{parts.numbering})?{digits}{any_of(self._branch_ends)}")
        self._company = organization.suffixes[parts.company]

    def joined(self, words: list[Word]) -> list[Word]:
        """Words with companies, branches and stations whole; the tagger may have cut each anywhere."""
        text = "".join([word.text for word in words])
        if "（" in text or "(" in text:
            words = self._bracketed(words)
        if "“" in text:
            words = self._quoted(words)
        if any(mark in text for mark in COUNTED):
            words = self._counted(words)
        if any(branch in text for branch in self._branch_ends):
            words = self._branches(words, text)
        if any(rest in text for rest in self._rests):
            words = self._stations(words)
        return words

    def marked(self, words: list[Word]) -> list[Word]:
        """Names with a mark put together: 阿不都 | 热合曼·吐尔逊, 古丽巴哈尔 | · | 艾山."""
        text = "".join([word.text for word in words])
        if not any(mark in text for mark in self._marks):
            return words
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

    def _quoted(self, words: list[Word]) -> list[Word]:
        """红星 | “ | 老字号 | ” | 食品有限公司: one name."""
        out: list[Word] = []
        i = 0
        while i < len(words):
            closing = QUOTES.get(words[i].text, "")
            inside = (j for j in range(i + 2, min(i + QUOTED, len(words))) if words[j].text == closing)
            close = next(inside, 0) if closing and out and out[-1].tag in NAMEISH else 0
            size = self._company_end(words, close + 1) if close else 0
            whole = words[i : close + 1 + size]
            if size and all(a.end == b.start for a, b in pairwise([out[-1], *whole])):
                before = out.pop()
                name = before.text + "".join(word.text for word in whole)
                out.append(Word(before.start, whole[-1].end, name, "ORG"))
                i = close + 1 + size
            else:
                out.append(words[i])
                i += 1
        return out

    def _counted(self, words: Sequence[Word]) -> list[Word]:
        """百分百100% | 果汁有限公司: one name, where it begins a clause."""
        out: list[Word] = []
        for word in words:
            before = out[-1] if out else None
            edge = len(out) < 2 or out[-2].tag == "w"
            odd = before is not None and before.tag == "m" and before.text.endswith(COUNTED)
            if before is not None and odd and edge and before.end == word.start and self._is_company(word):
                out[-1] = Word(before.start, word.end, before.text + word.text, "ORG")
            else:
                out.append(word)
        return out

    def _is_company(self, word: Word) -> bool:
        return word.text.endswith(self._company)

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
        """朝阳社区人大 | 代表 | 联络 | 站: one body, not a representative; 人大 | 代表 | 联络 | 站, too."""
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
                begun = out and out[-1].end == words[i].start and out[-1].text in self._assemblies
                parts = [*([out.pop()] if begun else []), *words[i : i + size]]
                whole = "".join(word.text for word in parts)
                out.append(Word(parts[0].start, parts[0].start + len(whole), whole, "ORG"))
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
