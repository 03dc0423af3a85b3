"""The terminal: commands that speak the user's language, and where output goes.

With `kg.cli` the only module that prints. Data to stdout, talk to stderr.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from copy import copy
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO

import click

from kg.errors import OutputError, UsageError
from kg.values.phrase import phrase, unknown
from kg.values.system import why
from kg.words.messages import LANGUAGES, say

# What a hostile article or file name could steer a terminal or turn the writing direction with.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


Progress = Callable[[int, int, str], None]
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


class _Translated:
    """A command or option whose help is said in the user's language."""

    _help: str | None = None

    @property
    def help(self) -> str | None:
        return self._help and say(" ".join(self._help.split()))

    @help.setter
    def help(self, text: str | None) -> None:
        self._help = text


class Option(_Translated, click.Option):
    """An option with translated help."""


class _Formatter(click.HelpFormatter):
    """Help with the punctuation of the language in use."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, say("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}{say(': ').rstrip()}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(_Translated, click.Command):
    """A command with translated help and headings; it takes the group's own options as well."""

    context_class = _Context

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.params += _talking(hidden=not isinstance(self, click.Group))

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.help or ""  # whole: click would cut it, and Chinese has no spaces to cut at

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = copy(super().get_help_option(ctx))  # click keeps the first for the life of the process
        if option is not None:
            option.help = say("Show this message and exit.")
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return list(map(say, super().collect_usage_pieces(ctx)))


class Group(Command, click.Group):
    """The group of all commands; a misspelt one gets a suggestion."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise UsageError(unknown("command", args[0], sorted(self.commands)))
        return super().resolve_command(ctx, args)


def option(*names: str, **attributes: Any) -> Callable[[Any], Any]:
    """``click.option`` with translated help."""
    return click.option(*names, cls=Option, **attributes)


def _talking(*, hidden: bool) -> list[click.Parameter]:
    """The options on how the command line talks, which may stand before a command or after it."""
    shared = {"expose_value": False, "hidden": hidden}
    return [
        Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            help="Language of messages (else that of the locale).",
            **shared,
        ),
        Option(
            ["-v", "--verbose"],
            count=True,
            callback=_hear,
            help="Tell each step on standard error; -vv: each article too.",
            **shared,
        ),
        Option(["-q", "--quiet"], is_flag=True, callback=_hush, help="Tell nothing but problems.", **shared),
    ]


def _hear(_: click.Context, __: click.Parameter, times: int) -> None:
    if times:
        logger = logging.getLogger("kg")
        stop_listening()
        logger.addHandler(_Log())
        logger.setLevel(logging.INFO if times == 1 else logging.DEBUG)


def _hush(_: click.Context, __: click.Parameter, asked: bool) -> None:
    if asked:
        _quiet.set(True)


class _Log(logging.Handler):
    """What the package logs, on standard error in the user's language."""

    def emit(self, record: logging.LogRecord) -> None:
        parts = record.args if isinstance(record.args, tuple) else ()
        talk(say(phrase(str(record.msg).replace("%s", "{}"), *parts)))


def stop_listening() -> None:
    """Undo ``--verbose``."""
    logger = logging.getLogger("kg")
    for handler in [item for item in logger.handlers if isinstance(item, _Log)]:
        logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def silence() -> None:
    """Let what is still buffered go nowhere: at exit it could not be written either."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def open_output(name: str) -> Iterator[BinaryIO]:
    """Standard output for ``-``; else a file that appears whole or not at all."""
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(name)
    device = target.exists() and not target.is_file()
    part = target if device else Path(f"{name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(target)
    except OSError as error:
        raise OutputError(phrase("{}: cannot be written ({}); name another file", name, why(error))) from None
    finally:
        if not device:
            with suppress(OSError):
                part.unlink()


def write_folder(folder: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Files of a folder, made where there is none. Whatever fails, all that stood there stays."""
    parts = [(folder / f"{name}.part", folder / name, data) for name, data in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part, _, data in parts:
            part.write_bytes(data)
        for part, target, _ in parts:
            part.replace(target)
    except OSError as error:
        raise OutputError(
            phrase("{}: cannot be written ({}); name another folder", folder, why(error))
        ) from None
    finally:
        for part, _, _ in parts:
            with suppress(OSError):
                part.unlink()


class Ended(BaseException):
    """The system asks the process to end; ``status`` is what it is to exit with."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """Within, SIGTERM and SIGHUP raise `Ended`, so that all is put away; what is ignored stays so (nohup)."""

    def end(number: int, _: FrameType | None) -> None:
        raise Ended(number)

    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def progress_bar(label: str = "articles", every: float = 60.0) -> Iterator[Progress]:
    """A bar with the rate on a terminal; in a pipe or a log a line every so many seconds.

    With ``--quiet`` neither.
    """
    begun = last = time.monotonic()
    if _quiet.get() or not sys.stderr.isatty():

        def line(done: int, total: int, doc: str) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= every and done < total:
                last = now
                rate = done / (now - begun)
                seconds = (total - done) / rate
                if seconds < 100:
                    left = phrase("{} seconds left", f"{seconds:.0f}")
                else:
                    left = phrase("{} minutes left", f"{seconds / 60:.0f}")
                words = done, total, phrase(label), f"{rate:.1f}", left
                talk(say(phrase("{} of {} {}, {} a second, {}", *words)))

        yield line
        return
    with click.progressbar(
        length=0,
        label=say(label),
        file=sys.stderr,
        item_show_func=lambda item: item and say(phrase("{} a second", item)),
    ) as bar:

        def step(done: int, total: int, doc: str) -> None:
            bar.length = total
            bar.update(done - bar.pos, f"{done / max(time.monotonic() - begun, 0.1):.1f}")

        yield step


def emit(text: str) -> None:
    """Print to standard output."""
    click.echo(_CONTROL.sub("\ufffd", text))


def talk(text: str) -> None:
    """Print to standard error, unless ``--quiet``."""
    if not _quiet.get():
        complain(text)


def complain(text: str) -> None:
    """Print to standard error, whatever was asked for."""
    click.echo(_CONTROL.sub("\ufffd", text), err=True)
