"""Numerals to values: Arabic, Chinese, those of banks, and mixed ones.

3亿2460万, 四十二万, 壹拾万, 两万五 (25000), 三四十 (30, a guess)
"""

from __future__ import annotations

import re
from itertools import pairwise

from kg.lexicon import Numbers

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
ARABIC = r"(?:(?<=[^\d\s.,])\d{1,3}(?: \d{3})+(?!\d)|\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_ZEROS = frozenset("零〇")


class Numerals:
    """Reads a number by itself; knows nothing of units."""

    def __init__(self, numbers: Numbers) -> None:
        self._places = numbers.places
        self._plain = str.maketrans(numbers.formal)
        self._pieces = re.compile(rf"({ARABIC})([{''.join(numbers.places)}]*)")

    def value(self, text: str, *, strict: bool = False) -> float | None:
        """The value of a number; None where it is none.

        ``strict``: digits of Han without a place are no number, but for 三四 and those with a 〇: 唯一一家.
        """
        text = text.translate(self._plain).replace(" ", "")  # 19 600
        found = self._pieces.findall(text)
        if not self._pieces.match(text):
            return self._han(text, strict)
        total = last = 0.0
        for number, (piece, places) in enumerate(found):  # 3亿2460万
            scale = self.scale(places)
            if number and not places and len(piece) == 1 and last > 10:
                scale = last / 10  # 1万5
            total += float(piece.replace(",", "")) * scale
            last = scale
        return round(total, 6)

    def scale(self, places: str) -> float:
        """By what places multiply: 10000 of 万; other characters count nothing."""
        scale = 1.0
        for char in places:
            scale *= self._places.get(char, 1)
        return scale

    def is_vague(self, text: str) -> bool:
        """Whether a numeral is a guess between two digits: 三四十, 七八."""
        return any(self._is_guess(a, b) for a, b in pairwise(text)) and not self._is_year(text)

    def _is_guess(self, first: str, second: str) -> bool:
        a, b = DIGITS.get(first, 0), DIGITS.get(second, 0)
        return 0 < a < 9 and b == a + 1

    def _is_year(self, text: str) -> bool:
        return len(text) > 2 and all(char in DIGITS for char in text)

    def _han(self, text: str, strict: bool) -> float | None:
        if not text or any(char not in DIGITS and char not in self._places for char in text):
            return None
        if len(text) > 1 and all(char in DIGITS for char in text):
            if len(text) == 2 and self._is_guess(*text):
                return float(DIGITS[text[0]])
            if strict and not _ZEROS & set(text):
                return None
            return float("".join(str(DIGITS[char]) for char in text))
        total = section = 0.0
        digit: float | None = None
        place = 1
        for i, char in enumerate(text):
            if char in DIGITS:
                if digit is None or not (i and self._is_guess(text[i - 1], char)):
                    digit = DIGITS[char]
                continue
            place = self._places[char]
            if place >= 10000:
                section += digit or 0
                if place == max(self._places.values()):  # 一万亿, but 一亿 + 二千万
                    total = (total + section) * place or place
                else:
                    total += section * place or place
                section = 0
            else:
                section += (1 if digit is None else digit) * place
            digit = None
        if digit and place >= 100 and text[-2:-1] in self._places:
            digit *= place / 10  # 两万五
        return total + section + (digit or 0)
