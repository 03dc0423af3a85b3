"""Commands that take a build elsewhere: files, pages, servers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import DOUBTFUL, FINE, FOLDER, STATUS, cli, listing, read
from kg.errors import OutputError, UsageError
from kg.messages import get_language, say
from kg.phrase import phrase, unknown
from kg.table import table
from kg.terminal import open_output, option, progress_bar, talk, write_folder

if TYPE_CHECKING:
    from kg.export import Format
    from kg.model import Records


def _formats() -> str:
    from kg.export import FORMATS

    return table([[name, getattr(item, get_language())] for name, item in FORMATS.items()])


@cli.command()
@FOLDER
@option("--to", "form", metavar="FORMAT", required=True, help="The format; --list names them.")
@option(
    "-o",
    "--output",
    metavar="FILE",
    default="-",
    help="Write to FILE; formats of several files: to a folder (DIR/) or FILE.zip.",
)
@STATUS
@DOUBTFUL
@listing(_formats, "List the formats.")
def export(folder: Path, form: str, output: str, which: str, doubtful: bool) -> int:
    """Write a build in another format."""
    from kg.export import FORMATS
    from kg.export import export as write

    if form not in FORMATS:
        raise UsageError(unknown("format", form, sorted(FORMATS)))
    if form in ("nquads", "ntriples"):  # those that never hold the graph
        from kg.build import given_to
        from kg.export.rdf.stream import write_folder as stream
        from kg.given import use

        use(given_to(folder))
        with open_output(output) as file:
            stream(folder, file, which, named=form == "nquads", doubtful=doubtful)
        return FINE
    if FORMATS[form].several and (output.endswith(("/", ".zip")) or Path(output).is_dir()):
        return _export_parts(FORMATS[form], read(folder, doubtful=doubtful), output, which)
    records = read(folder, doubtful=doubtful)
    with open_output(output) as file:
        write(records, form, file, which)
    return FINE


def _export_parts(form: Format, records: Records, output: str, which: str) -> int:
    """Several files, into a folder or a zip; with the command that loads them, where there is one."""
    from kg.export.bundle import write_zip

    parts = list(form.parts(records, which))
    if output.endswith(".zip"):
        with open_output(output) as file:
            write_zip(parts, file)
    else:
        write_folder(Path(output), parts)
    command = dict(parts).get("import.sh")
    if command:
        talk(say(phrase("in {}, load it with:", output)) + "\n" + command.decode().rstrip())
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
    records = read(folder)
    with open_output(output) as file:
        write_page(records, file, focus=focus, top=top, language=get_language())
    if output != "-":
        talk(say(phrase("wrote {}; open it in a browser", output)))
    return FINE


def _view_pages(folder: Path, focus: str | None, top: int | None, output: Path) -> int:
    from kg.export.html import pages

    if focus is not None:
        raise UsageError("--focus: does not go with --pages; leave one out")
    records = read(folder)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            phrase("{}: cannot be written ({}); name another folder", output, error.strerror)
        ) from None
    for name, data in pages(records, top=top, language=get_language()):
        with open_output(str(output / name)) as file:
            file.write(data)
    talk(say(phrase("wrote {}; open it in a browser", output / "index.html")))
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
    from kg.build import given_to
    from kg.given import use
    from kg.server import Bounds
    from kg.server import serve as run

    use(given_to(folder))
    bounds = Bounds(seconds=timeout, rows=rows)
    kept = None if store is None else Path(store)
    run(
        folder,
        host,
        port,
        store=kept,
        bounds=bounds,
        ready=lambda at: talk(say(phrase("serving {} (Ctrl-C ends it)", at))),
    )
    return FINE


@cli.command()
@FOLDER
@option(
    "--to",
    "url",
    metavar="URL",
    required=True,
    help="The address: http (Graph Store Protocol), bolt, neo4j, redis (FalkorDB), ladybug:PATH.",
)
@option("--update", is_flag=True, help="Use SPARQL Update, where a store has no Graph Store Protocol.")
@option("--note", metavar="FILE", help="File that remembers what was sent, to go on after a failure.")
@STATUS
def push(folder: Path, url: str, update: bool, note: str | None, which: str) -> int:
    """Load a build into a triple store or a graph database."""
    from kg.push import push as send

    kept = None if note is None else Path(note)
    with progress_bar("pushing") as progress:
        done = send(read(folder), url, update=update, note=kept, status=which, progress=progress)
    talk(say(phrase("{} {} sent, {} were there already", done.sent, phrase(done.things), done.known)))
    return FINE
