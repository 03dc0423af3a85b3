"""How well characters read one after another: ``resources/zh/readable.tsv``."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.cleaning.script import plain

FILE = Path(__file__).resolve().parent.parent / "resources" / "zh" / "readable.tsv"
#: of the chance of a character, the part that the one before it decides
_PAIRS = 0.7
_REST = math.log(1 - _PAIRS)
#: chances (natural logarithms) of what the table does not hold
_DIGIT, _ASCII, _HAN, _PRIVATE, _OTHER = -5.0, -10.0, -17.0, -20.0, -16.0


@dataclass(frozen=True, slots=True)
class Readable:
    """Chances of characters and of pairs, each as the natural logarithm."""

    single: dict[str, float]
    pairs: dict[str, float]

    def chance(self, before: str, char: str) -> float:
        """The logarithm of the chance that ``char`` follows ``before`` (which may be empty)."""
        return self._chance(plain(before), plain(char))

    def after(self, before: str, chars: Iterable[str]) -> list[float]:
        """`chance` of each of ``chars``, which are plain and in the table, after ``before``."""
        before, single, pairs = plain(before), self.single, self.pairs
        return [
            self._chance(before, char) if before + char in pairs else single[char] + _REST for char in chars
        ]

    def ahead(self, chars: Iterable[str], char: str) -> list[float]:
        """`chance` of ``char`` after each of ``chars``, which are plain."""
        char = plain(char)
        alone, pairs = self._chance("", char), self.pairs
        return [self._chance(before, char) if before + char in pairs else alone for before in chars]

    def _chance(self, before: str, char: str) -> float:
        alone = self.single.get(char)
        if alone is None:
            return _unknown(char)
        pair = self.pairs.get(before + char)
        rest = alone + _REST
        if pair is None:
            return rest
        return math.log(math.exp(rest) + _PAIRS * math.exp(pair))


def _unknown(char: str) -> float:
    if "\ue000" <= char <= "\uf8ff" or char == "\ufffd":
        return _PRIVATE
    if char.isascii():
        return _DIGIT if char.isdigit() or char in " \n" else _ASCII
    return _HAN if "\u3400" <= char <= "\u9fff" else _OTHER


@cache
def load_readable() -> Readable:
    """Read the table; made by ``training/make_readable.py``."""
    single: dict[str, int] = {}
    pairs: dict[str, int] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        char, level, *cells = line.split("\t")
        single[char] = int(level)
        for cell in cells:
            power, _, after = cell.partition(":")
            pairs.update(dict.fromkeys((char + other for other in after), int(power)))
    total = math.log(sum(2.0**level for level in single.values()))
    two = math.log(2)
    return Readable(
        {char: level * two - total for char, level in single.items()},
        {pair: min(0.0, (level - single[pair[0]]) * two) for pair, level in pairs.items()},
    )
