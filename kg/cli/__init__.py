"""``kg``: the command line. Data to stdout, talk to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextvars import copy_context
from functools import partial

import click

from kg.cli import answers, builds, copies, projects, reasons
from kg.cli.clicks import line_of, translated
from kg.cli.floods import first_few
from kg.cli.group import FINE, INTERRUPTED, PROBLEMS, USAGE, cli, fail
from kg.cli.terminal import Ended, silence, stop_listening
from kg.errors import KGError, UsageError
from kg.values.phrase import Phrase, phrase
from kg.values.system import why
from kg.words.messages import choose_language, get_language, set_language

__all__ = ["answers", "builds", "cli", "copies", "main", "projects", "reasons"]


# long: each way that a command may end, one except after the other
def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``kg`` with these arguments; the exit status: 0 fine, 1 problems, 2 usage, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    before = get_language()
    set_language(choose_language(arguments, os.environ))
    try:
        run: Callable[[], int | None] = partial(cli.main, arguments, "kg", standalone_mode=False)
        with translated():
            status = copy_context().run(run) or FINE  # what a command puts in force ends with it
        sys.stdout.flush()
        return status
    except click.UsageError as error:
        with translated():
            return fail(line_of(error), USAGE)
    except click.ClickException as error:
        return fail(error.format_message(), PROBLEMS)
    except UsageError as error:
        return fail(error, USAGE)
    except KGError as error:
        for note in first_few(getattr(error, "__notes__", ())):
            fail(note, PROBLEMS)
        problems = getattr(error, "problems", ()) or (error,)
        for line in problems[:-1]:
            fail(line, PROBLEMS)
        return fail(problems[-1], PROBLEMS)
    except (BrokenPipeError, SystemExit):  # the reader has seen enough; click makes it a SystemExit
        silence()
        return FINE
    except Ended as error:
        return fail("interrupted", error.status)
    except (KeyboardInterrupt, click.Abort):
        return fail("interrupted", INTERRUPTED)
    except OSError as error:
        silence()
        return fail(_refused(error), PROBLEMS)
    finally:
        stop_listening()
        set_language(before)


def _refused(error: OSError) -> Phrase:
    """What the system does not allow, where nobody nearer has said it."""
    if error.filename:
        return phrase(
            "{}: the system refuses it ({}); check the path, its permissions and the space left",
            error.filename,
            why(error),
        )
    return phrase("the output cannot be written ({}); check the space left and where it goes", why(error))
