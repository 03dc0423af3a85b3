"""What is wrong with annotated texts: problems, which have to be mended, and notes, which may be meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from block import Block, Fact, Problem
from figures import told
from names import Named, squeeze
from notation import NUMBERS, blocks

#: characters of a text, white space aside; 80 to 1,400 are asked for but of single lines and sentences
SHORTEST, LONGEST = 10, 1600
#: so far from the evidence subject and object may be named: no window of the reader is longer
REACH = 500

_ACTORS = ("Person", "Organization", "Place")  # a place acts too: 玉林街道派出12人
_SITES = ("Organization", "Place")  # a school or hospital is either
SUBJECTS = {
    "holdsPosition": ("Person",),
    "memberOf": ("Person",),
    "supervises": _ACTORS,
    "donates": _ACTORS,
    "servesAt": _ACTORS,
    "dispatches": _SITES,
    "establishes": _ACTORS,
    "locatedIn": _SITES,
    "issues": _ACTORS,
    "liaisonOf": ("Person",),
    "measure": _ACTORS,
}
OBJECTS = {
    "holdsPosition": _SITES,
    "memberOf": ("Organization",),
    "supervises": _SITES,
    "donates": _ACTORS,
    "servesAt": _SITES,
    "dispatches": _SITES,
    "establishes": ("Organization",),
    "locatedIn": ("Place",),
    "issues": ("Document",),
    "liaisonOf": ("Place",),
    "measure": (),
}
#: the fields that a relation has to have, and those that it may have
NEEDED = {"holdsPosition": {"title"}, "measure": {"indicator", "value", "unit"}}
ALLOWED = {
    "supervises": {"date"},
    "servesAt": {"date"},
    "dispatches": {"quantity", "unit", "approx"},
    "measure": {"approx"},
    "donates": {"amount", "currency", "item", "quantity", "unit", "worth", "approx", "joint"},
}


def check(files: Iterable[Path]) -> Iterator[Problem]:
    """The problems of files, in order."""
    seen: dict[tuple[Path, str], Block] = {}
    for file in files:
        for block in blocks(file):
            if other := seen.get((file.parent, block.name)):
                block.refuse(block.line, f"the id stands in {other.file.name}:{other.line} too")
            seen.setdefault((file.parent, block.name), block)
            yield from problems(block)


def problems(block: Block) -> list[Problem]:
    """All problems of a block, in the order of its lines."""
    named = Named(block)
    size = len("".join(block.text.split()))
    if not SHORTEST <= size <= LONGEST:
        block.refuse(block.line, f"{size} characters; {SHORTEST} to {LONGEST} are allowed")
    for entity in block.entities:
        if not named.all[entity.name]:
            block.refuse(entity.line, f"neither {entity.name} nor another form of it is in the text")
    seen: set[str] = set()
    for fact in block.facts:
        key = json.dumps([fact.status, fact.relation, fact.subject, fact.object, fact.fields], sort_keys=True)
        if key in seen:
            block.refuse(fact.line, "the fact stands twice")
        seen.add(key)
        for text in (*_ends(fact, block), *_fields(fact), *_evidence(fact, named)):
            block.refuse(fact.line, text)
    _references(block)
    return sorted(block.problems, key=lambda p: p.line)


def _ends(fact: Fact, block: Block) -> Iterator[str]:
    types = {e.name: e.type for e in block.entities}
    subjects, objects = SUBJECTS[fact.relation], OBJECTS[fact.relation]
    if not fact.subject:
        yield f"{fact.relation} lacks a subject"
    if not fact.object and objects and fact.relation != "donates":
        yield f"{fact.relation} lacks an object"
    if fact.object and not objects:
        yield f"{fact.relation} has no object"
    for name, classes in ((fact.subject, subjects), (fact.object, objects)):
        if name and name not in types:
            yield f"{name!r} has no entity line"
        elif name and classes and types[name] not in classes:
            yield f"{name} is a {types[name]}; {fact.relation} wants {' or '.join(classes)}"


def _fields(fact: Fact) -> Iterator[str]:
    given, needed = set(fact.fields), NEEDED.get(fact.relation, set())
    for key in sorted(needed - given):
        yield f"{fact.relation} lacks {key}"
    for key in sorted(given - needed - ALLOWED.get(fact.relation, set())):
        yield f"{fact.relation} has no field {key}"
    if fact.relation == "donates":
        if not given & {"amount", "item"} and not fact.status:
            yield "donates lacks amount or item"
        if {"amount", "item"} <= given:
            yield "donates has both amount and item: goods have a worth"
        if given & {"quantity", "worth"} and "item" not in given:
            yield "donates lacks item"
    if ("quantity" in given) != ("unit" in given) and fact.relation != "measure":
        yield f"{fact.relation} has one of quantity and unit without the other"


def _evidence(fact: Fact, named: Named) -> Iterator[str]:
    span = named.squeezed.span(fact.evidence)
    if span is None:
        across = squeeze(fact.evidence) in named.squeezed.text
        yield f"evidence {'crosses a line end' if across else 'is not in the text'}: {fact.evidence}"
        return
    for name in filter(None, (fact.subject, fact.object)):
        away = min((max(span[0] - p.end, p.start - span[1]) for p in named.all.get(name, ())), default=0)
        if away > REACH:
            yield f"{name} stands {away} characters from the evidence: no window holds both"


def _references(block: Block) -> None:
    known = {e.name for e in block.entities}
    for r in block.references:
        if r.entity not in known:
            block.refuse(r.line, f"{r.entity!r} has no entity line")
        if r.context not in block.text or r.mention not in r.context:
            block.refuse(r.line, f"the reference is not in the text: {r.mention} :: {r.context}")
        elif block.text.count(r.context) > 1 or r.context.count(r.mention) > 1:
            block.refuse(r.line, f"the reference is not unique: {r.mention} :: {r.context}")


def notes(block: Block) -> Iterator[Problem]:
    """What is only odd: titles and items not in the text word for word, numbers that no evidence tells."""
    text = squeeze(block.text)
    for fact in block.facts:
        for key in ("title", "item"):
            if key in fact.fields and squeeze(fact.fields[key]) not in text:
                yield Problem(
                    block.file, block.name, fact.line, f"{key} {fact.fields[key]} is not in the text"
                )
        for key in NUMBERS:
            if key in fact.fields and not told(fact.fields[key], fact.evidence):
                text_ = f"{key} {fact.fields[key]} is not told by {fact.evidence}"
                yield Problem(block.file, block.name, fact.line, text_)
