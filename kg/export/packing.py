"""Where parts of a picture stand beside each other: on a grid, the first in the middle, none over another."""

from __future__ import annotations

import math

import numpy as np

CELL = 60.0  # px, the grid that parts are packed on


def packed(feet: list[list[tuple[int, int]]]) -> list[tuple[float, float]]:
    """Where to put the parts by the cells that they are in: each in the free place nearest to the middle of a
    square, the first there."""
    extent = max((max(abs(x), abs(y)) for foot in feet for x, y in foot), default=0)
    area = math.sqrt(sum(map(len, feet)))
    reach = 4 + int(1.5 * area) + extent
    spiral = _spiral(reach)
    ground = _Ground(spiral, 4 + int(0.8 * area), extent + 2)
    taken: set[tuple[int, int]] = set()
    turns: dict[int, int] = {}
    centres = []
    for foot in feet:
        turn = ground.room(foot)
        if turn is None:
            turn = turns.get(len(foot), 0)
            room = sorted(_around(foot))
            while (hit := _hit(room, spiral[turn], taken)) is not None:
                room.insert(0, room.pop(hit))  # what is in the way here is likely in the way beside it
                turn += 1
                if turn == len(spiral):
                    reach *= 2
                    spiral += _spiral(reach)[turn:]
            turns[len(foot)] = turn
        across, down = spiral[turn]
        cells = [(x + across, y + down) for x, y in foot]
        taken.update(cells)
        ground.take(cells)
        centres.append((across * CELL, down * CELL))
    return centres


class _Ground:
    """Which cells around the middle are taken, to find room for a rectangle without trying each place."""

    def __init__(self, spiral: list[tuple[int, int]], reach: int, extent: int) -> None:
        self._count = 2 * reach + 1  # places on a side: the first of the spiral are a square
        self._middle = reach + extent
        self._side = 2 * self._middle + 1
        self._taken = np.zeros((self._side, self._side), dtype=np.int32)
        at = np.array(spiral[: self._count**2]) + reach
        self._turn = np.empty((self._count, self._count), dtype=np.int64)
        self._turn[at[:, 0], at[:, 1]] = np.arange(len(at))
        self._extent = extent

    def take(self, cells: list[tuple[int, int]]) -> None:
        """These cells are taken, as far as they are near."""
        at = np.array(cells) + self._middle
        at = at[((at >= 0) & (at < self._side)).all(axis=1)]
        self._taken[at[:, 0], at[:, 1]] = 1

    def room(self, foot: list[tuple[int, int]]) -> int | None:
        """The first turn of the spiral at which a part is free that is a rectangle of several cells, with a
        cell around it; None for other parts, and where there is no such room."""
        left, top = map(min, zip(*foot, strict=True))
        right, bottom = map(max, zip(*foot, strict=True))
        across, down = right - left + 1, bottom - top + 1
        if len(foot) != across * down or across * down == 1:
            return None
        sums = np.zeros((self._side + 1, self._side + 1), dtype=np.int32)
        sums[1:, 1:] = self._taken.cumsum(axis=0).cumsum(axis=1)
        x, y = self._extent + left - 1, self._extent + top - 1
        low_x, low_y = slice(x, x + self._count), slice(y, y + self._count)
        high_x = slice(x + across + 2, x + across + 2 + self._count)
        high_y = slice(y + down + 2, y + down + 2 + self._count)
        inside = sums[high_x, high_y] - sums[low_x, high_y] - sums[high_x, low_y] + sums[low_x, low_y]
        best = int(np.where(inside == 0, self._turn, self._count**2).min())
        return best if best < self._count**2 else None


def _hit(room: list[tuple[int, int]], at: tuple[int, int], taken: set[tuple[int, int]]) -> int | None:
    """The number of a cell of ``room`` that is taken where the part stands ``at`` a place."""
    across, down = at
    for number, (x, y) in enumerate(room):
        if (x + across, y + down) in taken:
            return number
    return None


def _around(cells: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """The cells that a part needs free: its own and, for more than one, those beside them."""
    steps = (-1, 0, 1) if len(cells) > 1 else (0,)
    return {(x + i, y + j) for x, y in cells for i in steps for j in steps}


def _spiral(reach: int) -> list[tuple[int, int]]:
    """The cells of a square, the middle first."""
    line = range(-reach, reach + 1)
    cells = [(max(abs(x), abs(y)), x * x + y * y, x, y) for x in line for y in line]
    return [(x, y) for *_, x, y in sorted(cells)]
