"""Names of Uyghurs, Kazakhs, Tibetans and Mongols, which the tagger cuts anywhere, put together.

买 | 买提·艾合买 | 提任      买买提·艾合买提 | 任
才 | 让 | 东珠               才让东珠, of two words that make such names
那 | 日 | 苏 | 到达          那日苏, one of them, where a name stands
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.spans.patterns import HAN, any_of
from kg.nlp.tokens.words import Word, recut

#: one part of a name with a mark has so many characters at most
PART = 8
#: a name without a mark that is one word has at least so many characters
ALONE = 3


class MinorityNames:
    """Finds such names in the words of a sentence; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        person, titles = lexicon.names.person, lexicon.titles
        letters = "".join(sorted({*person.foreign, *person.marked_characters}))
        self._mark = re.compile(f"[{''.join(person.marks)}]")
        self._stop = re.compile(any_of(person.marked_stops))
        part = rf"(?:(?!{self._stop.pattern})[{letters}]){{1,{PART}}}"
        self._marked = re.compile(rf"[{letters}]{{1,{PART}}}(?:{self._mark.pattern}{part})+")
        self._first = frozenset(word[0] for word in person.parts)
        words = any_of(person.parts)
        no_place = rf"(?!{any_of((*lexicon.names.place.levels, *person.not_after_parts))})"
        self._several = re.compile(rf"{words}{{2,3}}{no_place}")
        self._one = re.compile(rf"{any_of(w for w in person.parts if len(w) >= ALONE)}{no_place}")
        acts = any_of((*person.after, *titles.words.copula, *person.trailing))
        self._then = re.compile(rf"[、，。：（\s]|$|{acts}")
        self._edge = re.compile(rf"(?:^|[、，。；：\s]|{any_of(titles.bases)})$")
        self._han = re.compile(f"[{HAN}]")

    def joined(self, text: str, words: Sequence[Word]) -> list[Word]:
        """The words of a sentence, each such name one of them."""
        out = list(words)
        if self._mark.search(text):
            for match in self._marked.finditer(text):
                start, end = self._begin(out, match), self._end(out, match)
                out = recut(out, start, end, text[start:end], "PER")
        if not self._first.isdisjoint(text):
            for match in self._several.finditer(text):
                if self._is_free(out, match):
                    out = recut(out, *match.span(), match[0], "PER")
            for match in self._one.finditer(text):
                placed = self._edge.search(text[: match.start()]) and self._then.match(text, match.end())
                if placed and self._is_free(out, match):
                    out = recut(out, *match.span(), match[0], "PER")
        return out

    def _begin(self, words: Sequence[Word], match: re.Match[str]) -> int:
        """Where a name begins: after the word that its first characters end (公司 | 买买提·艾合买提)."""
        mark = match.start() + next(self._mark.finditer(match[0])).start()
        cut = next((w for w in words if w.start < match.start() < w.end < mark), None)
        return cut.end if cut is not None else match.start()

    def _end(self, words: Sequence[Word], match: re.Match[str]) -> int:
        """Where a name ends: the tagger may know a character of it that is on no list."""
        if self._stop.match(match.string, match.end()):
            return match.end()
        tagged = (w for w in words if w.tag == "PER" and w.start < match.end() < w.end)
        return next((w.end for w in tagged if self._mark.search(w.text)), match.end())

    def _is_free(self, words: Sequence[Word], match: re.Match[str]) -> bool:
        """Whether no word goes on before a name, and none after it but a verb that was glued to it."""
        inside = [w for w in words if w.end > match.start() and w.start < match.end()]
        if not inside or (inside[0].start < match.start() and inside[0].tag in {"LOC", "ORG", "PER"}):
            return False
        longer = inside[-1].end > match.end() and inside[-1].tag in {"LOC", "ORG"}
        return not longer and not any(w.tag == "ORG" and len(w.text) > len(match[0]) for w in inside)
