"""Measure words: what kind of quantity they count, and weights and measures in one unit for all.

The text's own word stays beside it; what has no common measure (箱, 只) keeps its word as its unit.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

OTHER = "other"
_WORDS, _RUNNING = "kinds", "running"


@dataclass(frozen=True, slots=True)
class Unit:
    """``kind`` is a concept of the scheme of kinds; ``factor`` of the normal unit ``name`` make one."""

    kind: str
    name: str
    factor: Decimal = Decimal(1)

    def normal(self, number: float) -> float:
        """``number`` in the normal unit, without the noise of binary fractions."""
        return float(Decimal(repr(float(number))) * self.factor)


def unit_of(word: str) -> Unit:
    """The unit that a measure word means; of kind ``other`` where it is not known."""
    return units().get(word) or Unit(OTHER, word)


def is_running(before: str, clause: str) -> bool:
    """Whether a clause, after what its sentence has ``before`` it, has a sum up to some time for a figure."""
    words = _resource()[_RUNNING]
    if any(word in clause for word in words["words"]):
        return True
    since = any(word in before + clause for word in words["since"])
    return since and any(word in clause for word in words["sums"])


def is_further(clause: str) -> bool:
    """Whether a clause says that its figure is given besides what was told before."""
    return any(word in clause for word in _resource()[_RUNNING]["further"])


@cache
def units() -> dict[str, Unit]:
    """The measure words that are known."""
    data = _resource()
    found = {word: Unit(kind, word) for kind, words in data[_WORDS].items() for word in words}
    for kind, table in data.items():
        if kind not in (_WORDS, _RUNNING):
            found |= {word: Unit(kind, name, Decimal(str(factor))) for word, (name, factor) in table.items()}
    return found


@cache
def _resource() -> dict[str, Any]:
    return tomllib.loads((files("kg") / "resources" / "zh" / "units.toml").read_text(encoding="utf-8"))
