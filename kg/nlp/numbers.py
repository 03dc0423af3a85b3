"""Numbers as Chinese writes them: values, money, counts and dates.

``4.2万余元`` is 42000 CNY, approximately; ``四十二万`` 420000; ``1,290套`` 1290 套.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lexicon import Numbers
from kg.nlp.patterns import any_of

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
ARABIC = r"(?:\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: ``[start, end)`` with its unit; ``currency`` where it is money."""

    start: int
    end: int
    value: float
    unit: str
    approx: bool
    currency: str | None = None


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


class NumberReader:
    """Finds quantities and dates by the words of a lexicon."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        han = numbers.digits + "".join(numbers.places)
        places = "".join(numbers.places)
        number = rf"(?:(?:{ARABIC})(?:[{places}]+{ARABIC})*[{places}]*|[{han}]+)"
        self._pieces = re.compile(rf"({ARABIC})([{places}]*)")
        after, later = any_of(numbers.approx_after), any_of(numbers.approx_later)
        units = numbers.units
        counted = sorted({*units.people, *units.acts, *units.things}, key=lambda u: (-len(u), u))
        money = sorted(numbers.currencies, key=lambda u: (-len(u), u))
        self._quantity = re.compile(
            rf"(?P<before>{any_of(numbers.approx_before)})?"
            rf"(?P<money>{any_of(money)})?(?P<number>{number})(?P<after>{after})?(?P<place>[{places}]*) ?"
            rf"(?P<unit>(?P<currency>{any_of(money)})|{any_of(units.excluded)}(?!次)|{any_of(counted)})?(?P<later>{later})?(?:（(?P<paren>{any_of(money)})[，）])?"
        )
        self._date = re.compile(
            r"(?=[0-9])(?:(?P<y>(?:19|20)\d\d)(?:年|[-./](?=\d{1,2}[-./月])))?"
            r"(?:(?P<m>1[0-2]|0?[1-9])(?:月(?!份?来)|[-./](?=\d)))?(?:(?P<d>3[01]|[12]\d|0?[1-9])[日号]?)?"
        )
        self._excluded = frozenset(units.excluded) - {*units.people, *units.acts, *units.things}
        self._ordinal = units.ordinal

    def value(self, text: str) -> float | None:
        """The value of a number in any notation; None where it is none."""
        total = 0.0
        for piece, places in self._pieces.findall(text):  # 3亿2460万
            value = float(piece.replace(",", ""))
            for char in places:
                value *= self._numbers.places[char]
            total += value
        return round(total, 6) if self._pieces.match(text) else self._han(text)

    def _han(self, text: str) -> float | None:
        total = section = 0.0
        digit: float | None = None
        if not text or any(char not in DIGITS and char not in self._numbers.places for char in text):
            return None
        if len(text) > 1 and all(char in DIGITS for char in text):
            return float("".join(str(DIGITS[char]) for char in text))
        for char in text:
            if char in DIGITS:
                digit = DIGITS[char]
                continue
            place = self._numbers.places[char]
            if place >= 10000:
                section += digit or 0
                if place == max(self._numbers.places.values()):  # 一万亿, but 一亿 + 二千万
                    total = (total + section) * place or place
                else:
                    total += section * place or place
                section = 0
            else:
                section += (1 if digit is None else digit) * place
            digit = None
        return total + section + (digit or 0)

    def quantities(self, text: str) -> list[Quantity]:
        """Money and counts, left to right; numbers of time and length and ordinals are left out."""
        found = []
        for match in self._quantity.finditer(text):
            unit, currency = match["unit"] or "", match["paren"] or match["money"] or match["currency"]
            value = self.value(match["number"]) if unit or currency else None
            if value is None:
                continue
            for char in match["place"]:
                value *= self._numbers.places[char]
            start = match.start("money") if match["money"] else match.start("number")
            if (unit in self._excluded and not currency) or self._is_ordinal(text, start):
                continue
            approx = bool(match["before"] or match["after"] or match["later"])
            code = self._numbers.currencies[currency] if currency else None
            found.append(
                Quantity(
                    start,
                    match.start("paren") - 1 if match["paren"] else match.end(),
                    value,
                    unit,
                    approx,
                    code,
                )
            )
        return found

    def _is_ordinal(self, text: str, start: int) -> bool:
        before = text[:start]
        return bool(before) and (
            before.endswith(self._ordinal) or (before[-1].isascii() and before[-1].isalnum())
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
