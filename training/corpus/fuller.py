"""Bodies that are named shorter than their text allows: 县交通局 in a text that names one county, 永春县.

The guideline wants the fullest form that a text supports; in nothing that a program can see did the hands
differ more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from block import Block

from kg.lexicon import load_lexicon
from kg.nlp.places.areas import Areas


def short(blocks: Iterable[Block]) -> Iterator[tuple[str, str, str]]:
    """Text, name and the fuller name of each body that begins with the level of the one area that has it."""
    lexicon = load_lexicon()
    areas, deictic = Areas.of(lexicon), tuple(lexicon.names.organization.parts.own_deictics)
    for block in blocks:
        levels: dict[str, set[str]] = defaultdict(set)
        for place in block.entities:
            if place.type == "Place" and not place.name.startswith(deictic):
                levels[areas.suffix(place.name)].add(place.name)
        known = {form for entity in block.entities for form in entity.forms}
        for body in block.entities:
            if body.type != "Organization" or areas.split(body.name, believe=False):
                continue
            level = max((x for x in levels if x and body.name.startswith(x)), key=len, default="")
            if level and len(levels[level]) == 1 and len(body.name) > len(level) + 1:
                full = next(iter(levels[level])) + body.name[len(level) :]
                if full not in known:
                    yield block.name, body.name, full
