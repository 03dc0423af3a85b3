"""Records on disk: the JSON lines of a build folder, written and read back equal."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, fields
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import BuildError, OutputError
from kg.model import Article, Entity, Merge, Qualifiers, Records, Statement
from kg.values.iri import BASE, article_iri

STATEMENTS, NODES, ARTICLES, MERGES = "statements.jsonl", "nodes.jsonl", "articles.jsonl", "merges.jsonl"
SOURCES = "sources"
WATCHED = "watched.json"  # what was new about the names that are watched
MARKER = "build.json"  # says that a folder is a build, so that a later one may replace it
Item = TypeVar("Item")
_encode = json.JSONEncoder(ensure_ascii=False).encode
#: the keys of exchanged files first, then what only a build needs
_ENTITY = tuple(dict.fromkeys(("id", "type", "name", "aliases", "docs", *(f.name for f in fields(Entity)))))


def write_records(records: Records, folder: Path) -> None:
    """Write four JSON lines files and ``sources/<doc>.txt`` into ``folder``, which exists."""
    _write(folder / STATEMENTS, (item.to_dict() for item in records.statements))
    write_around(records, folder)
    for article in records.articles:
        write_source(article, folder)


def write_around(records: Records, folder: Path) -> None:
    """Write what `write_records` does, but for statements and texts."""
    with (folder / NODES).open("wb") as file:
        file.writelines(map(entity_line, records.entities))
    with (folder / ARTICLES).open("wb") as file:
        file.writelines(article_line(item, records.base) for item in records.articles)
    with (folder / MERGES).open("wb") as file:
        file.writelines(map(merge_line, records.merges))


def write_source(article: Article, folder: Path) -> None:
    """Write the text of an article."""
    path = _source(folder, article.doc)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article.raw, encoding="utf-8", newline="")


def line_of(row: dict[str, Any]) -> bytes:
    """A row as a line of a build's files."""
    return (_encode(row) + "\n").encode()


def read_records(folder: Path, *, doubtful: bool = False) -> Records:
    """What `write_records` wrote; BuildError names the file and the line that is missing or damaged.

    ``doubtful`` also gives the statements below the build's own least confidence.
    """
    bases: list[str] = []

    def article(data: dict[str, Any]) -> Article:
        iri = data.pop("id")
        found = Article(raw=_raw(folder, data["doc"]), **data)
        bases.append(iri.removesuffix(article_iri("", found.sha256)))
        return found

    articles = tuple(_read(folder / ARTICLES, article))
    return Records(
        articles=articles,
        entities=tuple(_read(folder / NODES, lambda data: Entity(**_tuples(data)))),
        statements=tuple(_sure(folder, _read(folder / STATEMENTS, Statement.from_dict), doubtful)),
        merges=tuple(_read(folder / MERGES, lambda data: Merge(**_tuples(data)))),
        base=bases[0] if bases else BASE,
    )


def stream_records(
    folder: Path, *, doubtful: bool = False
) -> tuple[Records, Iterator[Entity], Iterator[Statement]]:
    """A build folder a line at a time: articles without their text, and merges; then the rest as it is read.

    For graphs that need not fit into memory. BuildError as of `read_records`.
    """
    bases: set[str] = set()

    def article(data: dict[str, Any]) -> Article:
        iri = data.pop("id")
        made = Article(raw="", **data)
        bases.add(iri.removesuffix(article_iri("", made.sha256)))
        return made

    found = tuple(_stream(folder / ARTICLES, article))
    merges = tuple(_stream(folder / MERGES, lambda data: Merge(**_tuples(data))))
    head = Records(found, (), (), merges, min(bases, default=BASE))
    return (
        head,
        stream_entities(folder),
        _sure(folder, _stream(folder / STATEMENTS, Statement.from_dict), doubtful),
    )


def stream_entities(folder: Path) -> Iterator[Entity]:
    """The entities of a build folder as they are read; BuildError as of `read_records`."""
    return _stream(folder / NODES, lambda data: Entity(**_tuples(data)))


def least_of(folder: Path) -> float:
    """The least confidence of a statement of a build's graph; 0 where the build does not say."""
    try:
        return float(json.loads((folder / MARKER).read_text(encoding="utf-8")).get("min_confidence", 0))
    except (OSError, ValueError, TypeError, AttributeError):
        return 0.0


def read_watched(folder: Path) -> dict[str, list[str]]:
    """The names that are watched in a build, each with the ids of what was new about it; else nothing."""
    try:
        rows = json.loads((folder / WATCHED).read_text(encoding="utf-8"))
        return {str(name): [str(item) for item in items] for name, items in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _sure(folder: Path, statements: Iterable[Statement], doubtful: bool) -> Iterator[Statement]:
    least = 0.0 if doubtful else least_of(folder)
    return (statement for statement in statements if statement.confidence >= least)


def read_source(folder: Path, doc: str) -> str:
    """The raw text of an article of a build folder; BuildError where it is missing or elsewhere."""
    path = os.path.normpath(f"{folder}/{SOURCES}/{doc}.txt")
    try:
        if not path.startswith(os.path.normpath(f"{folder}/{SOURCES}") + os.sep):
            raise OSError
        with open(path, "rb") as file:  # noqa: PTH123 (a Path takes as long as the reading)
            return file.read().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BuildError(f"{path}: is missing or damaged; build again") from None


def _stream(path: Path, make: Callable[[dict[str, Any]], Item]) -> Iterator[Item]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield _made(path, number, line, make)
    except OSError:
        raise BuildError(f"{path}: is missing or cannot be read; build again") from None


def _made(path: Path, number: int, line: bytes, make: Callable[[dict[str, Any]], Item]) -> Item:
    try:
        return make(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError):
        raise BuildError(f"{path}:{number}: is damaged; build again") from None


def article_line(article: Article, base: str) -> bytes:
    """An article as a line of a build's files."""
    data = {field.name: getattr(article, field.name) for field in fields(article)}
    del data["raw"]
    return line_of({"id": article_iri(base, article.sha256), **data})


def merge_line(merge: Merge) -> bytes:
    """A merge as a line of a build's files."""
    return line_of(asdict(merge))


def entity_line(entity: Entity) -> bytes:
    """An entity as a line of a build's files; faster than `line_of`, as an archive has many."""
    parts = []
    for key in _ENTITY:
        value = getattr(entity, key)
        if isinstance(value, tuple):
            told = f"[{', '.join(map(encode_basestring, value))}]"
        else:
            told = "null" if value is None else encode_basestring(value)
        parts.append(f'"{key}": {told}')
    return f"{{{', '.join(parts)}}}\n".encode()


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _source(folder: Path, doc: str) -> Path:
    path = folder / SOURCES / f"{doc}.txt"
    if not path.resolve().is_relative_to((folder / SOURCES).resolve()):
        raise OutputError(f"{doc}: leads out of the build folder; rename that article")
    return path


def _raw(folder: Path, doc: str) -> str:
    path = _source(folder, doc)
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BuildError(f"{path}: is missing or damaged; build again") from None


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with path.open("wb") as file:
        for row in rows:
            file.write(line_of(row))


def _read(path: Path, make: Callable[[dict[str, Any]], Item]) -> Iterator[Item]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        raise BuildError(f"{path}: is missing or cannot be read; build again") from None
    if lines.pop() != b"":
        raise BuildError(f"{path}:{len(lines) + 1}: is cut short; build again")
    for number, line in enumerate(lines, 1):
        yield _made(path, number, line, make)


def row(statement: Statement) -> dict[str, Any]:
    """A statement as one flat row: ends, qualifiers by exchange name, quotations and their spans."""
    data = statement.to_dict()
    ends: dict[str, Any] = {}
    for key in ("subject", "object"):
        ref = data[key] or {}
        ends |= {key: ref.get("name"), f"{key}_type": ref.get("type"), f"{key}_id": ref.get("id")}
    return {
        **{key: data[key] for key in ("id", "doc", "predicate", "status")},
        **ends,
        **data["qualifiers"],
        **{key: data[key] for key in ("confidence", "rule")},
        "quote": "\n".join(item.quote for item in statement.evidence),
        "spans": "; ".join(f"{item.span.start}-{item.span.end}" for item in statement.evidence),
    }


def columns() -> dict[str, type]:
    """The columns of `row`, in order, each with the type of its values."""
    kinds = {"bool": bool, "float | None": float}
    fields_ = {f.metadata.get("exchange", f.name): kinds.get(str(f.type), str) for f in fields(Qualifiers)}
    first = ("id", "doc", "predicate", "status")
    ends = tuple(f"{key}{end}" for key in ("subject", "object") for end in ("", "_type", "_id"))
    names = (*first, *ends, *fields_, "confidence", "rule", "quote", "spans")
    return {name: float if name == "confidence" else fields_.get(name, str) for name in names}
