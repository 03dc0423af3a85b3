"""Results that are worth keeping: the same names come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """``Kept(find, most)[key]`` is ``find(key)``, which is asked once; ``most`` bounds the memory.

    Unlike a method under ``functools.lru_cache`` it can be pickled, and goes with its owner.
    """

    def __init__(self, find: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._find, self._most = find, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._find(key)
        return value
