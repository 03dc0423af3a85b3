"""What names of people and their titles look like: patterns and tests that the grammars of people share."""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.spans.patterns import HAN, any_of


class PersonWords:
    """``title`` matches a title with what may stand before it, ``ends`` are the ends of titles."""

    def __init__(self, lexicon: Lexicon) -> None:
        titles, self.person = lexicon.titles, lexicon.names.person
        self.bases = any_of(titles.bases)
        self.title = re.compile(rf"{any_of(titles.prefixes)}*{self.bases}(?!{any_of(titles.followed_by)})")
        self.ends = (*titles.bases, *(item.assembly + item.rest for item in titles.delegates))
        self.name_end = re.compile(rf"[、，。（）\s]|{any_of(self.person.after)}")
        compound, given = any_of(self.person.compound_surnames), f"[{HAN}]{{1,2}}"
        self._full = re.compile(rf"(?:{compound}{given}|[{self.person.surnames}]{given})$")
        self._marked = re.compile(rf"[{HAN}]+(?:[{''.join(self.person.marks)}][{HAN}]+)+$")
        self._foreign = re.compile(
            rf"[{self.person.foreign}]{{2,8}}|(?![{self.person.surnames}])[{HAN}]{{4,8}}|[A-Z][A-Za-z]{{2,20}}"
        )

    def is_name(self, text: str) -> bool:
        """李明, 欧阳志刚, 阿依古丽·买买提; no word that only looks so."""
        if text in self.person.not_names or text[:2] in self.person.not_names:
            return False
        return bool(self._full.match(text) or self._marked.match(text))

    def is_foreign(self, text: str) -> bool:
        """希特勒, 泽田俊郎: what is written with the characters of foreign names, or is as long as they."""
        return text not in self.person.not_names and bool(self._foreign.fullmatch(text))

    def is_titled(self, text: str, start: int) -> bool:
        """Whether a title ends right before: 局长 | 李明."""
        return text.endswith(self.ends, 0, start)
