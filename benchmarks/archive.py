"""An archive of any size whose articles count as read: for measuring all that comes after extraction.

`fill` writes ``in`` (a text each) and, in ``out/.zhkg``, what extraction would have kept
of each, so that ``kg build in -o out --model fast`` extracts nothing. Used by after.py.

Texts of ``training/corpus`` are joined, those of one writer in their order, until each has a thousand
characters; 300 of these are really read with ``--model fast``. An article of the archive is one of them with
other names: every person, every village, town, street and community that has no code, and the county, where
nothing below it has a code, are called otherwise, in the text and in what was found in it alike, from a fixed
seed. So lengths and the number of statements are those of the corpus, names grow with the archive as they do
in one, and bodies and places of cities come again and again. One article in twenty is the reprint of another.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "training" / "corpus"), str(ROOT)]

import corpus  # noqa: E402
from generate import GIVEN, SURNAMES  # noqa: E402

from kg.build.cache import key_of  # noqa: E402
from kg.build.make import build  # noqa: E402
from kg.build.names import HIDDEN  # noqa: E402
from kg.build.prints import print_of_reading  # noqa: E402
from kg.given import Given  # noqa: E402
from kg.model import Article  # noqa: E402
from kg.reading.sources import read_sources  # noqa: E402
from kg.values.areas import load_areas  # noqa: E402
from kg.values.iri import BASE  # noqa: E402

MODEL, PATTERNS, LENGTH, REPRINT = "fast", 300, 1000, 20
_SMALL = re.compile(r"[一-鿿]{2,3}(村|社区|街道|镇|乡)")
_IDS = re.compile(r"(statement|gift)/([0-9a-f]{20})")
_ANCHORS = re.compile(r"((?:person|organization|place|document)/[^\"]*?-)([0-9a-f]{8})(?=\")")
_COUNTY = re.compile(r"\d{4}(?!00)\d\d")


@dataclass(frozen=True)
class Pattern:
    """A text, and as JSON what was found in it."""

    text: str
    found: str
    people: tuple[str, ...]
    places: tuple[str, ...]
    county: tuple[str, str] | None


def patterns(folder: Path) -> Iterator[Pattern]:
    """What the articles are made of; read in ``folder``."""
    (folder / "in").mkdir(parents=True)
    for number, text in enumerate(_texts()):
        (folder / f"in/{number:03}.txt").write_text(text, encoding="utf-8")
    build([folder / "in"], folder / "out", model=MODEL, keep=True)
    cache = folder / "out" / HIDDEN / "articles"
    made_by = print_of_reading(MODEL, BASE, Given())
    for article in read_sources([folder / "in"]):
        assert isinstance(article, Article)
        key = key_of(article, made_by)
        found = gzip.decompress((cache / key[:2] / f"{key}.json.gz").read_bytes()).decode()
        yield _pattern(article.raw, found)


def _texts() -> list[str]:
    joined: list[str] = []
    for file in corpus.first():
        parts = [block.raw() for block in corpus.blocks(file)]
        text = ""
        for part in parts:
            text += part.rstrip() + "\n\n"
            if len(text) >= LENGTH:
                joined.append(text)
                text = ""
    return random.Random(1).sample(joined, PATTERNS)


def _pattern(text: str, found: str) -> Pattern:
    entities = json.loads(found)["entities"]
    people = {e["name"] for e in entities if e["type"] == "Person" and 2 <= len(e["name"]) <= 3}
    places = {e["name"] for e in entities if "code" not in e and _SMALL.fullmatch(e["name"])}
    codes = {e["code"]: e["name"] for e in entities if "code" in e}
    counties = [code for code in codes if _COUNTY.fullmatch(code)]
    alone = len(counties) == 1 and not any(c != counties[0] and c.startswith(counties[0]) for c in codes)
    named = alone and load_areas().get(counties[0]) == codes[counties[0]]
    county = (counties[0], codes[counties[0]]) if named else None
    return Pattern(text, found, tuple(sorted(people)), tuple(sorted(places)), county)


class Archive:
    """Articles by number, each always the same."""

    def __init__(self, made_of: list[Pattern]) -> None:
        self._patterns = made_of
        self._counties: dict[tuple[int, str], list[tuple[str, str]]] = {}
        for code, name in load_areas().items():
            if _COUNTY.fullmatch(code):
                self._counties.setdefault((len(name), name[-1]), []).append((code, name))

    def texts(self, number: int) -> tuple[str, str]:
        """The text of an article, and as JSON what was found in it, but for the article itself."""
        pattern = self._patterns[number % len(self._patterns)]
        draw = random.Random(number)
        new = {name: draw.choice(SURNAMES) + _drawn(draw, len(name) - 1) for name in pattern.people}
        for name in pattern.places:
            kind = _SMALL.fullmatch(name)[1]  # type: ignore[index]
            new[name] = _drawn(draw, len(name) - len(kind)) + kind
        where = ""
        if pattern.county:
            name = pattern.county[1]
            where, new[name] = draw.choice(self._counties[len(name), name[-1]])
        both = new | {quote(old): quote(name) for old, name in new.items()}
        forms = sorted(both, key=lambda form: (-len(form), form))
        old = re.compile("|".join(map(re.escape, forms)) or r"\Z\A")
        text, found = (old.sub(lambda match: both[match[0]], form) for form in (pattern.text, pattern.found))
        if pattern.county:
            found = re.sub(rf'(place/|"code":"){pattern.county[0]}(?=")', rf"\g<1>{where}", found)
        found = _IDS.sub(lambda match: f"{match[1]}/{_hex(match[2], str(number), 20)}", found)
        return text, _ANCHORS.sub(lambda match: match[1] + _hex(match[2], where, 8), found)


def fill(folder: Path, archive: Archive, numbers: Iterable[int]) -> int:
    """Write these articles, and what is kept of them; their characters."""
    cache = folder / "out" / HIDDEN / "articles"
    made_by = print_of_reading(MODEL, BASE, Given())
    total = 0
    for number in numbers:
        text, found = archive.texts(number)
        path = folder / "in" / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        total += len(text)
        data = json.loads(found)
        digest = hashlib.sha256(text.encode()).hexdigest()
        data["article"] |= {"sha256": digest}
        data["sketch"] = _sketch(number)
        article = Article(doc="", path="", raw=text, sha256=digest)
        key = key_of(article, made_by)
        kept = cache / key[:2] / f"{key}.json.gz"
        kept.parent.mkdir(parents=True, exist_ok=True)
        form = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        kept.write_bytes(gzip.compress(form.encode(), 1, mtime=0))
    return total


def _sketch(number: int) -> list[int]:
    draw = random.Random(-1 - (number - number % REPRINT if number % REPRINT < 2 else number))
    return [draw.getrandbits(32) for _ in range(64)]


def _drawn(draw: random.Random, length: int) -> str:
    return "".join(draw.choice(GIVEN) for _ in range(length))


def _hex(text: str, salt: str, length: int) -> str:
    return hashlib.sha256(f"{text} {salt}".encode()).hexdigest()[:length]
