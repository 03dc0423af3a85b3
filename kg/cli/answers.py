"""Commands that print what a build, or the ontology, says."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import FINE, FOLDER, LEXICON, ONTOLOGY, PROBLEMS, STATUS, cli, fail, listing, read
from kg.cli.terminal import emit, open_output, option, talk
from kg.cli.written import wrote
from kg.errors import OutputError, UsageError
from kg.tables.columns import table
from kg.values.phrase import phrase, unknown, unknown_entity
from kg.values.system import why
from kg.words.messages import get_language, say

if TYPE_CHECKING:
    from kg.model import Merge
    from kg.query import Result

_ENDS = (".rq", ".sparql")
_BRACE = re.compile(r"[{}]")  # of a query, as good as never of a file's name


def _queries() -> str:
    from kg.query import named_queries

    lines = []
    for query in named_queries().values():
        parameters = "".join(f" --set {item.name}={item.shown}" for item in query.parameters)
        lines.append(f"{query.name}{parameters}\n    {getattr(query, get_language())}")
    return "\n".join(lines)


@cli.command()
@FOLDER
@click.argument("text", metavar="SPARQL|NAME|FILE|-")
@option("--set", "pairs", metavar="NAME=VALUE", multiple=True, help="Give a named query a parameter.")
@option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "turtle"]),
    default="table",
    help="How to print the answer.",
)
@option("--columns", metavar="A,B", help="Print these columns only.")
@option(
    "--raw", is_flag=True, help="CSV as SPARQL has it, for programs: a spreadsheet may run what is in it."
)
@STATUS
@listing(_queries, "List the named queries.")
def query(
    folder: Path, text: str, pairs: tuple[str, ...], form: str, columns: str | None, raw: bool, which: str
) -> int:
    """Ask a build in SPARQL (a file's, or standard input's), or with a named query (--list names them)."""
    from kg.query import Store, named_queries, status_of

    values = dict(_parameter(pair) for pair in pairs)
    names = named_queries()
    text = text if text in names else _sparql(text)
    if text not in names and re.fullmatch(r"[\w-]+", text):
        raise UsageError(phrase("{}; kg query --list tells them all", unknown("query", text, sorted(names))))
    if raw and form != "csv":
        raise UsageError("--raw: goes with --format csv only; leave it out")
    answer = Store(read(folder), "all" if which == "all" else status_of(text)).ask(text, values)
    heads = {name: say(name) for name in answer.columns if text in names}
    if columns is not None:
        meant = {head: name for name, head in heads.items()}
        answer = _narrow(answer, [meant.get(name, name) for name in columns.split(",")])
    with open_output("-") as file:
        if form == "csv":
            file.write(answer.to_csv().encode() if raw else answer.to_sheet())
        elif form == "table":
            file.write(answer.to_table(heads).encode())
        else:
            file.write(getattr(answer, f"to_{form}")().encode())
    return FINE


def _sparql(text: str) -> str:
    """The query itself: what a file says that ``text`` names, or standard input for ``-``."""
    if text == "-":
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    if _BRACE.search(text) or not (_is_file(text) or text.endswith(_ENDS)):
        return text
    try:
        return Path(text).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(phrase("{}: cannot be read as UTF-8; save it so", text)) from None
    except OSError as error:
        reason = phrase("{}: cannot be read ({}); check the path and its permissions", text, why(error))
        raise UsageError(reason) from None


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or with a NUL: a query
        return False


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
        raise UsageError(phrase("--set {}: has no value; write --set {}=VALUE", pair, pair))
    return name, value


@cli.command()
@FOLDER
@click.argument("name")
@STATUS
@option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(folder: Path, name: str, which: str, as_json: bool) -> int:
    """Show what the graph says of one entity, with quotations; namesakes apart."""
    from kg.api import load
    from kg.given import use
    from kg.words.show import about, render

    opened = load(folder)
    use(opened.given)
    found = opened.find(name)
    if not found:
        raise UsageError(unknown_entity(name, opened.entities))
    pages = [about(opened.records, entity, which) for entity in found]
    if as_json:
        emit(json.dumps([page.to_dict() for page in pages], ensure_ascii=False, indent=2))
    else:
        emit("\n\n".join(render(page, get_language()) for page in pages))
    return FINE


@cli.command()
@FOLDER
@option("-o", "--output", metavar="FILE", help="Write them as lines to change and give to kg build --merges.")
def merges(folder: Path, output: str | None) -> int:
    """List the entities that were held to be one across articles, with reasons."""
    from kg.resolve.rulings import shared, write_rulings

    records = read(folder)
    if output is not None:
        _check_unwritten(Path(output))
        with open_output(output) as file:
            file.write(write_rulings(records).encode())
        if output != "-":
            text = "wrote {}; change its lines, then: kg build SOURCE -o DIR --merges {}"
            talk(say(phrase(text, output, output)))
        return FINE
    names = {entity.id: entity.name for entity in records.entities}
    rows = [[names.get(m.kept, m.kept), m.kept, m.replaced, _reasons(m)] for m in records.merges]
    rows += [[entity.name, entity.id, " ".join(entity.docs), say(why)] for entity, why in shared(records)]
    emit(table([[say("name"), say("kept"), say("replaced"), say("reasons")], *rows]))
    return FINE


def _check_unwritten(file: Path) -> None:
    """Raises OutputError where lines that somebody wrote would be written over."""
    from kg.given import current
    from kg.resolve.rulings import unsaved

    if file.is_file():
        text = file.read_text(encoding="utf-8-sig", errors="replace")
        line = unsaved(text, (item.text for item in current().merges))
        if line is not None:
            raise OutputError(
                phrase(
                    "{}: line {} is somebody's, and the build has not got it; name another file, or first: "
                    "kg build SOURCE -o DIR --merges {}",
                    file,
                    line,
                    file,
                )
            )


def _reasons(merge: Merge) -> str:
    return say("; ").join(map(say, merge.reasons))


@cli.command()
@option("--html", "file", metavar="FILE", help="Also write a page for people to FILE.")
@ONTOLOGY
@LEXICON
def ontology(file: str | None, **files: tuple[Path, ...]) -> int:
    """Print the classes and properties, and check that lexicon and shapes agree with them."""
    from kg.build import broken_examples, given_by
    from kg.given import Given, use, using
    from kg.ontology import ontology_dir
    from kg.shapes.glossary import page, problems, terms
    from kg.shapes.validate import shapes

    given = given_by(**files)
    use(given)
    found = terms()
    header = [say(word) for word in ("name", "Chinese", "English", "domain", "range")]
    rows = [[t.name, t.zh, t.en, " ".join(t.domain), " ".join(t.range)] for t in found]
    emit(table([header, *rows]))
    if file is not None:
        with open_output(file) as out:
            out.write(page(found).encode())
        wrote(file)
    broken = problems()
    with using(Given()):
        current = shapes()
    if (ontology_dir() / "shapes.ttl").read_text(encoding="utf-8") != current:
        broken.append("shapes.ttl: is not what kg.ttl says; write kg.shapes.shapes() to it")
    if given.lexicon and not broken:
        broken += broken_examples(given)
    for line in broken:
        fail(line, PROBLEMS)
    return PROBLEMS if broken else FINE
