"""The area that each piece of a graph is about: what the overview draws together, under one name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.values.areas import load_areas

#: nodes of a piece that is too large to be about one area: it is cut into the areas of its nodes
LARGE = 250
#: islands that a picture can tell apart; where counties are more, cities stand for them, or provinces
MANY = 200
_ROUNDS = 3  # in which nodes of a large piece that tell no area take that of their neighbours


def islands(
    codes: Sequence[str | None],
    docs: Sequence[Sequence[str]],
    pieces: Sequence[Sequence[int]],
    edges: Sequence[tuple[int, int]] = (),
) -> tuple[list[int], list[str], list[int]]:
    """The island of each node (-1: of none), the islands' names, the one with most nodes first, and which
    of them each node's own code names (-1: none): where that is another, the two are joined.

    ``codes`` and ``docs`` are the area code and the articles of each node, ``pieces`` the connected
    components, ``edges`` what connects them. A node without a code is where most coded ones of its articles
    are, a piece where most of its nodes are; a large piece is cut. Areas are counties, where these are not
    too many, else cities or provinces.
    """
    for digits in (6, 4, 2):
        named = [_area(code, digits) for code in codes]
        found = _found(named, docs, pieces, edges)
        if len(found) <= MANY:
            break
    order = sorted(found, key=lambda area: (-len(found[area]), area))
    numbers = [-1] * len(codes)
    for number, area in enumerate(order):
        for node in found[area]:
            numbers[node] = number
    shared = Counter(load_areas()[area] for area in order)
    place_of = {area: number for number, area in enumerate(order)}
    own = [place_of.get(area, -1) for area in named]
    return numbers, [_name(area, shared[load_areas()[area]] > 1) for area in order], own


def _found(
    named: Sequence[str],
    docs: Sequence[Sequence[str]],
    pieces: Sequence[Sequence[int]],
    edges: Sequence[tuple[int, int]],
) -> dict[str, list[int]]:
    """The nodes of each area; ``named`` is the one that a node's own code names, or empty."""
    of_doc: dict[str, Counter[str]] = defaultdict(Counter)
    for area, names in zip(named, docs, strict=True):
        if area:
            for doc in names:
                of_doc[doc][area] += 1
    home_of = {doc: _most(counts) for doc, counts in of_doc.items()}
    homes = [
        Counter([area] if area else filter(None, (home_of.get(doc, "") for doc in names)))
        for area, names in zip(named, docs, strict=True)
    ]
    found: dict[str, list[int]] = defaultdict(list)
    for piece in pieces:
        if len(piece) > LARGE:
            _cut(piece, homes, edges, found)
            continue
        whole: Counter[str] = Counter()
        for node in piece:
            whole.update(homes[node])
        if whole:
            found[_most(whole)] += piece
    return found


def _cut(
    piece: Sequence[int],
    homes: Sequence[Counter[str]],
    edges: Sequence[tuple[int, int]],
    found: dict[str, list[int]],
) -> None:
    """Put each node of a large piece where it is itself, or else where most of its neighbours are."""
    of_node = {node: _most(homes[node]) if homes[node] else "" for node in piece}
    near: dict[int, list[int]] = defaultdict(list)
    for one, other in edges:
        if one in of_node:
            near[one].append(other)
            near[other].append(one)
    for _ in range(_ROUNDS):
        news = {
            node: _most(around)
            for node, area in of_node.items()
            if not area and (around := Counter(filter(None, (of_node[other] for other in near[node]))))
        }
        of_node |= news
    for node, area in of_node.items():
        if area:
            found[area].append(node)


def _area(code: str | None, digits: int) -> str:
    """The county of a code (or, with fewer ``digits``, its city or province), or what it names if less."""
    if not code or code[:6] not in load_areas():
        return ""
    cut = code[:digits].ljust(6, "0")
    return cut if cut in load_areas() else code[:2] + "0000"


def _most(counts: Counter[str]) -> str:
    """The most frequent; among equals the finest, then the first."""
    return min(counts, key=lambda area: (-counts[area], area.endswith("00"), area))


def _name(area: str, shared: bool) -> str:
    """The area, with its city or province where another has the same name."""
    areas = load_areas()
    above = areas.get(area[:4] + "00") or areas.get(area[:2] + "0000", "")
    return above + areas[area] if shared and above != areas[area] else areas[area]
