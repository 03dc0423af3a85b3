"""A mention: a stretch of the cleaned text that names something, as the components hand it on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import starmap
from operator import attrgetter, itemgetter
from typing import Any

#: labels follow OntoNotes where it has one; TITLE is ours
PERSON, ORG, GPE, FAC = "PERSON", "ORG", "GPE", "FAC"
DOCUMENT, TITLE, DATE, MONEY, QUANTITY = "WORK_OF_ART", "TITLE", "DATE", "MONEY", "QUANTITY"
PLACES = frozenset({GPE, FAC})
NAMES = frozenset({PERSON, ORG, GPE, FAC, DOCUMENT})


@dataclass(slots=True)
class Mention:
    """``text`` is ``doc.text[start:end]``.

    ``norm`` is what it says in standard form: a title, an ISO date; ``kind`` a finer class or site;
    ``deictic`` a mention that names nothing itself (他, 全县, 该会); ``entity`` the key of the entity that
    it was resolved to, empty while or where it is not.
    """

    start: int
    end: int
    label: str
    text: str
    norm: str = ""
    kind: str = ""
    deictic: bool = False
    entity: str = ""
    value: float | None = None
    unit: str = ""
    approx: bool = False
    currency: str = ""

    @property
    def solid(self) -> str:
        """The text without the spaces that spread a name over a line (五 峰 县); those by a letter stay."""
        return solid(self.text)

    def to_dict(self) -> dict[str, Any]:
        return dict(zip(_FIELDS, _of_mention(self), strict=False))  # they are as many

    @classmethod
    def all_of(cls, items: Iterable[Mapping[str, Any]]) -> list[Mention]:
        """The mentions of what `to_dict` gave."""
        return list(starmap(cls, map(_of_dict, items)))


def solid(text: str) -> str:
    """``text`` without white space, but beside a Latin letter."""
    return _SPREAD.sub("", text)


_SPREAD = re.compile(r"(?<![A-Za-z])\s+(?![A-Za-z])")
_FIELDS = tuple(field.name for field in fields(Mention))
_of_mention, _of_dict = attrgetter(*_FIELDS), itemgetter(*_FIELDS)


def overlaps(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end


def apart(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions in order, without those that overlap one that starts earlier, or is longer."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or kept[-1].end <= mention.start:
            kept.append(mention)
    return kept


def instead(mentions: Iterable[Mention], mention: Mention) -> list[Mention]:
    """The mentions with ``mention`` instead of those that it overlaps."""
    return [*(other for other in mentions if not overlaps(other, mention)), mention]
