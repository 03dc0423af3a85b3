"""One member of a list of gifts.

3万余元                    a sum
口罩1000余个               goods and how many
大米5吨（价值2.6万元）      and what they are worth
挂面10吨、农夫山泉饮用水120箱   goods with their brand, where others stand before them
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.quantities.gift import Gift, giving_verb
from kg.nlp.quantities.items import HAN_ITEM, Items
from kg.nlp.spans.mention import DOCUMENT, GPE, MONEY, ORG, PERSON, QUANTITY, Mention
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.skeleton import Skeleton, block

#: names that end what is given
NAMED = f"{block(PERSON)}{block(ORG)}{block(GPE)}{block(DOCUMENT)}"


class Members:
    """Reads a member; stateless."""

    def __init__(self, lexicon: Lexicon, items: Items) -> None:
        words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        about = any_of(lexicon.numbers.approx_before)
        self._words, self._items = words, items
        self._verb = giving_verb(lexicon)
        self._gather = re.compile(any_of(words["gather"]))
        self._people = frozenset(lexicon.numbers.units.people)
        self._acts = frozenset(lexicon.numbers.units.acts).difference(words["batch"])
        self._total = re.compile(any_of(words["totals"]))
        self._worth = re.compile(rf"{any_of(words['worth'])}{about}?$")
        self._worth_word = re.compile(any_of(words["worth"]))
        self._brand = re.compile(rf"[{block(ORG)}](?P<goods>{HAN_ITEM}{{2,8}})[{block(QUANTITY)}]$")
        self._kind = re.compile(rf"{any_of(words['goods'])}(?:{any_of(words['in_all'])}|{about})*$")

    def read(
        self, skeleton: Skeleton, at: int, piece: str, gifts: Sequence[Gift], *, lone: bool
    ) -> Gift | None:
        """The gift that ``piece``, which begins at ``at``, is, after ``gifts``; ``lone``: it is the first."""
        if not lone and (self._verb.search(piece) or self._gather.match(piece)):
            return None
        aside = re.search(rf"（[^（）]*[{block(MONEY)}]）$", piece)
        if aside and self._worth_word.search(aside[0]):
            gift = self.read(skeleton, at, piece[: aside.start()], gifts, lone=lone)
            worth = skeleton.mentions(at + aside.start(), at + aside.end(), {MONEY})[0]
            if gift is not None and not gift.amount:
                gift.worth, gift.currency = worth.value, worth.currency
            return gift
        mentions = skeleton.mentions(at, at + len(piece), {MONEY, QUANTITY})
        money = next((m for m in mentions if m.label == MONEY), None)
        count = next((m for m in mentions if m.label == QUANTITY), None)
        if count is not None and count is mentions[0] and count.unit in self._acts:
            return None  # 捐了两次：先是向镇政府捐款10万元
        if money is not None:
            return self._sum(piece, money, count, gifts)
        if count is not None and count.unit in self._words["no_goods"]:
            return None  # 企业占地50亩
        branded = None if lone or count is None else self._branded(skeleton, at, piece, count)
        return branded or self._thing(skeleton, at, piece, count, lone=lone)

    # ── money ──────────────────────────────────────────────────────────────────────────────────

    def _sum(self, piece: str, money: Mention, count: Mention | None, gifts: Sequence[Gift]) -> Gift | None:
        """A sum, or the worth of goods that stand with it."""
        before, _, after = piece.partition(piece[_first(piece, MONEY)])
        if self._worth.search(before) or self._worth_word.search(before):
            return self._worthy(gifts, money, before, after, count)
        if self._kind.search(before) and (item := self._items.named(before)):  # 捐赠防疫物资20万元
            return Gift(item=item, worth=money.value, currency=money.currency, approx=money.approx)
        if not self._items.fits_money(before):
            return None
        total = bool(gifts) and self._total.search(before) is not None
        return Gift(amount=money.value, currency=money.currency, approx=money.approx, total=total)

    def _worthy(
        self, gifts: Sequence[Gift], money: Mention, before: str, after: str, count: Mention | None
    ) -> Gift | None:
        """Goods with their worth: 价值36万元的牛奶4000箱, 防疫物资折合20万元."""
        counted = _first(after, QUANTITY)
        parts = [after] if counted < 0 else [after[:counted], after[counted + 1 :]]
        item = next(filter(None, map(self._items.after, parts)), "")
        if item:
            item = item.split(self._items.etc)[0]
            gift = Gift(item=item, worth=money.value, currency=money.currency, approx=money.approx)
            if count is not None and counted >= 0 and count.unit not in self._people:
                gift.quantity, gift.unit = count.value, count.unit
            return gift
        worth = self._worth_word.search(before)
        goods = self._items.named(before[: worth.start()]) if worth else ""
        if goods:
            return Gift(item=goods, worth=money.value, currency=money.currency, approx=money.approx)
        if gifts:  # 图书745册，价值4万元; but 500万元，约合人民币100万元 says one sum twice
            if not gifts[-1].amount:
                gifts[-1].worth, gifts[-1].currency = money.value, money.currency
            return gifts[-1]
        return None

    # ── goods ──────────────────────────────────────────────────────────────────────────────────

    def _branded(self, skeleton: Skeleton, at: int, piece: str, count: Mention) -> Gift | None:
        """农夫山泉饮用水120箱: the name of a body begins the goods."""
        brand = None if count.unit in self._people else self._brand.match(piece)
        if not brand:
            return None
        name = skeleton.mentions(at, at + 1, {ORG})
        item = "".join(m.text for m in name) + self._items.named(brand["goods"])
        return Gift(item=item, quantity=count.value, unit=count.unit, approx=count.approx)

    def _thing(
        self, skeleton: Skeleton, at: int, piece: str, count: Mention | None, *, lone: bool
    ) -> Gift | None:
        """Goods, up to the name that follows, with how many: 口罩1000余个, 15箱生活物资, 金银花."""
        words = self._items.plain(piece)
        if re.search(f"[{NAMED}]", piece):
            piece = re.split(f"[{NAMED}]", piece)[0]
            words = self._items.unled(piece)
            if not words or self._items.purpose.match(words):
                return None
            if count not in skeleton.mentions(at, at + len(piece), {QUANTITY}):
                count = None  # it stands after the name
        if count is None:
            item = self._items.named(words)
            return Gift(item=item) if item else None
        if count.unit in self._people:
            return None  # 拨出7名医护
        item = self._item_of(words, piece)
        if not item and not lone:
            return None
        if count.value == 1 and count.unit in self._words["batch"]:  # 一批口罩
            return Gift(item=item, approx=count.approx)
        return Gift(item=item, quantity=count.value, unit=count.unit, approx=count.approx)

    def _item_of(self, words: str, piece: str) -> str:
        """What is counted, before the figure or after it: 口罩1000个, 1000个口罩, 牛奶等1000箱慰问品."""
        before, _, after = words.partition(piece[_first(piece, QUANTITY)])
        if self._items.etc in before:
            return self._items.after(after) or self._items.named(before)
        return self._items.named(before) or self._items.after(after)


def _first(string: str, label: str) -> int:
    """Where the first cell of a label stands; -1 where none does."""
    low, high = block(label)[0], block(label)[2]
    return next((i for i, char in enumerate(string) if low <= char <= high), -1)
