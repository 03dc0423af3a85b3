"""Where a word that holds two names is cut, whatever stands around it.

南塔街道办 | 县人大      two bodies
嘉兴市人大 | 代表富惠良   an assembly, and who is of it
县委 | 书记              a body and a title
南方日报 | 讯            a paper and the word of its datelines
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.spans.kept import Kept
from kg.nlp.spans.patterns import any_of
from kg.nlp.tokens.body_ends import BodyEnds, double_body
from kg.nlp.tokens.words import PLACED

#: where so many words are cut is kept
KEPT = 20_000


class Cuts:
    """Says where a text with its tag is cut, 0 for nowhere: ``cuts.at[text, tag]``."""

    def __init__(self, lexicon: Lexicon, ends: BodyEnds) -> None:
        parts, titles = lexicon.names.organization.parts, lexicon.titles
        self._ends, self._double = ends, double_body(lexicon)
        self._glued, self._datelines, self._tails = parts.glued, parts.datelines, parts.tails
        self._delegates = titles.delegates
        self._members = frozenset(titles.words.member)
        self._post = re.compile(rf"({any_of(parts.bare)})({any_of(titles.bases)})")
        self.at = Kept(self._at, KEPT)

    def _at(self, word: tuple[str, str]) -> int:
        text, tag = word
        return self._two_bodies(text, tag) or self._assembly(text, tag) or self._title(text, tag)

    def _two_bodies(self, text: str, tag: str) -> int:
        """南塔街道办 | 县人大, 齐聚 | 区政府."""
        double = self._double.match(text) if tag == "ORG" else None
        if double:
            return double.end(1)
        verb = next((v for v in self._glued if text.startswith(v)), "") if tag in PLACED else ""
        return len(verb) if len(verb) + 1 < len(text) else 0

    def _assembly(self, text: str, tag: str) -> int:
        """青羊区人大 | 代表, and 嘉兴市人大 | 代表富惠良."""
        for delegate in self._delegates:
            whole = delegate.assembly + delegate.rest
            at = text.find(whole) if tag == "ORG" else -1
            if at > 0 and 2 <= len(text) - at - len(whole) <= 3 and not self._ends.is_whole(text):
                return at + len(delegate.assembly)
            if text.endswith(whole):
                return len(text) - len(delegate.rest)
        return 0

    def _title(self, text: str, tag: str) -> int:
        """县委 | 书记, 机关 | 干部; of a body what follows its end: 广东省五华商会 | 闻讯."""
        post = self._post.fullmatch(text) if tag == "n" else None
        if post:
            return post.end(1)
        for tail in self._tails if text.startswith(self._tails) else ():
            if text.startswith(tail) and text[len(tail) :] in self._members:
                return len(tail)
        return self._more(text) if tag == "ORG" else 0

    def _more(self, text: str) -> int:
        """What is no part of a body: 闻讯, 讯."""
        kept = self._ends.last(text)
        if kept and 0 < len(text) - kept <= 2:
            return kept
        dateline = next((d for d in self._datelines if text.endswith(d)), "")
        return len(text) - len(dateline) if dateline and len(text) > len(dateline) + 2 else 0
