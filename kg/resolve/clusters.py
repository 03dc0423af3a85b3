"""Entities joined into clusters, never against what is known of their members."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from networkx.utils import UnionFind

from kg.model import Entity, Merge
from kg.values.areas import ancestors


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that may be one. A ``firm`` pair may join entities that one article tells apart."""

    left: str
    right: str
    reason: str
    firm: bool = False


class Clusters:
    """Entities by IRI, in the order of the articles, and which of them are held to be one."""

    def __init__(
        self,
        entities: dict[str, Entity],
        areas: dict[str, str],
        apart: Collection[frozenset[str]] = frozenset(),
    ) -> None:
        """``areas`` holds the code of the area that an entity lies in, as far as its name says so.

        ``apart`` are pairs of IRIs that nothing joins.
        """
        self._kept_apart = frozenset(apart)
        self._order = {iri: index for index, iri in enumerate(entities)}
        self._entities = entities
        self._areas = areas
        self._sets: UnionFind[str] = UnionFind(entities)
        self._members = {iri: [iri] for iri in entities}
        self._reasons: dict[str, set[str]] = {}

    def kept(self, iri: str) -> str:
        """The member that stands for the cluster of ``iri``: the one that the earliest article has."""
        return min(self._members[self._sets[iri]], key=self._order.__getitem__)

    def join(self, pairs: Iterable[Pair]) -> None:
        """Join the pairs, firm ones first, that contradict nothing; an ambiguous one joins nothing."""
        found = sorted(set(pairs), key=lambda p: (not p.firm, self._order[p.left], self._order[p.right]))
        unsure = _between(found, self._contradict)
        for pair in found:
            left, right = self._sets[pair.left], self._sets[pair.right]
            if pair in unsure:
                continue
            if left != right and self._contradict(left, right, pair.firm):
                continue
            self._unite(pair)

    def force(self, pair: Pair) -> bool:
        """Join a pair whatever is known of it; False where its members are to be kept apart."""
        ones, others = (self._members[self._sets[iri]] for iri in (pair.left, pair.right))
        if any(frozenset((one, other)) in self._kept_apart for one in ones for other in others):
            return False
        self._unite(pair)
        return True

    def _unite(self, pair: Pair) -> None:
        left, right = self._sets[pair.left], self._sets[pair.right]
        if left != right:
            members = self._members.pop(left) + self._members.pop(right)
            self._sets.union(left, right)
            self._members[self._sets[left]] = members
        for one in (pair.left, pair.right):
            self._reasons.setdefault(one, set()).add(pair.reason)

    def merges(self) -> tuple[Merge, ...]:
        """Every entity that another one replaced, with the reasons, sorted by the replaced one."""
        found = []
        for members in self._members.values():
            kept = self.kept(members[0])
            for iri in sorted(set(members) - {kept}):
                found.append(Merge(kept, iri, tuple(sorted(self._reasons[iri]))))
        return tuple(sorted(found, key=lambda merge: merge.replaced))

    def _contradict(self, left: str, right: str, firm: bool = False) -> bool:
        if self._sets[left] == self._sets[right]:
            return False
        ones, others = self._members[self._sets[left]], self._members[self._sets[right]]
        for one in ones:
            for other in others:
                if self._kept_apart and frozenset((one, other)) in self._kept_apart:
                    return True
                here, there = self._entities[one], self._entities[other]
                if here.code and there.code and here.code != there.code:
                    return True
                if _apart(self._areas.get(one), self._areas.get(other)):
                    return True
                if not firm and not set(here.docs).isdisjoint(there.docs):
                    return True
        return False


def _apart(one: str | None, other: str | None) -> bool:
    """Whether neither area lies in the other."""
    if one is None or other is None or one == other:
        return False
    return one not in ancestors(other) and other not in ancestors(one)


def _between(pairs: list[Pair], contradict: Callable[[str, str], bool]) -> set[Pair]:
    """The pairs of an entity that would join it to two that cannot be one."""
    near: dict[str, list[tuple[str, Pair]]] = {}
    for pair in pairs:
        near.setdefault(pair.left, []).append((pair.right, pair))
        near.setdefault(pair.right, []).append((pair.left, pair))
    unsure: set[Pair] = set()
    for found in near.values():
        others = sorted({iri for iri, _ in found})
        if any(contradict(a, b) for i, a in enumerate(others) for b in others[i + 1 :]):
            unsure |= {pair for _, pair in found if not pair.firm}
    return unsure
