"""Who is who in a collection, decided anew only where something bears on it.

Entities that may be one have a mark in common; those that share marks, one after the other, are a family.
What becomes of a family is decided apart from all others, except that each stage (`kg.resolve.stages`) leans
on what other entities became at the stages before it. So families are opened a few at a time, and where an
article came or went, those of its entities alone, and those that lean on what became of these.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.build.entry import Standing, Touched, mark_of, number_of
from kg.build.seen import Seen
from kg.model import Entity, Merge
from kg.resolve.clusters import Clusters
from kg.resolve.evidence import Context
from kg.resolve.rulings import JOIN, Ruling
from kg.resolve.stages import ALONE, BODIES, ISSUED, LEANING, PLACES, joined_alone, leaning, stages

#: entities that are opened at once where all are decided anew
OPENED = 20_000


def ruled_marks(rulings: Iterable[Ruling]) -> dict[int, set[int]]:
    """Marks that the entities which the reader joins have in common, by the numbers of these."""
    found: dict[int, set[int]] = {}
    for number, item in enumerate(rulings):
        if item.verb == JOIN:
            for iri in (item.left, item.right):
                found.setdefault(number_of(iri), set()).add(mark_of(f"ruling {number}", ALONE))
    return found


@dataclass(slots=True)
class _Batch:
    """Entities of whole families, joined as far as the stage ``done``."""

    entities: dict[str, Entity]
    context: Context
    clusters: Clusters
    done: int = ALONE

    def advance(self, stage: int) -> None:
        """Join as far as ``stage``."""
        for each in LEANING:
            if self.done < each <= stage:
                leaning(each, self.entities.values(), self.context, self.clusters)
        self.done = max(self.done, stage)


@dataclass(slots=True)
class Who:
    """What became of the entities of ``seen``: ``standings`` are of those that are not themselves.

    ``became`` has the entity that stands for each that another one replaced.
    """

    seen: Seen
    rulings: Sequence[Ruling] = ()
    apart: Collection[frozenset[str]] = frozenset()
    standings: dict[str, Standing] = field(default_factory=dict)
    became: dict[str, str] = field(default_factory=dict)
    _before: dict[str, Standing] = field(default_factory=dict)
    _stage: int = ALONE
    _codes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def kept(self, iri: str) -> str:
        """The entity that one has become."""
        return _kept(self.standings, iri)

    def was(self, iri: str) -> str:
        """The entity that one was in the last build."""
        return _kept(self._before, iri)

    def merges(self) -> tuple[Merge, ...]:
        """Every entity that another one replaced, with the reasons, sorted by the replaced one."""
        replaced = sorted(self.became.items())
        return tuple(Merge(kept, iri, self.standings[iri].reasons) for iri, kept in replaced)

    def decide(self, touched: Touched | None) -> set[str]:
        """Decide what became of all entities, or only of what articles bear on that came or went.

        The IRIs that become another one than before. UsageError as of `kg.resolve.resolve`.
        """
        there = self.seen.standings()
        self._before = before = {} if touched is None else there
        self.standings = dict(before)
        self._codes = self.seen.codes()
        self.seen.ruled = ruled_marks(self.rulings)
        stage_of = stages()
        batches = _All(self) if touched is None else _Some(self, touched)
        moved: set[str] = set()
        for iri in batches.gone:
            if self.standings.pop(iri, None):
                moved.add(iri)
        for self._stage in (ALONE, *LEANING):
            for batch in batches.at(self._stage, moved):
                batch.advance(self._stage)
                for iri, entity in batch.entities.items():
                    if self._stage in (ALONE, stage_of(entity.type)):
                        self._note(entity, batch.clusters)
                        if _became(before, iri) != _became(self.standings, iri):
                            moved.add(iri)
        self.seen.stand(there, self.standings)
        self.became = {iri: item.kept for iri, item in self.standings.items() if item.kept != iri}
        return {iri for iri in moved if _kept(before, iri) != self.kept(iri)}

    def open(self, numbers: Iterable[int]) -> _Batch:
        """Entities by their numbers, joined as far as their names go."""
        numbers = list(numbers)
        entities = self.seen.entities(numbers)
        stage_of = stages()
        issued = {iri for iri, item in entities.items() if stage_of(item.type) == ISSUED}
        facts = [*self.seen.facts(numbers, "subject")]
        if issued:
            facts += self.seen.facts(map(number_of, issued), "object")
        context = Context(self._codes, issued, facts)
        spoken = [item for item in self.rulings if item.verb == JOIN and _ends(item) <= entities.keys()]
        clusters = joined_alone(entities, context, spoken, self.apart, self._outside)
        return _Batch(entities, context, clusters)

    def _outside(self, iri: str) -> str:
        """What an entity of another batch has become at the stages before this one."""
        found = self.standings.get(iri)
        if found is None:
            return iri
        return found.kept if stages()(found.type) < self._stage else found.alone

    def _note(self, entity: Entity, clusters: Clusters) -> None:
        iri, kept = entity.id, clusters.kept(entity.id)
        alone = kept
        if self._stage != ALONE:
            earlier = self.standings.get(iri)
            alone = iri if earlier is None else earlier.alone
        if alone == kept == iri:
            self.standings.pop(iri, None)
        else:
            reasons = clusters.reasons(iri) if kept != iri else ()
            self.standings[iri] = Standing(entity.type, alone, kept, reasons)


class _Some:
    """The families that articles bear on which came or went; more, as others lean on them."""

    def __init__(self, who: Who, touched: Touched) -> None:
        self._who, self._seen = who, who.seen
        ruled = (who.seen.ruled.get(number_of(iri), set()) for iri in touched.iris)
        self._marks = touched.marks.union(*ruled)
        self._opened: set[int] = set()
        self._batches: list[_Batch] = []
        self.gone = touched.iris - self._seen.known(touched.iris)

    def at(self, stage: int, moved: Collection[str]) -> Iterator[_Batch]:
        """What is to be decided at a stage, where so much has ``moved`` until then."""
        if stage == ALONE:
            self._open(self._marks)
        elif moved:
            more = self._seen.leaning(moved) - self._opened
            self._open(self._seen.marks_of(more))
        yield from self._batches

    def _open(self, marks: Collection[int]) -> None:
        numbers = self._seen.sharing(marks) - self._opened
        if numbers:
            self._opened |= numbers
            self._batches.append(self._who.open(numbers))


class _All:
    """All families of more than one, some at a time; one alone remains itself."""

    gone: frozenset[str] = frozenset()

    def __init__(self, who: Who) -> None:
        self._who = who
        who.seen.mark((mark, number) for number, found in who.seen.ruled.items() for mark in found)
        self._groups = list(_groups(who.seen))
        self._held: list[_Batch] = []

    def at(self, stage: int, moved: Collection[str]) -> Iterator[_Batch]:
        """What is decided at a stage."""
        if len(self._groups) == 1:
            self._held = self._held or [self._who.open(self._groups[0][1])]
            yield from self._held
            return
        for own, numbers in self._groups:
            if stage in own or (stage == ALONE and own & {ALONE, PLACES, BODIES}):
                yield self._who.open(numbers)


def _groups(seen: Seen) -> Iterator[tuple[frozenset[int], array[int]]]:
    """The numbers of families together, some `OPENED` at a time, with the stages that bear on them."""
    above: dict[int, int] = {}
    own: dict[int, int] = {}

    def top(number: int) -> int:
        while (up := above.setdefault(number, number)) != number:
            above[number] = above[up]
            number = up
        return number

    for mark, numbers in seen.marked():
        first = top(numbers[0])
        stages_here = own.get(first, 0) | 1 << (mark & 7)
        for other in numbers[1:]:
            root = top(other)
            stages_here |= own.pop(root, 0)
            above[root] = first
        own[first] = stages_here
    families: dict[int, list[int]] = {}
    for number in above:
        families.setdefault(top(number), []).append(number)
    above.clear()
    found: dict[int, list[int]] = {}
    for first, numbers in families.items():
        batch = found.setdefault(own[first], [])
        batch += numbers
        if len(batch) >= OPENED:
            yield _stages(own[first]), array("q", found.pop(own[first]))
    for bits, numbers in found.items():
        yield _stages(bits), array("q", numbers)


def _stages(bits: int) -> frozenset[int]:
    return frozenset(stage for stage in (ALONE, *LEANING) if bits >> stage & 1)


def _ends(ruling: Ruling) -> set[str]:
    return {ruling.left, ruling.right}


def _kept(standings: dict[str, Standing], iri: str) -> str:
    found = standings.get(iri)
    return iri if found is None else found.kept


def _became(standings: dict[str, Standing], iri: str) -> tuple[str, str]:
    found = standings.get(iri)
    return (iri, iri) if found is None else (found.alone, found.kept)
