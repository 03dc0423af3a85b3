"""A project as a command line changes it."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.build.project import LIST, Project
from kg.build.sources import given_by
from kg.errors import SourceError, UsageError
from kg.reading.files import files_of
from kg.reading.left_out import MARK
from kg.values.phrase import phrase, unknown


def extended(
    project: Project,
    *,
    sources: Sequence[str | Path] = (),
    given: Mapping[str, Sequence[str | Path]] | None = None,
    base: str | None = None,
    model: str | None = None,
    least: float | None = None,
    fields: Mapping[str, str] | None = None,
) -> tuple[Project, list[str]]:
    """``project`` with what a command line says: files are added; all else replaces, which the lines tell.

    SourceError for a file that is not there: what the project named and then lost is another matter.
    """
    said: list[str] = []
    lists = dict(project.lists)
    if named := tuple(dict.fromkeys(map(project.entry, sources))):
        if lists["sources"] and set(lists["sources"]) != set(named):
            before = ", ".join(lists["sources"])
            text = "sources: {} instead of {}; kg add would have added"
            said.append(phrase(text, ", ".join(named), before))
        lists["sources"] = named
    for kind, paths in (given or {}).items():
        given_by(**{kind: [path for path in paths if not Path(path).exists()]})  # says what cannot be read
        lists[kind] = tuple(dict.fromkeys((*lists[kind], *map(project.entry, paths))))
    for name, column in (fields or {}).items():
        if project.fields.get(name, column) != column:
            said.append(phrase("{}: {} instead of {}", name, column, project.fields[name]))
    values: dict[str, Any] = {"base": base, "model": _model(project, model), "least": least}
    for name, value in values.items():
        before = getattr(project, name)
        if value is not None and before is not None and value != before:
            shown = name.replace("least", "min-confidence")
            said.append(phrase("{}: {} instead of {}", shown, value, before))
    changes = {name: value for name, value in values.items() if value is not None}
    return replace(project, lists=lists, fields={**project.fields, **(fields or {})}, **changes), said


def without(project: Project, names: Sequence[str], articles: Mapping[str, Path]) -> Project:
    """``project`` without what ``names`` name: sources of its, files in them, or articles by their doc.

    ``articles`` has where each doc of the build was read. UsageError names what is none of these.
    """
    lists = dict(project.lists)
    for name in names:
        entry = project.entry(name)
        named = entry in lists["sources"]
        lists["sources"] = tuple(item for item in lists["sources"] if item != entry)
        inside = [project.path(item) for item in lists["sources"] if not item.startswith(LIST)]
        if any(_lies_in(Path(name), source) for source in inside):
            lists["exclude"] = tuple(dict.fromkeys((*lists["exclude"], entry)))
        elif named:
            continue
        elif name in articles:
            file = project.entry(articles[name])
            shared = sum(path == articles[name] for path in articles.values()) > 1
            lists["exclude"] = tuple(
                dict.fromkeys((*lists["exclude"], f"{file}{MARK}{name}" if shared else file))
            )
        else:
            raise UsageError(
                phrase("{}: is no source, no file in one and no article; kg status lists them", name)
            )
    return replace(project, lists=lists)


def with_sources(project: Project, sources: Sequence[str | Path]) -> Project:
    """``project`` with more sources; what was left out and is named now is read again.

    SourceError for one that is not there.
    """
    for source in sources:
        found = [] if Path(source).is_dir() else list(files_of(Path(source)))
        errors = [item for item in found if isinstance(item, SourceError)]
        if errors and len(errors) == len(found):
            raise errors[0]
    entries = tuple(map(project.entry, sources))
    lists = dict(project.lists)
    lists["exclude"] = tuple(item for item in lists["exclude"] if item not in entries)
    inside = [path for path in project.paths("sources") if not str(path).startswith(LIST)]
    new = [
        entry
        for entry, source in zip(entries, sources, strict=True)
        if not any(_lies_in(Path(source), path) for path in inside)
    ]
    lists["sources"] = tuple(dict.fromkeys((*lists["sources"], *new)))
    return replace(project, lists=lists)


def watching(project: Project, names: Sequence[str], *, remove: bool = False) -> Project:
    """``project`` with more names watched, or without these; UsageError names one that is not watched."""
    before = project.lists["watch"]
    if not remove:
        clean = [name.strip() for name in names]
        if "" in clean:
            raise UsageError("watch: a name is empty; write a name, another name or an IRI")
        return replace(project, lists={**project.lists, "watch": tuple(dict.fromkeys((*before, *clean)))})
    for name in names:
        if name not in before:
            raise UsageError(unknown("watched name", name, before))
    if not names:
        raise UsageError("--remove: say which names; kg watch lists them")
    left = tuple(name for name in before if name not in names)
    return replace(project, lists={**project.lists, "watch": left})


def _lies_in(path: Path, source: Path) -> bool:
    """Whether a path that exists is a source, lies in one, or matches it."""
    if not os.path.lexists(path):
        return False
    real = Path(os.path.abspath(path))  # noqa: PTH100
    if glob.has_magic(str(source)):
        return real in {Path(os.path.abspath(item)) for item in glob.glob(str(source), recursive=True)}  # noqa: PTH100, PTH207
    return real.is_relative_to(os.path.abspath(source))  # noqa: PTH100


def _model(project: Project, model: str | None) -> str | None:
    """A pipeline in a folder by its place from the project's file."""
    if model is None or not Path(model).is_dir():
        return model
    entry = project.entry(model)
    return entry if "/" in entry else f"./{entry}"
