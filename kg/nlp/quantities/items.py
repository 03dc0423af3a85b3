"""Items: the goods that words name, without what they are for.

一批价值2万元的白茶        白茶
牛奶等慰问品，用于防汛      牛奶
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.skeleton import ANY_NAME

HAN_ITEM = r"[一-鿿A-Za-z0-9（）()“”·\-]"


class Items:
    """Reads what words name; stateless. ``etc`` is what ends a list: 等."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        self._words = words
        self.etc = lexicon.names.lists.etc
        self.purpose = re.compile(rf"(?!{any_of(words['not_purpose'])}){any_of(words['purpose'])}")
        lead = (*words["more"], *words["of"], *words["batches"], *lexicon.names.lists.aspects)
        self._lead = re.compile(f"^{any_of(lead)}+")
        self._part = re.compile(rf"^{any_of(words['part'])}")
        self._not_goods = re.compile(any_of(words["not_goods"]))

    def plain(self, words: str) -> str:
        """Words without what leads them: 其中, 一批."""
        return self._lead.sub("", self._part.sub("", words))

    def unled(self, words: str) -> str:
        """Words without 一批, 了, 的 before them."""
        return self._lead.sub("", words)

    def fits_money(self, before: str) -> bool:
        """Whether what stands before a sum leaves it the gift itself: 共3万元."""
        head = self.plain(before)
        return len(head) <= 8 and not re.search(any_of(self._words["no_gift"]), head)

    def after(self, words: str) -> str:
        """The goods of words that may begin with 的."""
        return self.named(re.sub(r"^的", "", words))

    def named(self, words: str) -> str:
        """The goods that words name, without what they are for; empty where they name none."""
        words = self.unled(re.sub(f"[{ANY_NAME}].*", "", words))
        words = words.split(self.etc)[0] if not words.startswith(self.etc) else words[1:]
        cut = self.purpose.search(words, 1)
        words = words[: cut.start()] if cut else words
        words = re.sub(r"^[^的]{0,6}的(?=.{2})", "", words.strip("，、：“” \u3000"))
        if not re.fullmatch(f"{HAN_ITEM}{{1,16}}", words) or words in self._words["not_items"]:
            return ""
        if self._not_goods.search(words):
            return ""
        return "" if len(words) < 2 and words not in self._words["single"] else words
