"""``kg``: the command line. Data to stdout, talk to stderr."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg
from kg.errors import KGError, OutputError, UsageError
from kg.messages import LANGUAGES, choose_language, get_language, say, set_language, unknown
from kg.table import table
from kg.terminal import Group, Option, emit, open_output, option, progress_bar, silence, talk

if TYPE_CHECKING:
    from kg.evaluate import Tally
    from kg.model import Records
    from kg.query import Result

FINE, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130


FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
OUTPUT = option(
    "-o", "--output", metavar="FILE", default="-", help="Write to FILE instead of standard output."
)
STATUS = option(
    "--status",
    "which",
    type=click.Choice(["asserted", "all"]),
    default="asserted",
    help="all: also what is negated, planned, demanded, alleged or ended.",
)
BASE_IRI = option("--base", metavar="IRI", help="Base of the data's IRIs.")
MODEL = option("--model", metavar="NAME", help="A spaCy pipeline to use, by name or path.")


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="kg COMMAND --help",
)
@option("--lang", type=click.Choice(LANGUAGES), help="Language of messages (else that of the locale).")
@click.version_option(kg.__version__, cls=Option, prog_name="kg", message="%(prog)s %(version)s")
def cli(lang: str | None) -> None:
    """Knowledge graphs with evidence from Chinese public-affairs text."""


@cli.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@option("-o", "--output", metavar="DIR", required=True, help="The build folder to make or to replace.")
@BASE_IRI
@MODEL
def build(sources: tuple[Path, ...], output: str, base: str | None, model: str | None) -> int:
    """Build the graph of articles (files and folders) into a folder."""
    talk(say("reading; loading the language model"))
    from kg.build import build as make
    from kg.iri import BASE

    with progress_bar() as progress:
        report = make(sources, output, base=base or BASE, model=model, progress=progress)
    for path in report.silent:
        _fail(f"{path}: no statement found in it; check that it is the text of an article", FINE)
    if report.quarantined:
        where = Path(output) / "quarantine.jsonl"
        _fail(f"{output}: {report.quarantined} statements do not fit the ontology; see {where}", FINE)
    for problem in report.problems:
        _fail(str(problem), PROBLEMS)
    talk(
        say(
            f"{output}: {report.articles} articles, {report.entities} entities, "
            f"{report.asserted} asserted statements, {report.statements - report.asserted} others, "
            f"{len(report.problems)} sources left out"
        )
    )
    return PROBLEMS if report.problems else FINE


def _list_formats(ctx: click.Context, _: click.Parameter, listing: bool) -> None:
    """``--list`` needs nothing else on the line."""
    if listing:
        from kg.export import FORMATS

        emit(table([[name, getattr(item, get_language())] for name, item in FORMATS.items()]))
        ctx.exit()


@cli.command()
@FOLDER
@option("--to", "form", metavar="FORMAT", required=True, help="The format; --list names them.")
@OUTPUT
@STATUS
@option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_formats,
    help="List the formats.",
)
def export(folder: Path, form: str, output: str, which: str) -> int:
    """Write a build in another format."""
    from kg.export import FORMATS
    from kg.export import export as write

    if form not in FORMATS:
        raise UsageError(unknown("format", form, sorted(FORMATS)))
    if form == "nquads":  # the one that never holds the graph
        from kg.build import check_build
        from kg.export.rdf.stream import write_folder

        check_build(folder)
        with open_output(output) as file:
            write_folder(folder, file, which)
        return FINE
    records = _read(folder)
    with open_output(output) as file:
        write(records, form, file, which)
    return FINE


def _list_queries(ctx: click.Context, _: click.Parameter, listing: bool) -> None:
    if listing:
        from kg.query import named_queries

        for query in named_queries().values():
            parameters = "".join(f" --set {item.name}={item.shown}" for item in query.parameters)
            emit(f"{query.name}{parameters}\n    {getattr(query, get_language())}")
        ctx.exit()


@cli.command()
@FOLDER
@click.argument("text", metavar="SPARQL|NAME|-")
@option("--set", "pairs", metavar="NAME=VALUE", multiple=True, help="Give a named query a parameter.")
@option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "turtle"]),
    default="table",
    help="How to print the answer.",
)
@option("--columns", metavar="A,B", help="Print these columns only.")
@STATUS
@option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_queries,
    help="List the named queries.",
)
def query(folder: Path, text: str, pairs: tuple[str, ...], form: str, columns: str | None, which: str) -> int:
    """Ask a build in SPARQL, or with a named query (--list names them)."""
    from kg.query import Store, named_queries

    values = dict(_parameter(pair) for pair in pairs)
    names = named_queries()
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    elif text not in names and re.fullmatch(r"[\w-]+", text):
        raise UsageError(unknown("query", text, sorted(names)))
    answer = Store(_read(folder), which).ask(text, values)
    if columns is not None:
        answer = _narrow(answer, columns.split(","))
    with open_output("-") as file:
        file.write(getattr(answer, f"to_{form}")().encode())
    return FINE


def _narrow(answer: Result, columns: list[str]) -> Result:
    """Those columns of the answer; rows that have become alike are one."""
    for name in columns:
        if name not in answer.columns:
            raise UsageError(unknown("column", name, answer.columns))
    places = [answer.columns.index(name) for name in columns]
    rows = dict.fromkeys(tuple(row[place] for place in places) for row in answer.rows)
    return replace(answer, columns=tuple(columns), rows=tuple(rows))


def _parameter(pair: str) -> tuple[str, str]:
    name, sign, value = pair.partition("=")
    if not sign:
        raise UsageError(f"--set {pair}: has no value; write --set {pair}=VALUE")
    return name, value


@cli.command()
@click.argument("sources", metavar="[FILE|-]...", nargs=-1, type=click.Path(path_type=Path))
@option("--nodes", is_flag=True, help="Print the entities instead of the statements.")
@STATUS
@BASE_IRI
@MODEL
def extract(sources: tuple[Path, ...], nodes: bool, which: str, base: str | None, model: str | None) -> int:
    """Print the statements of a text as JSON lines; - or nothing reads standard input."""
    from kg.build import extract_sources, extract_stream
    from kg.export import export as write
    from kg.iri import BASE

    if [str(source) for source in sources] in ([], ["-"]):
        if sys.stdin is None or (not sources and sys.stdin.isatty()):
            raise UsageError("nothing to read; name a file, or send text to standard input")
        records = extract_stream(sys.stdin.buffer.read(), base=base or BASE, model=model)
    else:
        records = extract_sources(sources, base=base or BASE, model=model)
    with open_output("-") as file:
        write(records, "nodes-jsonl" if nodes else "jsonl", file, which)
    return FINE


@cli.command()
@FOLDER
@click.argument("name")
@STATUS
@option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(folder: Path, name: str, which: str, as_json: bool) -> int:
    """Show what the graph says of one entity, with quotations; namesakes apart."""
    from kg.api import load
    from kg.show import about, render

    opened = load(folder)
    found = opened.find(name)
    if not found:
        names = {form for entity in opened.entities for form in (entity.name, *entity.aliases)}
        near = sorted((form for form in names if name in form or form in name), key=len)[:5]
        raise UsageError(unknown("entity", name, sorted(names), near))
    pages = [about(opened.records, entity, which) for entity in found]
    if as_json:
        emit(json.dumps([page.to_dict() for page in pages], ensure_ascii=False, indent=2))
    else:
        emit("\n\n".join(render(page, get_language()) for page in pages))
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

    records = _read(folder)
    scores = score(read_gold(gold), records.statements, records.entities)
    if as_json:
        emit(json.dumps(scores.to_dict(), ensure_ascii=False, indent=2))
        return FINE
    for heading, tallies in (("facts", scores.facts), ("entities", scores.entities)):
        rows: list[tuple[str, Tally]] = [*sorted(tallies.items()), (say("all"), total(tallies))]
        header = [say(heading), "P", "R", "F1", say("gold"), say("predicted")]
        emit(table([header, *([name, *_figures(tally)] for name, tally in rows)], right_from=1) + "\n")
    emit(say(f"gifts whose recipient was found too: {scores.recipients} of {scores.recipients_gold}"))
    if scores.unknown:
        talk("kg: " + say(f"without gold, left out: {', '.join(scores.unknown)}"))
    for heading, lines in (("missed", scores.missed), ("wrong", scores.wrong)):
        for doc, line in lines[:errors]:
            emit(f"{say(heading)}  {doc}: {line}")
    return FINE


@cli.command()
@FOLDER
@option("--focus", metavar="NAME", help="Show what is around this entity.")
@option("--top", metavar="N", type=click.IntRange(1), help="Show the N best connected entities.")
@option("--pages", is_flag=True, help="Write a folder of linked pages: overview, articles, entities.")
@option("-o", "--output", metavar="FILE", help="The page to write (else graph.html; with --pages, pages).")
def view(folder: Path, focus: str | None, top: int | None, pages: bool, output: str | None) -> int:
    """Write an interactive page of the graph or of a part of it."""
    from kg.export.html import write_page

    if pages:
        return _view_pages(folder, focus, top, Path(output or "pages"))
    output = output or "graph.html"
    records = _read(folder)
    with open_output(output) as file:
        write_page(records, file, focus=focus, top=top, language=get_language())
    if output != "-":
        talk(say(f"wrote {output}; open it in a browser"))
    return FINE


def _view_pages(folder: Path, focus: str | None, top: int | None, output: Path) -> int:
    from kg.export.html import pages

    if focus is not None:
        raise UsageError("--focus: does not go with --pages; leave one out")
    records = _read(folder)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written ({error.strerror}); name another folder") from None
    for name, data in pages(records, top=top, language=get_language()):
        with open_output(str(output / name)) as file:
            file.write(data)
    talk(say(f"wrote {output / 'index.html'}; open it in a browser"))
    return FINE


@cli.command()
@FOLDER
@STATUS
def validate(folder: Path, which: str) -> int:
    """Check a build against the ontology's SHACL shapes."""
    from kg.validate import validate as check

    broken = check(_read(folder), which)
    for item in broken:
        emit(f"{item.node} {item.path} {item.message}")
    if broken:
        return _fail(f"{folder}: {len(broken)} places break the shapes", PROBLEMS)
    return FINE


@cli.command()
@FOLDER
@option("--host", metavar="HOST", default="127.0.0.1", help="Address to listen on.")
@option(
    "--port", metavar="PORT", type=click.IntRange(0, 65535), default=7878, help="Port; 0 for any free one."
)
@option("--store", metavar="DIR", help="Keep the graph on disk below DIR instead of in memory.")
@option(
    "--timeout", metavar="SECONDS", type=click.FloatRange(0.1), default=30.0, help="Longest time of a query."
)
@option("--rows", metavar="N", type=click.IntRange(1), default=100_000, help="Most rows of an answer.")
def serve(folder: Path, host: str, port: int, store: str | None, timeout: float, rows: int) -> int:
    """Serve a build to read: SPARQL endpoint, query page, graph, a page for each entity."""
    from kg.build import check_build
    from kg.server import Bounds
    from kg.server import serve as run

    check_build(folder)
    bounds = Bounds(seconds=timeout, rows=rows)
    kept = None if store is None else Path(store)
    run(
        folder,
        host,
        port,
        store=kept,
        bounds=bounds,
        ready=lambda at: talk(say(f"serving {at} (Ctrl-C ends it)")),
    )
    return FINE


@cli.command()
@FOLDER
@option(
    "--to",
    "url",
    metavar="URL",
    required=True,
    help="The store's address: Graph Store Protocol, or SPARQL Update with --update.",
)
@option("--update", is_flag=True, help="Use SPARQL Update, where a store has no Graph Store Protocol.")
@option("--note", metavar="FILE", help="File that remembers what was sent, to go on after a failure.")
@STATUS
def push(folder: Path, url: str, update: bool, note: str | None, which: str) -> int:
    """Load a build into another store, a request for each named graph."""
    from kg.push import push as send

    done = send(_read(folder), url, update=update, note=None if note is None else Path(note), status=which)
    talk(say(f"{done.sent} graphs sent, {done.known} were there already"))
    return FINE


@cli.command()
@option("--html", "file", metavar="FILE", help="Also write a page for people to FILE.")
def ontology(file: str | None) -> int:
    """Print the classes and properties, and check that lexicon and shapes agree with them."""
    from kg.glossary import page, problems, terms
    from kg.ontology import ontology_dir
    from kg.validate import shapes

    found = terms()
    header = [say("name"), "zh", "en", "domain", "range"]
    rows = [[t.name, t.zh, t.en, " ".join(t.domain), " ".join(t.range)] for t in found]
    emit(table([header, *rows]))
    if file is not None:
        with open_output(file) as out:
            out.write(page(found).encode())
    broken = problems()
    if (ontology_dir() / "shapes.ttl").read_text(encoding="utf-8") != shapes():
        broken.append("shapes.ttl: is not what kg.ttl says; write kg.validate.shapes() to it")
    for line in broken:
        _fail(line, PROBLEMS)
    return PROBLEMS if broken else FINE


@cli.command()
@FOLDER
def merges(folder: Path) -> int:
    """List the entities that were held to be one across articles, with reasons."""
    records = _read(folder)
    names = {entity.id: entity.name for entity in records.entities}
    rows = [[names.get(m.kept, m.kept), m.kept, m.replaced, "; ".join(m.reasons)] for m in records.merges]
    emit(table([[say("name"), say("kept"), say("replaced"), say("reasons")], *rows]))
    return FINE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``kg`` with these arguments; the exit status: 0 fine, 1 problems, 2 usage, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    set_language(choose_language(arguments, os.environ))
    try:
        status = cli.main(arguments, "kg", standalone_mode=False) or FINE
        sys.stdout.flush()
        return int(status)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "kg"
        return _fail(f"{error.format_message().strip()} ({command} --help)", USAGE)
    except click.ClickException as error:
        return _fail(error.format_message(), PROBLEMS)
    except UsageError as error:
        return _fail(str(error), USAGE)
    except KGError as error:
        for note in getattr(error, "__notes__", ()):
            _fail(note, PROBLEMS)
        return _fail(str(error), PROBLEMS)
    except (BrokenPipeError, SystemExit):  # the reader has seen enough; click makes it a SystemExit
        silence()
        return FINE
    except (KeyboardInterrupt, click.Abort):
        return _fail("interrupted", INTERRUPTED)
    except OSError as error:
        silence()
        where = f"{error.filename}: " if error.filename else ""
        return _fail(f"{where}{error.strerror or error}", PROBLEMS)


def _fail(text: str, status: int) -> int:
    talk("kg: " + " ".join(say(text).split()))
    return status


def _read(folder: Path) -> Records:
    from kg.build import read_build

    return read_build(folder)


def _figures(tally: Tally) -> list[str]:
    counts = (tally.right + tally.missed, tally.right + tally.wrong)
    return [f"{value:.3f}" for value in (tally.precision, tally.recall, tally.f1)] + list(map(str, counts))
