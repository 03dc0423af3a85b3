"""What was extracted of each article, kept so that the next build need not extract it again.

A file an article, named by a hash of the article and of all that bears on what is found in it: the same
name means the same content. Files appear whole or not at all, so any process may write one at any time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from kg.model import Article, Entity, Extraction, Statement

ARTICLES = "articles"
_SUFFIX, _PART = ".json.gz", ".part"
#: what of an article its name, its place and the other articles do not change
_CONTENT = tuple(item.name for item in fields(Article) if item.name not in ("doc", "path", "reprint_of"))


@dataclass(frozen=True, slots=True)
class Kept:
    """What was extracted of an article, and what tells whether another one is nearly the same."""

    extraction: Extraction
    sketch: tuple[int, ...] = ()


def key_of(article: Article, made_by: str) -> str:
    """The name under which an article is kept; ``made_by`` stands for all else that bears on the result."""
    parts = [getattr(article, name) for name in _CONTENT]
    return hashlib.sha256(json.dumps([made_by, *parts]).encode()).hexdigest()[:40]


class Cache:
    """The kept articles below a folder."""

    def __init__(self, hidden: Path) -> None:
        self._folder = hidden / ARTICLES

    def __contains__(self, key: str) -> bool:
        return os.path.exists(self._path(key))  # noqa: PTH110 (a Path takes as long as the question)

    def save(self, key: str, kept: Kept) -> None:
        """Keep an article, whatever it is called now."""
        self.store(key, packed(kept))

    def store(self, key: str, data: bytes) -> None:
        """Keep an article that is `packed` already, perhaps on another machine."""
        path = Path(self._path(key))
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{key}.{os.getpid()}{_PART}")
        part.write_bytes(data)
        part.replace(path)

    def load(self, key: str, doc: str, path: str) -> Kept | None:
        """A kept article under the name and place that it has now; None where it is not there, or damaged."""
        try:
            with open(self._path(key), "rb") as file:  # noqa: PTH123
                data = json.loads(gzip.decompress(file.read()).decode("utf-8", "surrogatepass"))
            article = Article(doc=doc, path=path, **data["article"])
            entities = tuple(_entity(item, doc) for item in data["entities"])
            statements = tuple(Statement.from_dict({"doc": doc, **item}) for item in data["statements"])
            return Kept(Extraction(article, entities, statements), tuple(data["sketch"]))
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AssertionError):
            self.drop(key)
            return None

    def drop(self, key: str) -> None:
        """Forget an article."""
        with suppress(OSError):
            Path(self._path(key)).unlink()

    def sweep(self, keys: Collection[str]) -> None:
        """Forget all but ``keys``, and what a process that was killed left half written."""
        if not self._folder.is_dir():
            return
        for folder in list(os.scandir(self._folder)):
            for item in list(os.scandir(folder.path)):
                if item.name.removesuffix(_SUFFIX) not in keys:
                    Path(item.path).unlink(missing_ok=True)
            with suppress(OSError):
                Path(folder.path).rmdir()

    def _path(self, key: str) -> str:
        return f"{self._folder}/{key[:2]}/{key}{_SUFFIX}"


def packed(kept: Kept) -> bytes:
    """An article as its file has it."""
    article = kept.extraction.article
    data = {
        "article": {name: getattr(article, name) for name in _CONTENT},
        "entities": [_without_docs(item) for item in kept.extraction.entities],
        "statements": [_without_doc(item) for item in kept.extraction.statements],
        "sketch": kept.sketch,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8", "surrogatepass"), 1, mtime=0)


def _without_docs(entity: Entity) -> dict[str, Any]:
    data = asdict(entity)
    del data["docs"]
    return {name: value for name, value in data.items() if value}


def _entity(data: dict[str, Any], doc: str) -> Entity:
    lists: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
    }
    return Entity(**lists, docs=(doc,))


def _without_doc(statement: Statement) -> dict[str, Any]:
    data = statement.to_dict()
    del data["doc"]
    data["qualifiers"] = {
        key: value for key, value in data["qualifiers"].items() if value not in (None, False)
    }
    return data
