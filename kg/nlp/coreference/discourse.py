"""The discourse of an article: its mentions, and the entities that they were found to mean so far.

李明到武侯区人大。他检查了防汛物资。    at 他, 李明 and 武侯区人大 are known, and where each was named last
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import GPE, ORG, Mention
from kg.nlp.spans.ranks import COUNTY, SITE

#: what ends a sentence
ENDS = "。！？\n"


@dataclass(slots=True)
class Candidate:
    """An entity of the article in the making; ``forms`` in order of appearance."""

    key: str
    label: str
    name: str
    kind: str = ""
    last: int = 0
    weak: bool = False
    forms: dict[str, int] = field(default_factory=dict)

    def to_dict(self, *, unique: bool) -> dict[str, object]:
        forms = [form for form in self.forms if form != self.name]
        return {
            "key": self.key,
            "label": self.label,
            "name": self.name,
            "aliases": sorted(set(forms)),
            "kind": self.kind,
            "code": "",
            "link": "",
            "weak": self.weak,
            "unique": unique,
        }


class Discourse:
    """One article as it is read: ``known`` and ``previous`` grow with each mention that is resolved."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.mentions = mentions
        self._starts = [mention.start for mention in mentions]  # in order
        self.written = frozenset(m.solid for m in mentions if m.label == GPE)
        self.known: dict[str, Candidate] = {}
        self.previous: Mention | None = None

    def add(self, key: str, label: str, name: str, kind: str = "") -> str:
        """Make an entity known, or known by a longer name; its key."""
        candidate = self.known.get(key)
        if candidate is None:
            candidate = self.known[key] = Candidate(key, label, name, kind)
        if len(name) > len(candidate.name):
            candidate.forms.setdefault(candidate.name, 0)
            candidate.name = name
        candidate.kind = candidate.kind or kind
        return key

    def note(self, mention: Mention) -> None:
        """Remember where, and in what form, the entity of a mention was named."""
        candidate = self.known[mention.entity]
        candidate.last = mention.start
        if not mention.deictic and mention.kind != "surname":
            candidate.forms.setdefault(mention.text, mention.start)
        self.previous = mention

    def candidates(self, label: str) -> list[Candidate]:
        """The entities known under a label."""
        return [c for c in self.known.values() if c.label == label]

    def line_start(self, mention: Mention) -> int:
        """Where the paragraph of a mention begins."""
        return self.text.rfind("\n", 0, mention.start) + 1

    def bodies_in_sentence(self, mention: Mention) -> Iterator[Mention]:
        """The bodies named before a mention in its sentence."""
        at = mention.start
        begin = max(self.text.rfind(mark, 0, at) for mark in ENDS) + 1
        for body in self.mentions[bisect_left(self._starts, begin) : bisect_left(self._starts, at)]:
            if body.label == ORG and body.entity and body.end <= at:
                yield body

    def counties_in_sentence(self, mention: Mention, areas: Areas) -> list[str]:
        """The areas of county level or above that are named before a mention in its sentence."""
        begin = max(self.text.rfind(mark, 0, mention.start) for mark in ENDS) + 1
        before = self.mentions[bisect_left(self._starts, begin) : bisect_left(self._starts, mention.start)]
        return [m.entity for m in before if m.label == GPE and (areas.rank(m.entity) or SITE) <= COUNTY]

    def bodies_in_clause(self, mention: Mention) -> Iterator[Mention]:
        """The bodies named before a mention in its part of the sentence: ；ends one."""
        for body in self.bodies_in_sentence(mention):
            if "；" not in self.text[body.end : mention.start]:
                yield body
