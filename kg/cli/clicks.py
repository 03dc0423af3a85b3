"""Click's own texts in the user's language, and its errors as our lines.

Click takes each of its texts from ``gettext`` before it puts names and values into it. For as long as a
command line runs, ours stands in for that, so that no value is ever translated. The texts are in the table
``click`` of ``resources/messages.toml``, with click's own names for the parts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from difflib import get_close_matches
from typing import Any
from unittest.mock import patch

import click

from kg.values.phrase import Phrase, phrase, unknown
from kg.words.messages import say

#: the kinds of values whose names click writes into its messages
KINDS = (click.types.IntParamType, click.types.FloatParamType, click.IntRange, click.FloatRange)


def _one(text: str) -> str:
    return say(text)


def _several(one: str, several: str, count: int) -> str:
    return say(one if count == 1 else several)


@contextmanager
def translated() -> Iterator[None]:
    """While it lasts, click speaks the language in use."""
    with ExitStack() as stack:
        for name, module in sorted(sys.modules.items()):
            if name.startswith("click.") and module is not None:
                for own, ours in (("_", _one), ("ngettext", _several)):
                    if callable(vars(module).get(own)):
                        stack.enter_context(patch.object(module, own, ours))
        for kind in KINDS:
            stack.enter_context(patch.object(kind, "name", say(str(kind.name))))
        yield


def line_of(error: click.UsageError) -> str:
    """What a wrong command line lacks or has too much of, and which help tells more."""
    command = error.ctx.command_path if error.ctx else "kg"
    return phrase("{} ({} --help)", _said(error), command)


def _said(error: click.UsageError) -> Phrase | str:
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _missing(error.param, error.ctx)
    if isinstance(error, click.NoSuchOption):
        parameters = error.ctx.command.get_params(error.ctx) if error.ctx else []
        names = {name.lstrip("-"): name for item in parameters for name in item.opts}
        near = get_close_matches(error.option_name.lstrip("-"), names, 3, 0.6)
        return unknown("option", error.option_name, sorted(names.values()), [names[name] for name in near])
    return error.format_message().strip()


def _missing(parameter: click.Parameter, ctx: click.Context | None) -> Phrase:
    if isinstance(parameter, click.Option):
        return phrase("option {} is missing", " / ".join(parameter.opts))
    shown: Any = parameter.make_metavar(ctx) if ctx is not None else parameter.name
    return phrase("argument {} is missing", shown)
