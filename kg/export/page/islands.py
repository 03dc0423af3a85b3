"""The county that each piece of a graph is about: what the overview draws together, under one name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.values.areas import load_areas

#: nodes of a piece that is too large to be about one county
LARGE = 250


def islands(
    codes: Sequence[str | None], docs: Sequence[Sequence[str]], pieces: Sequence[Sequence[int]]
) -> tuple[list[int], list[str], list[int]]:
    """The island of each node (-1: of none), the islands' names, the one with most nodes first, and which
    of them each node's own code names (-1: none): where that is another, the two are joined.

    ``codes`` and ``docs`` are the area code and the articles of each node, ``pieces`` the connected
    components. A node without a code is where most coded ones of its articles are, a piece where most of
    its nodes are.
    """
    of_doc: dict[str, Counter[str]] = defaultdict(Counter)
    for code, names in zip(codes, docs, strict=True):
        if county := _county(code):
            for doc in names:
                of_doc[doc][county] += 1
    home_of = {doc: _most(counts) for doc, counts in of_doc.items()}
    found: dict[str, list[int]] = defaultdict(list)
    for piece in pieces:
        homes: Counter[str] = Counter()
        for node in piece:
            county = _county(codes[node])
            homes.update([county] if county else filter(None, (home_of.get(doc, "") for doc in docs[node])))
        if homes and len(piece) <= LARGE:
            found[_most(homes)] += piece
    order = sorted(found, key=lambda county: (-len(found[county]), county))
    numbers = [-1] * len(codes)
    for number, county in enumerate(order):
        for node in found[county]:
            numbers[node] = number
    shared = Counter(load_areas()[county] for county in order)
    place_of = {county: number for number, county in enumerate(order)}
    own = [place_of.get(_county(code), -1) for code in codes]
    return numbers, [_name(county, shared[load_areas()[county]] > 1) for county in order], own


def _county(code: str | None) -> str:
    """The county of a code, or the city or province where it names no more."""
    return code[:6] if code and code[:6] in load_areas() else ""


def _most(counts: Counter[str]) -> str:
    """The most frequent; among equals the finest, then the first."""
    return min(counts, key=lambda county: (-counts[county], county.endswith("00"), county))


def _name(county: str, shared: bool) -> str:
    """The county, with its city or province where another has the same name."""
    areas = load_areas()
    above = areas.get(county[:4] + "00") or areas.get(county[:2] + "0000", "")
    return above + areas[county] if shared and above != areas[county] else areas[county]
