"""What a source says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

from kg.cleaning.metadata import iso_date

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Found:
    """Metadata as found, or None each; ``date`` is ISO 8601."""

    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None


NAMES = tuple(field.name for field in fields(Found))


def found_by(values: Callable[[str], Iterable[str]]) -> Found:
    """What ``values(name)`` offers for each field of `Found`, best first: the first that is usable.

    A date must be a calendar date, an address a web address.
    """
    offered = Found(**{name: next(filter(None, map(_plain, values(name))), None) for name in NAMES})
    dated = Found(**{name: next(filter(None, map(iso_date, values(name))), None) for name in NAMES})
    linked = Found(**{name: next(filter(None, map(_address, values(name))), None) for name in NAMES})
    return Found(offered.title, dated.date, offered.publisher, offered.author, linked.url)


def _plain(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= LONGEST else ""


def _address(value: str) -> str:
    return value.strip() if value.strip().startswith(("http://", "https://")) else ""
