"""What a build needs of every article each time, in one file that is quick to read.

Who is who depends on all articles; what becomes of an article's statements only on who its own entities are.
So a build reads the briefs of all, and the articles themselves only where that came out otherwise than last
time: `Line.outcome` tells.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, BinaryIO

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
    sketch: Sequence[int]
    loose: tuple[str, ...]

    @classmethod
    def of(cls, kept: Kept) -> Known:
        """What is needed each time of what was extracted of an article."""
        found = kept.extraction
        ends = {ref.id for item in found.statements for ref in (item.subject, item.object) if ref}
        loose = ends.difference(entity.id for entity in found.entities)
        article = replace(found.article, raw="")
        return cls(article, Brief.of(found), array("I", kept.sketch), tuple(sorted(loose)))


@dataclass(frozen=True, slots=True)
class Line:
    """An article by its ``key`` in the cache, what came of it in a build, and what its statements count for.

    ``outcome`` is a hash of all that its lines in the build depend on besides what was extracted of it.
    """

    key: str
    known: Known
    outcome: str
    counts: Counts

    def written(self) -> bytes:
        """The line of the file, to be read by `Briefs`."""
        text = f"{self.key}\t{_json(self.known.article.doc)}\t{_json(_data(self))}\n"
        return text.encode("utf-8", "surrogatepass")


class Briefs:
    """The lines that the last build of the same kind left; none where there was none, or no ``made_by``."""

    def __init__(self, hidden: Path, made_by: str) -> None:
        self._path = hidden / FILE
        self.docs: dict[str, str] = {}
        self._places: dict[str, int] = {}
        if not made_by:
            return
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
        words: dict[str, str] = {}
        if not self._places:
            yield from (None for _ in places)
            return
        with self._path.open("rb") as file:
            for key, doc, path in places:
                yield _line(self._raw(file, key), doc, path, words) if key in self._places else None

    def written(self, lines: Iterable[Line | str]) -> Iterator[bytes]:
        """Lines as they are written; of one that is given by its key, what was read."""
        with ExitStack() as stack:
            file = stack.enter_context(self._path.open("rb")) if self._places else None
            for line in lines:
                if isinstance(line, Line):
                    yield line.written()
                else:
                    assert file is not None
                    yield self._raw(file, line)

    def _raw(self, file: BinaryIO, key: str) -> bytes:
        file.seek(self._places[key])
        return file.readline()


def write_briefs(folder: Path, made_by: str, lines: Iterable[bytes]) -> None:
    """Write the lines of a build into ``folder``, to be read by `Briefs` of the same ``made_by``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("wb") as file:
        file.write(json.dumps({"made": made_by}).encode() + b"\n")
        file.writelines(lines)


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
        list(known.sketch),
    ]


def _line(line: bytes, doc: str, path: str, words: dict[str, str]) -> Line | None:
    """``words`` are those that many lines have: each is held once."""
    try:
        key, _, text = line.split(b"\t", 2)
        outcome, counts, head, entities, facts, loose, sketch = json.loads(
            text.decode("utf-8", "surrogatepass")
        )
        article = Article(doc=doc, path=path, raw="", **dict(zip(_ARTICLE, head, strict=True)))
        docs, own, once = (doc,), words.setdefault, dict[str, str]().setdefault
        found = tuple(
            Entity(
                once(iri, iri),
                own(type_, type_),
                once(name, name),
                tuple(aliases),
                docs,
                kind and own(kind, kind),
                tuple(traditional),
                code and own(code, code),
                link and own(link, link),
            )
            for iri, type_, name, aliases, kind, traditional, code, link in entities
        )
        said = tuple(
            Fact(own(predicate, predicate), once(subject, subject), once(target, target), once(name, name))
            for predicate, subject, target, name in facts
        )
        brief = Brief(doc, article.key, found, said)
        known = Known(article, brief, array("I", sketch), tuple(loose))
        return Line(key.decode(), known, outcome, Counts(*counts))
    except (ValueError, TypeError, OverflowError):
        return None
