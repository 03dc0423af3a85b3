"""Texts as the search compares them: folded character by character, cut into overlapping pairs.

SQLite has no tokenizer for Chinese that finds a name of two characters (its trigrams need three), so each
run of Chinese is written as its pairs, and a phrase of pairs is a substring. Folding keeps the number of
characters, so a place in the folded text is the same place in the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

import opencc

_RUN = re.compile(r"[0-9a-z_]+|[^\W0-9a-z_]+")


class _Table(dict[int, int]):
    """Characters by what they are folded to: compatible form, lower case, simplified; filled as they come."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        folded = _simplified(folded) if len(folded) == 1 else chr(code)
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(char: str) -> str:
    if char < "\u2e80" or "\ud800" <= char <= "\udfff":
        return char
    return str(_converter().convert(char))


_TABLE = _Table()


def fold(text: str) -> str:
    """``text`` with as many characters, so that what a reader takes for the same is the same."""
    return text.translate(_TABLE)


def tokens(text: str) -> str:
    """The tokens that stand for a text in the index: words of letters and digits, pairs of all else."""
    out: list[str] = []
    for match in _RUN.finditer(fold(text)):
        run = match.group()
        if run[0] < "\x80":
            out.append(run)
        else:
            out += map("".join, pairwise(run))
            out.append(run[-1])
    return " ".join(out)


def phrases(words: str) -> list[str]:
    """What FTS5 has to match for each word of a question; a word is looked for as it stands, as a part too.

    ``378万`` becomes ``"378 万" *``: its last token may be the beginning of one.
    """
    found = []
    for word in words.split():
        parts: list[str] = []
        for match in _RUN.finditer(fold(word)):
            run = match.group()
            if run[0] < "\x80" or len(run) == 1:
                parts.append(run)
            else:
                parts += map("".join, pairwise(run))
        if parts:
            found.append(f'"{" ".join(parts)}" *')
    return found


def needles(words: str) -> list[str]:
    """The folded words of a question, to mark where they stand."""
    return [fold(word) for word in words.split() if _RUN.search(fold(word))]


def hits(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where ``wanted`` (of `needles`) stand in ``text``, in order, none over another."""
    folded = fold(text)
    spans = sorted(
        (match.start(), match.end()) for word in wanted for match in re.finditer(re.escape(word), folded)
    )
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
