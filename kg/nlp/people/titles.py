"""Titles: 区委副书记, 局长, the 代表 of 区人大代表, the 长 of 嘉义县长."""

from __future__ import annotations

from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.people.heads import HEAD
from kg.nlp.people.person_words import PersonWords
from kg.nlp.spans.mention import TITLE, Mention
from kg.nlp.tokens.words import Word


class TitleGrammar:
    """Finds the titles of a sentence; stateless."""

    def __init__(self, lexicon: Lexicon, words: PersonWords) -> None:
        titles = lexicon.titles
        self._title = words.title
        self._delegates, self._liaisons = titles.delegates, titles.words.liaison
        starts = (*titles.prefixes, *titles.bases, *self._liaisons, *(d.rest for d in self._delegates))
        self._first = frozenset(word[0] for word in starts)

    def find(self, text: str, words: Sequence[Word], people: Sequence[Mention]) -> list[Mention]:
        """The titles, from left to right; ``people`` are those found before."""
        titles: list[Mention] = []
        heads = {word.start: word for word in words if word.tag == HEAD}
        ends = {word.end for word in words}
        at = 0
        for start in self._starts(text, words, people, heads):
            if start < at or any(p.start <= start < p.end for p in people):
                continue
            if start in heads:
                title: Mention | None = _headed(text, heads[start])
            elif start + 1 in heads:
                continue  # the 局 of 财政局 | 长
            else:
                title = self._at(text, start, ends, people)
            if title is not None:
                titles.append(title)
                at = title.end
        return titles

    def _starts(
        self, text: str, words: Sequence[Word], people: Sequence[Mention], heads: dict[int, Word]
    ) -> list[int]:
        """Where a title may begin: with a word, or right after a person."""
        starts = {word.start for word in words if word.text[:1] in self._first}
        starts |= {*heads, *(p.end for p in people if text[p.end : p.end + 1] in self._first)}
        return sorted(starts)

    def _at(self, text: str, start: int, ends: set[int], people: Sequence[Mention]) -> Mention | None:
        """The title that begins there and ends with a word, or before a person."""
        liaison = next((w for w in self._liaisons if text.startswith(w, start)), "")
        if liaison:
            return Mention(start, start + len(liaison), TITLE, liaison, norm=liaison, kind="liaison")
        delegate = self._delegate(text, start, people)
        match = None if delegate else self._title.match(text, start)
        if match and (match.end() in ends or any(p.start == match.end() for p in people)):
            return Mention(start, match.end(), TITLE, match.group(), norm=match.group())
        return delegate

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


def _headed(text: str, head: Word) -> Mention:
    """嘉义县 | 长: the title is 县长."""
    return Mention(head.start, head.end, TITLE, head.text, norm=text[head.start - 1] + head.text)
