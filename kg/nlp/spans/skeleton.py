"""A sentence as a string in which every name is one private-use character.

市人大常委会主任方波到联系的西关街道督导 becomes P到联系的L督导, with P for the person and the posts
before it and L for the place; the forms of a relation are then regular expressions over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from operator import add

from kg.errors import OntologyError
from kg.nlp.spans.claim import Range
from kg.nlp.spans.mention import DATE, DOCUMENT, FAC, GPE, MONEY, ORG, PERSON, QUANTITY, Mention
from kg.ontology import Ontology, load_ontology

#: bodies that are no subject, as in 按照区委的要求: in gaps they count as plain text
OBLIQUE = "OBLIQUE"
#: one block of private-use characters a kind, from LOW on; classes of small blocks are compiled faster
KINDS = {PERSON: 0, ORG: 1, GPE: 2, FAC: 2, DOCUMENT: 3, MONEY: 4, QUANTITY: 5, DATE: 6, OBLIQUE: 7}
LOW = 0xE000
BLOCK = 16
#: blocks, of which those after KINDS are for labels of the user's own ontology
BLOCKS = 16


def kinds() -> Mapping[str, int]:
    """The block of each label; OntologyError where the user's ontology has more than there is room for."""
    return _kinds(load_ontology())


@cache
def _kinds(ontology: Ontology) -> Mapping[str, int]:
    further = sorted(
        c.spacy_labels[0]
        for c in ontology.classes.values()
        if c.exchange and c.spacy_labels and not set(c.spacy_labels) & set(KINDS)
    )
    first = max(KINDS.values()) + 1
    if len(further) > BLOCKS - first:
        raise OntologyError(f"{further[-1]}: is one entity type too many; there is room for {BLOCKS - first}")
    return {**KINDS, **{label: first + number for number, label in enumerate(further)}}


def is_oblique(char: str) -> bool:
    """Whether a cell's character stands for a body that is no subject."""
    low = LOW + KINDS[OBLIQUE] * BLOCK
    return low <= ord(char) < low + BLOCK


def block(label: str) -> str:
    """The characters of a label, as the inside of a regular expression's class."""
    low = LOW + (KINDS[label] if label in KINDS else kinds()[label]) * BLOCK
    return f"{chr(low)}-{chr(low + BLOCK - 1)}"


ANY_NAME = f"{chr(LOW)}-{chr(LOW + BLOCKS * BLOCK - 1)}"
#: names of the user's own types
OWN = f"{chr(LOW + (max(KINDS.values()) + 1) * BLOCK)}-{chr(LOW + BLOCKS * BLOCK - 1)}"


class Skeleton:
    """``string`` is what patterns run over; ``names`` has the mention of each place that stands for one.

    The character at place ``i`` stands for the text from ``starts[i]`` to ``ends[i]``.
    """

    def __init__(
        self, string: str, starts: Sequence[int], ends: Sequence[int], names: Mapping[int, Mention]
    ) -> None:
        self.string = string
        self.starts, self.ends, self.names = starts, ends, names
        #: with whom before it, and the skeleton that this makes; see `FormSet.with_topic`
        self.led: tuple[Mention, Skeleton] | None = None

    @classmethod
    def of(cls, words: str) -> Skeleton:
        """Words that stand nowhere in the text."""
        nowhere = [0] * len(words)
        return cls(words, nowhere, nowhere, {})

    @classmethod
    def joined(cls, parts: Sequence[Skeleton]) -> Skeleton:
        """Several, one after the other."""
        starts: list[int] = []
        ends: list[int] = []
        names: dict[int, Mention] = {}
        for part in parts:
            names |= {len(starts) + place: mention for place, mention in part.names.items()}
            starts += part.starts
            ends += part.ends
        return cls("".join([part.string for part in parts]), starts, ends, names)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The characters of ``string``, alone and with the one after."""
        return frozenset(self.string).union(map(add, self.string, self.string[1:]))

    def mentions(self, start: int, end: int, labels: Iterable[str]) -> list[Mention]:
        """The mentions with one of the labels in ``string[start:end]``."""
        wanted = frozenset(labels)
        return [m for place, m in self.names.items() if start <= place < end and m.label in wanted]

    def text_range(self, start: int, end: int) -> Range:
        """The text offsets of ``string[start:end]``."""
        return self.starts[start], self.ends[end - 1]

    def part(self, start: int, end: int | None = None) -> Skeleton:
        """``string[start:end]`` as a skeleton of its own."""
        inside = slice(start, len(self.string) if end is None else end)
        names = {p - start: m for p, m in self.names.items() if inside.start <= p < inside.stop}
        return Skeleton(self.string[inside], self.starts[inside], self.ends[inside], names)

    def after(self, end: int, head: Skeleton) -> Skeleton:
        """The rest from ``end`` on, with ``head`` before it: a subject goes on to its next verb."""
        return Skeleton.joined([head, Skeleton.of("，"), self.part(end)])


def build(
    text: str,
    sentence: Range,
    mentions: Sequence[Mention],
    starts: Mapping[int, int],
    told: frozenset[int] = frozenset(),
    oblique: Callable[[str, int, Mention], bool] = lambda text, start, mention: False,
) -> Skeleton:
    """The skeleton of ``text[sentence]``.

    ``oblique`` tells of a name whose cell begins at ``text[start]`` whether it is no subject.
    Bodies in ``told`` (by index) are no cells.
    ``starts`` gives, for the index of a person, where the posts before it begin. Of places that
    follow each other (黄田坝街道安康社区) only the last, innermost one is a cell, over all of them.
    """
    string = ""
    starts_at: list[int] = []
    ends_at: list[int] = []
    names: dict[int, Mention] = {}
    places = kinds()
    counts = dict.fromkeys(places, 0)
    at = sentence[0]
    kept = _kept(text, mentions, starts, told)
    indirect = _oblique_lists(text, kept, oblique)
    for mention, start in kept:
        start, end = max(start, at), mention.end
        before = start
        if mention.label == DOCUMENT and text[start - 1 : start] == "《" and text[end : end + 1] == "》":
            before, end = max(start - 1, at), end + 1
        kind = OBLIQUE if mention.start in indirect else mention.label
        index = counts[kind] % BLOCK
        counts[kind] += 1
        if mention.label in (GPE, FAC):
            other = FAC if mention.label == GPE else GPE
            counts[other] += 1
        names[len(string) + before - at] = mention
        string += text[at:before] + chr(LOW + places[kind] * BLOCK + index)
        starts_at += (*range(at, before), start)
        ends_at += (*range(at + 1, before + 1), end)
        at = end
    string += text[at : sentence[1]]
    starts_at += range(at, sentence[1])
    ends_at += range(at + 1, sentence[1] + 1)
    return Skeleton(string, starts_at, ends_at, names)


def _oblique_lists(
    text: str, kept: Sequence[tuple[Mention, int]], oblique: Callable[[str, int, Mention], bool]
) -> set[int]:
    """The starts of the bodies that are no subject; in 响应省委、市委的要求 both are none."""
    lists: list[list[tuple[Mention, int]]] = []
    for mention, start in kept:
        last = lists[-1][-1][0] if lists else None
        joined = last is not None and last.label == mention.label and text[last.end : start] in ("、", "和")
        if mention.label in (ORG, PERSON) and joined:
            lists[-1].append((mention, start))
        else:
            lists.append([(mention, start)])
    return {
        mention.start
        for members in lists
        for mention, _ in members
        if mention.label in (ORG, PERSON) and any(oblique(text, start, m) for m, start in members)
    }


def _kept(
    text: str, mentions: Sequence[Mention], starts: Mapping[int, int], told: frozenset[int]
) -> list[tuple[Mention, int]]:
    """The mentions that become cells, each with where its cell starts."""
    kept: list[tuple[Mention, int]] = []
    known = kinds()
    named = {PERSON, ORG, GPE, FAC, *known} - (set(KINDS) - {PERSON, ORG, GPE, FAC})
    for index, mention in enumerate(mentions):
        if mention.label not in known or index in told:
            continue
        if mention.label in named and not mention.entity:
            continue
        start = starts.get(index, mention.start)
        while kept and kept[-1][1] >= start:
            kept.pop()
        before = kept[-1] if kept else None
        if (
            before
            and mention.label in (GPE, FAC)
            and before[0].label in (GPE, FAC)
            and text[before[0].end : mention.start] in ("", "的")
        ):
            start = before[1]
            kept.pop()
        kept.append((mention, start))
    return kept
