# long: one command of a project after the other
"""Commands that make a build, and those of a project: what it is built from, and how it stands."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    PROBLEMS,
    cli,
    fail,
    read,
)
from kg.cli.terminal import emit, ending_cleanly, option, progress_bar, talk
from kg.errors import UsageError, located
from kg.values.phrase import phrase
from kg.words.messages import get_language, say

if TYPE_CHECKING:
    from kg.build import Report
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
JOBS = option(
    "--jobs",
    metavar="N",
    type=click.IntRange(0),
    help="Processes that read articles (else one a core); 0: none beside this one.",
)
LIMIT = option(
    "--limit",
    metavar="SECONDS",
    type=click.FloatRange(0, min_open=True),
    help="An article that takes a process longer is set aside (else 120; long ones get more).",
)
RETRY = option("--retry", is_flag=True, help="Try articles again that were set aside.")
ONLY = option(
    "--only",
    type=click.Choice(["statements"]),
    help="Write statements, entities and articles, and take away RDF and page until a build without it.",
)


_SHOWN = 5  # new statements about a name, after a build

_COUNTED = {
    "new": "{} new",
    "changed": "{} changed",
    "gone": "{} gone",
    "stale": "{} stale",
    "failed": "{} failed",
}
FIELDS = option(
    "--field",
    "fields",
    metavar="NAME=COLUMN",
    multiple=True,
    help="What JSON Lines, CSV and Parquet call the text, id, title, date, publisher, author or url.",
)


def _running(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of how a build runs, not of what it makes."""
    return reduce(lambda found, wrap: wrap(found), (ONLY, RETRY, LIMIT, JOBS), command)


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
@_running
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
    fields: tuple[str, ...],
    **files: tuple[Path, ...],
) -> int:
    """Build the graph of articles into a folder; without SOURCE, what the folder's zhkg.toml says."""
    from kg.build.changes import extended
    from kg.build.project import find, started

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
    return _build(project, jobs, limit, retry, only)


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
@_running
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
    return _build(with_sources(project, _read_in(sources, project)), jobs, limit, retry, only)


@cli.command()
@click.argument("names", metavar="SOURCE|DOC...", nargs=-1, required=True)
@OUTPUT
@_running
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
    return _build(without(project, names, _status(project)[0].files), jobs, limit, retry, only)


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


def _build(project: Project, jobs: int | None, limit: float | None, retry: bool, only: str | None) -> int:
    """Build a project and say what came of it."""
    from kg.build.projects import build_project

    talk(say("reading; loading the language model"))
    with ending_cleanly(), progress_bar() as progress:
        report = build_project(
            project,
            progress=progress,
            jobs=_cores() if jobs is None else jobs,
            limit=limit,
            retry=retry,
            only=only,
        )
    return _say(report, str(project.out), only)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _say(report: Report, output: str, only: str | None) -> int:
    for line in report.idle:
        fail(line, FINE)
    for note in report.notes:
        fail(located(note.path, note.reason), FINE)
    for path in report.silent:
        fail(phrase("{}: no statement found in it; check that it is the text of an article", path), FINE)
    if report.quarantined:
        where = Path(output) / "quarantine.jsonl"
        fail(
            phrase("{}: {} statements do not fit the ontology; see {}", output, report.quarantined, where),
            FINE,
        )
    for problem in report.problems:
        fail(problem, PROBLEMS)
    for line in _said(report, output, only):
        talk(say(line))
    for line in _news(report):
        talk(line)
    return PROBLEMS if report.problems else FINE


def _said(report: Report, output: str, only: str | None) -> Sequence[str]:
    lines = [
        phrase(
            "{}: {} articles, {} entities, {} asserted statements, {} others, {} sources left out",
            output,
            report.articles,
            report.entities,
            report.asserted,
            report.statements - report.asserted,
            len(report.problems),
        )
    ]
    known, reprints = report.articles - report.extracted, report.articles - report.independent
    if report.unchanged:
        lines.append(phrase("nothing has changed since the last build"))
    elif known > 0:
        lines.append(phrase("{} articles were read, {} were known", report.extracted, known))
    if only:
        lines.append(phrase("RDF and page are left out; kg build -o {} without --only writes them", output))
    if reprints > 0:
        text = "{} of the articles are independent, {} nearly the same as another"
        lines.append(phrase(text, report.independent, reprints))
    if report.decisions:
        lines.append(phrase("{} of {} decisions took effect", report.decided, report.decisions))
    if report.doubtful:
        lines.append(
            phrase(
                "{} statements are less certain than {}: kg review {} lists them first",
                report.doubtful,
                format(report.min_confidence, "g"),
                output,
            )
        )
    return lines


def _news(report: Report) -> list[str]:
    """What is new about the watched names: a line each, and the first statements below."""
    from kg.words.show import line_of

    lines = []
    for item in report.news:
        known = phrase("{}: {} new statements", item.name, len(item.statements))
        lines.append(say(known if item.entities else phrase("{}: nothing bears this name", item.name)))
        lines += [f"  {line_of(statement, get_language())}" for statement in item.statements[:_SHOWN]]
        if (more := len(item.statements) - _SHOWN) > 0:
            lines.append("  " + say(phrase("and {} more: kg watch -o {}", more, report.folder)))
    return lines
