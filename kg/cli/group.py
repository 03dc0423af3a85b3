"""The command group, and what its commands share."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kg
from kg.cli.terminal import Group, Option, complain, emit, option, talk
from kg.errors import KGError, UsageError
from kg.words.messages import say

if TYPE_CHECKING:
    from kg.model import Records

#: exit statuses
FINE, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130


FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
STATUS = option(
    "--status",
    "which",
    type=click.Choice(["asserted", "all"]),
    default="asserted",
    help="all: also what is negated, planned, demanded, alleged or ended.",
)
DOUBTFUL = option(
    "--doubtful", is_flag=True, help="Also what is less certain than the build's --min-confidence."
)
BASE_IRI = option("--base", metavar="IRI", help="Base of the data's IRIs.")
MODEL = option(
    "--model",
    metavar="NAME",
    help="fast: without the trained reader; else a spaCy pipeline, by name or path.",
)
_FILE = click.Path(path_type=Path)
ONTOLOGY = option(
    "--ontology",
    metavar="FILE.ttl",
    multiple=True,
    type=_FILE,
    help="Turtle with classes and relations of your own; may be repeated.",
)
LEXICON = option(
    "--lexicon",
    metavar="FILE.toml",
    multiple=True,
    type=_FILE,
    help="Words and forms of your own, beside the shipped ones; may be repeated.",
)
NAMES = option(
    "--names",
    metavar="FILE",
    multiple=True,
    type=_FILE,
    help="People, bodies and places of your own: CSV with name, type, aliases; may be repeated.",
)
LEARNED = option(
    "--learned",
    metavar="FILE",
    multiple=True,
    type=_FILE,
    help="What kg learn made of your decisions (its learned.json); the last one counts.",
)


def _number(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    """Not "nan", which is in no range and which no range refuses."""
    if value is not None and math.isnan(value):
        raise UsageError("--min-confidence: is no number from 0 to 1; write 0.5, say")
    return value


LEAST = option(
    "--min-confidence",
    "least",
    metavar="N",
    type=click.FloatRange(0, 1),
    callback=_number,
    help="Statements of the graph are at least that probable (0 to 1); the others are kept beside it.",
)


def listing(show: Callable[[], str], text: str) -> Callable[[Any], Any]:
    """``--list``: prints what ``show`` says and ends; it needs nothing else on the line."""

    def run(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked:
            emit(show())
            ctx.exit()

    return option("--list", is_flag=True, is_eager=True, expose_value=False, callback=run, help=text)


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="kg COMMAND --help",
)
@click.version_option(kg.__version__, cls=Option, prog_name="kg", message="%(prog)s %(version)s")
def cli() -> None:
    """Knowledge graphs with evidence from Chinese public-affairs text."""


def fail(text: str | KGError, status: int) -> int:
    """One line on standard error; with ``--quiet`` only where it is a problem. Gives back ``status``."""
    tell = talk if status == FINE else complain
    tell("kg: " + " ".join(say(text).split()))
    return status


def read(folder: Path, *, doubtful: bool = False) -> Records:
    """The records of a build, with the classes and relations that it was made with in force.

    ``doubtful`` also gives the statements that were too uncertain for its graph.
    """
    from kg.build import given_to, read_build
    from kg.given import use

    use(given_to(folder))
    return read_build(folder, doubtful=doubtful)
