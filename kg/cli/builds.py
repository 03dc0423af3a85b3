"""Commands that extract, judge, and learn."""

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
    FOLDER,
    LEARNED,
    LEAST,
    LEXICON,
    MODEL,
    NAMES,
    ONTOLOGY,
    PROBLEMS,
    STATUS,
    cli,
    fail,
    read,
)
from kg.cli.terminal import emit, open_output, option, progress_bar, talk
from kg.errors import OutputError, SourceError, UsageError
from kg.tables.columns import table
from kg.values.phrase import phrase
from kg.words.messages import say

if TYPE_CHECKING:
    from kg.evaluate import Tally
    from kg.given.learned import Layer, Scores
    from kg.review import Outcome


@cli.command()
@click.argument("sources", metavar="[FILE|-]...", nargs=-1, type=click.Path(path_type=Path))
@option("--nodes", is_flag=True, help="Print the entities instead of the statements.")
@STATUS
@NAMES
@LEARNED
@ONTOLOGY
@LEXICON
@BASE_IRI
@MODEL
@LEAST
def extract(
    sources: tuple[Path, ...],
    nodes: bool,
    which: str,
    base: str | None,
    model: str | None,
    least: float | None,
    **files: tuple[Path, ...],
) -> int:
    """Print the statements of a text as JSON lines; - or nothing reads standard input."""
    from kg.build import extract_sources, extract_stream, given_by
    from kg.export import export as write
    from kg.given import use
    from kg.values.iri import BASE

    given = given_by(**files)
    use(given)
    if [str(source) for source in sources] in ([], ["-"]):
        if sys.stdin is None or (not sources and sys.stdin.isatty()):
            raise UsageError("nothing to read; name a file, or send text to standard input")
        data = sys.stdin.buffer.read()
        records = extract_stream(data, base=base or BASE, model=model, given=given, min_confidence=least)
    else:
        records = extract_sources(sources, base=base or BASE, model=model, given=given, min_confidence=least)
    with open_output("-") as file:
        write(records, "nodes-jsonl" if nodes else "jsonl", file, which)
    return FINE


@cli.command("eval")
@click.argument("gold", metavar="GOLD", type=click.Path(path_type=Path))
@FOLDER
@option(
    "--errors", metavar="N", type=click.IntRange(0), default=0, help="Also print N misses and N wrong ones."
)
@option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(gold: Path, folder: Path, errors: int, as_json: bool) -> int:
    """Score a build against gold files: precision, recall and F1 for each relation and entity type."""
    from kg.evaluate import evaluate as score
    from kg.evaluate import read_gold, total

    records = read(folder)
    scores = score(read_gold(gold), records.statements, records.entities)
    if as_json:
        emit(json.dumps(scores.to_dict(), ensure_ascii=False, indent=2))
        return FINE
    for heading, tallies in (("facts", scores.facts), ("entities", scores.entities)):
        rows: list[tuple[str, Tally]] = [*sorted(tallies.items()), (say("all"), total(tallies))]
        header = [say(heading), say("P"), say("R"), "F1", say("gold"), say("predicted")]
        emit(table([header, *([name, *_figures(tally)] for name, tally in rows)], right_from=1) + "\n")
    emit(
        say(
            phrase("gifts whose recipient was found too: {} of {}", scores.recipients, scores.recipients_gold)
        )
    )
    if scores.unknown:
        talk("kg: " + say(phrase("without gold, left out: {}", ", ".join(scores.unknown))))
    for heading, lines in (("missed", scores.missed), ("wrong", scores.wrong)):
        for doc, line in lines[:errors]:
            emit(f"{say(heading)}  {doc}: {line}")
    return FINE


def _figures(tally: Tally) -> list[str]:
    counts = (tally.right + tally.missed, tally.right + tally.wrong)
    return [f"{value:.3f}" for value in (tally.precision, tally.recall, tally.f1)] + list(map(str, counts))


@cli.command()
@FOLDER
@option("-o", "--output", metavar="FILE", default="-", help="The table to write (CSV, for a spreadsheet).")
@option(
    "--below", metavar="N", type=click.FloatRange(0, 1), help="Only what is less certain than N (0 to 1)."
)
@option(
    "--order",
    type=click.Choice(["article", "doubt"]),
    default="article",
    help="article: what is too uncertain for the graph, then the rest; doubt: what would teach most first.",
)
@STATUS
def review(folder: Path, output: str, below: float | None, order: str, which: str) -> int:
    """Write the statements as a table to accept, reject or correct, for kg build --decisions."""
    from kg.build import read_decided
    from kg.review import write_review
    from kg.values.records import least_of
    from kg.words.messages import get_language

    records = read(folder, doubtful=True)
    limit = {} if below is None else {"below": below}
    decided = read_decided(folder)
    data = write_review(
        records,
        decided,
        status=which,
        language=get_language(),
        least=least_of(folder),
        by_doubt=order == "doubt",
        **limit,
    )
    _check_unwritten(Path(output), data, decided)
    with open_output(output) as file:
        file.write(data)
    if output != "-":
        talk(
            say(
                phrase(
                    "wrote {}; fill in its first column, then: kg build SOURCE -o DIR --decisions {}",
                    output,
                    output,
                )
            )
        )
    return FINE


def _check_unwritten(file: Path, data: bytes, decided: Sequence[Outcome]) -> None:
    """Raises OutputError where ``data`` would take the place of what somebody wrote."""
    from kg.build import given_by
    from kg.review import unsaved

    if not file.is_file() or not file.stat().st_size:
        return
    try:
        line = unsaved(given_by(decisions=[file]).decisions[0].text, data, decided)
    except SourceError:  # a workbook, say
        line = 1
    if line is not None:
        raise OutputError(
            phrase(
                "{}: line {} is somebody's, and the build has not got it; name another file, or first: "
                "kg build SOURCE -o DIR --decisions {}",
                file,
                line,
                file,
            )
        )


# long: a command: its options, then what it says of each outcome
@cli.command()
@FOLDER
@option("--list", "listed", is_flag=True, help="Print what was learned, and change nothing.")
@option("--undo", is_flag=True, help="Remove what was learned.")
@MODEL
def learn(folder: Path, listed: bool, undo: bool, model: str | None) -> int:
    """Learn from the decisions of a build how sure its statements are, for kg build --learned."""
    from kg.build import lesson
    from kg.given.learned import LEARNED as NAME

    if listed and undo:
        raise UsageError("--list: does not go with --undo; leave one out")
    if listed:
        emit(_learned(lesson.read_learned(folder)))
        return FINE
    if undo:
        lesson.forget(folder)
        talk(say(phrase("removed {}; build again without --learned", folder / NAME)))
        return FINE
    with progress_bar() as progress:
        layer = lesson.learn(folder, model=model, progress=progress)
    changes = _change(layer.before, layer.after)
    if not layer.better:
        return fail(
            phrase(
                "{}: nothing is changed: on {} of {} decisions, held back, "
                "what they teach does no better ({})",
                folder,
                layer.held_back,
                layer.decisions,
                changes,
            ),
            PROBLEMS,
        )
    talk(
        say(
            phrase(
                "learned from {} decisions; on {} held back: {}", layer.decisions, layer.held_back, changes
            )
        )
    )
    talk(
        say(
            phrase("wrote {}; use it with: kg build SOURCE -o DIR --learned {}", folder / NAME, folder / NAME)
        )
    )
    return FINE


def _change(before: Scores, after: Scores) -> str:
    """Scores before and after, the same in every language."""
    return f"log-loss {before.log_loss:.3f} → {after.log_loss:.3f}, F1 {before.f1:.3f} → {after.f1:.3f}"


def _learned(layer: Layer) -> str:
    """A layer as lines: where it comes from, and its weights, those that changed most first."""
    from kg.build.lesson import changes

    rows = [
        [say("pipeline"), f"{layer.pipeline} ({layer.shipped})"],
        [
            say("decisions"),
            say(phrase("{}, {} of them right, {} held back", layer.decisions, layer.right, layer.held_back)),
        ],
        [say("scores"), _change(layer.before, layer.after)],
        [say("ridge"), f"{layer.ridge:g}"],
    ]
    weights = [[say("weight"), say("shipped"), say("learned")]]
    for name, before, now in changes(layer):
        weights.append([name, "?" if before is None else f"{before:+.3f}", f"{now:+.3f}"])
    return table(rows) + "\n\n" + table(weights, right_from=1)


@cli.command()
@FOLDER
@STATUS
@option(
    "--shapes",
    "files",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="SHACL shapes of your own (Turtle), checked besides.",
)
def validate(folder: Path, which: str, files: tuple[Path, ...]) -> int:
    """Check a build against the ontology's SHACL shapes."""
    from kg.shapes.validate import read_shapes
    from kg.shapes.validate import validate as check

    own = [read_shapes(file) for file in files]
    broken = check(read(folder), which, own)
    for item in broken:
        emit(f"{item.node} {item.path} {item.message}")
    if broken:
        return fail(phrase("{}: {} places break the shapes", folder, len(broken)), PROBLEMS)
    return FINE
