"""What the command line says of a build that has ended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.floods import first_few
from kg.cli.group import FINE, PROBLEMS, fail
from kg.cli.terminal import talk
from kg.errors import located
from kg.values.phrase import phrase
from kg.words.messages import get_language, say

if TYPE_CHECKING:
    from kg.build import Report

_SHOWN = 5  # new statements about a name


def say_report(report: Report, output: str, only: str | None) -> int:
    """Problems and notes as errors are said, the rest as talk; the status to end with."""
    for line in first_few(report.idle):
        fail(line, FINE)
    for line in first_few([located(note.path, note.reason) for note in report.notes]):
        fail(line, FINE)
    silent = "{}: no statement found in it; check that it is the text of an article"
    for line in first_few([phrase(silent, path) for path in report.silent]):
        fail(line, FINE)
    if report.quarantined:
        where = Path(output) / "quarantine.jsonl"
        fail(
            phrase("{}: {} statements do not fit the ontology; see {}", output, report.quarantined, where),
            FINE,
        )
    for problem in first_few(report.problems):
        fail(problem, PROBLEMS)
    for said in _said(report, output, only):
        talk(say(said))
    for news in _news(report):
        talk(news)
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
