"""Figures without a unit, below a note that tells it for all, or in a list of givers: a table typed as text.

一、捐款（单位：元）                捐款名单（元）：
1. 弥水建材有限公司      100000     刘金亭 5000  王强300
2. 刘金亭                5000

爱心捐款芳名                       no note: three lines of a name and a figure in a text on gifts
柯进财　　50000
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lexicon import Lexicon
from kg.nlp.quantities.numbers import NumberReader, Quantity
from kg.nlp.quantities.numerals import ARABIC
from kg.nlp.spans.patterns import HAN, any_of

#: so many lines of a name and a figure are a list; each is at most so long
_LINES, _LINE = 3, 40
#: the heading of a list is at most so long, and so is a name beside its figure
_HEADING, _NAME = 40, 20
#: and what is remarked behind it
_REMARK = 10


class UnitNotes:
    """Reads such notes; stateless. ``reader`` knows what numbers and currencies are."""

    def __init__(self, lexicon: Lexicon, reader: NumberReader) -> None:
        self._reader = reader
        numbers = lexicon.numbers
        lists = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        unit = rf"(?P<unit>[{''.join(numbers.places)}]?{any_of(numbers.currencies)})"
        self._note = re.compile(rf"{any_of(numbers.unit_notes)}[：: \u3000（(]*{unit}")
        heading = rf"[^。\n]{{0,{_HEADING}}}{any_of(lists['list_headings'])}[^。\n]{{0,8}}"
        self._headed = re.compile(rf"^{heading}[（(]{unit}[）)][：: \u3000]*$")
        remark = rf"[ \t\u3000][{HAN}]{{1,{_REMARK}}}$"
        self._figure = re.compile(rf"(?<=[ \t\u3000：:])(?P<number>{ARABIC})(?=[ \t\u3000]*(?:$|{remark}))")
        pair = rf"[{HAN}·（）()]{{2,{_NAME}}}[ \t\u3000：:]*{ARABIC}"
        self._pairs = re.compile(rf"[ \t\u3000]*{pair}(?:[ \t\u3000，、；;]+{pair})+[ \t\u3000；;。]*")
        self._money = any_of(numbers.spoken.near)
        self._base = next(iter(numbers.currencies))
        ends = r"(?=[ \t\u3000]*(?:$|[|｜]))"
        self._last = re.compile(rf"(?<=[ \t\u3000：:|｜）)])(?P<number>{ARABIC}){ends}(?!.*\d{ends})")
        self._one = re.compile(rf"(?P<number>{ARABIC})(?=[ \t\u3000，、；;。]|$)")

    def read(self, text: str) -> list[Quantity]:
        """The sums of lines below a note, up to the first line without one: the last figure of each line,
        or that of each name where it has several."""
        found: list[Quantity] = []
        unit, listed, start = "", False, 0
        for line in text.splitlines(keepends=True):
            bare = line.rstrip("\r\n")
            note = self._note.search(line) or self._headed.search(bare)
            if note:
                unit, listed = note["unit"], False
            elif unit and (figures := list(self._figures(bare))):
                for figure in figures:
                    found += self._sum(figure, start, unit)
                listed = True
            elif listed and line.strip():
                unit = ""
            start += len(line)
        return found or self._listed(text)

    def _listed(self, text: str) -> list[Quantity]:
        """The sums of a list of givers that says no unit: three lines or more of a name and a figure."""
        if not re.search(self._money, text):
            return []
        found: list[Quantity] = []
        run: list[tuple[re.Match[str], int]] = []
        start = 0
        for line in [*text.splitlines(keepends=True), "。"]:
            bare = line.rstrip("\r\n")
            figure = self._last.search(bare) if len(bare) <= _LINE else None
            if figure and re.search(f"[{HAN}]", bare[: figure.start()]) and figure["number"][0] != "0":
                run.append((figure, start))
            elif bare.strip():
                if len(run) >= _LINES:
                    for one, at in run:
                        found += self._sum(one, at, self._base)
                run = []
            start += len(line)
        return found

    def _figures(self, line: str) -> Iterator[re.Match[str]]:
        if self._pairs.fullmatch(line):  # 刘金亭 5000  王强300
            yield from self._one.finditer(line)
        elif figure := self._figure.search(line):
            yield figure

    def _sum(self, figure: re.Match[str], start: int, unit: str) -> list[Quantity]:
        read = self._reader.quantities(figure["number"] + unit)
        begun, end = (start + at for at in figure.span("number"))
        return [Quantity(begun, end, one.value, one.unit, one.approx, one.currency) for one in read[:1]]
