"""Administrative areas by their codes: county and above in ``resources/zh/areas.tsv`` (GB/T 2260), what
lies below in ``resources/places.marisa`` (the statistics bureau's). Made by ``training/make_areas.py``."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

#: digits of the code of a county, of a street or town, and of a village or community
COUNTY, TOWN, VILLAGE = 6, 9, 12
#: the rule of a containment that the table says, and the quoted sentence need not
BY_TABLE = "area-table"
#: what was looked up is kept for so many codes
KEPT = 1 << 16
#: the year of the table: the statistics bureau's codes of that year, and GB/T 2260 with its changes
EDITION = "2023"
_LEVELS = {TOWN: "township", VILLAGE: "village"}
PLACES = Path(__file__).resolve().parent.parent / "resources" / "places.marisa"


@cache
def load_areas() -> dict[str, str]:
    """Area names by six-digit code."""
    text = (files("kg") / "resources" / "zh" / "areas.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


class Places:
    """Streets and towns, villages and communities: 645,878 codes by name, mapped into memory."""

    def __init__(self, path: Path) -> None:
        import marisa_trie

        self._trie = marisa_trie.RecordTrie(">HI")
        self._trie.mmap(str(path))

    def __contains__(self, name: str) -> bool:
        return name in self._trie

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes of nine or twelve digits of that name, in order."""
        return tuple(sorted(str((high << 32) + low) for high, low in self._trie.get(name, ())))

    def beginning(self, start: str) -> list[str]:
        """The names that begin so."""
        return sorted(set(self._trie.keys(start)))


@cache
def load_places() -> Places:
    """The places below county; nothing is read before a name is looked up."""
    return Places(PLACES)


@lru_cache(maxsize=KEPT)
def ancestors(code: str) -> tuple[str, ...]:
    """The codes that may lie above ``code``, nearest first: township, county, prefecture, province."""
    levels = (code[:9], code[:6], code[:4] + "00", code[:2] + "0000")
    return tuple(level for level in dict.fromkeys(levels) if level != code and len(level) <= len(code))


def level(code: str) -> str | None:
    """The level of an area by its code, as the scheme of levels names it; None for what is no code."""
    if len(code) != COUNTY:
        return _LEVELS.get(len(code))
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def within(code: str, area: str) -> bool:
    """Whether an area lies in another: 510107005 in 510107, 510100 and 510000."""
    return area in ancestors(code)


def parent(code: str, known: Container[str]) -> str | None:
    """The nearest area above ``code`` that is ``known``; None at the top."""
    return next((level for level in ancestors(code) if level in known), None)


def lattice(codes: Iterable[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What stands above these areas: the names of those not among them, and each one's next above."""
    known, table = set(codes), load_areas()
    places = {**table, **dict.fromkeys(known, "")}
    above: dict[str, str] = {}
    steps: list[tuple[str, str]] = []
    queue = sorted(known)
    while queue:
        code = queue.pop()
        if (higher := parent(code, places)) is None:
            continue
        steps.append((code, higher))
        if higher not in known and higher not in above:
            above[higher] = table[higher]
            queue.append(higher)
    return above, sorted(steps)
