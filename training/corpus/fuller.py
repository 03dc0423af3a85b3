"""Names of bodies that the text has a fuller form of: 县交通局 of a text that names one county, 永春县.

The guideline wants the fullest form that a text supports. Writers and annotators differed in that more than in
anything else that a program can see.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from block import Block

from kg.lexicon import load_lexicon
from kg.nlp.places.areas import Areas


def fuller(block: Block) -> dict[str, str]:
    """The fuller name of each body whose name begins with the level of an area, where one area has that level."""
    areas = Areas.of(load_lexicon())
    levels: dict[str, set[str]] = defaultdict(set)
    for place in block.entities:
        if place.type == "Place":
            full = max(place.forms, key=lambda form: (bool(areas.suffix(form)), form == place.name))
            if level := areas.suffix(full):
                levels[level[-1] if len(level) < 4 and not level.endswith("道") else level].add(full)
    names = {form for entity in block.entities for form in entity.forms}
    found = {}
    for body in block.entities:
        if body.type != "Organization" or areas.split(body.name, believe=False):
            continue
        level = next((known for known in levels if body.name.startswith(known)), "")
        if level and len(levels[level]) == 1 and len(body.name) > len(level) + 1:
            [area] = levels[level]
            full = area + body.name[len(level) :]
            if full not in names:
                found[body.name] = full
    return found


def completed(text: str, block: Block) -> str:
    """The lines of a block with the fuller names; the short ones stay as other forms."""
    full = fuller(block)
    lines = []
    for line in text.split("\n"):
        lines.append(_line(line, full))
    return "\n".join(lines)


def _line(line: str, full: dict[str, str]) -> str:
    for short, long in full.items():
        own = re.escape(short)
        if line == f"O {short}":
            return f"O {long} | {short}"
        if line.startswith(f"O {short} | "):
            return line.replace(f"O {short} | ", f"O {long} | {short}, ", 1)
        head, told, evidence = line.rpartition(" :: ")
        if told:
            head = re.sub(rf"^((?:![a-z]+ )?[a-z] |~ ){own}(?= > | \| |$| : )", rf"\g<1>{long}", head)
            head = re.sub(rf" > {own}(?= \| |$)", f" > {long}", head)
            line = head + told + evidence
    return line


def odd(blocks: Iterator[Block]) -> Iterator[tuple[str, str, str]]:
    for block in blocks:
        for short, long in fuller(block).items():
            yield block.name, short, long
