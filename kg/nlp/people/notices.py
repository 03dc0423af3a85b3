"""Notices of appointment and dismissal: where a name ends in them, which the tagger often cannot tell.

周强 | 同志任县财政局      周强 | 同志 | 任 | 县财政局
高峰 | 任 | 宜春市         高峰, a common word, is a name there
任 | 丰 | 城市             任 | 丰城市
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.patterns import HAN, any_of
from kg.nlp.tokens.words import Word, recut

#: tags of words that are no part of a name
PLAIN = frozenset({"p", "c", "r", "d", "u", "m", "f", "t", "q", "w"})
#: a title stands so many characters after the name, at most
FAR = 40


class Notices:
    """Recuts the words of a sentence that says who takes or leaves a post; stateless."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        words, person = lexicon.titles.words, lexicon.names.person
        notices = lexicon.titles.notices
        self._areas = areas
        surnames = rf"(?:{any_of(person.compound_surnames)}|[{person.surnames}])"
        name = rf"(?P<name>{surnames}[{HAN}]{{1,2}}?)"
        comrade = rf"(?P<comrade>{any_of(notices.comrade)})"
        starts = r"(?:^|(?<=[，。；：、\s]))"
        decided, replaces = _after(notices.deciding), _after(words.replaces)
        given = _after((*notices.deciding, *words.by))
        bases = any_of(lexicon.titles.bases)
        title = rf"(?=[^，。；\n]{{0,{FAR}}}?{bases})"
        ended = rf"(?=[^，。；\n]{{2,{FAR}}}{bases}[；。]?$)"
        office = rf"(?=[^，。；\n]{{2,{FAR}}}{any_of(words.office)})"
        takes = rf"{any_of(notices.takes)}(?!{any_of(notices.not_takes)})"
        self._patterns = [
            re.compile(pattern)
            for pattern in (
                rf"(?:{starts}|{given}){name}{comrade}?(?P<verb>{takes}){title}",
                rf"(?:{starts}|{given}){name}{comrade}",
                rf"{decided}{name}(?P<verb>{any_of(words.copula)}){title}",
                rf"^{name}(?P<verb>{any_of(notices.named)}){ended}",
                rf"(?:^|{decided}){name}(?P<verb>{any_of(notices.leaves)}){office}",
                rf"(?:{starts}|{given}){name}(?P<verb>{any_of(words.replaces)}){title}",
                rf"{replaces}{name}(?P<verb>{takes}){title}",
            )
        ]
        some = (*notices.comrade, *notices.takes, *notices.deciding, *notices.leaves, *notices.named)
        self._some = re.compile(any_of((*some, *words.replaces)))
        self._not_names, self._takes = person.not_names, frozenset(notices.takes)

    def cut(self, text: str, words: Sequence[Word]) -> list[Word]:
        """The words of a sentence, with names, verbs and the areas after them cut as a notice has them."""
        out = list(words)
        if not self._some.search(text):
            return out
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                if self._is_name(match, out):
                    out = self._recut(match, text, out)
        return out

    def _is_name(self, match: re.Match[str], words: Sequence[Word]) -> bool:
        name = match["name"]
        if name in self._not_names or name[:2] in self._not_names:
            return False
        start, end = match.span("name")
        verb = match.groupdict().get("verb") or ""
        inside = [w for w in words if w.start < end and w.end > start]
        if len(name) > 2 and verb and name[-1] + verb in self._takes:
            return False  # 李明 | 担任, not 李明担 | 任
        if len(inside) > 1 and inside[0].tag == "PER" and inside[0].end - start > 1:
            return False  # 李明 | 拟任
        return not any(w.tag in PLAIN for w in inside if start <= w.start and w.end <= end) and not (
            inside and inside[0].start < start and inside[0].tag != "v"
        )

    def _recut(self, match: re.Match[str], text: str, words: list[Word]) -> list[Word]:
        before = words
        for group, tag in (("name", "PER"), ("comrade", "n"), ("verb", "v")):
            if group in match.re.groupindex and match[group]:
                words = recut(words, *match.span(group), match[group], tag)
        at = match.end("verb") if "verb" in match.re.groupindex else match.end()
        glued = next((w for w in before if w.start < at < w.end and w.tag == "v"), None)
        if glued is not None:  # 任县民政局 is no verb
            words = recut(words, at, glued.end, text[at : glued.end], "ORG")
        for size in range(self._areas.longest, 1, -1):
            if text[at : at + size] in self._areas.codes:
                return recut(words, at, at + size, text[at : at + size], "LOC")
        return words


def _after(words: Iterable[str]) -> str:
    """A place right after one of the words."""
    return f"(?:{'|'.join(f'(?<={re.escape(word)})' for word in sorted(words))})"
