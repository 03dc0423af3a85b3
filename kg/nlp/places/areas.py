"""Administrative areas: the table of names and codes, and how a name falls into areas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from kg.lexicon import Lexicon
from kg.nlp.spans.kept import Kept
from kg.nlp.spans.patterns import HAN, Suffixes, any_of
from kg.nlp.spans.ranks import VILLAGE
from kg.values.area_history import former_names
from kg.values.areas import load_places

#: names whose areas are remembered
KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class AreaPart:
    """A piece ``[start, end)`` of a name that is an area."""

    start: int
    end: int
    name: str


# long: a table and how a name is split by it, which share its memory
@dataclass(slots=True)
class Areas:
    """Names of areas, their codes and ranks (1 province … 5 village)."""

    levels: dict[str, int]
    codes: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    short: dict[str, list[str]] = field(default_factory=dict)
    longest: int = 0
    not_areas: frozenset[str] = frozenset()
    guess: re.Pattern[str] = re.compile("(?!)")
    not_levels: tuple[str, ...] = ()
    called: dict[str, str] = field(default_factory=dict)
    former: dict[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    peoples: re.Pattern[str] = re.compile("(?!)")
    not_first: str = ""
    endings: Suffixes = field(default_factory=lambda: Suffixes(()))
    long_levels: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    no_bureaus: tuple[str, ...] = ()
    known: Kept[tuple[str, bool], list[AreaPart]] = field(init=False)

    def __post_init__(self) -> None:
        self.known = Kept(self._split, KNOWN)

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> Areas:
        """Those of a lexicon, one and the same each time."""
        places = lexicon.names.place
        areas = Areas(
            places.levels, names=dict(lexicon.areas), not_areas=places.sites.not_places - set(places.levels)
        )
        areas.endings = Suffixes(places.levels)
        areas.long_levels = tuple(sorted(level for level in places.levels if len(level) > 1))
        areas.none = tuple(sorted(word for word in areas.not_areas if len(word) > 1))
        areas.no_bureaus = places.no_short
        areas.not_levels = places.sites.not_levels
        areas.not_first = places.sites.not_first
        areas.peoples = peoples = re.compile(f"{any_of(places.peoples)}+$")
        areas.former, areas.elsewhere = former_names(), places.elsewhere
        levels = sorted(set(places.levels) - places.table_only, key=len, reverse=True)
        areas.guess = re.compile(rf"[{HAN}]{{1,5}}?(?:{'|'.join(levels)})")
        for code, name in lexicon.areas.items():
            areas.codes.setdefault(name, []).append(code)
            stem = areas.stem(name)
            district = code.startswith(places.no_short) and not code.endswith("00")
            if len(stem) >= 2 and stem != name and not district and stem not in places.words:
                areas.short.setdefault(stem, []).append(code)
                bare = peoples.sub("", stem)  # 广西 of 广西壮族自治区
                if code.endswith("00") and len(bare) >= 2 and bare != stem:
                    areas.short.setdefault(bare, []).append(code)
            areas.longest = max(areas.longest, len(name))
            called = places.called(name)
            if called:  # 积石山县, 怒江州
                areas.codes.setdefault(called, []).append(code)
                areas.called[name] = called
        return areas

    def suffix(self, name: str) -> str:
        """The level word that ``name`` ends in, or nothing."""
        return self.endings.longest(name)

    def stem(self, name: str) -> str:
        suffix = self.suffix(name)
        return name[: -len(suffix)] if suffix else name

    def shorts(self, name: str) -> set[str]:
        """What an area may be called without its level: 五峰土家族 and 五峰 of 五峰土家族自治县."""
        stem = self.stem(name)
        return {short for short in (stem, self.peoples.sub("", stem)) if 1 < len(short) < len(name)}

    def is_known(self, name: str) -> bool:
        """Whether a table has an area of county level or above: of today, of before, or of elsewhere."""
        return name in self.codes or name in self.former or name in self.elsewhere

    def has_bureaus(self, name: str) -> bool:
        """Whether an area of the table has bureaus of its own, as the districts of Hong Kong have none."""
        return any(not code.startswith(self.no_bureaus) for code in self.codes.get(name, ()))

    def rank(self, name: str) -> int | None:
        """1 province … 5 village; None for a name without a level."""
        if name in self.codes:
            code = self.codes[name][0]
            return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
        suffix = self.suffix(name)
        return self.levels[suffix] if suffix else None

    def parent(self, code: str) -> str | None:
        """The code one step up; None for a province."""
        if code.endswith("0000"):
            return None
        for up in (code[:4] + "00", code[:2] + "0000"):
            if up != code and up in self.names:
                return up
        return None

    def split(self, name: str, *, believe: bool = True) -> list[AreaPart]:
        """The areas at the start of ``name``, outermost first: 成都市|武侯区|玉林街道…

        Names of the table win over the guess by level words, and long ones over short ones, but a
        reading that eats more of the name wins over both (内江|市中区, not 内江市|中区). A county or city
        that the table does not know is believed only with ``believe`` (齐聚区 in 齐聚区政府).
        """
        return list(self.known[name, believe])

    def _split(self, key: tuple[str, bool]) -> list[AreaPart]:
        name, believe = key
        best: list[AreaPart] = []
        most = least = 0
        for parts in self._readings(name, 0, 0, believe):
            size = parts[-1].end if parts else 0
            if size < most:
                continue
            guesses = sum(self._doubt(part.name) for part in parts)
            if size > most or (guesses, len(parts)) < (least, len(best)):
                best, most, least = parts, size, guesses
        return best

    def _doubt(self, area: str) -> int:
        """0 for an area of a table, 2 for a guess that begins with a level word (朝阳 | 镇兴工社区)."""
        if area in self.codes or area in load_places():
            return 0
        return 2 if area[0] in self.levels else 1

    def _readings(self, name: str, start: int, rank: int, believe: bool) -> list[list[AreaPart]]:
        found: list[list[AreaPart]] = [[]]
        for end, area in self._at(name, start):
            level = self.rank(area)
            if level is None or level < rank or (level == rank and level != 2 and rank):
                continue
            if not believe and level <= 3 and not self.is_known(area):
                continue
            rests = self._readings(name, end, level, believe)
            found += [[AreaPart(start, end, area), *rest] for rest in rests]
        return sorted(found, key=lambda parts: -parts[-1].end if parts else -start)[:6]

    def _at(self, name: str, start: int) -> list[tuple[int, str]]:
        ends = []
        for end in range(min(len(name), start + self.longest), start + 1, -1):
            piece = name[start:end]
            if piece in self.codes:
                ends.append((end, piece))
            elif (
                end - start <= 3
                and end < len(name)
                and piece in self.short
                and (self._known_short(piece) or self._guessed(name, end) == len(name))
            ):
                ends.append((end, self.names[self.short[piece][0]]))
        guessed = self._guessed(name, start)
        if guessed and len(self.stem(name[start:guessed])) >= (2 if not ends else 1):
            ends.append((guessed, name[start:guessed]))
        return ends

    def _guessed(self, name: str, start: int) -> int:
        """The end of what looks like an area by its level word (老县镇, not 老县); 0 for none."""
        guess = self.guess.match(name, start)
        if not guess or name.startswith(self.long_levels, start):
            return 0
        end = guess.end()
        while name[end : end + 1] in self.levels and name[end] != name[end - 1]:  # 秀林乡 | 乡长
            end += 1
        if self.levels.get(name[end - 1]) == VILLAGE:  # 张家村 | 街道
            end += len(next((level for level in self.long_levels if name.startswith(level, end)), ""))
        if name.startswith(self.not_levels, end - 1):
            return 0  # 南关农贸市 | 场
        if name[start] in self.not_first and name[start:end] not in load_places():
            return 0  # 和社区, but 和平路社区
        return 0 if name[start:end].endswith(self.none) else end

    def _known_short(self, piece: str) -> bool:
        """Whether a short form is well known enough to begin a name: 新乡, not 新林 (of 新林区)."""
        return any(code.endswith("00") for code in self.short[piece])

    def full(self, short: str, near: Iterable[str] = ()) -> str:
        """成都 → 成都市: of several areas one that is near, else the first of the highest rank."""
        names = [self.names[code] for code in sorted(self.short[short], key=lambda c: (-c.count("0"), c))]
        wanted = set(near)
        return next((name for name in names if name in wanted), names[0])
