"""The codes that the name of an area may have, by the tables, and the level that a code tells.

市中区召开会议。    市中区 is 370103, 370402, 511002 or 511102, a county each
亚曼苏乡的居民      亚曼苏乡 is short for 亚曼苏柯尔克孜族乡
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.kept import Kept
from kg.nlp.spans.patterns import any_of
from kg.values.areas import COUNTY, TOWN, VILLAGE, load_places

#: the codes of so many names are kept: there are hundreds of a 和平村
KEPT = 4096


class AreaCodes:
    """Looks names up in the tables; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._areas = Areas.of(lexicon)
        self._peoples = re.compile(f"{any_of(lexicon.names.place.peoples)}+")
        self._codes = Kept(self._found, KEPT)

    def of(self, name: str) -> tuple[str, ...]:
        """The codes that a name may have; 亚曼苏乡 is short for 亚曼苏柯尔克孜族乡."""
        return self._codes[name]

    def _found(self, name: str) -> tuple[str, ...]:
        codes = tuple(self._areas.codes.get(name, ())) + load_places().codes(name)
        suffix = self._areas.suffix(name)
        stem = name[: -len(suffix)]
        if codes or not suffix or len(stem) < 2:
            return codes
        longer = [n for n in load_places().beginning(stem) if n.endswith(suffix)]
        known = [n for n in longer if self._peoples.fullmatch(n[len(stem) : -len(suffix)])]
        return tuple(code for n in known for code in load_places().codes(n))

    def of_short(self, form: str) -> tuple[str, ...]:
        """The codes of the areas that a form is short for: 昌邑 for 昌邑区 and 昌邑市."""
        return tuple(self._areas.short.get(form, ()))


def is_high(code: str) -> bool:
    """Whether a code is of a province or a city."""
    return len(code) == COUNTY and code.endswith("00")


def is_county(code: str) -> bool:
    return len(code) == COUNTY and not code.endswith("00")


def is_town(code: str) -> bool:
    return len(code) == TOWN


def is_village(code: str) -> bool:
    return len(code) == VILLAGE
