"""A form taken apart: which piece of its pattern a sentence lacks.

    {subject}...<go>..{object}…{trigger}   李明到青山街道开会   everything but {trigger}

Nothing of this runs where statements are made; it asks the compiled forms afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.lexicon import Form
from kg.nlp.mention import Mention
from kg.nlp.skeleton import Skeleton

if TYPE_CHECKING:
    from kg.nlp.forms import FormSet

_GAP = re.compile(r"\.{2,4}|…")
_MAY_LACK = re.compile(r"(?:[?*]|\{0(?:,\d*)?\}\??)$")
_OFTEN = re.compile(r"[?*+]|\{\d+(?:,\d*)?\}\??")
_PIECE = re.compile(r"\{\w+\}|<\w+>|\.{2,4}|…")


@dataclass(frozen=True, slots=True)
class Try:
    """How far a form got: ``found`` are the pieces that stand there with their texts, in order.

    ``missing`` is the first piece that does not, empty where all do; ``share``, between 0 and 1, counts
    the pieces that stand anywhere, and of two forms with as many puts the one first that got further.
    """

    form: Form
    found: tuple[tuple[str, str], ...]
    missing: str
    share: float


def pieces(pattern: str) -> Iterator[str]:
    """The pieces of a pattern at its top level: slots, lists, gaps, groups and plain words."""
    at = 0
    plain = ""
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        end = piece.end() if piece else _closed(pattern, at)
        if piece or end > at + 1:
            if plain:
                yield plain
                plain = ""
            yield pattern[at:end]
        else:
            plain += pattern[at]
        at = end
    if plain:
        yield plain


def needed(pattern: str) -> list[str]:
    """The pieces at the top level of a pattern without which it matches nothing."""
    parts = list(pieces(pattern))
    if any("|" in part for part in parts if part[0] not in "(["):
        return []
    return [
        part
        for part, after in zip(parts, [*parts[1:], ""], strict=True)
        if not _MAY_LACK.search(part) and after[:1] not in ("?", "*", "{")
    ]


def _closed(pattern: str, at: int) -> int:
    """Where the group that opens at ``at`` ends, with what says how often; of anything else, the next."""
    if pattern[at] not in "([":
        return at + (2 if pattern[at] == "\\" else 1) + _times(pattern, at + 1)
    depth = 0
    for end in range(at, len(pattern)):
        depth += (pattern[end] in "([") - (pattern[end] in ")]")
        if depth == 0:
            return end + 1 + _times(pattern, end + 1)
    return len(pattern)


def _times(pattern: str, at: int) -> int:
    """How long the words are that say how often: ?, *, +, {0,12}?"""
    match = _OFTEN.match(pattern, at)
    return len(match[0]) if match else 0


def tries(forms: FormSet, skeleton: Skeleton, topic: Mention | None) -> Iterator[Try]:
    """How far each form of a relation gets in a sentence, with ``topic`` as its subject where that helps."""
    for form in forms.forms:
        here = _try(forms, form, skeleton)
        if here.missing and topic is not None:
            there = _try(forms, form, forms.with_topic(skeleton, topic))
            here = max(here, there, key=lambda item: item.share)
        yield here


def _try(forms: FormSet, form: Form, skeleton: Skeleton) -> Try:
    parts = list(pieces(form.pattern))
    needed = [n for n, part in enumerate(parts) if not _GAP.fullmatch(part) and not _MAY_LACK.search(part)]
    found: tuple[tuple[str, str], ...] = ()
    for number, place in enumerate(needed):
        match = forms.compiled("".join(parts[: place + 1])).search(skeleton.string)
        if match is None:
            there = sum(bool(forms.compiled(parts[n]).search(skeleton.string)) for n in needed)
            return Try(form, found, parts[place], (there + number / len(needed)) / (len(needed) + 1))
        found = tuple(_filled(parts, needed[: number + 1], match, skeleton))
    return Try(form, found, "", 1.0)


def _filled(
    parts: list[str], places: list[int], match: re.Match[str], skeleton: Skeleton
) -> Iterator[tuple[str, str]]:
    """The slots that are filled, each with its text."""
    for place in places:
        slot = re.match(r"\{(\w+)\}|\(\?P<(\w+)>", parts[place])
        name = (slot[1] or slot[2]) if slot else ""
        if name and match.groupdict().get(name):
            names, string = skeleton.names, skeleton.string
            filled = range(match.start(name), match.end(name))
            yield name, "".join(names[i].text if i in names else string[i] for i in filled)
