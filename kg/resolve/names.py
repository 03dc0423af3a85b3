"""What a Chinese name of a body or a place says of where it is."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from kg.lexicon import load_lexicon
from kg.model import Entity
from kg.values.areas import KEPT, ancestors, level, load_areas


@dataclass(frozen=True, slots=True)
class AreaNames:
    """The names of areas, long and ``short``, each with the codes that it may mean."""

    codes: dict[str, frozenset[str]]
    short: frozenset[str]
    called: dict[str, str]  # short forms by code, where no other area of the level bears the form
    longest: int
    lower: re.Pattern[str]
    not_areas: frozenset[str]
    not_after: tuple[str, ...]
    leaning: tuple[str, ...]
    own: tuple[str, ...]
    generic: frozenset[str]
    generic_pattern: re.Pattern[str]
    named: frozenset[str]


@cache
def load_names() -> AreaNames:
    """``resources/zh/resolve.toml`` and the table of areas."""
    text = (files("kg") / "resources" / "zh" / "resolve.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    codes: dict[str, set[str]] = {}
    shorts: dict[str, str] = {}
    for code, name in load_areas().items():
        short = data["short"].get(name) or (name[:-1] if name.endswith(tuple(data["dropped"])) else "")
        shorts[code] = short
        for form in (name, short):
            if len(form) > 1:
                codes.setdefault(form, set()).add(code)
    areas, bodies = data["areas"], data["bodies"]
    ends = "|".join(map(re.escape, areas["ends"]))
    return AreaNames(
        codes={name: frozenset(found) for name, found in codes.items()},
        short=frozenset(set(shorts.values()) - set(load_areas().values())),
        called=_alone(shorts),
        longest=max(map(len, codes)),
        lower=re.compile(rf"\w{{1,6}}?(?:{ends})"),
        not_areas=frozenset(areas["not_areas"]),
        not_after=tuple(areas["not_after"]),
        leaning=tuple(bodies["leaning"]),
        own=tuple(bodies["own"]),
        generic=frozenset(bodies["generic"]),
        generic_pattern=re.compile(bodies["generic_pattern"]),
        named=frozenset(bodies["named"]),
    )


def _alone(forms: dict[str, str]) -> dict[str, str]:
    """Those forms by code that no other area of the level has for its name or form."""
    bearers = Counter((level(code), form) for code, form in forms.items())
    bearers.update((level(code), name) for code, name in load_areas().items())
    return {code: form for code, form in forms.items() if len(form) > 1 and bearers[level(code), form] == 1}


@cache
def called_areas() -> dict[str, str]:
    """The codes of autonomous areas and banners by what they are called: ``民和县``, ``甘孜州``."""
    return {form: code for code, form in _forms_called().items()}


@cache
def _forms_called() -> dict[str, str]:
    called = load_lexicon().names.place.called
    return _alone({code: called(name) for code, name in load_areas().items()})


def also_called(entity: Entity) -> tuple[str, ...]:
    """The other names of an entity; of an area also what it is called for short (`short_name`)."""
    if not entity.code:
        return entity.aliases
    short = short_name(entity.code)
    return (*entity.aliases, short) if short not in ("", entity.name, *entity.aliases) else entity.aliases


def short_name(code: str) -> str:
    """What an area is called without its level word or peoples, where no other of its level is called so.

    成都 of 成都市, 民和县 of 民和回族土族自治县; 吉林 is both of a province and of a city. Else empty.
    """
    return load_names().called.get(code) or _forms_called().get(code, "")


def begins_with_area(name: str) -> str:
    """The area that ``name`` begins with, as it stands there, if anything may be one; not a whole name."""
    names = load_names()
    for length in range(min(names.longest, len(name) - 1), 1, -1):
        form = name[:length]
        if (form in names.codes and form not in names.short) or form in called_areas():
            return form
    match = names.lower.match(name)
    low = match[0] if match and match[0] not in names.not_areas and not leans(name) else ""
    return low if low != name else ""


@lru_cache(maxsize=KEPT)
def split_areas(name: str) -> tuple[frozenset[str], str]:
    """The codes that the areas at the start of ``name`` may mean, and the rest of the name.

    ``成都市武侯区人大常委会`` gives ({510107}, ``人大常委会``); no area at the start gives no code. A short
    form counts only before an area inside it: 玉林街道 does not lie in 玉林市.
    """
    names = load_names()
    sure: tuple[frozenset[str], str] = frozenset(), name
    codes: frozenset[str] = frozenset()
    while True:
        for length in range(min(names.longest, len(name)), 1, -1):
            form = name[:length]
            found = names.codes.get(form, frozenset())
            if codes:
                found = frozenset(code for code in found if not codes.isdisjoint(ancestors(code)))
            if found:
                codes, name = found, name[length:]
                if form not in names.short:
                    sure = codes, name
                break
        else:
            return sure


def starts_low(name: str) -> bool:
    """Whether ``name`` begins with a town, street or village: ``玉林街道办事处``."""
    names = load_names()
    match = names.lower.match(name)
    return match is not None and match[0] not in names.not_areas and not leans(name)


def leans(name: str) -> bool:
    """Whether only its article says what ``name`` means: ``区人大常委会``."""
    names = load_names()
    return name.startswith(names.leaning) and not name.startswith(names.own)


@lru_cache(maxsize=KEPT)
def is_generic(name: str) -> bool:
    """Whether many bodies bear ``name``: it leans on its article or is bare."""
    names = load_names()
    return leans(name) or name in names.generic or names.generic_pattern.fullmatch(name) is not None


def is_full(kind: str | None, name: str) -> bool:
    """Whether a body of that kind is the only one of its name: a company, a school, never a work group."""
    return kind in load_names().named and not is_generic(name)


def related(codes: Iterable[str], context: Iterable[str]) -> frozenset[str]:
    """Those of ``codes`` that lie in, above or at one of ``context``."""
    around = frozenset(context)
    above = {level for code in around for level in ancestors(code)}
    return frozenset(
        code for code in codes if code in around or code in above or not around.isdisjoint(ancestors(code))
    )
