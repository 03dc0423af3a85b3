"""The terminal: commands that speak the user's language, and where output goes.

With `kg.cli` the only module that prints. Data to stdout, talk to stderr.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO

import click

from kg.errors import OutputError, UsageError
from kg.messages import say, unknown

# What a hostile article or file name could steer a terminal or turn the writing direction with.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


Progress = Callable[[int, int, str], None]


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


class Command(_Translated, click.Command):
    """A command with translated help and headings."""

    def get_help(self, ctx: click.Context) -> str:
        return _headings(super().get_help(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.help or ""  # whole: click would cut it, and Chinese has no spaces to cut at

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = copy(super().get_help_option(ctx))
        if option is not None and option.help:
            option.help = say(option.help)
        return option


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
        raise OutputError(f"{name}: cannot be written ({error.strerror}); name another file") from None
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
        raise OutputError(f"{folder}: cannot be written ({error.strerror}); name another folder") from None
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
    """A bar with the rate on a terminal; in a pipe or a log a line every so many seconds."""
    begun = last = time.monotonic()
    if not sys.stderr.isatty():

        def line(done: int, total: int, doc: str) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= every and done < total:
                last = now
                rate = done / (now - begun)
                seconds = (total - done) / rate
                left = f"{seconds:.0f} seconds left" if seconds < 100 else f"{seconds / 60:.0f} minutes left"
                talk(say(f"{done} of {total} {label}, {rate:.1f} a second, {left}"))

        yield line
        return
    with click.progressbar(
        length=0,
        label=say(label),
        file=sys.stderr,
        item_show_func=lambda item: item and say(f"{item} a second"),
    ) as bar:

        def step(done: int, total: int, doc: str) -> None:
            bar.length = total
            bar.update(done - bar.pos, f"{done / max(time.monotonic() - begun, 0.1):.1f}")

        yield step


def _headings(text: str) -> str:
    """Click's own headings, translated."""
    for heading in ("Usage:", "Options:", "Commands:"):
        text = re.sub(f"^{heading}", say(heading), text, count=1, flags=re.MULTILINE)
    return text


def emit(text: str) -> None:
    """Print to standard output."""
    click.echo(_CONTROL.sub("\ufffd", text))


def talk(text: str) -> None:
    """Print to standard error."""
    click.echo(_CONTROL.sub("\ufffd", text), err=True)
