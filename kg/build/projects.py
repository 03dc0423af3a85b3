"""A project built: what it remembers is in force, and what a command line adds is remembered."""

from __future__ import annotations

from dataclasses import replace

from kg.build.folder import check_target
from kg.build.make import build
from kg.build.names import PROJECT
from kg.build.project import Project, given_in, options_of
from kg.build.remembered import remembered
from kg.build.report import Progress, Report
from kg.errors import UsageError
from kg.values.phrase import phrase


def build_project(
    project: Project,
    *,
    progress: Progress | None = None,
    jobs: int = 0,
    limit: float | None = None,
    retry: bool = False,
    only: str | None = None,
    master: str | None = None,
) -> Report:
    """Build a project; its folder remembers it from now on. Options and errors as of `kg.build.build`."""
    if not project.lists["sources"]:
        raise UsageError(
            phrase("{}: names no sources; add some with: kg add SOURCE", project.folder / PROJECT)
        )
    sources = project.paths("sources")
    check_target(project.out, sources)
    given, lines = given_in(project)
    with remembered(project):
        report = build(
            sources,
            project.out,
            given=given,
            progress=progress,
            jobs=jobs,
            limit=limit,
            retry=retry,
            only=only,
            master=master,
            keep=True,
            watch=project.lists["watch"],
            **options_of(project),
        )
    return replace(report, idle=(*lines, *report.idle))
