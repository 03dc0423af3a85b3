"""Names of people in donor lists that the tagger took for words: 田野 130元 below 捐款名单."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lexicon import Lexicon
from kg.nlp.quantities.numerals import ARABIC
from kg.nlp.spans.mention import PERSON, Mention, apart
from kg.nlp.spans.patterns import HAN, any_of

#: a heading is at most so long
_HEADING = 40


class ListNames:
    """Finds such names; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        lists = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        person = lexicon.names.person
        name = rf"(?:{any_of(person.compound_surnames)}|[{person.surnames}])[{HAN}]{{1,2}}"
        money = any_of(lexicon.numbers.currencies)
        places = "".join(lexicon.numbers.places)
        self._not_names = person.not_names
        self._heading = re.compile(
            rf"[^。\n]{{0,{_HEADING}}}{any_of(lists['list_headings'])}[^。，\n]{{0,12}}"
        )
        serial = r"(?:[（(]?\d{1,3}[）)、.．])?"
        figure = rf"{ARABIC}[{places}]?{money}?"
        space = r"[ \t\u3000]"
        head = rf"{space}*{serial}{space}*(?P<name>[^\d。；\n]{{1,24}}?)"
        self._line = re.compile(rf"{head}(?:{space}|[：:])+{figure}(?:{space}|[；;。])*")
        self._name = re.compile(name)

    def named(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """``mentions`` with the names at the head of the lines of a list, where no mention stands there."""
        if not self._heading.search(text):
            return list(mentions)
        taken = [(m.start, m.end) for m in mentions]
        found = [
            Mention(start, end, PERSON, text[start:end])
            for start, end in self._heads(text)
            if not any(start < e and s < end for s, e in taken)
        ]
        return apart([*mentions, *found]) if found else list(mentions)

    def _heads(self, text: str) -> Iterator[tuple[int, int]]:
        start, listed = 0, False
        for line in text.split("\n"):
            match = self._line.fullmatch(line)
            if match is None:
                listed = bool(self._heading.fullmatch(line)) or (listed and not line.strip())
            elif listed and self._name.fullmatch(match["name"]) and match["name"] not in self._not_names:
                yield start + match.start("name"), start + match.end("name")
            start += len(line) + 1
