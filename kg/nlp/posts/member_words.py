"""Member words: what says that somebody is of a body, without a post.

县人大常委会机关干部赵露        before the person
谢飞武、余磊等联谊会会员        after a list of people
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.spans.mention import ORG, Mention
from kg.nlp.spans.patterns import any_of

#: between a body and its member's name, and of a word after a body, so many characters
BETWEEN, AFTER = 10, 6


class MemberWords:
    """Knows such words where they stand; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.titles.words
        self._words = words.member
        self._after = re.compile(rf"(?:的)?(?:{any_of(words.member)})")
        self._between = re.compile(rf"(?:{any_of(words.member_lead)})*(?:{any_of(words.member)})$")

    def fill(self, gap: str) -> bool:
        """Whether the text between a body and a person is a member word: 全体干部."""
        return bool(gap) and len(gap) < BETWEEN and bool(self._between.fullmatch(gap))

    def after(self, text: str, start: int) -> int | None:
        """The end of the member word that begins at ``start``, if one does: of 会员 in 联谊会会员."""
        match = self._after.match(text, start, start + AFTER)
        return match.end() if match else None

    def above(self, body: Mention, gap: str, entities: frozenset[str]) -> Mention:
        """县人大常委会 of 县人大常委会机关 + 干部, if it is known: 机关干部 is the member word."""
        for word in self._words:
            tail = word[: len(word) - len(gap)]
            if word.endswith(gap) and tail and body.entity.endswith(tail):
                above = body.entity[: -len(tail)]
                if above in entities:
                    end, text = body.end - len(tail), body.text[: -len(tail)]
                    return Mention(body.start, end, ORG, text, entity=above)
        return body
