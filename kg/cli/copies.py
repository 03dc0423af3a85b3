"""Commands that take a build elsewhere: files, pages, servers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import DOUBTFUL, FINE, FOLDER, STATUS, cli, listing, read
from kg.cli.terminal import open_output, option, progress_bar, talk, write_folder
from kg.cli.written import check_terminal, wrote
from kg.errors import OutputError, UsageError
from kg.tables.columns import table
from kg.values.phrase import phrase, unknown
from kg.values.system import why
from kg.words.messages import LANGUAGES, get_language, say

if TYPE_CHECKING:
    from kg.export import Format
    from kg.model import Records


_BIG = 20_000_000  # bytes of statements from which on the search's index takes a while


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
@option(
    "--license", "license_", metavar="IRI", help="The licence that a description names (dcat, croissant)."
)
@listing(_formats, "List the formats.")
def export(folder: Path, form: str, output: str, which: str, doubtful: bool, license_: str | None) -> int:
    """Write a build in another format."""
    from kg.export import FORMATS
    from kg.export import export as write

    if form not in FORMATS:
        raise UsageError(unknown("format", form, sorted(FORMATS)))
    check_terminal(output, "--to", form, FORMATS[form].suffix)
    if form in ("nquads", "ntriples"):  # those that never hold the graph
        from kg.build import given_to
        from kg.export.rdf.stream import write_folder as stream
        from kg.given import use

        use(given_to(folder))
        with open_output(output) as file:
            stream(folder, file, which, named=form == "nquads", doubtful=doubtful)
        return wrote(output)
    if FORMATS[form].several and (output.endswith(("/", ".zip")) or Path(output).is_dir()):
        return _export_parts(FORMATS[form], read(folder, doubtful=doubtful), output, which, license_)
    records = read(folder, doubtful=doubtful)
    with open_output(output) as file:
        write(records, form, file, which, license_)
    wrote(output)
    if lost := FORMATS[form].left_out(records, which):
        talk(
            say(phrase("{} statements are not in it: {} has no words for them", lost, FORMATS[form].said_of))
        )
    return FINE


def _export_parts(form: Format, records: Records, output: str, which: str, license_: str | None) -> int:
    """Several files, into a folder or a zip; with the command that loads them, where there is one."""
    from kg.export.bundle import write_zip

    parts = list(form.parts(records, which, license_))
    if output.endswith(".zip"):
        with open_output(output) as file:
            write_zip(parts, file)
    else:
        write_folder(Path(output), parts)
    wrote(output)
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
            phrase("{}: cannot be written ({}); name another folder", output, why(error))
        ) from None
    for name, data in pages(records, top=top, language=get_language()):
        (output / name).parent.mkdir(exist_ok=True)
        with open_output(str(output / name)) as file:
            file.write(data)
    talk(say(phrase("wrote {}; open it in a browser", output / "index.html")))
    return FINE


def _charts() -> str:
    from kg.charts import charts

    place = LANGUAGES.index(get_language())
    return table([[name, item["title"][place], item["about"][place]] for name, item in charts().items()])


@cli.command()
@FOLDER
@click.argument("name")
@option("-o", "--output", metavar="FILE", help="The picture (.svg, .png) or its numbers (.csv); - is SVG.")
@option("--form", type=click.Choice(["svg", "png", "csv"]), help="The form, where FILE does not say it.")
@option("--of", metavar="NAME", help="Only what has this entity at either end.")
@option("--top", metavar="N", type=click.IntRange(1, 200), help="At most N bars or posts (else 15).")
@option("--currency", metavar="CODE", help="Sums in this currency (else that of most gifts).")
@listing(_charts, "List the charts.")
def chart(
    folder: Path,
    name: str,
    output: str | None,
    form: str | None,
    of: str | None,
    top: int | None,
    currency: str | None,
) -> int:
    """Draw a chart of a build: gifts by month, donor and place, posts over time, visits."""
    from kg.charts import TOP
    from kg.charts import chart as draw

    output = output or f"{name}.{form or 'svg'}"
    form = form or ("svg" if output == "-" else Path(output).suffix.lstrip("."))
    check_terminal(output, "--form", form, form)
    made = draw(read(folder), name, of=of, top=top or TOP, currency=currency, language=get_language())
    data = made.form(form)
    with open_output(output) as file:
        file.write(data)
    return wrote(output)


@cli.command()
@FOLDER
@option(
    "--host",
    metavar="HOST",
    default="127.0.0.1",
    help="Address to listen on; where others reach it, KG_PASSWORD is asked for, or a token in the address.",
)
@option(
    "--port", metavar="PORT", type=click.IntRange(0, 65535), default=7878, help="Port; 0 for any free one."
)
@option("--store", metavar="DIR", help="Keep the graph on disk below DIR instead of in memory.")
@option(
    "--timeout", metavar="SECONDS", type=click.FloatRange(0.1), default=30.0, help="Longest time of a query."
)
@option("--rows", metavar="N", type=click.IntRange(1), default=100_000, help="Most rows of an answer.")
@option(
    "--name",
    "names",
    metavar="HOST",
    multiple=True,
    help="Another name that it is asked by, say behind a proxy; may be repeated.",
)
@option("--edit", is_flag=True, help="Judge statements and merges in the pages; on this machine only.")
@option(
    "--keep",
    metavar="FOLDER",
    help="With --edit: the folder of review.csv, merges.txt and names.csv, for kg build.",
)
def serve(
    folder: Path,
    host: str,
    port: int,
    store: str | None,
    timeout: float,
    rows: int,
    names: tuple[str, ...],
    edit: bool,
    keep: str | None,
) -> int:
    """Serve a build to read: SPARQL endpoint, query page, graph, a page for each entity."""
    from kg.build import given_to
    from kg.given import use
    from kg.server import Bounds
    from kg.server import serve as run

    if keep is not None and not edit:
        raise UsageError("--keep: goes with --edit only; add that, or leave it out")
    use(given_to(folder))
    bounds = Bounds(seconds=timeout, rows=rows)
    lines = folder / "statements.jsonl"
    big = lines.is_file() and lines.stat().st_size > _BIG
    kept = None if store is None else Path(store)
    run(
        folder,
        host,
        port,
        store=kept,
        bounds=bounds,
        names=names,
        password=os.environ.get("KG_PASSWORD", ""),
        desk=Path(keep or ".") if edit else None,
        language=get_language(),
        ready=lambda at: talk(say(phrase("serving {} (Ctrl-C ends it)", at))),
        translate=say,
        indexing=lambda: talk(say("making the search's index, once for this build")) if big else None,
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
@option("--queries", metavar="URL", help="Where that store answers queries, if not beside it.")
@option(
    "--collection", metavar="NAME", help="Whose the data is in a store of several builds (else DIR's name)."
)
@option("--replace", is_flag=True, help="Remove what this collection loaded earlier and has no more.")
@option("--note", metavar="FILE", help="File that remembers what was sent, to go on after a failure.")
@STATUS
def push(
    folder: Path,
    url: str,
    update: bool,
    queries: str | None,
    collection: str | None,
    replace: bool,
    note: str | None,
    which: str,
) -> int:
    """Load a build into a triple store or a graph database."""
    from kg.push import COLLECTION
    from kg.push import push as send

    with progress_bar("pushing") as progress:
        done = send(
            read(folder),
            url,
            collection=folder.resolve().name or COLLECTION if collection is None else collection,
            replace=replace,
            update=update,
            queries=queries,
            note=None if note is None else Path(note),
            status=which,
            progress=progress,
        )
    things = phrase(done.things)
    talk(say(phrase("{} {} sent, {} were there already", done.sent, things, done.known)))
    if replace:
        talk(say(phrase("{} {} removed, which this collection has no more", done.removed, things)))
    return FINE
