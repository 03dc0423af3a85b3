"""Facts of one wording that are annotated in one text and not in another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from operator import itemgetter

from block import Fact
from names import Named, Place

#: so much alike are two wordings of one thing (Dice's coefficient of their pairs of characters)
ALIKE = 0.85
SIGNS = {"Person": "Ｐ", "Organization": "Ｏ", "Place": "Ｌ", "Document": "Ｄ"}
NUMBER = re.compile("[0-9０-９.]+[十百千万亿]*|[一二三四五六七八九十百千万亿两]{2,}")
#: so many clauses of a sentence in a row are a wording at most
CLAUSES = 2
ENDS = "，。；！？：,;!?:"
LAST = "。！？!?"


@dataclass(frozen=True, slots=True)
class Clause:
    """Clauses in a row: what they say with names and numbers replaced, and which names they hold."""

    named: Named
    start: int
    end: int
    wording: str
    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        return self.named.squeezed.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Odd:
    """A wording with a fact in some texts, and a clause much like it without one."""

    relation: str
    wording: str
    told: Clause
    untold: Clause


def odd_wordings(corpus: Sequence[Named]) -> Iterator[Odd]:
    """The clauses that lack a fact which others of their wording have, by relation and wording."""
    by_wording: dict[str, list[Clause]] = defaultdict(list)
    for named in corpus:
        for clause in clauses(named):
            by_wording[clause.wording].append(clause)
    index = Index(by_wording)
    facts = {named.block.name: named.block.facts for named in corpus}
    told: dict[tuple[str, str, tuple[str, str]], Clause] = {}
    for wording, rows in by_wording.items():
        for clause in rows:
            for fact, kinds in _told(clause):
                told.setdefault((fact.relation, wording, kinds), clause)
    seen: set[tuple[str, str, str]] = set()
    for (relation, wording, kinds), own in sorted(told.items(), key=itemgetter(0)):
        for clause in (c for other in index.alike(wording) for c in by_wording[other]):
            key = (relation, clause.named.block.name, clause.text)
            if clause.named is not own.named and key not in seen and _lacks(clause, relation, kinds, facts):
                seen.add(key)
                yield Odd(relation, wording, own, clause)


def clauses(named: Named) -> Iterator[Clause]:
    """The clauses of a text with two names or more, or with a name and a number, alone and in a row."""
    text = named.squeezed.text
    breaks = named.squeezed.breaks()
    inside = {i for place in named.apart for i in range(place.start + 1, place.end)}
    cuts = [i for i in range(1, len(text) + 1) if i not in inside and (i in breaks or text[i - 1] in ENDS)]
    edges = sorted({0, *cuts, len(text)})
    for first in range(len(edges) - 1):
        for last in range(first + 1, min(first + CLAUSES, len(edges) - 1) + 1):
            start, end = edges[first], edges[last]
            if last > first + 1 and (text[edges[last - 1] - 1] in LAST or edges[last - 1] in breaks):
                break
            places = tuple(p for p in named.apart if start <= p.start and p.end <= end)
            wording = _wording(named, start, end, places)
            if len(places) + ("#" in wording) > 1:
                yield Clause(named, start, end, wording, places)


def _wording(named: Named, start: int, end: int, places: Iterable[Place]) -> str:
    types = {e.name: e.type for e in named.block.entities}
    parts, at = [], start
    for place in places:
        parts += [NUMBER.sub("#", named.squeezed.text[at : place.start]), SIGNS[types[place.entity]]]
        at = place.end
    parts.append(NUMBER.sub("#", named.squeezed.text[at:end]))
    return "".join(parts).rstrip(ENDS)


def _told(clause: Clause) -> Iterator[tuple[Fact, tuple[str, str]]]:
    """The facts whose evidence lies in a clause that has both their names, and the signs of these."""
    types = {e.name: SIGNS[e.type] for e in clause.named.block.entities}
    inside = {p.entity for p in clause.places}
    for fact in clause.named.block.facts:
        span = clause.named.squeezed.span(fact.evidence)
        if span and clause.start <= span[0] and span[1] <= clause.end and not fact.status:
            number = "#" if fact.relation == "measure" else ""
            if fact.subject in inside and (fact.object in inside or number):
                yield fact, (types[fact.subject], number or types[fact.object])


def _lacks(clause: Clause, relation: str, kinds: Sequence[str], facts: dict[str, list[Fact]]) -> bool:
    """Has the clause names of both kinds, and its text no such fact or claim of them or told by it?"""
    types = {e.name: SIGNS[e.type] for e in clause.named.block.entities}
    subjects = {p.entity for p in clause.places if types[p.entity] == kinds[0]}
    objects = {p.entity for p in clause.places if types[p.entity] == kinds[1]}
    if not subjects or not (objects - subjects or len(objects) > 1 or kinds[1] == "#"):
        return False
    for fact in facts[clause.named.block.name]:
        if fact.relation == relation:
            span = clause.named.squeezed.span(fact.evidence)
            if span and span[0] < clause.end and clause.start < span[1]:
                return False
            if fact.subject in subjects and fact.object in objects:
                return False
    return True


class Index:
    """Finds what is alike by pairs of characters.

    Two sets that are alike share one of the rarest few pairs of either, so only these are looked up.
    """

    def __init__(self, wordings: Collection[str]) -> None:
        self.sets = {w: pairs(w) for w in wordings}
        self.count = Counter(pair for s in self.sets.values() for pair in s)
        self.by_pair: dict[str, list[str]] = defaultdict(list)
        for wording in sorted(wordings):
            for pair in self._rarest(wording):
                self.by_pair[pair].append(wording)

    def alike(self, wording: str) -> list[str]:
        """The wordings that are alike, itself too, in order."""
        own = self.sets[wording]
        near = {other for pair in self._rarest(wording) for other in self.by_pair[pair]}
        return sorted(o for o in near if dice(own, self.sets[o]) >= ALIKE)

    def _rarest(self, wording: str) -> list[str]:
        ordered = sorted(self.sets[wording], key=lambda pair: (self.count[pair], pair))
        return ordered[: len(ordered) - ceil(ALIKE / (2 - ALIKE) * len(ordered)) + 1]


def pairs(wording: str) -> frozenset[str]:
    """The pairs of neighbouring characters, the edges too."""
    edged = f"^{wording}$"
    return frozenset(edged[i : i + 2] for i in range(len(edged) - 1))


def dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b))
