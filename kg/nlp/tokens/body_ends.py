"""Where bodies end inside a word."""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.spans.patterns import any_of


class BodyEnds:
    """Asks for the end of the last body in a word; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        organization = lexicon.names.organization
        suffixes = {s for words in organization.suffixes.values() for s in words} | {
            *organization.parts.tails
        }
        self._ends = re.compile(rf".*{any_of(s for s in suffixes if len(s) > 1)}")

    def last(self, text: str) -> int:
        """Where the last body in a word ends; 0 where there is none, its length where it is whole."""
        match = self._ends.match(text)
        return match.end() if match else 0

    def is_whole(self, text: str) -> bool:
        """Whether a word ends as a body does."""
        return self._ends.fullmatch(text) is not None


def double_body(lexicon: Lexicon) -> re.Pattern[str]:
    """Two bodies in one word: 南塔街道办 | 县人大."""
    names = lexicon.names
    offices = (s for words in names.organization.suffixes.values() for s in words if len(s) > 2)
    heads = any_of(s for s in offices if s not in names.organization.parts.tails)
    level = any_of(s for s in names.place.levels if len(s) == 1)
    return re.compile(rf"(.{{2,}}{heads})({level}{any_of(d.assembly for d in lexicon.titles.delegates)})")
