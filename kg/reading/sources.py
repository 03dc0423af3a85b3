# long: the one place that knows which reader takes which kind of file
"""Files and folders to articles; a file that cannot be read becomes an error, not an end."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kg.errors import SourceError
from kg.lexicon import load_lexicon
from kg.model import Article, SourceNote
from kg.reading.encoding import decode
from kg.reading.files import (
    HTML,
    JSON,
    LINES,
    MARKDOWN,
    OFFICE,
    TABLES,
    Source,
    docs_of,
    files_of,
    suffix_of,
    unreadable,
    unused,
)
from kg.reading.found import Found
from kg.reading.grid import Grid, grid_of_rows, lines_of
from kg.reading.kind import (
    binary_kind,
    declared_charset,
    looks_html,
    looks_json,
    looks_json_lines,
    office_kind,
    old_office,
)
from kg.reading.left_out import LeftOut
from kg.reading.packed import unpacked
from kg.reading.parquet import PARQUET, read_parquet
from kg.reading.records import (
    Record,
    cell_of,
    holds_articles,
    read_json,
    read_lines,
    records_of,
    safe_name,
)
from kg.reading.streamed import read_line_file
from kg.reading.warc import WARC, read_warc

#: characters of one article, rows of tables not counted, which are read apart
LONGEST = 3_000_000
#: what a source gives: articles, what is wrong with one, and what of one was not understood
Told = Article | SourceError | SourceNote
Reader = Callable[[Source, str], Iterator[Told]]


def read_sources(sources: Sequence[str | Path]) -> Iterator[Told]:
    """The articles of files and folders, in the order given (folders sorted by path).

    A folder is searched with its subfolders; hidden files and Word's own locks are passed over. What is
    not read is yielded as a SourceError in its place, what was not understood in a file as a SourceNote
    after its articles. Articles with the same bytes come once. ``doc`` is the file's stem where it is
    unique, else its path without suffix.
    """
    return (found.told for found in read_counted(sources))


@dataclass(frozen=True, slots=True)
class Counted:
    """What a source gives, from which file, and how many files are still to be read."""

    told: Told
    file: Path
    left: int


def read_counted(
    sources: Sequence[str | Path], read: Reader | None = None, left_out: LeftOut | None = None
) -> Iterator[Counted]:
    """As `read_sources`, with more about each.

    ``read`` reads a file (None: `read_file`), ``left_out`` is passed over.
    """
    read, left_out = read or read_file, left_out or LeftOut()
    once: dict[object, Source | SourceError] = {}  # a file that two sources name is read once
    for item in (item for source in sources for item in files_of(Path(source))):
        if not left_out.has_file(_place(item)):
            once.setdefault(_key(item), item)
    found = list(once.values())
    names = docs_of([item for item in found if isinstance(item, Source)])
    seen: dict[str, str] = {}
    used: set[str] = set()
    for number, item in enumerate(found, 1):
        place, left = _place(item), len(found) - number
        if isinstance(item, SourceError):
            yield Counted(item, place, left)
            continue
        for article in read(item, names[item]):
            if not isinstance(article, Article):
                yield Counted(article, place, left)
                continue
            doc = unused(article.doc, used)
            if left_out.has_article(place, doc):
                continue
            if article.sha256 in seen:
                used.discard(doc.casefold())
                reason = f"has the same bytes as {seen[article.sha256]}, which is kept; remove one"
                yield Counted(SourceError(item.shown, reason), place, left)
            else:
                seen[article.sha256] = item.shown
                yield Counted(replace(article, doc=doc), place, left)


def _key(item: Source | SourceError) -> object:
    return os.path.abspath(item.file) if isinstance(item, Source) else item  # noqa: PTH100


def _place(item: Source | SourceError) -> Path:
    return item.file if isinstance(item, Source) else Path(item.path)


def read_stream(data: bytes, doc: str = "stdin") -> list[Article]:
    """The articles in bytes from a stream: plain text, a web page, JSON, an office file or a PDF.

    Raises SourceError, which names ``doc``.
    """
    articles = []
    suffix = min(LINES) if looks_json_lines(data) else min(JSON) if looks_json(data) else ""
    for article in articles_of(data, doc, doc, suffix, doc):
        if isinstance(article, SourceError):
            raise article
        if isinstance(article, Article):
            articles.append(article)
    return articles


def articles_of(
    data: bytes, doc: str, path: str, suffix: str, shown: str, charset: str | None = None
) -> Iterator[Told]:
    """The articles in the bytes of one file, whose ``suffix`` tells its kind where it is known.

    ``charset`` is its encoding as far as others say so; what it says itself goes before.
    """
    notes: list[str] = []
    try:
        found = _many(data, suffix)
        if isinstance(found, Grid):
            text, metadata = "\n".join(lines_of(found, "", notes)), Found()
            if not text.strip():
                raise ValueError("is empty; remove it or fetch it again")
        elif found is not None:
            yield from _records(found, doc, path, shown, notes)
        else:
            text, metadata = _text_of(data, suffix, notes, charset)
    except ValueError as error:
        yield SourceError(shown, str(error))
        return
    if found is None or isinstance(found, Grid):
        if _is_too_long(text):
            yield SourceError(shown, f"holds more than {LONGEST} characters in one text; split it")
            return
        yield _article(doc, path, text, hashlib.sha256(data).hexdigest(), metadata)
    yield from (SourceNote(shown, note) for note in dict.fromkeys(notes))


def _many(data: bytes, suffix: str) -> Iterator[Record | str] | Grid | None:
    """The articles or the table of a file that may hold many; None where it is one text."""
    if suffix not in LINES | JSON | TABLES or office_kind(data) or old_office(data):
        return None
    text = _decoded(data, None)
    if suffix in TABLES:
        from kg.reading.delimited import dicts_of, read_rows

        rows = read_rows(text, suffix)
        named = {cell.strip() for cell in rows[0]} if rows else set()
        if len(rows) > 1 and holds_articles(named):
            return records_of(dicts_of(rows))
        return grid_of_rows(rows)
    if suffix in JSON and not (looks_json_lines(data) and not looks_json(data)):
        return read_json(text)
    return read_lines(data, text)


def _decoded(data: bytes, declared: str | None) -> str:
    """The text of bytes; raises ValueError where they are none, or there are none."""
    if kind := binary_kind(data):
        raise ValueError(f"is {kind}, not text; save its text as a .txt file")
    if not data.strip():
        raise ValueError("is empty; remove it or fetch it again")
    text = decode(data, declared)
    if "\0" in text:
        raise ValueError("is binary (it holds zero bytes), not text; save its text as a .txt file")
    if not text.strip():
        raise ValueError("is empty (white space only); remove it or fetch it again")
    return text


def _text_of(data: bytes, suffix: str, notes: list[str], charset: str | None) -> tuple[str, Found]:
    """Text and metadata of a file's bytes; raises ValueError that says what is wrong."""
    office = office_kind(data)
    if office:
        return _office(data, office, notes)
    if reason := old_office(data):
        raise ValueError(reason)
    if suffix in OFFICE and not _is_text(data):
        raise ValueError(f"is no {suffix[1:]} file, or a damaged one; save it again or fetch it again")
    page = suffix in HTML or (suffix not in LINES and looks_html(data))
    text = _decoded(data, (declared_charset(data) if page else None) or charset)
    if not page:
        from kg.reading.plain import read_plain

        return read_plain(text, notes, markdown=suffix in MARKDOWN)
    from kg.reading.html import read_page  # lxml is loaded for web pages only
    from kg.reading.page import page_metadata

    parsed = read_page(text, notes)
    if not parsed.text.strip():
        raise ValueError("is a web page without text; save the article's text as a .txt file")
    return parsed.text, page_metadata(parsed)


def _is_text(data: bytes) -> bool:
    """Whether bytes hold a text, whatever their file is called: many a table is a web page called xls."""
    if binary_kind(data) or not data.strip():
        return True  # said by what reads it
    try:
        return "\0" not in decode(data)
    except ValueError:
        return False


def _office(data: bytes, kind: str, notes: list[str]) -> tuple[str, Found]:
    """Text and metadata of an office file; each library is loaded where it is used."""
    if kind == "pdf":
        from kg.reading.pdf import read_pdf

        return read_pdf(data, notes)
    if kind == "docx":
        from kg.reading.docx import read_docx

        return read_docx(data, notes)
    if kind == "xls":
        from kg.reading.xls import read_xls

        return read_xls(data, notes)
    if kind == "ods":
        from kg.reading.ods import read_ods

        return read_ods(data, notes)
    from kg.reading.xlsx import read_xlsx

    return read_xlsx(data, notes)


def _records(
    records: Iterator[Record | str], doc: str, path: str, shown: str, notes: list[str]
) -> Iterator[Article | SourceError]:
    from kg.reading.plain import read_plain

    used: set[str] = set()
    for record in records:
        if isinstance(record, str):
            yield SourceError(shown, record)
            continue
        name = safe_name(record.id) or f"{PurePosixPath(doc).name}-{record.number}"
        body = record.text
        if looks_html(body[:4096].encode()):
            from kg.reading.html import read_page

            body = read_page(body, notes).text
        else:
            body, _ = read_plain(body, notes)
        if not body.strip():
            yield SourceError(shown, f"{record.place} holds a web page without text; remove it")
            continue
        if _is_too_long(body):
            yield SourceError(shown, f"{record.place} holds more than {LONGEST} characters; split it")
            continue
        yield _article(unused(name, used), path, body, record.sha256, record.found)


def _is_too_long(text: str) -> bool:
    if len(text) <= LONGEST:
        return False
    is_row = load_lexicon().tables.is_row
    return sum(len(line) for line in text.splitlines() if "：" not in line or not is_row(line)) > LONGEST


def _article(doc: str, path: str, text: str, sha256: str, found: Found) -> Article:
    return Article(doc, path, text, sha256, found.title, found.date, found.publisher, found.author, found.url)


def read_file(source: Source, doc: str) -> Iterator[Told]:
    """What a file holds; its articles are called ``doc``, or by what the file calls them."""
    suffix = suffix_of(source.file)
    try:
        if suffix in WARC:
            yield from _pages(source, doc)
        elif suffix in PARQUET:
            yield from _rows(source, doc)
        elif source.file.suffix.lower() in LINES and (found := read_line_file(source.file)) is not None:
            notes: list[str] = []
            yield from _records(found, doc, source.path, source.shown, notes)
            yield from (SourceNote(source.shown, note) for note in dict.fromkeys(notes))
        else:
            data = unpacked(source.file.read_bytes(), source.file.name)
            yield from articles_of(data, doc, source.path, suffix, source.shown)
    except OSError as error:
        yield unreadable(source.shown, error)
    except ValueError as error:
        yield SourceError(source.shown, str(error))


def _pages(source: Source, doc: str) -> Iterator[Told]:
    """The pages of a web archive; one that holds nothing to read is passed over, as there are many."""
    for page in read_warc(source.file):
        if isinstance(page, str):
            yield SourceError(source.shown, page)
            continue
        name = f"{doc}-{page.number}"
        for told in articles_of(page.data, name, source.path, page.suffix, source.shown, page.charset):
            if isinstance(told, Article):
                yield replace(told, url=told.url or page.url)


def _rows(source: Source, doc: str) -> Iterator[Told]:
    names, rows = read_parquet(source.file)
    notes: list[str] = []
    if holds_articles(names):
        yield from _records(records_of(rows), doc, source.path, source.shown, notes)
    else:
        cells = [[cell_of(row.get(name)) for name in names] for row in rows]
        text = "\n".join(lines_of(grid_of_rows([names, *cells]), "", notes))
        if not text.strip():
            raise ValueError("is empty; remove it or fetch it again")
        digest = hashlib.sha256(source.file.read_bytes()).hexdigest()
        yield _article(doc, source.path, text, digest, Found())
    yield from (SourceNote(source.shown, note) for note in dict.fromkeys(notes))
