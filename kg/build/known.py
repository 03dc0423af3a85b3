"""The articles of the sources against those of the index: what came, what went, who is who now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.build.cache import Cache
from kg.build.entry import Listed, Touched
from kg.build.gather import Place
from kg.build.index import Index
from kg.build.reprints import reprints
from kg.build.who import Who
from kg.resolve import Identities
from kg.resolve.rulings import APART, Ruling, set_apart


@dataclass(frozen=True, slots=True)
class Known:
    """All articles by their ``numbers`` in the index and their ``docs``, in the order of the sources.

    ``anew`` says that nothing is known of the last build. Else ``fresh`` are the numbers of those that it did
    not have, ``gone`` has the ids of the statements that it has of articles which are there no more, by their
    docs; ``heads`` are the docs of those whose line in the list of articles is another one, ``moved`` the
    IRIs that become another entity, come or go; ``touched`` has those in articles that came or went.
    ``own`` is what rulings call entities in single articles, by doc.
    """

    numbers: list[int]
    docs: list[str]
    who: Who
    own: Mapping[str, Mapping[str, str]]
    anew: bool
    fresh: set[int] = field(default_factory=set)
    gone: dict[str, list[str]] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    def identities(self) -> Identities:
        """Who is who, without the entities."""
        return Identities((), (), self.who.became, self.own)


# long: one list of what came, stayed and went, step by step
def know(places: Sequence[Place], index: Index, cache: Cache, rulings: Sequence[Ruling]) -> Known | None:
    """Take the articles of ``places`` into ``index`` and those out that are not there.

    None where something that was kept of one is damaged (and is now forgotten). UsageError as of
    `kg.resolve.resolve`.
    """
    listed = index.articles()
    there = {item.key: item for item in listed}
    stays = {p.key: there[p.key] for p in places if p.key in there and there[p.key].doc == p.doc}
    anew = index.is_new or not _in_order([stays[p.key] for p in places if p.key in stays])
    touched = Touched(set(), set())
    gone: dict[str, list[str]] = {}
    for item in listed:
        if item.key not in stays:
            gone[item.doc] = index.said(item.n)
            touched.add(index.remove(item.n))
    removed = set(touched.iris)
    first = index.next
    numbers: list[int] = []
    for at, place in enumerate(places):
        if place.key in stays:
            numbers.append(stays[place.key].n)
            continue
        kept = cache.load(place.key, place.doc, place.path)
        if kept is None:
            return None
        own = set_apart({place.doc: kept.extraction.article.key}, rulings)[0].get(place.doc, {})
        number, its = index.add(place, at, kept, own)
        numbers.append(number)
        if not anew:
            touched.add(its)
    docs = [place.doc for place in places]
    index.arrange([(n, place.doc, place.path) for n, place in zip(numbers, places, strict=True)])
    named = {doc for item in rulings if item.verb == APART for doc in item.docs}
    own_of, apart = set_apart({one.doc: one.key for _, one in index.heads(named)}, rulings)
    who = Who(index.seen, rulings, apart)
    moved = who.decide(None if anew else touched)
    before = removed | index.seen.known(touched.iris, first)
    moved |= before ^ index.seen.known(touched.iris)
    paths = {p.doc for p in places if p.key in stays and stays[p.key].path != p.path}
    fresh = {number for number in numbers if number >= first}
    heads = _reprinted(index) | paths | {d for n, d in zip(numbers, docs, strict=True) if n in fresh}
    return Known(numbers, docs, who, own_of, anew, fresh, gone, heads, moved, touched.iris)


def _in_order(items: Sequence[Listed]) -> bool:
    """Whether articles come in the order in which they came last time."""
    return all(one.place < other.place for one, other in pairwise(items))


def _reprinted(index: Index) -> set[str]:
    """Note which articles are reprints; the docs of those that were not the same before."""
    sketches = index.sketches()
    found = reprints(sketches, list(sketches))
    changed = [item for item in index.articles() if found.get(item.doc) != item.reprint_of]
    index.reprinted((found.get(item.doc), item.n) for item in changed)
    return {item.doc for item in changed}
