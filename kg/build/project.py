"""What a project remembers: ``zhkg.toml``, a small file that people read and change.

It lies in the build folder, or in a folder of its own that names one. What it says is in force in every
build; what a command line says is added to it, or replaces what it says, and then that is told.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.build.names import PROJECT
from kg.build.sources import given_by
from kg.errors import UsageError
from kg.given import File, Given, read_given
from kg.values.broken import broken_toml
from kg.values.iri import BASE
from kg.values.phrase import phrase
from kg.values.system import why

#: the kinds of files that a user gives, as `Given` calls them
KINDS = ("names", "merges", "decisions", "ontology", "lexicon", "learned")
LISTS = ("sources", "exclude", *KINDS, "watch")
_SCALARS = {"output": (str,), "model": (str,), "base": (str,), "min-confidence": (int, float)}
#: what stands before a file that lists sources
LIST = "@"


@dataclass(frozen=True, slots=True)
class Project:
    """``folder`` is where its file lies; paths are as the file has them, relative to that.

    ``lists`` has the entries of `sources`, `exclude` and each kind that the user gives, and the names of
    `watch`; ``fields`` by which names tables have the text, title and so on of an article.
    """

    folder: Path
    output: str = "."
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    base: str | None = None
    model: str | None = None
    least: float | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """The build folder."""
        return self.path(self.output)

    def path(self, entry: str) -> Path:
        """Where an entry leads from here, as the user would name it."""
        mark = LIST if entry.startswith(LIST) else ""
        return Path(mark + os.path.normpath(self.folder / entry.removeprefix(LIST)))

    def paths(self, name: str) -> list[Path]:
        """The entries of a list as paths from here."""
        return [self.path(entry) for entry in self.lists.get(name, ())]

    def entry(self, path: str | Path) -> str:
        """A path from here as the file has it."""
        text = str(path)
        mark = LIST if text.startswith(LIST) else ""
        try:
            relative = os.path.relpath(text.removeprefix(LIST), os.path.realpath(self.folder))
        except ValueError:  # on another drive
            relative = os.path.abspath(text.removeprefix(LIST))  # noqa: PTH100
        return mark + relative.replace(os.sep, "/")


def find(folder: Path) -> Project | None:
    """The project of a folder; None where there is none. UsageError where its file cannot be understood."""
    path = folder / PROJECT
    if not path.is_file():
        return None
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            phrase(
                "{}: cannot be understood ({}); mend it, or remove it and build anew",
                path,
                broken_toml(error),
            )
        ) from None
    except OSError as error:
        raise UsageError(phrase("{}: cannot be read ({}); check its permissions", path, why(error))) from None
    _check(data, path)
    least = data.get("min-confidence")
    return Project(
        folder=folder,
        output=data.get("output", "."),
        lists={name: tuple(data.get(name, ())) for name in LISTS},
        base=data.get("base"),
        model=data.get("model"),
        least=None if least is None else float(least),
        fields=data.get("fields", {}),
    )


def started(folder: Path, output: str = ".") -> Project:
    """A project without sources."""
    return Project(folder, output, dict.fromkeys(LISTS, ()))


def options_of(project: Project) -> dict[str, Any]:
    """What `kg.build.build` takes besides sources, folder and what is given."""
    model = project.model
    if model and "/" in model:
        model = str(project.path(model))
    return {
        "base": project.base or BASE,
        "model": model,
        "min_confidence": project.least,
        "left_out": project.paths("exclude"),
        "fields": project.fields,
    }


def given_in(project: Project) -> tuple[Given, list[str]]:
    """What the project gives, and a line for each file that is gone.

    What a lost file said stays in force, by the copy in the build folder; but what was learned and then
    removed is to be out of force. SourceError where there is no copy.
    """
    kept = read_given(project.out)
    found: dict[str, tuple[File, ...]] = {}
    lines = []
    for kind in KINDS:
        items: list[File] = []
        for entry, path in zip(project.lists.get(kind, ()), project.paths(kind), strict=True):
            copy = next((file for file in getattr(kept, kind) if file.name == path.name), None)
            if path.exists() or (copy is None and kind != "learned"):
                items += getattr(given_by(**{kind: [path]}), kind)
            elif kind == "learned":
                lines.append(f"{path}: is gone, and no longer in force; take it out of {PROJECT}")
            elif copy is not None:
                items.append(copy)
                lines.append(f"{entry}: is gone; its copy in {project.out / 'given'} stays in force")
        found[kind] = tuple(items)
    return Given(**found), lines


def _check(data: dict[str, Any], path: Path) -> None:
    for name, value in data.items():
        if name in LISTS:
            right = isinstance(value, list) and all(isinstance(item, str) for item in value)
            wanted = f'{name} = ["…", "…"]'
        elif name == "fields":
            right = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
            wanted = 'fields = { text = "…" }'
        elif name in _SCALARS:
            right = isinstance(value, _SCALARS[name]) and not isinstance(value, bool)
            wanted = f"{name} = 0.6" if name == "min-confidence" else f'{name} = "…"'
        else:
            known = ", ".join((*_SCALARS, "fields", *LISTS))
            raise UsageError(phrase("{}: has no entry {}; there are {}", path, name, known))
        if not right:
            raise UsageError(phrase("{}: {} is not what it should be; write {}", path, name, wanted))
    if not 0 <= data.get("min-confidence", 0) <= 1:
        raise UsageError(
            phrase("{}: min-confidence is not what it should be; write a number from 0 to 1", path)
        )
