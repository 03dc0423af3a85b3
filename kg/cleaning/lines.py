"""Which lines of a page belong to its article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.cleaning.noise import load_noise
from kg.cleaning.strand import Strand
from kg.lexicon import load_lexicon

_WORDLESS = re.compile(r"[\W_]*")
_SENTENCE_END = "。！？；”…"
_FILLER = re.compile(r"[\W\d_]+")
LONGEST_FURNITURE = 400
SHORTEST_PROSE = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A cleaned line; ``start:next`` is its raw span with the line end, ``end`` where that begins."""

    strand: Strand
    start: int
    end: int
    next: int

    @property
    def text(self) -> str:
        return self.strand.text


def article_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines that stay: no furniture, no captions that a page repeats; ends of lines trimmed.

    Rows of tables all stay as they are.
    """
    noise, is_row = load_noise(), load_lexicon().tables.is_row
    rows = {id(line.strand) for line in lines if "：" in line.text and is_row(line.text)}
    kept = [line if id(line.strand) in rows else trimmed(line) for line in lines if line.text]
    kept = [line for line in kept if id(line.strand) in rows or not is_furniture(line.text)]
    counts = Counter(line.text for line in kept)
    seen: set[str] = set()
    last = ""
    for line in kept:
        if id(line.strand) in rows:  # a row that comes again is another gift
            last = ""
            yield line
            continue
        text = line.text
        count = counts[text] if len(text) >= noise.repeats_length else 1
        again = text == last or (count >= noise.repeats_once and text in seen)
        site = count >= noise.repeats_never and text[-1] not in _SENTENCE_END
        last = text
        seen.add(text)
        if not again and not site:
            yield line


def trimmed(line: Line) -> Line:
    """Without the buttons and counters at its end."""
    for pattern in load_noise().lines_tails:
        match = pattern.search(line.text[-LONGEST_FURNITURE:])
        if match:
            end = max(0, len(line.text) - LONGEST_FURNITURE) + match.start()
            line = Line(line.strand.cut(0, len(line.text[:end].rstrip(" "))), line.start, line.end, line.next)
    return line


def is_furniture(text: str) -> bool:
    """Whether a cleaned line is the site's, not the article's."""
    if _WORDLESS.fullmatch(text):
        return True
    if text[-1] in _SENTENCE_END and len(text) > SHORTEST_PROSE:
        return False
    compact = text[: 5 * LONGEST_FURNITURE].replace(" ", "")
    return _of_widgets(compact) or any(
        pattern.search(compact) for pattern in load_noise().lines_drop.values()
    )


@cache
def _widgets() -> tuple[frozenset[str], tuple[str, ...], int]:
    words = load_noise().lines_widgets
    return frozenset(words), tuple(words), max(map(len, words))


def _of_widgets(compact: str) -> bool:
    """Whether a line can be read as nothing but widget words."""
    text = _FILLER.sub("", compact)
    if not text or len(text) > LONGEST_FURNITURE:
        return False
    words, starts, longest = _widgets()
    if not text.startswith(starts):
        return False
    reachable = [True] + [False] * len(text)
    for end in range(1, len(text) + 1):
        reachable[end] = any(
            reachable[start] and text[start:end] in words for start in range(max(0, end - longest), end)
        )
    return reachable[-1]
