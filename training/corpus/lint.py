"""What is odd across texts: passages that two of them share, and names annotated in some of them only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from names import Named, squeeze
from opencc import OpenCC

#: so many Chinese characters in a row are a copy
COPIED = 12
#: names shorter than this are found by chance
NAMED = 3
HAN = re.compile("[㐀-䶿一-鿿]")


def copies(corpus: Sequence[Named], others: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Runs of ``COPIED`` Chinese characters or more that texts share, with the ids of these texts.

    The characters of names and titles are not counted, nor what only texts of ``others`` share.
    """
    texts = {named.block.name: named.squeezed.text for named in corpus}
    aside = {named.block.name: _aside(named) for named in corpus}
    texts |= {name: squeeze(text) for name, text in others.items()}
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, text in texts.items():
        for gram, at in _grams(text):
            places[gram].append((name, at))
    found: dict[str, set[str]] = defaultdict(set)
    for shared in places.values():
        for i, (a, at) in enumerate(shared):
            for b, bt in shared[i + 1 :]:
                if a == b or (a in others and b in others) or _both(texts[a], at - 1, texts[b], bt - 1):
                    continue
                size = COPIED
                while _both(texts[a], at + size, texts[b], bt + size):
                    size += 1
                own = [sum(aside[n][s : s + size]) for n, s in ((a, at), (b, bt)) if n in aside]
                if size - max(own) >= COPIED:
                    found[texts[a][at : at + size]] |= {a, b}
    for run in sorted(found, key=lambda r: (-len(r), r)):
        yield run, sorted(found[run])


def _grams(text: str) -> Iterator[tuple[str, int]]:
    for run in re.finditer(f"{HAN.pattern}{{{COPIED},}}", text):
        for at in range(run.start(), run.end() - COPIED + 1):
            yield text[at : at + COPIED], at


def _both(a: str, at: int, b: str, bt: int) -> bool:
    """Is there the same Chinese character at both places?"""
    return 0 <= at < len(a) and 0 <= bt < len(b) and a[at] == b[bt] and bool(HAN.match(a[at]))


def _aside(named: Named) -> bytearray:
    """Which characters are of a name or a title."""
    found = bytearray(len(named.squeezed.text))
    for place in named.apart:
        found[place.start : place.end] = b"\1" * (place.end - place.start)
    for title in {fact.fields["title"] for fact in named.block.facts if "title" in fact.fields}:
        for at in named.squeezed.occurrences(title):
            found[at : at + len(squeeze(title))] = b"\1" * len(squeeze(title))
    return found


def released(folder: Path) -> dict[str, str]:
    """The texts below tests/data, in Simplified characters."""
    simplified = OpenCC("t2s")
    files = sorted(folder.rglob("articles/*.txt"))
    return {
        f.relative_to(folder).as_posix(): simplified.convert(f.read_bytes().decode("utf-8", "replace"))
        for f in files
    }


def unlisted(corpus: Sequence[Named]) -> Iterator[tuple[str, str, str]]:
    """Full names of one text's entities that stand in another text without an entity line there.

    Yields that text, the name, and the first text that has it as an entity.
    """
    owner: dict[str, str] = {}
    for named in corpus:
        for entity in named.block.entities:
            if len(squeeze(entity.name)) >= NAMED:
                owner.setdefault(squeeze(entity.name), named.block.name)
    by_start: dict[str, list[str]] = defaultdict(list)
    for name in sorted(owner, key=lambda n: (-len(n), n)):
        by_start[name[:NAMED]].append(name)
    for named in corpus:
        for name in dict.fromkeys(_strange(named, by_start)):
            yield named.block.name, name, owner[name]


def _strange(named: Named, by_start: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The names that stand in a text outside those of its entities, the longest at each place."""
    text, at = _masked(named), 0
    while at < len(text):
        name = next((n for n in by_start.get(text[at : at + NAMED], ()) if text.startswith(n, at)), None)
        if name:
            yield name
        at += len(name) if name else 1


def _masked(named: Named) -> str:
    """The text with a blank for each character of a name."""
    text = list(named.squeezed.text)
    for place in named.apart:
        text[place.start : place.end] = " " * (place.end - place.start)
    return "".join(text)
