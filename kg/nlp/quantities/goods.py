"""Goods and sums: what is given, as the words of a list say it.

捐款3万余元                                          a sum
口罩1000余个、价值2万元的白茶、大米5吨（价值2.6万元）  one gift a member of the list
牛奶15箱等慰问品，用于防汛                             up to what they are for
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.quantities.gift import Gift
from kg.nlp.quantities.items import Items
from kg.nlp.quantities.members import Members
from kg.nlp.spans.mention import MONEY, QUANTITY
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.skeleton import Skeleton, block

FIGURE = f"[{block(MONEY)}{block(QUANTITY)}]"


class Goods:
    """Reads what is given; who gives it to whom is for others to say."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        self._and = words["and"]
        self._items = Items(lexicon)
        self._members = Members(lexicon, self._items)
        counted = rf"{any_of(words['and'])}(?=[^，。；]{{0,12}}{FIGURE})"
        self._between = re.compile(rf"({any_of(words['between'])}|{counted})")
        self._goes_on = re.compile(rf"，(?:{any_of(words['more'])})*{FIGURE}")

    def parse(self, skeleton: Skeleton, start: int, *, stop: int | None = None) -> tuple[list[Gift], int]:
        """The gifts that are listed from ``start`` on, and where the list ends."""
        string = skeleton.string
        limit = min((i for i in (string.find(c, start) for c in "。；！？\n") if i >= 0), default=len(string))
        limit = min(limit, stop if stop is not None else limit)
        if string[start : start + 1] == "，" and not self._goes_on.match(string, start):
            return [], start
        gifts: list[Gift] = []
        end, at = start, start
        comma = False
        for piece in self._between.split(string[start:limit]):
            if not piece or self._between.fullmatch(piece) or piece in self._and:
                at += len(piece)
                comma = comma or piece == "，"
                continue
            if comma and not re.search(FIGURE, piece):
                break
            gift = self._members.read(skeleton, at, piece, gifts, lone=not gifts)
            if gift is None:
                break
            gifts += [gift] if gift not in gifts else []
            at += len(piece)
            end = at
            if self._is_last(piece):
                break
        return [gift for gift in gifts if gift.amount or gift.item or gift.quantity], end

    def _is_last(self, piece: str) -> bool:
        """Whether a list ends with a member: 牛奶15箱等慰问品, or one that says what it is for."""
        etc = self._items.etc
        ends = etc in piece and not re.search(f"{etc}.*[{block(QUANTITY)}]", piece)
        return ends or self._items.purpose.search(piece, 2) is not None
