"""Gifts in the cells of a table, which list them without a sentence around them.

棉被300床、方便面200箱                        an item and how many, a member of the list each
0.3万元、大米20袋                             money and goods in one cell
口罩（KN95型1200盒、一次性口罩3万只）           a list inside brackets, of the item before them
清瘟胶囊（24粒装）13.5万盒                     what brackets only say more of stays with the item
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lexicon import Lexicon
from kg.nlp.quantities.gift import Gift
from kg.nlp.quantities.numbers import NumberReader, Quantity
from kg.nlp.spans.patterns import any_of

#: marks gifts that have one worth between them (see `kg.nlp.statements.convert`)
JOINT = "worth"
#: an item is at most so long
LONGEST = 40
_LIST = re.compile(r"[、，；;,\n/+＋]|(?<=[^\d\s]) +(?=\D)")
_BRACKETS = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_TRIMMED = " \u3000，、；;：:。.·-—"
_FIGURE = re.compile(r"[-−]?[\d,，]*\d(?:\.\d+)?[^\d]?")


class CellGifts:
    """Reads a cell; stateless. The offsets of a text do not matter: a row is its own evidence."""

    def __init__(self, lexicon: Lexicon, numbers: NumberReader) -> None:
        words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        tables = lexicon.tables
        self._numbers = numbers
        self._worth = re.compile(any_of(words["worth"]))
        self._cash = tables.cash
        self._about = any_of(lexicon.numbers.approx_before)
        self._drop = re.compile(
            rf"^(?:{any_of(words['more'])}|{any_of(words['batches'])})+|(?:{self._about}|{any_of(words['in_all'])})+$"
        )
        self._each = re.compile(rf"{any_of(lexicon.names.lists.each)}$")
        self._batch = frozenset(words["batch"])
        self._etc = re.compile(rf"{lexicon.names.lists.etc}[^\d]*$")

    def listed(self, cell: str) -> list[Gift]:
        """The gifts that a cell of goods, or of goods and money, lists."""
        gifts: list[Gift] = []
        for piece in _pieces(cell):
            inner = self._breakdown(piece)
            for part in inner or [piece]:
                gift = self._gift(part, gifts)
                gifts += [gift] if gift is not None else []
        return gifts

    def money(self, cell: str) -> list[Gift] | None:
        """The gifts of a cell of money that holds goods or several sums as well; None where it does not."""
        if _FIGURE.fullmatch(cell.strip()):  # most cells
            return None
        found = self._numbers.quantities(cell)
        goods = [item for item in found if item.currency is None and item.unit]
        if not goods or not any(item.currency for item in found):
            return self.listed(cell) if goods and len(found) == len(goods) else None
        return self.listed(cell)

    def _breakdown(self, piece: str) -> list[str]:
        """The members of a list in brackets, each with the item before them; none where it is no list."""
        match = _BRACKETS.search(piece)
        if match is None or self._numbers.quantities(piece[match.end() :]):
            return []
        head, inner = piece[: match.start()].strip(_TRIMMED), match[0][1:-1]
        parts = [part for part in _LIST.split(inner) if part.strip()]
        if len(parts) < 2 or not head or self._numbers.quantities(head):
            return []
        if not all(self._counts(part) for part in parts):
            return []
        return [part if head in part else self._inside(head, part) for part in parts]

    def _counts(self, part: str) -> bool:
        return any(not item.currency for item in self._numbers.quantities(part))

    def _inside(self, head: str, part: str) -> str:
        """口罩（KN95型） 1200盒 of KN95型1200盒 in brackets after 口罩."""
        count = self._numbers.quantities(part)[-1]
        kind = part[: count.start].strip(_TRIMMED)
        return f"{head}（{kind}）{part[count.start :]}" if kind else f"{head}{part[count.start :]}"

    def _gift(self, piece: str, before: list[Gift]) -> Gift | None:
        """One member; a sum after goods that it is the worth of goes to them."""
        asides = [match.span() for match in _BRACKETS.finditer(piece)]
        found = self._numbers.quantities(piece)
        outside = [q for q in found if not any(a <= q.start < b for a, b in asides)]
        money = next((q for q in found if q.currency), None)
        count = self._count(piece, outside)
        if count is None and money is not None and money in outside:
            return self._sum(piece, money, before)
        item = self._item(piece, count, money)
        if count is None and (alone := self._aside(piece, found)):  # 口罩（1000只）
            count, item = alone, self._words(piece[: asides[0][0]])
        if count is None and not item:
            return None
        gift = Gift(item=self._each.sub("", item))
        if count is not None and not (count.unit in self._batch and count.value == 1):
            gift.quantity, gift.unit, gift.approx = count.value, count.unit, count.approx
        if money is not None:  # 大米5吨（价值2.6万元）, 价值2万元的白茶100盒
            gift.worth, gift.currency = money.value, money.currency or ""
        if gift.item != item:  # 大米、食用油各50袋
            for other in before:
                if other.item and not (other.quantity or other.amount or other.worth):
                    other.quantity, other.unit, other.approx = gift.quantity, gift.unit, gift.approx
        return gift

    def _count(self, piece: str, outside: list[Quantity]) -> Quantity | None:
        """How many: the first count with an item before it, in Arabic figures if there are any."""
        counts = [q for q in outside if not q.currency and q.unit]
        counts = [q for q in counts if piece[q.start].isascii()] or counts
        return next((q for q in counts if self._words(piece[: q.start])), counts[0] if counts else None)

    def _aside(self, piece: str, found: list[Quantity]) -> Quantity | None:
        """The count that brackets at the end hold and nothing else."""
        match = re.search(r"[（(](?P<inside>[^（）()]+)[）)]$", piece)
        whole = [q for q in found if match and (q.start, q.end) == match.span("inside") and q.unit]
        return next((q for q in whole if not q.currency), None)

    def _sum(self, piece: str, money: Quantity, before: list[Gift]) -> Gift | None:
        """A sum: a gift of money, what the goods before it are worth, or the item that it is the worth of."""
        words = piece[: money.start]
        gift = Gift(currency=money.currency or "", approx=money.approx)
        item = self._item(piece, None, money)
        plain = _BRACKETS.sub("", item)
        if item and plain not in self._cash and not self._worth.fullmatch(plain):
            gift.item, gift.worth = self._worth.sub("", item), money.value  # 防疫物资2万元
            return gift
        if self._worth.search(words) and before and not before[-1].amount:
            share_worth([g for g in before if g.item and not g.worth], money.value, money.currency or "")
            return None
        gift.amount = money.value
        return gift

    def _item(self, piece: str, count: Quantity | None, money: Quantity | None) -> str:
        """The words before the figure, or after it where there are none: 300床棉被."""
        figures = sorted((q for q in (count, money) if q is not None), key=lambda q: q.start)
        first = figures[0] if figures else None
        before = piece[: first.start] if first else piece
        after = piece[figures[-1].end :] if figures else ""
        own = self._words(before)
        if money is not None and first is money and (not own or self._worth.search(own)):
            own = self._words(piece[money.end : count.start if count and count.start > money.end else None])
        return own or self._words(_BRACKETS.sub("", after))

    def _words(self, text: str) -> str:
        """The item that words name; none where a bracket is left open or they are too long."""
        text = re.sub(r"^的", "", text.strip(_TRIMMED)).strip(_TRIMMED)
        text = self._drop.sub("", self._etc.sub("", text)).strip(_TRIMMED)
        while text and text[-1] in "（([【":
            text = text[:-1]
        if len(re.findall(r"[（(]", text)) != len(re.findall(r"[）)]", text)):
            text = re.split(r"[（()）]", text)[0]
        return text if len(text) <= LONGEST and not text.isdecimal() else ""


def share_worth(goods: list[Gift], worth: float, currency: str) -> None:
    """Says what gifts are worth: one alone, or several between them."""
    for gift in goods:
        gift.worth, gift.currency = worth, currency
        gift.joint = JOINT if len(goods) > 1 else ""


def _pieces(cell: str) -> Iterator[str]:
    """The members of a list, which marks inside brackets do not set apart."""
    depth, start = 0, 0
    for at, char in enumerate(cell):
        depth += (char in "（([【") - (char in "）)]】")
        depth = max(depth, 0)
        if depth == 0 and _LIST.match(cell, at):
            if cell[start:at].strip():
                yield cell[start:at].strip()
            start = at + 1
    if cell[start:].strip():
        yield cell[start:].strip()
