"""What a build needs of every article each time, in one file that is quick to read.

Who is who depends on all articles; what becomes of an article's statements only on who its own entities are.
So a build reads the briefs of all, and the articles themselves only where that came out otherwise than last
time: `Line.outcome` tells.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kg.build.cache import Kept
from kg.model import Article, Entity
from kg.resolve.brief import Brief
from kg.resolve.evidence import Fact

FILE = "briefs.jsonl"
_ARTICLE = tuple(
    item.name for item in fields(Article) if item.name not in ("doc", "path", "raw", "reprint_of")
)
_ENTITY = tuple(item.name for item in fields(Entity) if item.name != "docs")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many statements of an article the report counts: by certainty, and those that do not fit."""

    sure: int = 0
    asserted: int = 0
    doubtful: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """An article without its text: its brief, its sketch, and entities that only its statements name."""

    article: Article
    brief: Brief
    sketch: tuple[int, ...]
    loose: tuple[str, ...]

    @classmethod
    def of(cls, kept: Kept) -> Known:
        """What is needed each time of what was extracted of an article."""
        found = kept.extraction
        ends = {ref.id for item in found.statements for ref in (item.subject, item.object) if ref}
        loose = ends.difference(entity.id for entity in found.entities)
        article = replace(found.article, raw="")
        return cls(article, Brief.of(found), kept.sketch, tuple(sorted(loose)))


@dataclass(frozen=True, slots=True)
class Line:
    """An article by its ``key`` in the cache, what came of it in a build, and what its statements count for.

    ``outcome`` is a hash of all that its lines in the build depend on besides what was extracted of it;
    ``raw`` the line as it was read.
    """

    key: str
    known: Known
    outcome: str
    counts: Counts
    raw: bytes = b""


class Briefs:
    """The lines that the last build of the same kind left; none where there was no such build."""

    def __init__(self, hidden: Path, made_by: str) -> None:
        self._path = hidden / FILE
        self.docs: dict[str, str] = {}
        self._places: dict[str, int] = {}
        try:
            self._look(made_by)
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            self.docs, self._places = {}, {}

    def _look(self, made_by: str) -> None:
        with self._path.open("rb") as file:
            if json.loads(file.readline()) != {"made": made_by}:
                return
            at = file.tell()
            for line in file:
                if not line.endswith(b"\n"):
                    raise ValueError("cut short")
                key, doc, _ = line.split(b"\t", 2)
                self._places[key.decode()] = at
                self.docs[json.loads(doc)] = key.decode()
                at += len(line)

    def lines(self, places: Iterable[tuple[str, str, str]]) -> Iterator[Line | None]:
        """The line of each article by key, doc and path, under these; None where there is none."""
        if not self._places:
            yield from (None for _ in places)
            return
        with self._path.open("rb") as file:
            for key, doc, path in places:
                at = self._places.get(key)
                if at is None:
                    yield None
                    continue
                file.seek(at)
                yield _line(file.readline(), doc, path)


def write_briefs(folder: Path, made_by: str, lines: Iterable[Line]) -> None:
    """Write the lines of a build into ``folder``, to be read by `Briefs` of the same ``made_by``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("wb") as file:
        file.write(json.dumps({"made": made_by}).encode() + b"\n")
        for line in lines:
            file.write(line.raw or _written(line))


def _written(line: Line) -> bytes:
    text = f"{line.key}\t{_json(line.known.article.doc)}\t{_json(_data(line))}\n"
    return text.encode("utf-8", "surrogatepass")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _data(line: Line) -> list[Any]:
    known, counts = line.known, line.counts
    return [
        line.outcome,
        [counts.sure, counts.asserted, counts.doubtful, counts.quarantined],
        [getattr(known.article, name) for name in _ARTICLE],
        [[getattr(item, name) for name in _ENTITY] for item in known.brief.entities],
        known.brief.facts,
        known.loose,
        known.sketch,
    ]


def _line(line: bytes, doc: str, path: str) -> Line | None:
    try:
        key, _, text = line.split(b"\t", 2)
        outcome, counts, head, entities, facts, loose, sketch = json.loads(
            text.decode("utf-8", "surrogatepass")
        )
        article = Article(doc=doc, path=path, raw="", **dict(zip(_ARTICLE, head, strict=True)))
        docs = (doc,)
        found = tuple(
            Entity(iri, type_, name, tuple(aliases), docs, kind, tuple(traditional), code, link)
            for iri, type_, name, aliases, kind, traditional, code, link in entities
        )
        brief = Brief(doc, article.key, found, tuple(Fact(*fact) for fact in facts))
        known = Known(article, brief, tuple(sketch), tuple(loose))
        return Line(key.decode(), known, outcome, Counts(*counts), line)
    except (ValueError, TypeError):
        return None
