"""Cues: the words that say of a claim that it is negated, planned, demanded, alleged or ended.

A cue counts where it stands in the clause of the trigger, before it (将向灾区捐款 is planned) or after
(辞去市长职务的请求 is ended), as the lexicon's ``cues.toml`` says; cf. ConText, Harkema et al. (2009),
doi:10.1016/j.jbi.2009.05.002.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kg.lexicon import Lexicon
from kg.model import ASSERTED
from kg.nlp.spans.claim import Claim

#: tags of nouns, LAC's and the treebank's
NOUNS = frozenset({"n", "vn", "nz", "nw", "NN", "NR"})
#: tags of what may follow a verb that governs another
VERBAL = frozenset({"v", "vn", "d", "p", "VV", "AD", "P"})
VERBS, NUMERALS, PREPOSITIONS = frozenset({"v", "VV"}), frozenset({"m", "CD"}), frozenset({"p", "P", "BA"})
#: what ends a clause, and the reach of a cue within one
MARKS, STOPS, COMMA, CLAUSE = "，。；：！？", "，。；！？", "，", "clause"
#: how long a list may be, in characters
LIST = 2000
#: a heading of so many characters may do without a colon
SHORT = 8
#: what ends the heading of a list, and the items of it but the last
COLON, ITEM_ENDS = ("：", ":"), ("；", ";", "、", "，")
#: how far before the subject a cue of its clause may end up, in characters: 呼吁区人大代表李明捐款
NEAR = 8
#: how far a cue reaches, in characters
REACH = 24


class Tokens:
    """The tokens of a Doc by where they begin."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._places = {start: i for i, start in enumerate(doc.to_array("IDX").tolist())}

    def get(self, start: int) -> Token | None:
        place = self._places.get(start)
        return None if place is None else self._doc[place]


class Cues:
    """Tells the status of claims by the cues of a lexicon; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        cues = [cue for cue in lexicon.cues if cue.scope != "title"]
        self._before = [
            (cue.status, _words(cue.words), _words(cue.unless)) for cue in cues if cue.scope == "before"
        ]
        self._governing = [(cue.status, _words(cue.words), cue.governs) for cue in cues if cue.governs]
        self._head = [(cue.status, _words(cue.words)) for cue in cues if cue.scope == "head"]
        self._next = [(cue.status, _words(cue.words)) for cue in cues if cue.scope == "next"]
        self._after = [
            (cue.status, _words(cue.words), _words(cue.unless)) for cue in cues if cue.scope == "after"
        ]

    def status(self, text: str, claim: Claim, tokens: Tokens) -> str:
        """Whether a claim is asserted, negated, planned …; ``tokens`` are those of its Doc."""
        if claim.trigger is None:
            return ASSERTED
        start, end = claim.trigger
        for status, words in self._head:
            if words.match(text, claim.sentence[0]):
                return status
        later = self._later(text, claim, end)
        if later:
            return later
        if claim.subject_span and claim.subject_span[0] >= end:
            # 倡议的响应者有董事长叶向阳: what stands before a post is not about it; 会长吴伟辞职 is
            after = claim.subject_span[1]
            return next((s for s, words, _ in self._after if words.match(text, after)), ASSERTED)
        governed = self._governed(text, claim, tokens) or self._headed(text, claim)
        if governed:
            return governed
        left = self._left(text, claim, start)
        for status, words, unless in self._before:
            for match in words.finditer(text, left, start):
                if _is_word(match, tokens) and not unless.match(text, match.start()):
                    return status
        right = self._right(text, claim, end)
        for status, words, unless in self._after:
            if any(not unless.match(text, m.start()) for m in words.finditer(text, end, right)):
                return status
        return ASSERTED

    def _governed(self, text: str, claim: Claim, tokens: Tokens) -> str:
        """The status by what stands before the subject: 网传李明捐款, 呼吁李明捐款."""
        if claim.subject_span is None:
            return ""
        end = claim.subject_span[0]
        begin = max(claim.sentence[0], text.rfind("；", claim.sentence[0], end) + 1)
        near = max(begin, end - NEAR, *(text.rfind(mark, begin, end) + 1 for mark in STOPS))
        for status, words, reach in self._governing:
            for match in words.finditer(text, near if reach == CLAUSE else begin, end):
                if _quotes(text, match.end(), end):
                    continue  # 网传“某企业捐款1亿元”，红十字会发布《说明》
                if reach != CLAUSE or _is_word(match, tokens):
                    return status
            if reach == CLAUSE:  # 决定免去：A的局长职务；B的主任职务。
                listed = words.finditer(text, claim.sentence[0], end)
                if any(text.startswith(COLON, match.end()) for match in listed):
                    return status
        return ""

    def _headed(self, text: str, claim: Claim) -> str:
        """The status by the line that heads a list: 决定免去： above 刘万清的荆门市人民政府秘书长职务；"""
        for line in reversed(text[max(0, claim.sentence[0] - LIST) : claim.sentence[0]].splitlines()):
            line = line.strip()
            if line.endswith(COLON) or len(line) <= SHORT:  # 三、免去
                heading = line.rstrip("".join(COLON)).rstrip()
                for status, words, reach in self._governing:
                    if reach == CLAUSE and any(m.end() == len(heading) for m in words.finditer(heading)):
                        return status
            if line and not line.endswith(ITEM_ENDS):
                return ""
        return ""

    def _later(self, text: str, claim: Claim, end: int) -> str:
        """The status by the clause after the trigger's: 会长，后辞职; 捐款90万元，当事人予以否认."""
        comma = self._right(text, claim, end)
        if text[comma : comma + 1] != COMMA:
            return ""
        right = self._right(text, claim, comma + 1)
        return next((status for status, words in self._next if words.search(text, comma, right)), "")

    def _right(self, text: str, claim: Claim, end: int) -> int:
        """Where the clause of the trigger ends."""
        marks = (i for c in STOPS if (i := text.find(c, end)) >= 0)
        return min(claim.sentence[1], end + REACH, *marks)

    def _left(self, text: str, claim: Claim, start: int) -> int:
        """Where the clause of the trigger begins, or its subject ends, whichever is later."""
        left = max(
            claim.sentence[0],
            start - REACH,
            *(text.rfind(c, claim.sentence[0], start) + 1 for c in MARKS),
        )
        subject = claim.subject_span
        if subject and left < subject[1] <= start:
            left = subject[1]
        return left


def _quotes(text: str, start: int, end: int) -> bool:
    """Whether what stands at ``start`` is a quotation that closes before ``end``."""
    return text[start : start + 1] == "“" and text.find("”", start, end) >= 0


def _is_word(match: re.Match[str], tokens: Tokens) -> bool:
    """Whether a cue is made of whole words that say what it means.

    应 is no part of 应急; 建议 is a noun in 收集意见建议238条, and a verb in 建议 | 安排 whatever its tag;
    将 is no adverb in 将 | 价值86万元的药品送到医院. A cue of two characters and more may be two words or
    part of one: 被 | 指, 有 | 意向, 并没有.
    """
    token = tokens.get(match.start())
    if token is None and len(match[0]) > 1:
        token = next((t for i in (1, 2) if (t := tokens.get(match.start() - i))), None)
        token = token if token and token.idx + len(token.text) == match.end() else None
    if token is None or (token.tag_ in PREPOSITIONS and len(token.text) == len(match[0])):
        return False
    noun = token.tag_ in NOUNS
    while token.idx + len(token.text) < match.end() and token.i + 1 < len(token.doc):
        token = token.nbor()
    after = token.nbor().tag_ if token.i + 1 < len(token.doc) else ""
    counted = token.tag_ in VERBS and after in NUMERALS
    whole = token.idx + len(token.text) == match.end() or len(match[0]) > 1
    return (after in VERBAL or not noun) and not counted and whole


def _words(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, ordered)) if ordered else "(?!)")
