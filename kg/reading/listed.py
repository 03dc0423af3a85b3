"""Sources that name several: patterns (``news/**/*.html``) and files that list sources (``@list.txt``)."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path

from kg.errors import SourceError
from kg.reading.encoding import decode
from kg.values.system import why

#: what stands before the name of a list
LIST = "@"


def listed(source: Path) -> list[Path] | None:
    """The sources that a list has, a line each, relative to it; None where ``source`` is no list.

    Blank lines, and what begins with #, are passed over. SourceError where it cannot be read.
    """
    if not str(source).startswith(LIST) or source.exists():
        return None
    path = Path(str(source).removeprefix(LIST))
    try:
        lines = [line.strip() for line in decode(path.read_bytes()).splitlines()]
    except OSError as error:
        raise SourceError(
            source, f"cannot be read ({why(error)}); check the path and its permissions"
        ) from None
    except ValueError as error:
        raise SourceError(source, str(error)) from None
    return [path.parent / line for line in lines if line and not line.startswith("#")]


def matched(source: Path) -> Iterator[tuple[Path, Path]] | None:
    """What a pattern matches, sorted, each with the folder that it begins in; None where it is no pattern."""
    text = str(source)
    if not glob.has_magic(text) or source.exists():
        return None
    fixed = Path(*_fixed(source))
    found = sorted(Path(item) for item in glob.glob(text, recursive=True))  # noqa: PTH207
    return ((path, fixed) for path in found)


def _fixed(source: Path) -> list[str]:
    """The parts of a pattern before the first that has magic."""
    parts: list[str] = []
    for part in source.parts:
        if glob.has_magic(part):
            break
        parts.append(part)
    return parts
