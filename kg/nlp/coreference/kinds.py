"""Which kind of body is meant where a name tells an area and only the end of a kind.

雅安市公安局召开会议。市局政治部…        雅安市局政治部 is 雅安市公安局政治部
河北省检察院派人到会。省院公诉二处…      河北省院公诉二处 is 河北省检察院公诉二处
"""

from __future__ import annotations

from functools import cached_property

from kg.nlp.coreference.body_words import BodyWords
from kg.nlp.coreference.discourse import Discourse
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import ORG


class Kinds:
    """The kinds of bodies that an article names."""

    def __init__(self, words: BodyWords, areas: Areas, discourse: Discourse) -> None:
        self._words = words
        self._areas = areas
        self._discourse = discourse

    def in_full(self, name: str) -> str:
        """The name with the one kind that bodies of its area, else of all areas, have; itself where it says
        its kind, or there are more."""
        parts = self._areas.split(name, believe=False)
        rest = name[parts[-1].end :] if parts else ""
        short = self._words.kind_in_short(rest)
        if not short:
            return name
        kinds = [(area, kind) for area, kind in self._named if short in kind]
        here = {kind for area, kind in kinds if area == parts[-1].name}
        fitting = here or {kind for _, kind in kinds}
        if len(fitting) != 1:
            return name
        return name[: parts[-1].end] + fitting.pop() + rest[len(short) :]

    @cached_property
    def _named(self) -> set[tuple[str, str]]:
        """The kinds that the article says in full, each with its area, if it has one: 宝兴县, 公安局."""
        found = set()
        for mention in self._discourse.mentions:
            if mention.label == ORG and not mention.deictic:
                parts = self._areas.split(mention.text, believe=False)
                level = self._words.level(mention.text)
                rest = mention.text[parts[-1].end :] if parts else level[1] if level else ""
                found.add((parts[-1].name if parts else "", self._words.kind(rest)))
        return {(area, kind) for area, kind in found if kind and not self._words.kind_in_short(kind)}
