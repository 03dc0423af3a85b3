"""What the cells of a row say besides names: gifts with their figures, posts with what became of them.

捐赠物资：口罩、手套，数量：100、200，价值（元）：500     100 口罩 and 200 手套, worth 500 between them
职务：党委书记、局长，任免：免                         two posts that are no more
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kg.lexicon import ENDS, Lexicon
from kg.model import ASSERTED, STATUSES
from kg.nlp.quantities.gift import Gift, qualifiers_of
from kg.nlp.quantities.numbers import NumberReader
from kg.nlp.quantities.numerals import ARABIC
from kg.nlp.spans.patterns import HAN
from kg.nlp.tables.cell_gifts import CellGifts, share_worth

#: fields of a gift; a row without any of them is a post
GIVEN = frozenset(("amount", "worth", "item", "quantity", "gift", "goods"))
PLANNED, ENDED = STATUSES[2], STATUSES[5]
#: columns of posts, and the status of what stands in them
POSTS = {"title": ASSERTED, "former": ENDED, "planned": PLANNED}
#: the day from which spreadsheets count
_EPOCH = date(1899, 12, 30)
_ASIDE = re.compile(r"\s*[（(][^（）()]*[）)]\s*$")
#: a title is at most so long
_LONGEST = 30


# long: the figures of a row lean on each other: amount, worth, quantity, unit
class RowValues:
    """Reads the cells of a row by the fields that their headings stand for; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._tables = lexicon.tables
        self._numbers = NumberReader(lexicon.numbers)
        self._cells = CellGifts(lexicon, self._numbers)
        self._default = next(iter(lexicon.numbers.currencies.values()))
        self._places = lexicon.numbers.places
        units = lexicon.numbers.units
        self._things = frozenset(units.things)
        self._units = frozenset((*units.people, *units.acts, *units.things, *lexicon.tables.sums))
        self._between = re.compile(f"[{re.escape(self._tables.between)}]")
        self._bare_number = re.compile(rf"(?P<number>{ARABIC})(?P<measure>[{HAN}]{{0,2}})")

    def posts(self, texts: Mapping[str, str]) -> list[tuple[str, str]]:
        """The titles of a row, each with its status."""
        change = texts.get("change", "")
        left = change.startswith(tuple(self._tables.ended))
        found = []
        for field, status in POSTS.items():
            for title in self._between.split(texts.get(field, "")):
                title = re.sub(r"[（(][^（）()]*[）)]$", "", title.strip()).strip()
                if title and len(title) <= _LONGEST and title not in self._tables.nothing:
                    found.append((title, ENDED if left and field == "title" else status))
        return found

    def date(self, cell: str) -> str:
        """The day that a cell of digits alone tells, 20200122 or the 43852 of a spreadsheet; else nothing."""
        digits = cell.strip()
        try:
            if re.fullmatch(r"(?:19|20)\d{6}", digits):
                return date.fromisoformat(digits).isoformat()
            if re.fullmatch(r"[345]\d{4}", digits):
                return (_EPOCH + timedelta(int(digits))).isoformat()
        except ValueError:
            return ""
        return ""

    def plain(self, texts: Mapping[str, str]) -> dict[str, object]:
        """The qualifiers of a row that is neither gift nor post: its cells as they are."""
        return {name: value for name, value in texts.items() if name not in (*ENDS, "date")}

    def gifts(
        self, texts: Mapping[str, str], units: Mapping[str, str], goods: Sequence[tuple[str, str, str]]
    ) -> list[dict[str, object]]:
        """The qualifiers of each gift of a row; ``units`` are those of the headings of its fields.

        ``goods`` are columns whose heading is the item: its name, its measure word and the cell.
        """
        gifts: list[Gift] = []
        for name in ("gift", "item"):
            if name in texts:
                gifts += self._cells.listed(texts[name])
        for item, unit, cell in goods:
            number = self._bare(cell)
            counted = self._numbers.quantities(cell)
            if number is None and counted:
                gifts += self._cells.listed(f"{item}{cell}" if cell[0].isdigit() else cell)
            elif number:
                gifts.append(Gift(item=item, quantity=number, unit=unit))
        things = [gift for gift in gifts if gift.item]
        if "quantity" in texts:
            things = self._count(gifts, things, texts, units)
        money = self._money(texts["amount"], units.get("amount", "")) if "amount" in texts else []
        same = "amount" in texts and texts.get("worth") == texts["amount"]
        if "amount" in texts and not (things and same):
            gifts += money
        if "worth" in texts and things:
            self._value(things, texts["worth"], units.get("worth", ""))
        told = [qualifiers_of(gift) for gift in gifts if gift.amount or gift.item or gift.quantity]
        day = self.date(texts.get("date", ""))
        return [{**values, **({"date": day} if day else {})} for values in told]

    def _count(
        self, gifts: list[Gift], things: list[Gift], texts: Mapping[str, str], units: Mapping[str, str]
    ) -> list[Gift]:
        """Puts the column of quantities to the goods: one each, or one for the only item."""
        if any(gift.quantity for gift in things):
            return things
        cash = [gift for gift in things if re.sub(r"[（(].*", "", gift.item) in self._tables.cash]
        parts = [part for part in re.split(r"[、，；;/\s]+", texts["quantity"]) if part]
        if not things:
            things = [Gift()]
            gifts += things
        if len(things) > 1 and len(parts) != len(things):
            return things
        for gift, part in zip(things, parts if len(things) > 1 else [texts["quantity"]], strict=True):
            unit = texts.get("unit", "") or self._measure(gift, units)
            number, gift.unit, gift.approx = self._counted(part, unit)
            money = self._numbers.quantities(f"1{gift.unit}") if gift in cash else []
            if money and money[0].currency and number is not None:  # 现金 5000 元
                gift.item, gift.unit, gift.amount = "", "", number * money[0].value
                gift.currency = money[0].currency
            else:
                gift.quantity = number
        return [gift for gift in things if not gift.amount]

    def _measure(self, gift: Gift, units: Mapping[str, str]) -> str:
        """The measure word in the heading of the quantity, or in brackets after the item: 口罩（只）."""
        if units.get("quantity", "") in self._units:
            return units["quantity"]
        match = re.search(rf"[（(]([{HAN}]{{1,2}})[）)]$", gift.item)
        if match and match[1] in self._things:
            gift.item = gift.item[: match.start()]
            return match[1]
        return ""

    def _counted(self, cell: str, unit: str) -> tuple[float | None, str, bool]:
        """How many: the number of the cell with its own measure word, else with ``unit``."""
        found = [item for item in self._numbers.quantities(cell) if not item.currency]
        if found:
            return found[0].value, found[0].unit or unit, found[0].approx
        match = self._bare_number.fullmatch(cell.strip())
        if match and match["measure"] and match["measure"][0] not in self._places:
            return self._numbers.value(match["number"]), match["measure"], False  # one that no list has
        return self._bare(cell), unit, False

    def _value(self, things: list[Gift], cell: str, unit: str) -> None:
        for gift in self._money(cell, unit)[:1]:
            if gift.amount:
                share_worth([thing for thing in things if not thing.worth], gift.amount, gift.currency)

    def _money(self, cell: str, unit: str) -> list[Gift]:
        """Money in units of its currency: 5 below 金额（万元） is 50000 CNY; goods that stand with it."""
        if "+" in cell and (added := self._added(cell, unit)):
            return added
        mixed = self._cells.money(cell)
        if mixed is not None:
            return mixed
        found = [item for item in self._numbers.quantities(cell) if item.currency]
        if found:
            first = found[0]
            return [Gift(amount=first.value, currency=first.currency or self._default, approx=first.approx)]
        number = self._bare(_ASIDE.sub("", cell))  # 50 (weixin)
        if number is None:
            return []
        scale, currency = self._scale(unit)
        if any(char in self._places for char in cell):  # 5万 below 金额（万元）
            scale = 1.0
        return [Gift(amount=round(number * scale, 6), currency=currency)]

    def _added(self, cell: str, unit: str) -> list[Gift]:
        """The sum of ￥100+￥50, in one currency; nothing where a part is no money."""
        parts = [self._money(part, unit) for part in cell.split("+")]
        money = [found[0] for found in parts if len(found) == 1 and found[0].amount]
        if len(money) < len(parts) or len({gift.currency for gift in money}) > 1:
            return []
        total = round(sum(gift.amount or 0 for gift in money), 6)
        return [Gift(amount=total, currency=money[0].currency, approx=any(gift.approx for gift in money))]

    def _scale(self, unit: str) -> tuple[float, str]:
        """What one of a unit is in its currency: 万元, 万, 美元."""
        money = next((item for item in self._numbers.quantities(f"1{unit}") if item.currency), None)
        if money is not None:
            return money.value, money.currency or self._default
        if unit and all(char in self._places for char in unit):
            return self._numbers.value(f"1{unit}") or 1.0, self._default
        return 1.0, self._default

    def _bare(self, value: str) -> float | None:
        """A number without a unit; None where the cell holds something else."""
        text = value.strip().replace(" ", "")
        match = self._bare_number.fullmatch(text)
        if match is None or not match["measure"] or match["measure"][0] in self._places:
            return self._numbers.value(text) if match or not re.search(r"\d", text) else None
        return self._numbers.value(match["number"])
