"""Which blocks of a page are its article: the smallest element with most of the running text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.cleaning.noise import load_noise

_SENTENCE = re.compile(r"[。！？；，]")
_MARKS = re.compile(r"[\W_]+")
_HEADING = "h1"
#: a block of at least so many characters that stands in the page's title is its headline
HEADLINE = 6
#: the share of the running text that the article has
MAIN_SHARE = 0.8
#: a headline is looked for in so many blocks before; so many short blocks before and after may belong to it
BEFORE, LEAD, AFTER, SHORT = 12, 6, 4, 60
#: tags of lists, the share of them, and of links at most, in what a list adds to its last paragraph
_LISTED = frozenset(("li", "p", "td", "tr", "dd", "dt", "br", "caption"))
LISTED, LINKED = 0.7, 0.2


@dataclass(slots=True)
class Block:
    """A line of a page: ``linked`` of its characters are links; ``tag`` is the element that it stands in."""

    text: str
    linked: int
    tag: str

    @property
    def is_prose(self) -> bool:
        """Whether it is running text."""
        return bool(_SENTENCE.search(self.text)) and self.linked < 0.5 * len(self.text)

    @property
    def is_short(self) -> bool:
        """Whether it may be a headline, a date line or the like."""
        return len(self.text) <= SHORT and not self.linked


def main_part(
    blocks: Sequence[Block], ranges: Mapping[int, tuple[int, int]], title: str = ""
) -> tuple[int, int]:
    """The range of blocks that is the article, with the heading before it and short lines around it.

    ``ranges`` has the blocks of each element; ``title`` is what the page calls itself, by which a headline
    is known.
    """
    weights = [len(block.text) if block.is_prose else 0 for block in blocks]
    end = _end(blocks, ranges, weights)
    sums = [0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    if not sums[-1]:
        return 0, end
    good = [
        (last - first, first, last)
        for first, last in ranges.values()
        if sums[last] - sums[first] >= MAIN_SHARE * sums[-1]
    ]
    _, first, last = min(good, default=(0, 0, len(blocks)))
    first, last = _with_list(blocks, ranges, first, last)
    last = min(last, max(end, first + 1))
    return _headed(blocks, first, compact(title)), _followed(blocks, last, end)


def _end(blocks: Sequence[Block], ranges: Mapping[int, tuple[int, int]], weights: list[int]) -> int:
    """Takes the weight off readers' comments: what follows their heading in its element; where they begin."""
    pattern = load_noise().page_comments_heading
    first = len(blocks)
    for at, block in enumerate(blocks):
        if len(block.text) <= SHORT and at and pattern.fullmatch(block.text.replace(" ", "")):
            around = [(b - a, b) for a, b in ranges.values() if a <= at < b and b - at > 1]
            _, last = min(around, default=(0, at + 1))
            if any(weights[:at]):  # not above the article
                weights[at:last] = [0] * (last - at)
                first = min(first, at)
    return first


def _with_list(
    blocks: Sequence[Block], ranges: Mapping[int, tuple[int, int]], first: int, last: int
) -> tuple[int, int]:
    """The part with the list around it, where most of what an element adds is items without links."""
    plain = sum(len(block.text) - block.linked for block in blocks[first:last])
    around = sorted({(b - a, a, b) for a, b in ranges.values() if a <= first and last <= b})
    for _, begin, end in around:
        added = [*blocks[begin:first], *blocks[last:end]]
        text = sum(len(block.text) for block in added)
        linked = sum(block.linked for block in added)
        listed = sum(block.tag in _LISTED for block in added)
        if text <= plain or linked > LINKED * text or listed < LISTED * len(added):
            continue
        first, last = begin, end
        plain += text - linked
    return first, last


def _headed(blocks: Sequence[Block], first: int, title: str) -> int:
    """Where the article begins with its headline, or with the short lines right above it."""
    prose = next((at for at in range(first, len(blocks)) if blocks[at].is_prose), first)
    before = range(prose - 1, max(-1, first - 1 - BEFORE), -1)
    for at in before:
        if blocks[at].tag == _HEADING:
            return at
    for at in before:
        words = compact(blocks[at].text)
        if len(words) >= HEADLINE and words in title:
            return at
    for _ in range(LEAD):
        if first and blocks[first - 1].is_short:
            first -= 1
    return first


def compact(text: str) -> str:
    """The letters, digits and characters of a text, without marks, spaces and case."""
    return _MARKS.sub("", text).lower()


def _followed(blocks: Sequence[Block], last: int, end: int) -> int:
    for _ in range(AFTER):
        if last < min(len(blocks), end) and blocks[last].is_short:
            last += 1
    return last
