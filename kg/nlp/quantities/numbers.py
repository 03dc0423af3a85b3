"""Numbers as Chinese writes them: values, money, counts and dates.

``4.2万余元`` is 42000 CNY, approximately; ``四十二万`` 420000; ``1,290套`` 1290 套.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lexicon import Numbers
from kg.nlp.quantities.numerals import ARABIC, Numerals
from kg.nlp.spans.patterns import any_of

#: of 2.5个亿
PIECE = "个"
#: a word of money is near a sum within so many characters
NEAR = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: ``[start, end)`` with its unit; ``currency`` where it is money.

    ``formal``: in the numerals of banks, which nothing else is written in.
    """

    start: int
    end: int
    value: float
    unit: str
    approx: bool
    currency: str | None = None
    formal: bool = False


@dataclass(frozen=True, slots=True)
class Date:
    """A date in a text: year, month and day, each as far as the text gives it."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None

    def iso(self, default_year: int | None = None) -> str | None:
        """``2022-09-01``, ``2022-09`` or ``2022``; None without a year."""
        year = self.year or default_year
        if year is None:
            return None
        parts = [f"{year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


# long: dates and quantities out of one pass, so that 2020年 is no 2020 of anything
class NumberReader:
    """Finds quantities and dates by the words of a lexicon."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        units, spoken = numbers.units, numbers.spoken
        self._numerals = Numerals(numbers)
        han = numbers.digits + "".join(numbers.places) + "".join(numbers.formal)
        places = "".join(numbers.places)
        number = rf"(?:(?:{ARABIC})(?:[{places}]+{ARABIC})*[{places}]*|[{han}]+)"
        after, later = any_of(numbers.approx_after), any_of(numbers.approx_later)
        counted = sorted({*units.people, *units.acts, *units.things}, key=lambda u: (-len(u), u))
        money = sorted(numbers.currencies, key=lambda u: (-len(u), u))
        self._codes = {**numbers.currencies, **numbers.symbols}
        round_ = next(formal for formal, plain in numbers.formal.items() if plain == money[-1])
        self._quantity = re.compile(
            rf"(?P<before>{any_of(numbers.approx_before)})?"
            rf"(?:(?P<money>{any_of(self._codes)})[ ：:]?)?"
            rf"(?P<number>{number}|{numbers.half})(?P<after>{after})?(?P<place>{PIECE}?[{places}]+|) ?"
            rf"(?P<unit>(?P<currency>{any_of(money)}|{round_})|{any_of(units.excluded)}(?!次)"
            rf"|(?!{any_of(units.words)}){any_of(counted)})?"
            rf"(?:(?P<tenths>[{numbers.digits}\d])角(?:[{numbers.digits}\d]分)?)?"
            rf"(?P<half>{numbers.half}(?![一-鿿]))?(?P<whole>{any_of(numbers.whole)})?(?P<later>{later})?"
            rf"(?:（(?P<paren>{any_of(money)})[，）])?"
        )
        self._range = re.compile(rf"(?P<low>{number})(?P<unit>[^\d\W]{{0,3}}?){any_of(numbers.to)}$")
        self._date = re.compile(
            r"(?=[0-9])(?:(?P<y>(?:19|20)\d\d)(?:年|[-./](?=\d{1,2}[-./月])))?"
            r"(?:(?P<m>1[0-2]|0?[1-9])(?:月(?!份?来)|[-./](?=\d)))?(?:(?P<d>3[01]|[12]\d|0?[1-9])[日号]?)?"
        )
        self._excluded = frozenset(units.excluded) - {*units.people, *units.acts, *units.things}
        self._halved = frozenset(units.halved)
        self._spoken = re.compile(rf"{any_of(spoken.before)}(?:{any_of(numbers.approx_before)})?$")
        named = rf"(?:{number}{any_of(numbers.currencies)})"
        self._near = re.compile(rf"(?:{any_of(spoken.near)}|{named})[^。！？\n]*$")
        self._spoken_after = re.compile(rf"[^一-鿿A-Za-z0-9]|$|{any_of(spoken.after)}")

    def value(self, text: str) -> float | None:
        """The value of a number in any notation; None where it is none."""
        return self._numerals.value(text)

    def quantities(self, text: str) -> list[Quantity]:
        """Money and counts, left to right; numbers of time and length and ordinals are left out."""
        found: list[Quantity] = []
        for match in self._quantity.finditer(text):
            quantity = self._read(text, match)
            if quantity is not None:
                if found and quantity.start < found[-1].end:  # 10万元-20万元
                    found.pop()
                found.append(quantity)
        return found

    def _read(self, text: str, match: re.Match[str]) -> Quantity | None:
        number, unit, place = match["number"], match["unit"] or "", match["place"]
        start = match.start("money") if match["money"] else match.start("number")
        currency = self._currency(text, match, start)
        half = number == self._numbers.half
        if not (unit or currency) or (half and unit not in self._halved):
            return None
        low = self._range.search(text, max(0, start - 16), start) if not match["money"] else None
        first = low.start("low") if low else start
        if (unit in self._excluded and not currency) or self._is_ordinal(text, first, match, bool(currency)):
            return None
        formal = any(char in self._numbers.formal for char in number)
        if formal and not (currency or len(number) > 2):  # 一伍 and 陆 are names
            return None
        value = 0.5 if half else self._numerals.value(number, strict=not currency)
        if value is None:
            return None
        if match["half"] and unit in self._halved:
            value += 0.5  # 2吨半
        if match["tenths"] and currency:
            value += (self._numerals.value(match["tenths"]) or 0) / 10  # 一百七十三元二角
        scale = self._numerals.scale(place)
        value = round(value * scale, 6)
        approx = bool(match["before"] or match["after"] or match["later"]) or self._numerals.is_vague(number)
        approx = approx or (number[0] in self._numbers.places and text[:start].endswith(self._numbers.vague))
        if low is not None and (bottom := self._bottom(low, match, unit, scale)):
            start, value, approx = first, bottom, True
        end = match.start("paren") - 1 if match["paren"] else match.end()
        if match["half"] and unit not in self._halved:
            end = match.start("half")
        return Quantity(
            start, end, value, "" if unit in self._numbers.spoken.units and currency else unit, approx,
            self._codes.get(currency) or (self._base() if currency else None), formal,
        )  # fmt: skip

    def _base(self) -> str:
        return next(iter(self._numbers.currencies.values()))

    def _currency(self, text: str, match: re.Match[str], start: int) -> str:
        """The word of a sum's currency; in speech none is said: 捐款两千块, 捐款三十万, 2.5个亿."""
        told = match["paren"] or match["money"] or match["currency"]
        if told:
            return told
        unit, base = match["unit"] or "", next(iter(self._numbers.currencies))
        said = self._spoken.search(text[max(0, start - 12) : start])
        near = said or self._near.search(text[max(0, start - NEAR) : start])
        ends = self._spoken_after.match(text, match.end())
        if unit:
            return base if unit in self._numbers.spoken.units and (said or (near and ends)) else ""
        high = bool(match["place"]) or any(self._numbers.places.get(c, 0) > 1000 for c in match["number"])
        high = high or match["number"][-1] in self._numbers.places
        if match["place"][:1] == PIECE:
            return base
        return base if near and high and ends else ""

    def _bottom(self, low: re.Match[str], match: re.Match[str], unit: str, scale: float) -> float | None:
        """The lower end of a range; None where what stands before is no lower end: 2020年-15万元."""
        between = low["unit"]
        if between and between not in (unit, match["currency"]):
            return None
        bottom, top = self._numerals.value(low["low"]), self._numerals.value(match["number"])
        if bottom is None or top is None:
            return None
        if low["low"][-1] not in self._numbers.places and not between:
            last = re.search(rf"[{''.join(self._numbers.places)}]+$", match["number"])
            bottom *= scale * (self._numerals.scale(last[0]) if last else 1)  # 10-15万
        return round(bottom, 6) if 0 < bottom < top * scale else None

    def _is_ordinal(self, text: str, start: int, match: re.Match[str], is_sum: bool) -> bool:
        """Whether a number says which one: 第3名, 二期, 3期工程; of sums only 每1元, not 各送上800元."""
        if match["unit"] in self._numbers.units.numbered and not match["number"][0].isascii():
            return True
        before = text[max(0, start - 4) : start].rstrip(" ")
        return bool(before) and (
            (
                before.endswith(self._numbers.units.ordinal)
                and not (is_sum and before.endswith(self._numbers.vague))
            )
            or (text[start - 1].isascii() and text[start - 1].isalnum())
        )

    def dates(self, text: str) -> list[Date]:
        """Dates with a year and month, or a month and day, left to right."""
        found = []
        for match in self._date.finditer(text):
            year, month, day = (int(match[key]) if match[key] else None for key in "ymd")
            named = "月" in match.group() or "年" in match.group()
            if month and (day or year) and (named or year):
                found.append(Date(match.start(), match.end(), year, month, day))
            elif year and match.group().endswith("年"):
                found.append(Date(match.start(), match.end(), year, None, None))
        return found
