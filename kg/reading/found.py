"""What a source says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta, timezone

from kg.cleaning import normalise
from kg.cleaning.metadata import iso_date, outlets_of
from kg.cleaning.noise import load_noise

LONGEST = 300
_SECONDS = re.compile(r"1[0-9]{9}(?:\d{3})?|9\d{8}(?:\d{3})?")
_DIGITS = re.compile(r"(?:19|20)\d{6}(?:\d{6})?")


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
    checks = {"title": _title, "date": _date, "publisher": _body, "author": _writer, "url": _address}
    return Found(**{name: next(filter(None, map(checks[name], values(name))), None) for name in NAMES})


def _title(value: str) -> str:
    """None that a template or an office program left."""
    text = _plain(value)
    return "" if text.lower() in load_noise().metadata_not_titles else text


def _body(value: str) -> str:
    """An outlet by its name alone: 人民网 of 来源：人民网-文化频道 原创稿."""
    text = _plain(value)
    text = next(iter(outlets_of([normalise(text)])), text)
    return "" if text.lower() in load_noise().metadata_nobody else text


def _writer(value: str) -> str:
    """None of the words and numbers that stand where a name should: admin, 104363, python-docx."""
    text = _plain(value)
    nobody = load_noise().metadata_nobody
    return "" if text.lower() in nobody or text in nobody or "@" in text or text.isdigit() else text


def _date(value: str) -> str | None:
    """The calendar date of a text, of eight digits, or of the seconds since 1970 (in China)."""
    text = value.strip()
    if _SECONDS.fullmatch(text):
        seconds = int(text[:10])
        return datetime.fromtimestamp(seconds, timezone(timedelta(hours=8))).date().isoformat()
    if _DIGITS.fullmatch(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return iso_date(text)


def _plain(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= LONGEST else ""


def _address(value: str) -> str:
    return value.strip() if value.strip().startswith(("http://", "https://")) else ""
