"""What a push has done, and the note of it that lets one that failed go on where it stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OutputError, UsageError
from kg.values.phrase import phrase
from kg.values.system import why

Progress = Callable[[int, int, str], None]  # done, total (0: unknown), the last one's name


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many things were sent, were there already, and were removed, since the collection has them no more.

    ``things``: named graphs for a triple store, nodes and edges for a graph database.
    """

    sent: int
    known: int
    things: str = "graphs"
    removed: int = 0


class Note:
    """A file that remembers by content what arrived at ``url``; without a path, nothing is known.

    A line for the address, then one for each thing, as it arrives; what a break cut off counts as nothing.
    A note of another address says nothing and is begun anew; UsageError for a file that is no note.
    """

    def __init__(self, path: Path | None, url: str) -> None:
        self._path, self._url = path, url
        self._known = _read(path, url)
        self._begun = False

    def knows(self, name: str, content: str) -> bool:
        """Whether ``content`` arrived under that name."""
        return self._known.get(name) == _digest(content)

    def keep(self, name: str, content: str) -> None:
        """It arrived; OutputError where that cannot be written down."""
        self._known[name] = _digest(content)
        if self._path is None:
            return
        try:
            if self._begun:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(_line({"name": name, "content": self._known[name]}))
            else:  # whole, so that no line is added to one that was cut off
                part = self._path.with_name(f"{self._path.name}.part")
                rows = [{"name": one, "content": key} for one, key in self._known.items()]
                part.write_text("".join(map(_line, [{"to": self._url}, *rows])), encoding="utf-8")
                part.replace(self._path)
        except OSError as error:
            raise OutputError(
                phrase("{}: cannot be written ({}); name another", self._path, why(error))
            ) from None
        self._begun = True


def check_shared(collection: str, there: int, shared: bool) -> None:
    """UsageError where none of the ``there`` articles pushed as ``collection`` is in this build.

    What then would be removed is most likely somebody else's.
    """
    if there and not shared:
        raise UsageError(
            phrase(
                "--replace: none of the {} articles there of the collection {} is in this build; "
                "give it another name by --collection, or, if they are to go, "
                "push once without --replace first",
                there,
                collection,
            )
        )


def _line(values: dict[str, str]) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _read(path: Path | None, url: str) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8") if path else ""
        if not text:
            return {}
        first, *lines = text.split("\n")
        if json.loads(first)["to"] != url:
            return {}
        rows = [json.loads(line) for line in lines[:-1]]
        return {str(row["name"]): str(row["content"]) for row in rows}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise UsageError(phrase("{}: is no note of a push ({}); remove it", path, error)) from None
