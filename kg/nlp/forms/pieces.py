"""The pattern of a form taken apart into its pieces.

{subject}...<go>..{object}…{trigger}     {subject}, ..., <go>, .., {object}, …, {trigger}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

GAP = re.compile(r"\.{2,4}|…")
MAY_LACK = re.compile(r"(?:[?*]|\{0(?:,\d*)?\}\??)$")
_OFTEN = re.compile(r"[?*+]|\{\d+(?:,\d*)?\}\??")
_PIECE = re.compile(r"\{\w+\}|<\w+>|\.{2,4}|…")


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
        if not MAY_LACK.search(part) and after[:1] not in ("?", "*", "{")
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
