"""The currency of a text: what a bare 元 means where the text tells it once.

获赠500万元（新台币，下同）          for all that follows
新台币3万元…20万元                 where no other 元 is spoken of
氹仔坊众…路环…捐出3万元            where the places of the text are those of one currency
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.lexicon.quantities import Home
from kg.nlp.spans.mention import MONEY, Mention
from kg.nlp.spans.patterns import any_of


class Currency:
    """Gives sums in bare 元 the currency of their text."""

    def __init__(self, lexicon: Lexicon) -> None:
        numbers = lexicon.numbers
        self._codes = numbers.currencies
        self._base, self._base_name = list(self._codes)[:2]
        self._base_code = self._codes[self._base]
        self._home = numbers.home
        self._elsewhere = re.compile(any_of(numbers.elsewhere))
        self._same_below = re.compile(
            rf"[（(][^（）()]{{0,4}}?({any_of(self._codes)})，{numbers.from_here}[）)]"
        )

    def of(self, text: str) -> str:
        """The currency that a bare 元 means: by a note (新台币，下同) or by places; empty at home."""
        said = self._same_below.search(text)
        if said:
            return self._codes[said[1]]
        if self._base_name in text:
            return ""
        signs = {code: self._signs(text, home) for code, home in self._home.items()}
        best = max(signs, key=signs.__getitem__, default="")
        return best if best and signs[best] > 1 else ""

    def _signs(self, text: str, home: Home) -> int:
        """How many places of a currency's home a text names, and one more where it names the currency.

        None where it speaks as often of places elsewhere: 香港同胞 in the news of a county.
        """
        places = re.sub(any_of(home.words), "", text)  # 2万新加坡元 names no place
        if not home.alone and sum(map(places.count, home.areas)) <= len(self._elsewhere.findall(text)):
            return 0
        word = any(word in text for word in home.words)
        return sum(area in places for area in home.areas) + word + (word and home.alone)

    def count_in(self, text: str, mentions: Sequence[Mention]) -> None:
        """Sets the currency of the sums of ``text`` that name none."""
        home = self.of(text)
        for mention in mentions if home else ():
            if mention.label == MONEY and self._is_bare(mention):
                mention.currency = home

    def _is_bare(self, sum_: Mention) -> bool:
        """Whether a sum is in 元 and no other word says of which."""
        named = any(word in sum_.text for word in self._codes if word != self._base)  # no 另捐2万 is
        return sum_.currency == self._base_code and not named
