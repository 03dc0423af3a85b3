"""Annotated texts in a short notation → raw text and gold as in tests/data/GUIDELINE.md.

    ### wa-01 date=2021-05-08 genre=donation-company [conv=s2t]     date=null where the page has none
    the text, as scraped, in Simplified; conv: OpenCC's way to the traditional characters of the source
    ---
    P 李明 | 老李                     entities: P(erson) O(rganization) L (place) D(ocument), name | forms
    O 武侯区人大常委会 | 区人大常委会
    L 玉林街道
    --
    h 李明 > 武侯区人大常委会 | title=主任 :: 区人大常委会主任李明
    d 李明 > 玉林街道 | item=口罩 quantity=2000 unit=只 approx :: 带来口罩2000余只
    !planned s 李明 > 玉林街道 :: 李明下周将到玉林街道       a claim that is no fact
    ~ 李明 : 他 :: 散会后他又                             who is meant: entity : mention :: where it stands

A fact is ``letter subject > object | fields :: evidence``, the evidence a string of the text. A space inside
a value is written ``_``. What cannot be read becomes a problem of its block and is left out; ``check`` says
what else is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from block import Block, Entity, Fact, Reference

CLASSES = {"P": "Person", "O": "Organization", "L": "Place", "D": "Document"}
RELATIONS = {
    "h": "holdsPosition",
    "b": "memberOf",
    "s": "supervises",
    "d": "donates",
    "v": "servesAt",
    "x": "dispatches",
    "e": "establishes",
    "l": "locatedIn",
    "i": "issues",
    "c": "liaisonOf",
    "m": "measure",
}
STATUSES = ("negated", "planned", "demanded", "alleged", "ended")
CONVERSIONS = ("s2t", "s2hk", "s2tw")
NUMBERS = ("amount", "quantity", "value", "worth")
WORDS = ("title", "currency", "item", "unit", "indicator", "date")
FLAGS = ("approx", "joint")


def read(file: Path | str) -> Iterator[tuple[str, str, str | None, dict[str, Any]]]:
    """The texts of a file: name, raw text, conversion, gold (``plain``: the text as written)."""
    for block in blocks(Path(file)):
        yield block.name, block.raw(), block.conv, {**block.gold(), "plain": block.text}


def blocks(file: Path) -> list[Block]:
    """The blocks of a file, in order."""
    lines = file.read_text(encoding="utf-8").split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("### ")]
    ends = [*starts[1:], len(lines)]
    return [_block(file, start + 1, lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def _block(file: Path, first: int, lines: list[str]) -> Block:
    """The block of some lines, of which ``first`` is the number of the first."""
    name, *options = lines[0].removeprefix("### ").split() or [""]
    block = Block(file, first, name)
    _header(block, options)
    rule = lines.index("---") if "---" in lines else len(lines)
    second = lines.index("--", rule) if "--" in lines[rule:] else len(lines)
    if second == len(lines):
        block.refuse(first, "lacks a line --- after the text or a line -- after the entities")
    block.text = "\n".join(lines[1:rule]).strip("\n") + "\n"
    count: Counter[str] = Counter()
    for number, line in _numbered(lines, rule, second, first):
        _entity(block, number, line, count)
    for number, line in _numbered(lines, second, len(lines), first):
        if line.startswith("~"):
            _reference(block, number, line)
        else:
            _fact(block, number, line)
    return block


def _numbered(lines: list[str], rule: int, end: int, first: int) -> Iterator[tuple[int, str]]:
    """The lines after ``rule`` that are not blank, with their numbers in the file."""
    for at in range(rule + 1, end):
        if line := lines[at].strip():
            yield first + at, line


def _header(block: Block, options: Iterable[str]) -> None:
    given = dict(option.split("=", 1) for option in options if "=" in option)
    date = given.pop("date", "")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d|null", date):
        block.refuse(block.line, f"date {date!r}: a day or null is wanted")
    block.date = None if date in ("", "null") else date
    block.genre = given.pop("genre", None)
    block.conv = given.pop("conv", None)
    if not block.genre:
        block.refuse(block.line, "lacks genre")
    if block.conv and block.conv not in CONVERSIONS:
        block.refuse(block.line, f"conversion {block.conv!r} is none of {', '.join(CONVERSIONS)}")
        block.conv = None
    for key in given:
        block.refuse(block.line, f"unknown option {key!r}")


def _entity(block: Block, number: int, line: str, count: Counter[str]) -> None:
    letter, _, rest = line.partition(" ")
    name, _, others = (part.strip() for part in rest.partition(" | "))
    if letter not in CLASSES or not name:
        return block.refuse(number, f"entity line {line!r}")
    if any(e.name == name for e in block.entities):
        return block.refuse(number, f"{name} stands twice")
    count[letter] += 1
    aliases = tuple(form for part in re.split("[,，]", others) if (form := part.strip()))
    block.entities.append(Entity(number, f"{letter.lower()}{count[letter]}", CLASSES[letter], name, aliases))


def _reference(block: Block, number: int, line: str) -> None:
    head, where, context = line[1:].rpartition(" :: ")
    entity, colon, mention = (part.strip() for part in head.rpartition(" : "))
    if not (where and colon and entity and mention):
        return block.refuse(number, f"reference line {line!r}")
    block.references.append(Reference(number, entity, mention, context))


def _fact(block: Block, number: int, line: str) -> None:
    claim, told, evidence = line.rpartition(" :: ")
    status = ""
    if claim.startswith("!"):
        status, _, claim = claim[1:].partition(" ")
        if status not in STATUSES:
            return block.refuse(number, f"status {status!r} is none of {', '.join(STATUSES)}")
    letter, _, rest = claim.partition(" ")
    if not told or letter not in RELATIONS:
        return block.refuse(number, f"fact line {line!r}")
    ends, _, given = rest.partition(" | ")
    subject, _, object_ = (part.strip() for part in f" {ends}".partition(" > "))
    fields = _fields(block, number, given)
    block.facts.append(Fact(number, status, RELATIONS[letter], subject, object_, fields, evidence))


def _fields(block: Block, number: int, given: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for part in given.split():
        key, is_, value = part.partition("=")
        if key in fields:
            block.refuse(number, f"field {key} stands twice")
        elif key in FLAGS and not is_:
            fields[key] = True
        elif key in WORDS and value:
            fields[key] = value.replace("_", " ")
        elif key in NUMBERS and re.fullmatch(r"\d+(\.\d+)?", value):
            figure = float(value)
            fields[key] = int(figure) if figure.is_integer() else figure
        elif key in NUMBERS:
            block.refuse(number, f"{key} {value!r} is no number")
        else:
            block.refuse(number, f"unknown field {part!r}")
    return fields
