"""What a user adds to the project's own data: ontologies, lexicons, names, rulings on merges, decisions,
and what was learned of decisions.

It is in force within ``using(given)``; a build keeps it in its folder, so that whatever opens the build
knows the classes and relations that it was made with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from pathlib import Path

from kg.errors import BuildError

#: where a build keeps the files, and the list of them
FOLDER, LIST = "given", "list.json"
_SUFFIXES = {
    "ontology": "ttl",
    "lexicon": "toml",
    "names": "csv",
    "merges": "txt",
    "decisions": "csv",
    "learned": "json",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file by the name that messages call it, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """The files of each kind, in the order given."""

    ontology: tuple[File, ...] = ()
    lexicon: tuple[File, ...] = ()
    names: tuple[File, ...] = ()
    merges: tuple[File, ...] = ()
    decisions: tuple[File, ...] = ()
    learned: tuple[File, ...] = ()  # the last one counts


_current: ContextVar[Given] = ContextVar("given", default=Given())  # noqa: B039 (it is frozen)


def current() -> Given:
    """What is in force."""
    return _current.get()


def use(given: Given) -> None:
    """Put ``given`` in force from now on, in this context."""
    _current.set(given)


@contextmanager
def using(given: Given) -> Iterator[None]:
    """Put ``given`` in force for a while."""
    token = _current.set(given)
    try:
        yield
    finally:
        _current.reset(token)


def write_given(given: Given, folder: Path) -> None:
    """Keep the files below ``folder``, a build; nothing where there are none."""
    listed: dict[str, list[dict[str, str]]] = {}
    for field in fields(Given):
        items: Sequence[File] = getattr(given, field.name)
        for number, item in enumerate(items, 1):
            path = f"{field.name}-{number}.{_SUFFIXES[field.name]}"
            (folder / FOLDER).mkdir(exist_ok=True)
            (folder / FOLDER / path).write_text(item.text, encoding="utf-8", newline="")
            listed.setdefault(field.name, []).append({"name": item.name, "file": path})
    if listed:
        text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
        (folder / FOLDER / LIST).write_text(text, encoding="utf-8")


def read_given(folder: Path) -> Given:
    """What `write_given` kept; BuildError where it is damaged."""
    place = folder / FOLDER
    if not (place / LIST).is_file():
        return Given()
    try:
        listed = json.loads((place / LIST).read_text(encoding="utf-8"))
        found = {
            kind: tuple(
                File(item["name"], (place / Path(item["file"]).name).read_bytes().decode("utf-8"))
                for item in items
            )
            for kind, items in listed.items()
        }
        return Given(**found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BuildError(f"{place / LIST}: is damaged; build again") from None
