"""A build as the command line runs it: its options, its bar, and what it says at the end."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any

import click

from kg.cli.report import say_report
from kg.cli.terminal import ending_cleanly, option, progress_bar, talk
from kg.errors import UsageError
from kg.values.phrase import phrase
from kg.words.messages import say

if TYPE_CHECKING:
    from kg.build.project import Project

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


ENGINE = option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    help="What reads the articles: processes of this machine, or a Spark cluster.",
)
MASTER = option(
    "--master", metavar="URL", help="The cluster of --engine spark: spark://HOST:7077, yarn, local[2]."
)


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of where a build runs."""
    return ENGINE(MASTER(command))  # type: ignore[no-any-return]


def check_engine(engine: str, master: str | None, jobs: int | None, limit: float | None) -> None:
    """Raises UsageError where options do not go together."""
    if engine != "spark" and master is not None:
        raise UsageError("--master: is for --engine spark alone; add that, or leave it out")
    if engine == "spark" and not master:
        raise UsageError(
            "--engine spark: needs a cluster; name one: --master spark://HOST:7077, or --master 'local[2]'"
        )
    if engine == "spark":
        for name, value in (("--jobs", jobs), ("--limit", limit)):
            if value is not None:
                raise UsageError(phrase("{}: does not go with --engine spark; leave one out", name))


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of how a build runs, not of what it makes."""
    return reduce(lambda found, wrap: wrap(found), (ONLY, RETRY, LIMIT, JOBS), command)


def run(
    project: Project,
    jobs: int | None,
    limit: float | None,
    retry: bool,
    only: str | None,
    master: str | None = None,
) -> int:
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
            master=master,
        )
    return say_report(report, str(project.out), only)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
