"""What a push has done, and the note of it that lets one that failed go on where it stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.phrase import phrase

Progress = Callable[[int, int, str], None]  # done, total (0: unknown), the last one's name


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many things were sent, and how many a note said were there already.

    ``things``: named graphs for a triple store, nodes and edges for a graph database.
    """

    sent: int
    known: int
    things: str = "graphs"


class Note:
    """A file that remembers by content what arrived at ``url``; without a path, nothing is known.

    A note of another address says nothing; UsageError for a file that is no note.
    """

    def __init__(self, path: Path | None, url: str) -> None:
        self._path, self._url = path, url
        self._known = _read(path, url)

    def knows(self, name: str, content: str) -> bool:
        """Whether ``content`` arrived under that name."""
        return self._known.get(name) == _digest(content)

    def keep(self, name: str, content: str) -> None:
        """It arrived."""
        self._known[name] = _digest(content)
        if self._path is not None:
            part = self._path.with_name(f"{self._path.name}.part")
            text = json.dumps({"to": self._url, "graphs": self._known}, ensure_ascii=False, indent=1)
            part.write_text(text + "\n", encoding="utf-8")
            part.replace(self._path)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _read(path: Path | None, url: str) -> dict[str, str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8")) if path else {}
        known = data["graphs"] if data.get("to") == url else {}
        return {str(name): str(key) for name, key in known.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, KeyError) as error:
        raise UsageError(phrase("{}: is no note of a push ({}); remove it", path, error)) from None
