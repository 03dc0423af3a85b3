"""The currency of a text: what a bare 元 means where the text tells it once.

获赠500万元（新台币，下同）          for all that follows
新台币3万元…20万元                 where no other 元 is spoken of
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.spans.mention import MONEY, Mention
from kg.nlp.spans.patterns import any_of


class Currency:
    """Gives sums in bare 元 the currency of their text."""

    def __init__(self, lexicon: Lexicon) -> None:
        numbers = lexicon.numbers
        self._codes = numbers.currencies
        self._base, self._base_name = list(self._codes)[:2]
        self._base_code = self._codes[self._base]
        self._home_words, self._home_areas = numbers.home, numbers.home_areas
        self._same_below = re.compile(
            rf"[（(][^（）()]{{0,4}}?({any_of(self._codes)})，{numbers.from_here}[）)]"
        )

    def of(self, text: str) -> str:
        """The currency that a bare 元 means: 500万元（新台币，下同）, or 新台币 in a text without 人民币."""
        said = self._same_below.search(text)
        if said:
            return self._codes[said[1]]
        own = next((word for word in self._home_words if word in text), "")
        around = sum(area in text for area in self._home_areas)
        own = own or (self._home_words[0] if around > 1 else "")
        return self._codes[own] if own and self._base_name not in text else ""

    def count_in(self, text: str, mentions: Sequence[Mention]) -> None:
        """Sets the currency of the sums of ``text`` that name none."""
        home = self.of(text)
        for mention in mentions if home else ():
            if mention.label == MONEY and self._is_bare(mention):
                mention.currency = home

    def _is_bare(self, sum_: Mention) -> bool:
        """Whether a sum is in 元 and no other word says of which."""
        named = any(word in sum_.text for word in self._codes if word != self._base)
        return sum_.text.endswith(self._base) and sum_.currency == self._base_code and not named
