"""Files and folders to articles; a file that cannot be read becomes an error, not an end."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kg.errors import SourceError
from kg.model import Article
from kg.reading.encoding import decode
from kg.reading.found import Found
from kg.reading.kind import (
    binary_kind,
    declared_charset,
    looks_html,
    looks_json_lines,
    office_kind,
    old_office,
)
from kg.reading.records import Record, read_records, safe_name

TEXT = frozenset((".txt", ".text", ".md"))
HTML = frozenset((".html", ".htm", ".xhtml"))
LINES = frozenset((".jsonl", ".ndjson"))
OFFICE = frozenset((".docx", ".docm", ".xlsx", ".xlsm", ".pdf"))
SUFFIXES = TEXT | HTML | LINES | OFFICE


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: ``path`` relative to the SOURCE given, ``shown`` as the user would name it."""

    file: Path
    path: str
    shown: str


def read_sources(sources: Sequence[str | Path]) -> Iterator[Article | SourceError]:
    """The articles of files and folders, in the order given (folders sorted by path).

    A folder is searched with its subfolders for text, HTML, JSON Lines, Word, Excel and PDF files; hidden
    ones and Word's own locks are passed over. What cannot be read is yielded as a SourceError in its
    place. Articles with the same bytes come once. ``doc`` is the file's stem where it is unique, else its
    path without suffix.
    """
    found = list(dict.fromkeys(item for source in sources for item in _found(Path(source))))
    names = _names([item for item in found if isinstance(item, Source)])
    seen: dict[str, str] = {}
    used: set[str] = set()
    for item in found:
        if isinstance(item, SourceError):
            yield item
            continue
        for article in _read(item, names[item]):
            if isinstance(article, SourceError):
                yield article
            elif article.sha256 in seen:
                yield SourceError(
                    item.shown, f"has the same bytes as {seen[article.sha256]}, which is kept; remove one"
                )
            else:
                seen[article.sha256] = item.shown
                yield replace(article, doc=_unused(article.doc, used))


def read_stream(data: bytes, doc: str = "stdin") -> list[Article]:
    """The articles in bytes from a stream: plain text, a web page, JSON Lines, an office file or a PDF.

    Raises SourceError, which names ``doc``.
    """
    articles = []
    suffix = min(LINES) if looks_json_lines(data) else ""
    for article in articles_of(data, doc, doc, suffix, doc):
        if isinstance(article, SourceError):
            raise article
        articles.append(article)
    return articles


def articles_of(data: bytes, doc: str, path: str, suffix: str, shown: str) -> Iterator[Article | SourceError]:
    """The articles in the bytes of one file, whose ``suffix`` tells its kind where it is known."""
    try:
        text, found = _text_of(data, suffix)
    except ValueError as error:
        yield SourceError(shown, str(error))
        return
    if suffix in LINES:
        yield from _records(data, text, doc, path, shown)
        return
    yield _article(doc, path, text, hashlib.sha256(data).hexdigest(), found)


def _text_of(data: bytes, suffix: str) -> tuple[str, Found]:
    """Text and metadata of a file's bytes; raises ValueError that says what is wrong."""
    office = office_kind(data)
    if office:
        return _office(data, office)
    kind, reason = binary_kind(data), old_office(data)
    if reason:
        raise ValueError(reason)
    if kind:
        raise ValueError(f"is {kind}, not text; save its text as a .txt file")
    if not data.strip():
        raise ValueError("is empty; remove it or fetch it again")
    page = suffix in HTML or (suffix not in LINES and looks_html(data))
    text = decode(data, declared_charset(data) if page else None)
    if "\0" in text:
        raise ValueError("is binary (it holds zero bytes), not text; save its text as a .txt file")
    found = Found()
    if page:
        from kg.reading.html import read_page  # lxml is loaded for web pages only
        from kg.reading.page import page_metadata

        parsed = read_page(text)
        text, found = parsed.text, page_metadata(parsed.root)
        if not text.strip():
            raise ValueError("is a web page without text; save the article's text as a .txt file")
    if not text.strip():
        raise ValueError("is empty (white space only); remove it or fetch it again")
    return text, found


def _office(data: bytes, kind: str) -> tuple[str, Found]:
    """Text and metadata of an office file; each library is loaded where it is used."""
    if kind == "pdf":
        from kg.reading.pdf import read_pdf

        return read_pdf(data)
    if kind == "docx":
        from kg.reading.docx import read_docx

        return read_docx(data)
    from kg.reading.xlsx import read_xlsx

    return read_xlsx(data)


def _records(data: bytes, text: str, doc: str, path: str, shown: str) -> Iterator[Article | SourceError]:
    used: set[str] = set()
    for record in read_records(data, text):
        if not isinstance(record, Record):
            number, reason = record
            yield SourceError(shown, f"line {number} {reason}")
            continue
        name = safe_name(record.id) or f"{PurePosixPath(doc).name}-{record.number}"
        body = record.text
        if looks_html(body[:4096].encode()):
            from kg.reading.html import read_page

            body = read_page(body).text
        if not body.strip():
            yield SourceError(shown, f"line {record.number} holds a web page without text; remove it")
            continue
        yield _article(_unused(name, used), path, body, record.sha256, record.found)


def _article(doc: str, path: str, text: str, sha256: str, found: Found) -> Article:
    return Article(doc, path, text, sha256, found.title, found.date, found.publisher, found.author, found.url)


def _found(source: Path) -> Iterator[Source | SourceError]:
    """The files that a SOURCE names."""
    try:
        if source.is_dir():
            files = sorted(_below(source), key=lambda file: file.relative_to(source).as_posix())
            if not files:
                yield SourceError(
                    source, f"holds no file to read; put articles there ({', '.join(sorted(SUFFIXES))})"
                )
            for file in files:
                yield Source(file, _visible(file.relative_to(source).as_posix()), str(file))
        elif source.exists():
            yield Source(source, _visible(source.name), str(source))
        else:
            yield SourceError(source, "does not exist; check the path")
    except OSError as error:
        yield SourceError(source, f"cannot be read ({error.strerror}); check the path and its permissions")


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            file = Path(parent) / name
            if not name.startswith((".", "~$")) and file.suffix.lower() in SUFFIXES:
                yield file


def _read(source: Source, doc: str) -> Iterator[Article | SourceError]:
    try:
        data = source.file.read_bytes()
    except OSError as error:
        yield SourceError(
            source.shown, f"cannot be read ({error.strerror}); check the path and its permissions"
        )
        return
    yield from articles_of(data, doc, source.path, source.file.suffix.lower(), source.shown)


def _names(sources: list[Source]) -> dict[Source, str]:
    """The doc of each file: its stem where unique, else its path without suffix; always unique."""
    stems = Counter(_safe(PurePosixPath(source.path).stem).casefold() for source in sources)
    used: set[str] = set()
    names = {}
    for source in sources:
        path = PurePosixPath(source.path)
        stem = _safe(path.stem)
        name = stem if stems[stem.casefold()] == 1 else "/".join([*map(_safe, path.parent.parts), stem])
        if name.casefold() in used:
            name = "/".join([*map(_safe, path.parent.parts), _safe(path.name)])
        names[source] = _unused(name, used)
    return names


def _safe(part: str) -> str:
    return safe_name(part) or "_"


def _unused(name: str, used: set[str]) -> str:
    result, number = name, 1
    while result.casefold() in used:
        number += 1
        result = f"{name}-{number}"
    used.add(result.casefold())
    return result


def _visible(path: str) -> str:
    """A path that can be written as UTF-8."""
    return path.encode("utf-8", "replace").decode("utf-8")
