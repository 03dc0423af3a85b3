"""Goods and sums: what is given, as the words of a list say it.

捐款3万余元                                          a sum
口罩1000余个、价值2万元的白茶、大米5吨（价值2.6万元）  one gift a member of the list
牛奶15箱等慰问品，用于防汛                             up to what they are for
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.lexicon import Lexicon
from kg.nlp.spans.mention import DOCUMENT, GPE, MONEY, ORG, PERSON, QUANTITY, Mention
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.skeleton import ANY_NAME, Skeleton, block

#: names that end what is given
NAMED = f"{block(PERSON)}{block(ORG)}{block(GPE)}{block(DOCUMENT)}"
HAN_ITEM = r"[一-鿿A-Za-z0-9（）()“”·\-]"


@dataclass(slots=True)
class Gift:
    """One gift, as its words say it; money and worth in units of the currency.

    ``joint`` is set where several gifts have one worth between them, ``total`` of the sum of those before.
    """

    amount: float | None = None
    currency: str = ""
    item: str = ""
    quantity: float | None = None
    unit: str = ""
    worth: float | None = None
    approx: bool = False
    joint: str = ""
    total: bool = False


class Goods:
    """Reads what is given; who gives it to whom is for others to say."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        self._words = words
        self._verb = giving_verb(lexicon)
        self._people = frozenset(lexicon.numbers.units.people)
        self._acts = frozenset(lexicon.numbers.units.acts).difference(words["batch"])
        self._total = re.compile(any_of(words["totals"]))
        self._etc = lexicon.names.lists.etc
        about = any_of(lexicon.numbers.approx_before)
        self._worth = re.compile(rf"{any_of(words['worth'])}{about}?$")
        counted = rf"{any_of(words['and'])}(?=[^，。；]{{0,12}}[{block(QUANTITY)}{block(MONEY)}])"
        self._between = re.compile(rf"({any_of(words['between'])}|{counted})")
        self._brand = re.compile(rf"[{block(ORG)}](?P<goods>{HAN_ITEM}{{2,8}})[{block(QUANTITY)}]$")
        self._kind = re.compile(rf"{any_of(words['goods'])}(?:{any_of(words['in_all'])}|{about})*$")
        self._worth_word = re.compile(any_of(words["worth"]))
        self._lead = re.compile(rf"^(?:{any_of(words['more'])}|了|的|{any_of(words['batches'])})+")
        self._purpose = re.compile(rf"(?!{any_of(words['not_purpose'])}){any_of(words['purpose'])}")
        self._part = re.compile(rf"^{any_of(words['part'])}")
        self._gather = re.compile(any_of(words["gather"]))
        self._not_goods = re.compile(any_of(words["not_goods"]))

    def parse(self, skeleton: Skeleton, start: int, *, stop: int | None = None) -> tuple[list[Gift], int]:
        """The gifts that are listed from ``start`` on, and where the list ends."""
        string = skeleton.string
        limit = min((i for i in (string.find(c, start) for c in "。；！？\n") if i >= 0), default=len(string))
        limit = min(limit, stop if stop is not None else limit)
        gifts: list[Gift] = []
        end, at = start, start
        comma = False
        if string[start : start + 1] == "，" and not re.match(
            rf"，(?:{any_of(self._words['more'])})*[{block(MONEY)}{block(QUANTITY)}]", string[start:]
        ):
            return [], start
        for piece in self._between.split(string[start:limit]):
            if not piece or self._between.fullmatch(piece) or piece in self._words["and"]:
                at += len(piece)
                comma = comma or piece == "，"
                continue
            if comma and not re.search(f"[{block(MONEY)}{block(QUANTITY)}]", piece):
                break
            gift = self._piece(skeleton, at, piece, gifts, lone=not gifts)
            if gift is None:
                break
            gifts += [gift] if gift not in gifts else []
            at += len(piece)
            end = at
            if (
                self._etc in piece and not re.search(f"{self._etc}.*[{block(QUANTITY)}]", piece)
            ) or self._purpose.search(piece, 2):
                break
        return [gift for gift in gifts if gift.amount or gift.item or gift.quantity], end

    def _piece(
        self, skeleton: Skeleton, at: int, piece: str, gifts: Sequence[Gift], *, lone: bool
    ) -> Gift | None:
        """One member of the list: 3万余元, 口罩1000余个, 价值2万元的白茶, 15箱生活物资, 金银花."""
        if not lone and (self._verb.search(piece) or self._gather.match(piece)):
            return None
        aside = re.search(rf"（[^（）]*[{block(MONEY)}]）$", piece)
        if aside and self._worth_word.search(aside[0]):  # 大米5吨（价值2.6万元）
            gift = self._piece(skeleton, at, piece[: aside.start()], gifts, lone=lone)
            worth = skeleton.mentions(at + aside.start(), at + aside.end(), {MONEY})[0]
            if gift is not None and not gift.amount:
                gift.worth, gift.currency = worth.value, worth.currency
            return gift
        mentions = skeleton.mentions(at, at + len(piece), {MONEY, QUANTITY})
        words = self._lead.sub("", self._part.sub("", piece))
        money = next((m for m in mentions if m.label == MONEY), None)
        count = next((m for m in mentions if m.label == QUANTITY), None)
        if count is not None and count is mentions[0] and count.unit in self._acts:
            return None  # 捐了两次：先是向镇政府捐款10万元
        if money is None and count is not None and count.unit in self._words["no_goods"]:
            return None  # 企业占地50亩
        if money is not None:
            before, _, after = piece.partition(
                next(c for c in piece if block(MONEY)[0] <= c <= block(MONEY)[2])
            )
            if self._worth.search(before) or self._worth_word.search(before):
                return self._worthy(gifts, money, before, after, count)
            kind = self._kind.search(before)
            if kind and (item := self._item(before)):  # 捐赠防疫物资20万元
                return Gift(item=item, worth=money.value, currency=money.currency, approx=money.approx)
            if not self._fits_money(before):
                return None
            total = bool(gifts) and self._total.search(before) is not None
            return Gift(amount=money.value, currency=money.currency, approx=money.approx, total=total)
        staff = count is not None and count.unit in self._people
        brand = None if lone or staff else self._brand.match(piece)
        if brand and count is not None:  # 挂面10吨、农夫山泉饮用水120箱
            name = skeleton.mentions(at, at + 1, {ORG})
            item = "".join(m.text for m in name) + self._item(brand["goods"])
            return Gift(item=item, quantity=count.value, unit=count.unit, approx=count.approx)
        if re.search(f"[{NAMED}]", piece):
            piece = re.split(f"[{NAMED}]", piece)[0]
            words = self._lead.sub("", piece)
            if not words or self._purpose.match(words):
                return None
            if count not in skeleton.mentions(at, at + len(piece), {QUANTITY}):
                count = None  # it stands after the name
        if count is not None and count.unit in self._people:
            return None  # 拨出7名医护
        if count is not None:
            char = next(c for c in piece if block(QUANTITY)[0] <= c <= block(QUANTITY)[2])
            before, _, after = words.partition(char)
            item = self._item(before) or self._item(re.sub(r"^的", "", after))
            if self._etc in before:
                item = self._item(re.sub(r"^的", "", after)) or item
            vague = count.value == 1 and count.unit in self._words["batch"]
            if not item and not lone:
                return None
            return Gift(
                item=item,
                quantity=None if vague else count.value,
                unit="" if vague else count.unit,
                approx=count.approx,
            )
        item = self._item(words)
        return Gift(item=item) if item else None

    def _worthy(
        self, gifts: Sequence[Gift], money: Mention, before: str, after: str, count: Mention | None
    ) -> Gift | None:
        counted = next(
            (i for i, c in enumerate(after) if block(QUANTITY)[0] <= c <= block(QUANTITY)[2]), None
        )
        parts = [after] if counted is None else [after[:counted], after[counted + 1 :]]
        item = next(filter(None, (self._item(re.sub(r"^的", "", part)) for part in parts)), "")
        if item:
            gift = Gift(
                item=item.split(self._etc)[0], worth=money.value, currency=money.currency, approx=money.approx
            )
            if count is not None and counted is not None and count.unit not in self._people:
                gift.quantity, gift.unit = count.value, count.unit  # 价值36万元的牛奶4000箱
            return gift
        worth = self._worth_word.search(before)
        goods = self._item(before[: worth.start()]) if worth else ""
        if goods:  # 防疫物资折合20万元
            return Gift(item=goods, worth=money.value, currency=money.currency, approx=money.approx)
        if gifts:  # 图书745册，价值4万元; but 500万元，约合人民币100万元 says one sum twice
            if not gifts[-1].amount:
                gifts[-1].worth, gifts[-1].currency = money.value, money.currency
            return gifts[-1]
        return None

    def _fits_money(self, before: str) -> bool:
        """Whether what stands before a sum leaves it the gift itself: 共3万元."""
        head = self._lead.sub("", self._part.sub("", before))
        return len(head) <= 8 and not re.search(any_of(self._words["no_gift"]), head)

    def _item(self, words: str) -> str:
        """The goods that words name, without what they are for; empty where they name none."""
        words = self._lead.sub("", re.sub(f"[{ANY_NAME}].*", "", words))
        words = words.split(self._etc)[0] if not words.startswith(self._etc) else words[1:]
        cut = self._purpose.search(words, 1)
        words = words[: cut.start()] if cut else words
        words = re.sub(r"^[^的]{0,6}的(?=.{2})", "", words.strip("，、：“” \u3000"))
        if not re.fullmatch(f"{HAN_ITEM}{{1,16}}", words) or words in self._words["not_items"]:
            return ""
        if self._not_goods.search(words):
            return ""
        return "" if len(words) < 2 and words not in self._words["single"] else words


def giving_verb(lexicon: Lexicon) -> re.Pattern[str]:
    """The verbs of giving: 捐款, 捐赠了, 送去; none within a longer word."""
    forms = lexicon.relations[lexicon.stated_by("gifts")]
    words = forms.lists or {}
    other = rf"(?<![{''.join(words['not_after'])}])(?!{any_of(forms.not_triggers)})"
    return re.compile(rf"{other}{any_of(forms.triggers)}{any_of(words['done'])}?的?")


def qualifiers_of(gift: Gift) -> dict[str, object]:
    """What a gift says, by exchange name."""
    out: dict[str, object] = {"approx": gift.approx}
    if gift.amount is not None or gift.worth is not None:
        out["currency"] = gift.currency
    for name in ("amount", "item", "quantity", "unit", "worth", "joint"):
        value = getattr(gift, name)
        if value:
            out[name] = value
    return out
