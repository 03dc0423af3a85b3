"""``numbers.toml`` and ``dates.toml``: the words of numbers, money, counts and dates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Units:
    people: tuple[str, ...]
    acts: tuple[str, ...]
    things: tuple[str, ...]
    excluded: tuple[str, ...]
    ordinal: tuple[str, ...]
    words: tuple[str, ...]
    numbered: tuple[str, ...]
    halved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    drop: tuple[str, ...]
    trim: tuple[str, ...]
    stop: tuple[str, ...]
    not_counted: tuple[str, ...]
    money: tuple[str, ...]
    han: tuple[str, ...]
    cut: tuple[str, ...]
    of_nearest: tuple[str, ...]
    reports: tuple[str, ...]
    moved: tuple[str, ...]
    edges: tuple[str, ...]
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Money without its unit: words right before it or near it, what may follow it, its unit in speech."""

    before: tuple[str, ...]
    near: tuple[str, ...]
    after: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """Where a currency is at home: its own words, and places; ``alone``: a word of it is enough."""

    words: tuple[str, ...]
    areas: tuple[str, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    digits: str
    places: dict[str, int]
    formal: dict[str, str]
    half: str
    to: tuple[str, ...]
    whole: tuple[str, ...]
    spoken: Spoken
    symbols: dict[str, str]
    approx_before: tuple[str, ...]
    approx_after: tuple[str, ...]
    approx_later: tuple[str, ...]
    vague: tuple[str, ...]
    home: dict[str, Home]
    elsewhere: tuple[str, ...]
    from_here: str
    unit_notes: tuple[str, ...]
    currencies: dict[str, str]
    units: Units
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class DateWords:
    """Words for dates: shifts of years, months and days, and what stands before and after a date."""

    years: dict[str, int]
    months: dict[str, int]
    days: dict[str, int]
    weeks: dict[str, int]
    weekdays: dict[str, int]
    eras: dict[str, int]
    ahead: tuple[str, ...]
    same_years: tuple[str, ...]
    same_months: tuple[str, ...]
    same_days: dict[str, int]
    through: tuple[str, ...]
    since: tuple[str, ...]
    since_before: tuple[str, ...]
    until: tuple[str, ...]
    not_days: tuple[str, ...]
    enters: tuple[str, ...]
    holds: tuple[str, ...]
