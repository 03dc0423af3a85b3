"""Commands that make a build, and those of a project: what it is built from, and how it stands."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import (
    BASE_IRI,
    FINE,
    LEARNED,
    LEAST,
    LEXICON,
    MODEL,
    NAMES,
    ONTOLOGY,
    cli,
    fail,
    read,
)
from kg.cli.running import check_engine, engine_options, run, run_options
from kg.cli.terminal import emit, option, talk
from kg.errors import UsageError
from kg.values.phrase import phrase
from kg.words.messages import get_language, say

if TYPE_CHECKING:
    from kg.build.project import Project
    from kg.build.status import Status

_FILE = click.Path(path_type=Path)
DECISIONS = option(
    "--decisions",
    metavar="FILE",
    multiple=True,
    type=_FILE,
    help="What a reader accepts, rejects or corrects: the table that kg review writes, filled in.",
)
MERGES = option(
    "--merges",
    metavar="FILE",
    multiple=True,
    type=_FILE,
    help="Lines that join entities or keep them apart; kg merges DIR -o FILE writes some to begin with.",
)
OUTPUT = option(
    "-o",
    "--output",
    metavar="DIR",
    type=_FILE,
    help="The build folder, or that of a project (else this one).",
)
FIELDS = option(
    "--field",
    "fields",
    metavar="NAME=COLUMN",
    multiple=True,
    help="What JSON Lines, CSV and Parquet call the text, id, title, date, publisher, author or url.",
)
_COUNTED = {
    "new": "{} new",
    "changed": "{} changed",
    "gone": "{} gone",
    "stale": "{} stale",
    "failed": "{} failed",
}


@cli.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=_FILE)
@OUTPUT
@NAMES
@MERGES
@DECISIONS
@LEARNED
@ONTOLOGY
@LEXICON
@BASE_IRI
@MODEL
@LEAST
@FIELDS
@run_options
@engine_options
def build(
    sources: tuple[Path, ...],
    output: Path | None,
    base: str | None,
    model: str | None,
    least: float | None,
    jobs: int | None,
    limit: float | None,
    retry: bool,
    only: str | None,
    engine: str,
    master: str | None,
    fields: tuple[str, ...],
    **files: tuple[Path, ...],
) -> int:
    """Build the graph of articles into a folder; without SOURCE, what the folder's zhkg.toml says."""
    from kg.build.changes import extended
    from kg.build.project import find, started

    check_engine(engine, master, jobs, limit)
    project = find(output or Path())
    if project is None:
        if output is None or not sources:
            raise UsageError("no zhkg.toml there; name what to build and where: kg build SOURCE... -o DIR")
        project = started(output)
    project, said = extended(
        project,
        sources=_read_in(sources, project),
        given=files,
        base=base,
        model=model,
        least=least,
        fields=dict(map(_field, fields)),
    )
    for line in said:
        fail(line, FINE)
    return run(project, jobs, limit, retry, only, master)


@cli.command()
@click.argument("folder", metavar="DIR", type=_FILE)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=_FILE)
def init(folder: Path, sources: tuple[Path, ...]) -> int:
    """Start a project in a folder: writes its zhkg.toml, for kg build to read; the graph goes below it."""
    from kg.build.changes import with_sources
    from kg.build.names import PROJECT
    from kg.build.project import find, started
    from kg.build.remembered import remembered

    if find(folder) is not None:
        raise UsageError(
            phrase("{}: is there already; change it, or build with: kg build -o {}", folder / PROJECT, folder)
        )
    with remembered(with_sources(started(folder, "graph"), sources)):
        talk(
            say(
                phrase(
                    "wrote {}; say in it what to build from, or: kg add SOURCE -o {}",
                    folder / PROJECT,
                    folder,
                )
            )
        )
    return FINE


@cli.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=_FILE)
@OUTPUT
@run_options
def add(
    sources: tuple[Path, ...],
    output: Path | None,
    jobs: int | None,
    limit: float | None,
    retry: bool,
    only: str | None,
) -> int:
    """Add articles (files, folders, patterns; - is standard input) to a project, and build."""
    from kg.build.changes import with_sources

    project = _project(output)
    return run(with_sources(project, _read_in(sources, project)), jobs, limit, retry, only)


@cli.command()
@click.argument("names", metavar="SOURCE|DOC...", nargs=-1, required=True)
@OUTPUT
@run_options
def remove(
    names: tuple[str, ...],
    output: Path | None,
    jobs: int | None,
    limit: float | None,
    retry: bool,
    only: str | None,
) -> int:
    """Take sources, files in them or articles out of a project, and build; no file is deleted."""
    from kg.build.changes import without

    project = _project(output)
    return run(without(project, names, _status(project)[0].files), jobs, limit, retry, only)


@cli.command()
@click.argument("folder", metavar="[DIR]", required=False, type=_FILE)
@option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(folder: Path | None, as_json: bool) -> int:
    """Show what a build would do now: articles that are new, changed, gone, failed or to be read again."""
    project = _project(folder)
    found, lines = _status(project)
    if as_json:
        emit(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        return FINE
    for line in lines:
        fail(line, FINE)
    for name in list(_COUNTED)[:-1]:
        for doc in getattr(found, name):
            emit(f"{say(name)}  {doc}")
    for line in found.failed:
        emit(f"{say('failed')}  {say(line)}")
    counts = say(", ").join(say(phrase(_COUNTED[name], len(getattr(found, name)))) for name in _COUNTED)
    talk(say(phrase("{}: {} articles; {}", project.out, found.known, counts)))
    if found.busy:
        talk(say(phrase("{}: is being built now", project.out)))
    elif found.outdated:
        talk(say("the graph is older than what it is made from; kg build brings it up to date"))
    return FINE


@cli.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@OUTPUT
@option("--remove", is_flag=True, help="Watch these no longer.")
def watch(names: tuple[str, ...], output: Path | None, remove: bool) -> int:
    """Watch names: each build tells what it newly says of them. Without NAME, list them with what is new."""
    from kg.build.changes import watching
    from kg.build.remembered import remembered

    project = _project(output)
    if names or remove:
        changed = watching(project, names, remove=remove)
        with remembered(changed):
            talk(say(phrase("watched from the next build on: {}", ", ".join(changed.lists["watch"]) or "-")))
        return FINE
    return _watched(project)


def _watched(project: Project) -> int:
    """The names with all that was new about them when the graph was last built."""
    from kg.build.watching import called
    from kg.values.records import read_watched
    from kg.words.show import line_of

    new = read_watched(project.out)
    records = read(project.out)
    statements = {item.id: item for item in records.statements}
    for name in project.lists["watch"]:
        found = [statements[key] for key in new.get(name, ()) if key in statements]
        if called(name, records):
            emit(say(phrase("{}: {} new statements", name, len(found))))
        else:
            emit(say(phrase("{}: nothing bears this name", name)))
        for statement in found:
            emit(f"  {line_of(statement, get_language())}")
    return FINE


def _read_in(sources: Sequence[Path], project: Project) -> list[Path]:
    """``sources`` with the file in place of ``-`` that has what standard input says."""
    from kg.build.standard_input import kept_input

    return [
        kept_input(sys.stdin.buffer, project.folder) if str(source) == "-" else source
        for source in dict.fromkeys(sources)
    ]


def _field(text: str) -> tuple[str, str]:
    name, sign, column = text.partition("=")
    if not sign or not column:
        raise UsageError(phrase("--field {}: has no column; write --field {}=COLUMN", text, name))
    return name, column


def _project(folder: Path | None) -> Project:
    from kg.build.project import find

    project = find(folder or Path())
    if project is None:
        where = folder or Path().absolute().name
        raise UsageError(
            phrase(
                "{}: has no zhkg.toml; start a project with: kg init DIR, or: kg build SOURCE -o DIR", where
            )
        )
    return project


def _status(project: Project) -> tuple[Status, list[str]]:
    from kg.build.project import given_in, options_of
    from kg.build.status import status as look

    given, lines = given_in(project)
    return look(project.paths("sources"), project.out, given, **options_of(project)), lines
