"""``titles.toml``: the words of posts, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delegate:
    """A post whose body is an assembly: ``区人大代表`` is a 人大代表 of 区人大."""

    title: str
    assembly: str
    rest: str
    alone: bool


@dataclass(frozen=True, slots=True)
class TitleWords:
    session: str
    levels: str
    member: tuple[str, ...]
    member_lead: tuple[str, ...]
    members_are: tuple[str, ...]
    also: tuple[str, ...]
    copula: tuple[str, ...]
    office: tuple[str, ...]
    office_of: tuple[str, ...]
    collective: str
    joins: tuple[str, ...]
    ands: tuple[str, ...]
    beside: tuple[str, ...]
    liaison: tuple[str, ...]
    by: tuple[str, ...]
    replaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What stands around the names in notices of appointment and dismissal."""

    comrade: tuple[str, ...]
    takes: tuple[str, ...]
    not_takes: tuple[str, ...]
    deciding: tuple[str, ...]
    named: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedWords:
    """The last characters of bodies and areas, and what after them makes the office of their head."""

    bodies: str
    areas: str
    rest: str


@dataclass(frozen=True, slots=True)
class Titles:
    prefixes: tuple[str, ...]
    bases: tuple[str, ...]
    needs_body: frozenset[str]
    area_posts: frozenset[str]
    government: str
    governments: tuple[str, ...]
    bylines: tuple[str, ...]
    followed_by: tuple[str, ...]
    affinity: dict[str, tuple[str, ...]]
    delegates: tuple[Delegate, ...]
    words: TitleWords
    notices: NoticeWords
    shared: SharedWords
