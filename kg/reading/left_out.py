"""What of the sources is not to be read: files, folders, patterns of them, and single articles of a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

#: what stands between a file and the doc of one of its articles
MARK = "#"


class LeftOut:
    """Entries are paths or patterns (``news/*.bak``), or ``FILE#DOC`` for one article of a file."""

    def __init__(self, entries: Iterable[str | Path] = ()) -> None:
        self._entries = [os.path.abspath(entry) for entry in entries]  # noqa: PTH100
        self._plain = frozenset(self._entries)
        self._patterns = [entry for entry in self._entries if set(entry) & set("*?[")]

    def has_file(self, file: Path) -> bool:
        """Whether a file, or a folder that it lies in, is left out."""
        if not self._entries:
            return False
        path = os.path.abspath(file)  # noqa: PTH100
        above = [path, *map(str, Path(path).parents)]
        return not self._plain.isdisjoint(above) or any(
            fnmatchcase(place, pattern) for pattern in self._patterns for place in above
        )

    def has_article(self, file: Path, doc: str) -> bool:
        """Whether one article of a file is left out."""
        return bool(self._entries) and f"{os.path.abspath(file)}{MARK}{doc}" in self._plain  # noqa: PTH100
