"""What commands say of what they write, and what they do not write on a terminal."""

from __future__ import annotations

import sys

from kg.cli.group import FINE
from kg.cli.terminal import talk
from kg.errors import UsageError
from kg.values.phrase import phrase
from kg.words.messages import say

_BINARY = frozenset(("parquet", "png", "zip"))  # endings of what is no text


def wrote(output: str) -> int:
    """Say what was written, where it is no stream. Gives back the status of what is well."""
    if output != "-":
        talk(say(phrase("wrote {}", output)))
    return FINE


def check_terminal(output: str, option: str, form: str, suffix: str) -> None:
    """Raises UsageError where bytes that are no text would go to a terminal."""
    if output == "-" and suffix in _BINARY and sys.stdout.isatty():
        text = "{} {}: is no text for a terminal; write it to a file with: -o FILE"
        raise UsageError(phrase(text, option, form))
