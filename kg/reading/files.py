"""The files that sources name, each with its kind by its ending; what is not read is said."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.errors import SourceError
from kg.reading.kind import binary_kind, old_office
from kg.reading.listed import listed, matched
from kg.reading.packed import inner
from kg.reading.parquet import PARQUET
from kg.reading.records import safe_name
from kg.reading.warc import WARC
from kg.values.records import MARKER, STATEMENTS
from kg.values.system import why

MARKDOWN = frozenset((".md", ".markdown"))
TEXT = frozenset((".txt", ".text")) | MARKDOWN
HTML = frozenset((".html", ".htm", ".xhtml", ".shtml"))
LINES = frozenset((".jsonl", ".ndjson"))
JSON = frozenset((".json",))
TABLES = frozenset((".csv", ".tsv"))
OFFICE = frozenset((".docx", ".docm", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".pdf"))
SUFFIXES = TEXT | HTML | LINES | JSON | TABLES | OFFICE | WARC | PARQUET
#: what a name that is passed over begins with: hidden files, and the locks that Word and WPS leave
PASSED = (".", "~$")
#: bytes of a file that is read at all
LARGEST = 300_000_000
_BUILD = "is a graph that kg build made; name the articles that it was made of"
_OTHER = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: ``path`` relative to the SOURCE given, ``shown`` as the user would name it."""

    file: Path
    path: str
    shown: str


def files_of(source: Path) -> Iterator[Source | SourceError]:
    """The files that a SOURCE names, a folder's sorted by path; an error for each that is not read.

    A SOURCE may be a pattern, or with an @ before it a file that lists sources. Hidden files and folders,
    and the locks that Word leaves, are passed over.
    """
    try:
        if (lines := listed(source)) is not None:
            for line in lines:
                yield from files_of(line)
            return
        if (matches := matched(source)) is not None:
            yield from _matching(source, matches)
            return
    except SourceError as error:
        yield error
        return
    try:
        if source.is_dir() and _is_build(source):
            yield SourceError(source, _BUILD)
        elif source.is_dir():
            found = sorted(_below(source), key=lambda item: _place(item, source))
            if not any(isinstance(item, Source) for item in found):
                yield SourceError(
                    source, f"holds no file to read; put articles there ({', '.join(sorted(SUFFIXES))})"
                )
            yield from found
        elif source.is_symlink() and not source.exists():
            yield SourceError(source, "is a symbolic link to nothing; remove it or mend it")
        elif source.exists():
            reason = _irregular(source)
            yield (
                SourceError(source, reason) if reason else Source(source, _visible(source.name), str(source))
            )
        else:
            yield SourceError(source, "does not exist; check the path")
    except OSError as error:
        yield unreadable(source, error)


def _matching(source: Path, matches: Iterator[tuple[Path, Path]]) -> Iterator[Source | SourceError]:
    """The files that a pattern matches, and those in folders that it matches, each once."""
    found: dict[Path, Source | SourceError] = {}
    for path, fixed in matches:
        for item in files_of(path) if not path.name.startswith(PASSED) else ():
            if isinstance(item, Source):
                place = item.file.relative_to(fixed).as_posix()
                found.setdefault(item.file, Source(item.file, _visible(place), item.shown))
            else:
                found.setdefault(Path(item.path), item)
    if not found:
        yield SourceError(source, "matches no file; check the pattern")
    yield from found.values()


def suffix_of(file: Path) -> str:
    """The ending that tells the kind of a file, or of what is packed in it."""
    return PurePosixPath(inner(file.name)).suffix.lower()


def unreadable(path: object, error: OSError) -> SourceError:
    """The error of what the system does not let us read."""
    return SourceError(path, f"cannot be read ({why(error)}); check the path and its permissions")


def _is_build(folder: Path) -> bool:
    return (folder / MARKER).is_file() and (folder / STATEMENTS).is_file()


def _place(item: Source | SourceError, folder: Path) -> str:
    path = Path(item.path if isinstance(item, SourceError) else item.shown)
    return path.relative_to(folder).as_posix()


def _below(folder: Path) -> Iterator[Source | SourceError]:
    """All files below a folder; links are followed where they stay in it."""
    refused: list[OSError] = []
    inside = Path(os.path.realpath(folder))
    for parent, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith(PASSED))
        for name in folders:
            path = Path(parent) / name
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(inside):
                yield SourceError(path, "is a symbolic link out of the source folder; name its target itself")
            elif _is_build(path):
                yield SourceError(path, _BUILD)
        folders[:] = [name for name in folders if not _is_build(Path(parent) / name)]
        for name in sorted(names):
            if not name.startswith(PASSED):
                path = Path(parent) / name
                reason = _reason(path, inside)
                shown = _visible(path.relative_to(folder).as_posix())
                yield SourceError(path, reason) if reason else Source(path, shown, str(path))
    yield from (unreadable(error.filename, error) for error in refused)


def _reason(path: Path, inside: Path) -> str:
    """Why a file in a folder is not read; empty where it is."""
    if path.is_symlink():
        target = Path(os.path.realpath(path))  # resolve() raises where links lead in a circle
        if not path.exists():
            return "is a symbolic link to nothing; remove it or mend it"
        if not target.is_relative_to(inside):
            return "is a symbolic link out of the source folder; name its target itself"
    return _irregular(path) or _foreign(path)


def _irregular(path: Path) -> str:
    """What is wrong with what is no file, or larger than anything that is read."""
    try:
        state = path.stat()
    except OSError as error:
        return f"cannot be read ({why(error)}); check the path and its permissions"
    if not stat.S_ISREG(state.st_mode):
        kind = next((name for test, name in _OTHER if test(state.st_mode)), "something else")
        return f"is {kind}, not a file; save its text as a .txt file"
    if state.st_size > LARGEST and suffix_of(path) not in WARC | PARQUET:  # read a page, some rows at a time
        return f"is larger than {LARGEST // 1_000_000} MB; split it"
    return ""


def _foreign(path: Path) -> str:
    """What a file is whose ending is none that is read."""
    suffix = suffix_of(path)
    if suffix in SUFFIXES:
        return ""
    try:
        with path.open("rb") as file:
            head = file.read(65536)
    except OSError as error:
        return f"cannot be read ({why(error)}); check the path and its permissions"
    if reason := old_office(head):
        return reason
    if kind := binary_kind(head):
        return f"is {kind}, not text; save its text as a .txt file"
    named = f"has an ending that is not read ({suffix})" if suffix else "has no ending that tells its kind"
    return f"{named}; name the file itself, or rename it"


def docs_of(sources: list[Source]) -> dict[Source, str]:
    """The doc of each file: its stem where unique, else its path without suffix; always unique."""
    stems = Counter(_safe(_plain(source.path).stem).casefold() for source in sources)
    used: set[str] = set()
    names = {}
    for source in sources:
        path = _plain(source.path)
        stem = _safe(path.stem)
        name = stem if stems[stem.casefold()] == 1 else "/".join([*map(_safe, path.parent.parts), stem])
        if name.casefold() in used:
            name = "/".join([*map(_safe, path.parent.parts), _safe(path.name)])
        names[source] = unused(name, used)
    return names


def _plain(path: str) -> PurePosixPath:
    """A place without the ending of what packs the file."""
    return PurePosixPath(inner(path))


def unused(name: str, used: set[str]) -> str:
    """``name``, with a number where it is in ``used`` already; then it is in there."""
    result, number = name, 1
    while result.casefold() in used:
        number += 1
        result = f"{name}-{number}"
    used.add(result.casefold())
    return result


def _safe(part: str) -> str:
    return safe_name(part) or "_"


def _visible(path: str) -> str:
    """A path that can be written as UTF-8."""
    return path.encode("utf-8", "replace").decode("utf-8")
