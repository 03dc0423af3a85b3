"""``tables.toml``: the headings and other words of tables."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of tables say one relation: headings by field; ``needs`` are those it takes."""

    needs: tuple[str, ...]
    headings: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tables:
    """Words of tables; ``kinds`` has the headings below which names of a class stand."""

    serial: frozenset[str]
    totals: frozenset[str]
    nothing: frozenset[str]
    nobody: frozenset[str]
    units: tuple[str, ...]
    between: str
    names: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    columns: dict[str, Columns]

    @property
    def known(self) -> frozenset[str]:
        """All headings."""
        own = {w for item in self.columns.values() for words in item.headings.values() for w in words}
        return frozenset(own | {word for words in self.kinds.values() for word in words})

    def word(self, heading: str) -> str:
        """The heading without its unit or what else it adds: 金额 of 金额（万元） and of 金额/万元."""
        word = re.split(r"[（(/\[【]", heading.strip(), maxsplit=1)[0].strip()
        return word or heading.strip()

    def is_sum(self, word: str) -> bool:
        """Whether money stands below a heading."""
        return self._below(word, ("amount", "worth"))

    def is_name(self, word: str) -> bool:
        """Whether names stand below a heading."""
        return self._below(word, ("subject", "object"))

    def _below(self, word: str, fields_: tuple[str, ...]) -> bool:
        return any(
            word in item.headings.get(field, ()) for item in self.columns.values() for field in fields_
        )
