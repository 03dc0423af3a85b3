"""Shops that give are bodies: 明珠超市捐赠牛奶, 绿洲公司、天和药房各捐款1万元.

李明到明珠超市检查, 李明在明珠超市捐款      there they are places, as before
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.quantities.gift import giving_verb
from kg.nlp.spans.mention import ORG, PERSON, Mention, overlaps
from kg.nlp.spans.patterns import HAN, any_of

#: a shop's name has so many characters at most
LONGEST = 16


class Shops:
    """Finds the shops that give in a text; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        sites, lists = lexicon.names.place.sites, lexicon.names.lists
        self._some = re.compile(any_of(sites.shops))
        self._verb = giving_verb(lexicon)
        self._joins = tuple(sorted((join for join in lists.joins if len(join) == 1), reverse=True))
        joins = "".join(self._joins)
        number = rf"[{lexicon.numbers.digits}{''.join(lexicon.numbers.places)}\d]+"
        then = any_of((*lists.each, *lists.joins, lists.etc, *sites.shop_then))
        self._name = re.compile(
            rf"(?:^|(?<=[，。；：\s{joins}]))(?P<name>[{HAN}A-Za-z0-9·“”]{{1,{LONGEST}}}?{any_of(sites.shops)})"
            rf"(?=[，]|{number}[家户]|{then}|{self._verb.pattern})"
        )
        self._no_name = re.compile(any_of(sites.shop_not))

    def acting(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions of a text, in order, with the shops that give as bodies."""
        if not self._some.search(text) or not self._verb.search(text):
            return list(mentions)
        found: list[Mention] = []
        ends = {m.end for m in mentions if m.label in (ORG, PERSON)}
        for match in self._name.finditer(text):
            start, end = match.span("name")
            listed = text[start - 1 : start] in self._joins
            if self._no_name.search(match["name"]) or (listed and start - 1 not in ends):
                continue
            stop = min((i for mark in "。；！？\n" if (i := text.find(mark, end)) >= 0), default=len(text))
            if self._verb.search(text, end, stop):
                found.append(Mention(start, end, ORG, match["name"]))
                ends.add(end)
        kept = (m for m in mentions if not any(overlaps(m, shop) for shop in found))
        return sorted([*kept, *found], key=lambda m: m.start)
