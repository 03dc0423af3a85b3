"""Entities joined into clusters, never against what is known of their members."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
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
        outside: Callable[[str], str] | None = None,
    ) -> None:
        """``areas`` holds the code of the area that an entity lies in, as far as its name says so.

        ``apart`` are pairs of IRIs that nothing joins; ``outside`` says what others than ``entities`` became.
        """
        self._outside = outside
        self._kept_apart = frozenset(apart)
        self._order = {iri: index for index, iri in enumerate(entities)}
        self._entities = entities
        self._areas = areas
        self._sets: UnionFind[str] = UnionFind()  # those alone that are joined: most never are
        self._members: dict[str, list[str]] = {}
        self._first: dict[str, str] = {}
        self._reasons: dict[str, set[str]] = {}

    def kept(self, iri: str) -> str:
        """The member that stands for the cluster of ``iri``: the one that the earliest article has."""
        if self._outside is not None and iri not in self._order:
            return self._outside(iri)
        root = self._root(iri)
        return self._first.get(root, root)

    def join(self, pairs: Iterable[Pair]) -> None:
        """Join the pairs, firm ones first, that contradict nothing; an ambiguous one joins nothing."""
        found = sorted(set(pairs), key=lambda p: (not p.firm, self._order[p.left], self._order[p.right]))
        unsure = _between(found, self._contradict)
        for pair in found:
            if pair in unsure:
                continue
            left, right = self._root(pair.left), self._root(pair.right)
            if left != right and self._contradict(left, right, pair.firm):
                continue
            self._unite(pair)

    def force(self, pair: Pair) -> bool:
        """Join a pair whatever is known of it; False where its members are to be kept apart."""
        ones, others = (self._all(self._root(iri)) for iri in (pair.left, pair.right))
        if any(frozenset((one, other)) in self._kept_apart for one in ones for other in others):
            return False
        self._unite(pair)
        return True

    def _unite(self, pair: Pair) -> None:
        left, right = self._root(pair.left), self._root(pair.right)
        if left != right:
            members = [*self._all(left), *self._all(right)]
            first = min(
                self._first.get(left, left), self._first.get(right, right), key=self._order.__getitem__
            )
            for root in (left, right):
                self._members.pop(root, None)
                self._first.pop(root, None)
            self._sets.union(left, right)
            self._members[self._sets[left]] = members
            self._first[self._sets[left]] = first
        for one in (pair.left, pair.right):
            self._reasons.setdefault(one, set()).add(pair.reason)

    def merges(self) -> tuple[Merge, ...]:
        """Every entity that another one replaced, with the reasons, sorted by the replaced one."""
        found = []
        for members in self._members.values():
            kept = self.kept(members[0])
            for iri in set(members) - {kept}:
                found.append(Merge(kept, iri, self.reasons(iri)))
        return tuple(sorted(found, key=lambda merge: merge.replaced))

    def reasons(self, iri: str) -> tuple[str, ...]:
        """Why an entity was joined with others, sorted."""
        return tuple(sorted(self._reasons.get(iri, ())))

    def _root(self, iri: str) -> str:
        return self._sets[iri] if iri in self._sets.parents else iri

    def _all(self, root: str) -> Sequence[str]:
        return self._members.get(root) or (root,)

    def _contradict(self, left: str, right: str, firm: bool = False) -> bool:
        left, right = self._root(left), self._root(right)
        if left == right:
            return False
        ones, others = self._all(left), self._all(right)
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
        if len(found) == 1 or all(pair.firm for _, pair in found):
            continue
        others = sorted({iri for iri, _ in found})
        if any(contradict(a, b) for i, a in enumerate(others) for b in others[i + 1 :]):
            unsure |= {pair for _, pair in found if not pair.firm}
    return unsure
