"""Where the nodes of a graph stand: positions computed once, here, so that the page has nothing to settle.

Components are laid out one by one and packed around the largest. A component starts as a radial tree and is
refined by forces: edges pull, nodes push in proportion to their degree. Above a few hundred nodes the
push is taken from a density grid by FFT, so that a round costs O(nodes + edges).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kg.export.packing import CELL, packed

Points = NDArray[np.float64]
Indices = NDArray[np.int64]

EXACT = 300  # nodes up to which every pair is looked at
SPACING = 40.0  # px between neighbouring dots
EDGE = 90.0  # px, the median edge


def positions(
    count: int, edges: Sequence[tuple[int, int]], groups: Sequence[int] | None = None
) -> list[tuple[int, int]]:
    """Whole-pixel positions of nodes ``0 … count-1``; the same input gives the same positions.

    Components whose nodes have the same of ``groups`` (-1: none) stand together, with room around them; an
    edge between two groups moves nothing.
    """
    if groups is not None:
        edges = [(a, b) for a, b in edges if groups[a] == groups[b]]
    neighbours = _neighbours(count, edges)
    placed = np.zeros((count, 2))
    parts = [(part, _component(part, neighbours)) for part in _components(neighbours)]
    together: dict[int, list[tuple[list[int], Points]]] = {}
    for number, (part, points) in enumerate(parts):
        group = -1 if groups is None else groups[part[0]]
        together.setdefault(-2 - number if group < 0 else group, []).append((part, points))
    wholes = sorted((_joined(list(items)) for items in together.values()), key=lambda item: -len(item[0]))
    feet = [
        _rectangle(points) if groups is not None and groups[part[0]] >= 0 else _footprint(points)
        for part, points in wholes
    ]
    for (part, points), centre in zip(wholes, packed(feet), strict=True):
        placed[part] = points + centre
    return [(round(x), round(y)) for x, y in placed.tolist()]


def components(count: int, edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The connected components, the largest first."""
    return _components(_neighbours(count, edges))


def _neighbours(count: int, edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    neighbours: list[list[int]] = [[] for _ in range(count)]
    for a, b in sorted({(min(e), max(e)) for e in edges if e[0] != e[1]}):
        neighbours[a].append(b)
        neighbours[b].append(a)
    return neighbours


def _joined(items: list[tuple[list[int], Points]]) -> tuple[list[int], Points]:
    """Several components as one, packed around the first."""
    if len(items) == 1:
        return items[0]
    centres = packed([_footprint(points) for _, points in items])
    nodes = [node for part, _ in items for node in part]
    points = np.concatenate([points + centre for (_, points), centre in zip(items, centres, strict=True)])
    return nodes, points - (points.max(axis=0) + points.min(axis=0)) / 2


def _rectangle(points: Points) -> list[tuple[int, int]]:
    """All cells from the first to the last node of an island, a row above for its name and one beside it."""
    (left, top), (right, bottom) = np.rint(points.min(axis=0) / CELL), np.rint(points.max(axis=0) / CELL)
    across, down = range(int(left), int(right) + 2), range(int(top) - 1, int(bottom) + 1)
    return [(x, y) for x in across for y in down]


def _components(neighbours: list[list[int]]) -> list[list[int]]:
    """Connected components, the largest first, each in breadth-first order from its busiest node."""
    seen = [False] * len(neighbours)
    parts = []
    for start in sorted(range(len(neighbours)), key=lambda node: (-len(neighbours[node]), node)):
        if seen[start]:
            continue
        seen[start] = True
        part = [start]
        for node in part:
            for other in neighbours[node]:
                if not seen[other]:
                    seen[other] = True
                    part.append(other)
        parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _component(part: list[int], neighbours: list[list[int]]) -> Points:
    size = len(part)
    if size == 1:
        return np.zeros((1, 2))
    index = {node: i for i, node in enumerate(part)}
    links = [(index[a], index[b]) for a in part for b in neighbours[a] if a < b]
    points = _tree(part, neighbours, index)
    if len(links) >= size or size > 12:
        points = _refine(points, np.array(links, dtype=np.int64))
    pairs = np.array(links, dtype=np.int64)
    lengths = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    points = points - points.mean(axis=0)
    spread = float(np.sqrt((points**2).sum(axis=1).mean()))
    room = 0.62 * SPACING * math.sqrt(size)
    points = points * max(EDGE / max(float(np.median(lengths)), 1e-9), room / max(spread, 1e-9))
    return _apart(points)


def _tree(part: list[int], neighbours: list[list[int]], index: dict[int, int]) -> Points:
    """A radial tree: each breadth-first child gets an arc in proportion to the leaves below it."""
    parent = [-1] * len(part)
    depth = [0] * len(part)
    for i, node in enumerate(part):
        for other in neighbours[node]:
            j = index[other]
            if j and j != i and parent[j] < 0:
                parent[j], depth[j] = i, depth[i] + 1
    leaves = [0] * len(part)
    for i in range(len(part) - 1, -1, -1):
        leaves[i] = max(leaves[i], 1)
        if i:
            leaves[parent[i]] += leaves[i]
    start = [0.0] * len(part)
    arc = [2 * math.pi] * len(part)
    used = [0.0] * len(part)
    points = np.zeros((len(part), 2))
    for i in range(1, len(part)):
        up = parent[i]
        arc[i] = arc[up] * leaves[i] / leaves[up]
        start[i] = start[up] + used[up]
        used[up] += arc[i]
        angle = start[i] + arc[i] / 2
        points[i] = depth[i] * math.cos(angle), depth[i] * math.sin(angle)
    return points


def _refine(points: Points, links: Indices) -> Points:
    """Forces with a falling step. Weights are degrees, so that hubs keep room around them."""
    size = len(points)
    a, b = links[:, 0], links[:, 1]
    degree = np.bincount(links.ravel(), minlength=size).astype(float)
    mass = degree + 1
    extent = math.sqrt(size)
    points = points * (extent / max(float(np.abs(points).max()), 1e-9))
    points += np.random.default_rng(7).normal(scale=0.02, size=points.shape)
    rounds = 220 if size <= EXACT else 160
    for turn in range(rounds):
        force = _push_exact(points, mass) if size <= EXACT else _push_grid(points, mass)
        force *= 0.35
        pull = points[b] - points[a]
        for axis in (0, 1):
            force[:, axis] += np.bincount(a, pull[:, axis], size) - np.bincount(b, pull[:, axis], size)
        force -= points * (0.02 * mass[:, None])
        force /= mass[:, None]
        length = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        step = extent * 0.12 * (1 - turn / rounds) ** 1.5 + 0.002
        points = points + force * (np.minimum(length * 0.6, step) / length)[:, None]
    return points


def _push_exact(points: Points, mass: NDArray[np.float64]) -> Points:
    delta = points[:, None, :] - points[None, :, :]
    square = (delta**2).sum(axis=2) + 0.01
    weight = mass[:, None] * mass[None, :] / square
    force: Points = (delta * weight[:, :, None]).sum(axis=1)
    return force


def _push_grid(points: Points, mass: NDArray[np.float64]) -> Points:
    """The same push from masses spread over a grid, with bilinear weights both ways."""
    cells = 128 if len(points) < 5000 else 256
    low = points.min(axis=0)
    cell = max(float((points.max(axis=0) - low).max()) / (cells - 2), 1e-9)
    at = (points - low) / cell
    base = np.minimum(at.astype(np.int64), cells - 2)
    part = at - base
    corners = []
    density = np.zeros(cells * cells)
    for dx in (0, 1):
        for dy in (0, 1):
            weight = np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1])
            where = (base[:, 0] + dx) * cells + base[:, 1] + dy
            density += np.bincount(where, weight * mass, cells * cells)
            corners.append((where, weight))
    spectrum = np.fft.rfft2(density.reshape(cells, cells), (2 * cells, 2 * cells))
    force = np.zeros_like(points)
    for axis, kernel in enumerate(_kernels(cells)):
        field = np.fft.irfft2(spectrum * kernel, (2 * cells, 2 * cells))[:cells, :cells].ravel()
        for where, weight in corners:
            force[:, axis] += field[where] * weight
    return force * (mass / cell)[:, None]


@cache
def _kernels(cells: int) -> list[NDArray[np.complex128]]:
    line = np.fft.fftfreq(2 * cells, 1 / (2 * cells))
    x, y = np.meshgrid(line, line, indexing="ij")
    square = x**2 + y**2 + 0.25
    return [np.fft.rfft2(x / square), np.fft.rfft2(y / square)]


def _apart(points: Points) -> Points:
    """Move a node whose cell is taken to the nearest free one: no two dots lie on each other."""
    taken: set[tuple[int, int]] = set()
    result = points.copy()
    tried: dict[tuple[int, int], int] = {}
    for i, (x, y) in enumerate(points.tolist()):
        home = (round(x / SPACING), round(y / SPACING))
        cell, turn = home, tried.get(home, 0)
        while cell in taken:
            turn += 1
            radius = 0.55 * math.sqrt(turn)
            angle = turn * 2.399963  # the golden angle
            cell = (
                round(home[0] + radius * math.cos(angle)),
                round(home[1] + radius * math.sin(angle)),
            )
        taken.add(cell)
        tried[home] = turn
        if cell != home:
            jitter = ((i * 37) % 11 - 5) * 1.4, ((i * 53) % 11 - 5) * 1.4
            result[i] = cell[0] * SPACING + jitter[0], cell[1] * SPACING + jitter[1]
    return result


def _footprint(points: Points) -> list[tuple[int, int]]:
    """The cells that the nodes of a part are in."""
    return sorted({(round(x / CELL), round(y / CELL)) for x, y in points.tolist()})
