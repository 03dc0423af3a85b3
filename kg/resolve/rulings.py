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
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

from kg.errors import UsageError
from kg.model import Entity, Records
from kg.ontology import load_ontology
from kg.resolve.evidence import MEMBERSHIP

JOIN, APART, SAME = "join", "apart", "same"
_OURS = re.compile(f"(?:{JOIN}|{SAME}) ")  # what `write_rulings` begins a line with
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


def unsaved(text: str, given: Iterable[str]) -> int | None:
    """The line of a file ``text`` that is somebody's and in none of the files ``given``; None without one."""
    known = {line.strip() for other in given for line in other.splitlines()}
    for number, line in enumerate(text.splitlines(), 1):
        ours = not line.strip() or line.startswith("# ") or (_OURS.match(line) and "  # " in line)
        if not ours and line.strip() not in known:
            return number
    return None


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
    keys: Mapping[str, str], rulings: Sequence[Ruling]
) -> tuple[dict[str, dict[str, str]], frozenset[frozenset[str]]]:
    """The IRIs that rulings set apart in articles, by doc: what each is called there; and pairs to stay two.

    ``keys`` has the key of each article by its doc. The IRI adds its first 8 hex digits, so it stays when
    other articles come or go. The reader may join such own IRIs again.
    """
    pairs = {frozenset((item.left, item.right)) for item in rulings if item.verb == APART and item.right}
    joined = {frozenset((item.left, item.right)) for item in rulings if item.verb == JOIN}
    moved: dict[str, dict[str, str]] = {}
    for ruling in rulings:
        if ruling.verb != APART:
            continue
        own = {doc: f"{ruling.left}-{keys[doc][:8]}" for doc in ruling.docs if doc in keys}
        for doc, iri in own.items():
            moved.setdefault(doc, {})[ruling.left] = iri
        pairs |= set(map(frozenset, combinations((ruling.left, *own.values()), 2))) - joined
    return moved, frozenset(pairs)


def idle(rulings: Iterable[Ruling], docs: Collection[str], known: Collection[str]) -> dict[Ruling, str]:
    """The rulings that had no effect, each with the IRI or the article that is not there.

    ``docs`` are all articles, ``known`` the IRIs of all their entities.
    """
    found = {}
    for ruling in rulings:
        ends = {ruling.left, ruling.right or ruling.left}
        lost = sorted(iri for iri in ends if iri not in known)
        lost += sorted(doc for doc in {*ruling.docs} if doc not in docs)
        if lost and ruling.verb != SAME:
            found[ruling] = lost[0]
    return found
