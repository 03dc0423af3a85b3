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
