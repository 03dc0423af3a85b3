"""People and their titles: from words and tags of one sentence to mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.mentions.heads import HEAD
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import PERSON, TITLE, Mention
from kg.nlp.spans.patterns import HAN, any_of
from kg.nlp.tokens.words import NAMEISH, Word


class PeopleGrammar:
    """Finds people and titles; stateless."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        titles = lexicon.titles
        self._areas = areas
        self._person = lexicon.names.person
        self._delegates = titles.delegates
        self._liaisons = titles.words.liaison
        bases = any_of(titles.bases)
        self._title = re.compile(rf"{any_of(titles.prefixes)}*{bases}(?!{any_of(titles.followed_by)})")
        rests = [item.assembly + item.rest for item in titles.delegates]
        self._title_ends = (*titles.bases, *rests)
        starts = (*titles.prefixes, *titles.bases, *self._liaisons, *(d.rest for d in self._delegates))
        self._first = frozenset(word[0] for word in starts)
        self._surname_title = re.compile(rf"([{self._person.surnames}])({bases})$")
        self._name_end = re.compile(rf"[、，。（）\s]|{any_of(self._person.after)}")
        compound, given = any_of(self._person.compound_surnames), f"[{HAN}]{{1,2}}"
        self._full_name = re.compile(rf"(?:{compound}{given}|[{self._person.surnames}]{given})$")
        surname, space = f"[{self._person.surnames}]", r"[ \u3000]"
        apart = rf"({surname}{space}{{1,3}}[{HAN}])"
        then = any_of((*self._person.after, *lexicon.numbers.indicator.reports))
        post = rf"[{HAN}]{{3,24}}{bases}[。；，]?"
        self._numbered = re.compile(
            rf"^[\s\u3000]*\d{{1,3}}[、.．] ?({surname}[{HAN}]{{1,2}})(?=[（(：: \u3000])", re.M
        )
        self._set_apart = [
            re.compile(pattern, re.M)
            for pattern in (
                rf"(?:^|[：:、 \u3000]){apart}(?=[ \u3000、（）]|{any_of(self._person.held)}|$)",
                # 书记王 倩介绍
                rf"{bases}({surname}{space}{{1,3}}[{HAN}]{{1,2}}?)(?=[、，。 \u3000（）]|{then})",
                rf"^{space}*({surname}[{HAN}]{{1,2}}){space}+(?={post}$)",  # 龙佩兰　苏仙区统计局局长
            )
        ]
        self._compound = frozenset(self._person.compound_surnames)
        self._foreign = re.compile(
            rf"[{self._person.foreign}]{{2,8}}|(?![{self._person.surnames}])[{HAN}]{{4,8}}|[A-Z][A-Za-z]{{2,20}}"
        )
        self._marked = re.compile(rf"[{HAN}]+(?:[{''.join(self._person.marks)}][{HAN}]+)+$")

    def people(self, text: str, words: Sequence[Word]) -> list[Mention]:
        people: list[Mention] = []
        for i, word in enumerate(words):
            if word.tag != "PER" or (people and people[-1].end > word.start):
                continue
            listed = i > 1 and words[i - 1].text == "、" and words[i - 2].tag == "PER"
            short = self._surname_title.match(word.text)
            if short:  # 胡组长
                end = word.start + len(short[1])
                people.append(Mention(word.start, end, PERSON, short[1], kind="surname"))
            elif self._quoted(text, word) or self._native(text, word):
                continue
            elif (
                self._is_name(word.text) or self._is_foreign(word.text) or self._odd_name(text, word, listed)
            ):
                end = self._whole(text, words, i)
                people.append(Mention(word.start, end, PERSON, text[word.start : end]))
        return people

    def _whole(self, text: str, words: Sequence[Word], i: int) -> int:
        """Where a name that the tagger cut ends: 令狐 | 建民, 欧阳志 | 刚, 会长方敬 | 之."""
        word = words[i]
        after = words[i + 1] if i + 1 < len(words) else None
        if after is None or after.start != word.end or after.tag in {"w", "ORG", "LOC"}:
            return word.end
        if after.tag == "PER":  # 旗长巴图 | 孟克
            short = len(word.text) == len(after.text) == 2
            return after.end if short and text.endswith(self._title_ends, 0, word.start) else word.end
        if word.text in self._compound:
            return after.end if len(after.text) <= 2 and self._names_on(after) else word.end
        at_home = text.startswith(self._person.homes, after.start + 1)  # 王治 | 国家 | 中
        if any(mark in word.text for mark in self._person.marks):
            return word.end  # whole already
        if len(word.text) == 2 and (after.text in self._person.given_and_more or at_home):
            return after.start + 1  # 主席黄伟 | 中等嘉宾
        if len(after.text) > 1:
            return word.end
        if len(word.text) == 3 and word.text[:2] in self._compound:
            return after.end if self._name_end.match(text, after.end) else word.end
        titled = text.endswith(self._title_ends, 0, word.start)
        then = words[i + 2].tag if i + 2 < len(words) else "w"
        given = after.tag in {"n", "nz", "nw"} and then in {"v", "w", "p", "d", "c", "ad", "vd"}
        given = given or after.text in self._person.given
        # 县委书记袁秉 | 和 | 来到, 会长王传 | 中 | 、: what joins or places stands before no verb and no mark
        given = given or (after.text in self._person.given_last and then in {"v", "p", "vd", "w", "c"})
        return after.end if len(word.text) == 2 and titled and given else word.end

    def _names_on(self, word: Word) -> bool:
        return word.tag in {"n", "nz", "nw", "a", "an", "vn", "v", "m"} and not self._title.match(word.text)

    def _is_foreign(self, text: str) -> bool:
        """希特勒, 泽田俊郎: what is written with the characters of foreign names, or is as long as they."""
        return text not in self._person.not_names and bool(self._foreign.fullmatch(text))

    def _odd_name(self, text: str, word: Word, listed: bool) -> bool:
        """A name with a rare surname, where a title or a list says that it is one."""
        placed = listed or text.endswith(self._title_ends, 0, word.start)
        return bool(placed) and 2 <= len(word.text) <= 8 and word.text not in self._person.not_names

    def _native(self, text: str, word: Word) -> bool:
        """舒兰, 舒兰人: an area or who comes from it, unless a title says that it is a person."""
        short = self._areas.short
        area = word.text in short or (word.text[:-1] in short and word.text[-1] in self._person.natives)
        return area and not text.endswith(self._title_ends, 0, word.start)

    def _quoted(self, text: str, word: Word) -> bool:
        """台风“杜苏芮”: a word in quotation marks of its own names no person."""
        return text[word.start - 1 : word.start] == "“" and text[word.end : word.end + 1] == "”"

    def _is_name(self, text: str) -> bool:
        if text in self._person.not_names or text[:2] in self._person.not_names:
            return False
        return bool(self._full_name.match(text) or self._marked.match(text))

    def titles(self, text: str, words: Sequence[Word], people: Sequence[Mention]) -> list[Mention]:
        titles: list[Mention] = []
        first = self._first
        starts = {word.start for word in words if word.text[:1] in first}
        heads = {word.start: word for word in words if word.tag == HEAD}
        starts |= {*heads, *(p.end for p in people if text[p.end : p.end + 1] in first)}
        if not starts:
            return titles
        ends = {word.end for word in words}
        at = 0
        for start in sorted(starts):
            if start < at:
                continue
            if any(p.start <= start < p.end for p in people):
                continue
            head = heads.get(start)
            if head is not None:  # 嘉义县 | 长
                office = text[start - 1] + head.text
                titles.append(Mention(start, head.end, TITLE, head.text, norm=office))
                at = head.end
                continue
            if start + 1 in heads:
                continue  # the 局 of 财政局 | 长
            delegate = self._delegate(text, start, people)
            match = None if delegate else self._title.match(text, start)
            liaison = next((w for w in self._liaisons if text.startswith(w, start)), "")
            if liaison:
                titles.append(
                    Mention(start, start + len(liaison), TITLE, liaison, norm=liaison, kind="liaison")
                )
                at = start + len(liaison)
            elif match and (match.end() in ends or any(p.start == match.end() for p in people)):
                titles.append(Mention(start, match.end(), TITLE, match.group(), norm=match.group()))
                at = match.end()
            elif delegate:
                titles.append(delegate)
                at = delegate.end
        return titles

    def _delegate(self, text: str, start: int, people: Sequence[Mention]) -> Mention | None:
        """The 代表 of 区人大代表 and of 章玉华代表."""
        for item in self._delegates:
            if not text.startswith(item.rest, start):
                continue
            end = start + len(item.rest)
            after_person = item.alone and any(p.end == start for p in people)
            if text.endswith(item.assembly, 0, start) or after_person:
                return Mention(start, end, TITLE, item.rest, norm=item.title)
        return None

    def rescued(self, text: str, words: Sequence[Word], found: Sequence[Mention]) -> list[Mention]:
        """People whom the tagger missed, after a title or beside others in a list: 董事长田洪湖."""
        rescued: list[Mention] = []
        people = [m for m in found if m.label == PERSON]
        after_titles = {m.end for m in found if m.label == TITLE}
        for i, word in enumerate(words):
            after_title = word.start in after_titles
            if not after_title and text[word.start - 1 : word.start] != "、":
                continue
            headed = i + 1 < len(words) and words[i + 1].tag == HEAD  # 王强、石桥村 | 长 | 李大有
            if headed or any(m.start <= word.start < m.end for m in people):
                continue
            after_name = any(p.end == word.start - 1 for p in people)
            if (not after_title and not after_name) or word.tag in {"u", "r", "m"}:
                continue
            joined = self._joined(words, i) if after_title or after_name else 0
            if joined:
                name = text[word.start : joined]
                rescued.append(Mention(word.start, joined, PERSON, name, kind="rescued"))
                people.append(rescued[-1])
                continue
            if word.tag in {"c", "p"} and len(word.text) < 3:  # 向启明 is no preposition
                continue
            for j in range(min(len(words), i + 3), i, -1):
                name = text[word.start : words[j - 1].end]
                whole = j == i + 1 or len(word.text) == 1 or all(len(w.text) == 1 for w in words[i + 1 : j])
                if j == i + 1 and word.tag not in NAMEISH | {"c", "p"}:  # 曾巍、 but not 严格落实
                    whole = bool(self._name_end.match(text, word.end))
                whole = whole and not any(w.tag in {"d", "p", "c", "u", "v"} for w in words[i + 1 : j])
                if whole and len(name) >= 2 and self._is_name(name) and not self._title.search(name):
                    rescued.append(Mention(word.start, words[j - 1].end, PERSON, name, kind="rescued"))
                    people.append(rescued[-1])
                    break
        return rescued

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
        return after.end if given and named and not self._title.match(after.text) else 0

    def spaced(self, text: str) -> list[Mention]:
        """组长：马 骏 县人民政府县长: names of two characters, set apart in lists; 6、管致和 10000元."""
        found = list(self._numbered.finditer(text))
        if " " in text or "\u3000" in text:
            found += (match for pattern in self._set_apart for match in pattern.finditer(text))
        return [Mention(m.start(1), m.end(1), PERSON, m[1], norm="".join(m[1].split())) for m in found]
