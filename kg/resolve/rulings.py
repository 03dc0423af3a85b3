"""The reader's word on merges: a file whose lines join entities or keep them apart.

    apart https://w3id.org/zhkg/id/person/… https://w3id.org/zhkg/id/person/…   # two entities
    join  https://w3id.org/zhkg/id/organization/… https://w3id.org/zhkg/id/organization/…
    apart https://w3id.org/zhkg/id/person/… dev-04 dev-05   # in each of these articles it is another one
    same  https://w3id.org/zhkg/id/person/… dev-04 dev-06   # changes nothing

Names of one spelling and one post have one IRI from the start: the last two are about those.
``kg merges DIR -o FILE`` writes the lines of both kinds; ``resolve.toml`` has Chinese words for the verbs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import combinations

from kg.errors import UsageError
from kg.model import Entity, Extraction, Records, Ref
from kg.ontology import load_ontology
from kg.resolve.evidence import MEMBERSHIP

JOIN, APART, SAME = "join", "apart", "same"
_COMMENT = re.compile(r"(?:^|\s)#.*")


@dataclass(frozen=True, slots=True)
class Ruling:
    """``left`` and ``right`` are IRIs; or ``right`` is empty and ``docs`` are articles.

    ``verb`` is `JOIN`, `APART` or `SAME`; ``line`` is where the file says it.
    """

    verb: str
    left: str
    right: str
    line: int
    docs: tuple[str, ...] = ()


def read_rulings(text: str, name: str) -> tuple[Ruling, ...]:
    """The rulings of a file called ``name``; UsageError names the line that is none."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = _COMMENT.sub("", line).split()
        if not words:
            continue
        verb, iris = _verbs().get(words[0].lower()), [word.strip("<>") for word in words[1:]]
        of_docs = len(iris) > 1 and verb != JOIN and not any(":" in word for word in iris[1:])
        if verb is None or not (of_docs or (verb != SAME and len(iris) == 2 and iris[0] != iris[1])):
            raise UsageError(f"{name}: line {number} is no ruling; write: apart IRI IRI, or: join IRI IRI")
        if of_docs:
            found.append(Ruling(verb, iris[0], "", number, tuple(iris[1:])))
        else:
            found.append(Ruling(verb, iris[0], iris[1], number))
    return tuple(found)


@cache
def _verbs() -> dict[str, str]:
    text = (files("kg") / "resources" / "zh" / "resolve.toml").read_text(encoding="utf-8")
    return {word: verb for verb, words in tomllib.loads(text)["rulings"].items() for word in words}


def write_rulings(records: Records) -> str:
    """The lines that say what was held to be one, to be changed and given back."""
    names = {entity.id: entity.name for entity in records.entities}
    lines = [
        "# join: one entity, apart: two. apart IRI DOC…: in each of these articles it is another one.",
        "# Change lines and build again with --merges FILE.",
    ]
    for merge in records.merges:
        why = "; ".join((names.get(merge.kept, ""), *merge.reasons))
        lines.append(f"{JOIN} {merge.kept} {merge.replaced}  # {' '.join(why.split())}")
    for entity, reason in shared(records):
        why = " ".join(f"{entity.name}; {reason}".split())
        lines.append(f"{SAME} {entity.id} {' '.join(entity.docs)}  # {why}")
    return "\n".join(lines) + "\n"


def shared(records: Records) -> list[tuple[Entity, str]]:
    """The people and bodies that have one IRI in several articles, each with why; areas go by their codes."""
    memberships = load_ontology().relations_with(MEMBERSHIP)
    bodies: dict[str, set[str]] = {}
    for item in records.statements:
        if item.predicate in memberships and item.object is not None:
            bodies.setdefault(item.subject.id, set()).add(item.object.name)
    found = []
    for entity in records.entities:
        if len(entity.docs) > 1 and entity.code is None:
            held = "、".join(sorted(bodies.get(entity.id, ())))
            found.append((entity, f"same name, {held}" if held else "same name"))
    return found


def set_apart(
    extractions: Sequence[Extraction], rulings: Sequence[Ruling]
) -> tuple[list[Extraction], frozenset[frozenset[str]]]:
    """``extractions`` in which what a ruling sets apart in some articles has an IRI of its own in each.

    The IRI adds the first 8 hex digits of the article, so it stays when others come or go. The pairs of IRIs
    that are to stay two come with them; those own IRIs the reader may join again.
    """
    pairs = {frozenset((item.left, item.right)) for item in rulings if item.verb == APART and item.right}
    joined = {frozenset((item.left, item.right)) for item in rulings if item.verb == JOIN}
    keys = {item.article.doc: item.article.key for item in extractions}
    moved: dict[str, dict[str, str]] = {}
    for ruling in rulings:
        if ruling.verb != APART:
            continue
        own = {doc: f"{ruling.left}-{keys[doc][:8]}" for doc in ruling.docs if doc in keys}
        for doc, iri in own.items():
            moved.setdefault(doc, {})[ruling.left] = iri
        pairs |= set(map(frozenset, combinations((ruling.left, *own.values()), 2))) - joined
    return [_moved(item, moved.get(item.article.doc, {})) for item in extractions], frozenset(pairs)


def _moved(extraction: Extraction, iris: Mapping[str, str]) -> Extraction:
    if not iris:
        return extraction

    def ref(old: Ref) -> Ref:
        return replace(old, id=iris.get(old.id, old.id))

    return replace(
        extraction,
        entities=tuple(replace(item, id=iris.get(item.id, item.id)) for item in extraction.entities),
        statements=tuple(
            item.with_refs(ref(item.subject), item.object and ref(item.object))
            for item in extraction.statements
        ),
    )


def idle(rulings: Iterable[Ruling], extractions: Iterable[Extraction]) -> dict[Ruling, str]:
    """The rulings that had no effect, each with the IRI or the article that is not there."""
    known: set[str] = set()
    docs: set[str] = set()
    for item in extractions:
        docs.add(item.article.doc)
        known |= {entity.id for entity in item.entities}
    found = {}
    for ruling in rulings:
        lost = sorted({ruling.left, ruling.right or ruling.left} - known) + sorted({*ruling.docs} - docs)
        if lost and ruling.verb != SAME:
            found[ruling] = lost[0]
    return found
