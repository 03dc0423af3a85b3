"""Where the names of a text stand in it, seen through the noise of a scraped page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from block import Block

#: what may stand inside a name on a page and is no part of it: white space, stars, a reading in parentheses
NOISE = re.compile(r"\s+|\*+|[(（][a-zü-ǜà-ÿāēīōūěǎǐǒǔńňǹ·’' ]{1,16}[)）]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entity is named, in offsets of the squeezed text."""

    start: int
    end: int
    entity: str


class Squeezed:
    """A text without its noise."""

    def __init__(self, text: str) -> None:
        self.source = text
        parts: list[str] = []
        starts: list[int] = []
        at = 0
        for noise in NOISE.finditer(text):
            parts.append(text[at : noise.start()])
            starts.extend(range(at, noise.start()))
            at = noise.end()
        parts.append(text[at:])
        starts.extend(range(at, len(text)))
        self.text = "".join(parts)
        #: where each character stood
        self.starts = starts

    def span(self, quoted: str, part: str = "") -> tuple[int, int] | None:
        """Where a string of the source first stands, or a part of the string; None where it does not."""
        at = self.source.find(quoted)
        if at < 0:
            return None
        start = at + quoted.find(part) if part else at
        return bisect_left(self.starts, start), bisect_left(self.starts, start + len(part or quoted))

    def breaks(self) -> set[int]:
        """The characters before which a line ends."""
        after = zip(self.starts, self.starts[1:], strict=False)
        return {i for i, (a, b) in enumerate(after, 1) if b > a + 1 and "\n" in self.source[a:b]}

    def occurrences(self, form: str) -> Iterator[int]:
        """Where a form begins."""
        wanted = squeeze(form)
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            yield at
            at = self.text.find(wanted, at + 1)


class Named:
    """A block, and where its entities are named in it."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.squeezed = Squeezed(block.text)

    @cached_property
    def all(self) -> dict[str, list[Place]]:
        """Every place of each entity, those of its references too; they may overlap."""
        found: dict[str, list[Place]] = {e.name: [] for e in self.block.entities}
        for entity in self.block.entities:
            for form in entity.forms:
                size = len(squeeze(form))
                found[entity.name] += [
                    Place(at, at + size, entity.name) for at in self.squeezed.occurrences(form)
                ]
        for reference in self.block.references:
            span = self.squeezed.span(reference.context, reference.mention)
            if span and reference.entity in found:
                found[reference.entity].append(Place(*span, reference.entity))
        return found

    @cached_property
    def apart(self) -> list[Place]:
        """The places of names and other forms that do not overlap, the longest first taken, in order."""
        places = [
            Place(at, at + len(squeeze(form)), entity.name)
            for entity in self.block.entities
            for form in entity.forms
            for at in self.squeezed.occurrences(form)
        ]
        taken: list[Place] = []
        free = bytearray(b"\1" * len(self.squeezed.text))
        for place in sorted(places, key=lambda p: (p.start - p.end, p.start)):
            if all(free[place.start : place.end]):
                free[place.start : place.end] = bytes(place.end - place.start)
                taken.append(place)
        return sorted(taken, key=lambda p: p.start)


def squeeze(text: str) -> str:
    """The text without its noise."""
    return NOISE.sub("", text)
