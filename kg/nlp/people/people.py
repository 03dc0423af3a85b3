"""People: the names that the tagger saw, judged, and made whole where it cut them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.people.person_words import PersonWords
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import PERSON, Mention
from kg.nlp.tokens.words import Word

#: tags of what the tagger takes the second half of a name for, and of what stands after a whole name
GIVEN, AFTER = frozenset({"n", "nz", "nw"}), frozenset({"v", "w", "p", "d", "c", "ad", "vd"})
#: after a given name that joins or places otherwise (和, 中), these alone
AFTER_JOINT = frozenset({"v", "p", "vd", "w", "c"})
#: tags of what a compound surname may be followed by
ON = frozenset({"n", "nz", "nw", "a", "an", "vn", "v", "m"})


class People:
    """Finds the people of a sentence; stateless."""

    def __init__(self, lexicon: Lexicon, areas: Areas, words: PersonWords) -> None:
        self._areas, self._words, self._person = areas, words, words.person
        self._surname_title = re.compile(rf"([{self._person.surnames}])({words.bases})$")
        self._compound = frozenset(self._person.compound_surnames)

    def find(self, text: str, words: Sequence[Word]) -> list[Mention]:
        """Those whom the tagger saw, but for what only looks like a name."""
        people: list[Mention] = []
        for i, word in enumerate(words):
            if word.tag != "PER" or (people and people[-1].end > word.start):
                continue
            short = self._surname_title.match(word.text)
            if short:  # 胡组长
                end = word.start + len(short[1])
                people.append(Mention(word.start, end, PERSON, short[1], kind="surname"))
            elif self._is_person(text, words, i):
                end = self._end(text, words, i)
                people.append(Mention(word.start, end, PERSON, text[word.start : end]))
        return people

    def _is_person(self, text: str, words: Sequence[Word], i: int) -> bool:
        word = words[i]
        if _quoted(text, word) or self._native(text, word):
            return False
        if self._words.is_name(word.text) or self._words.is_foreign(word.text):
            return True
        listed = i > 1 and words[i - 1].text == "、" and words[i - 2].tag == "PER"
        return self._odd_name(text, word, listed)

    def _odd_name(self, text: str, word: Word, listed: bool) -> bool:
        """A name with a rare surname, where a title or a list says that it is one."""
        placed = listed or self._words.is_titled(text, word.start)
        return placed and 2 <= len(word.text) <= 8 and word.text not in self._person.not_names

    def _native(self, text: str, word: Word) -> bool:
        """舒兰, 舒兰人: an area or who comes from it, unless a title says that it is a person."""
        short = self._areas.short
        area = word.text in short or (word.text[:-1] in short and word.text[-1] in self._person.natives)
        return area and not self._words.is_titled(text, word.start)

    # ── names that the tagger cut ──────────────────────────────────────────────────────────────

    def _end(self, text: str, words: Sequence[Word], i: int) -> int:
        """Where a name ends that begins with a word: there, or in what the tagger cut off."""
        word = words[i]
        after = words[i + 1] if i + 1 < len(words) else None
        if after is None or after.start != word.end or after.tag in {"w", "ORG", "LOC"}:
            return word.end
        if after.tag == "PER":  # 旗长巴图 | 孟克
            short = len(word.text) == len(after.text) == 2
            return after.end if short and self._words.is_titled(text, word.start) else word.end
        if word.text in self._compound:  # 令狐 | 建民
            return after.end if len(after.text) <= 2 and self._names_on(after) else word.end
        if any(mark in word.text for mark in self._person.marks):
            return word.end  # whole already
        if self._shares(text, word, after):
            return after.start + 1
        if len(after.text) > 1:
            return word.end
        if len(word.text) == 3 and word.text[:2] in self._compound:  # 欧阳志 | 刚
            return after.end if self._words.name_end.match(text, after.end) else word.end
        then = words[i + 2].tag if i + 2 < len(words) else "w"
        named = len(word.text) == 2 and self._words.is_titled(text, word.start)
        return after.end if named and self._is_given(after, then) else word.end

    def _shares(self, text: str, word: Word, after: Word) -> bool:
        """Whether the next word begins with the end of the name: 主席黄伟 | 中等嘉宾, 王治 | 国家 | 中."""
        at_home = text.startswith(self._person.homes, after.start + 1)
        return len(word.text) == 2 and (after.text in self._person.given_and_more or at_home)

    def _is_given(self, after: Word, then: str) -> bool:
        """Whether one character ends a name by the tag after it: 会长方敬 | 之, 县委书记袁秉 | 和 | 来到."""
        if (after.tag in GIVEN and then in AFTER) or after.text in self._person.given:
            return True
        return after.text in self._person.given_last and then in AFTER_JOINT

    def _names_on(self, word: Word) -> bool:
        return word.tag in ON and not self._words.title.match(word.text)


def _quoted(text: str, word: Word) -> bool:
    """台风“杜苏芮”: a word in quotation marks of its own names no person."""
    return text[word.start - 1 : word.start] == "“" and text[word.end : word.end + 1] == "”"
