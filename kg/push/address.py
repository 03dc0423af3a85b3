"""Where a push goes, and with which credentials: those of the environment, never of the command line."""

from __future__ import annotations

import netrc
import os
import socket
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from kg.errors import UsageError
from kg.values.phrase import phrase

USER, PASSWORD = "KG_USER", "KG_PASSWORD"


def address(url: str) -> SplitResult:
    """The parts of ``url``; UsageError where it names no host or holds a password."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host:
        raise UsageError(
            phrase("--to {}: is no address; write SCHEME://HOST:PORT/PATH", url.rpartition("@")[2])
        )
    if parts.username or parts.password:
        raise UsageError(phrase("--to: holds a password; put it into {} and {} or a netrc", USER, PASSWORD))
    return parts


def credentials(host: str) -> tuple[str, str] | None:
    """From the environment, else from ``NETRC`` or ``~/.netrc``; UsageError for a broken one."""
    if user := os.environ.get(USER):
        return user, os.environ.get(PASSWORD, "")
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not path.is_file():
        return None
    try:
        found = netrc.netrc(str(path)).authenticators(host)
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        raise UsageError(phrase("{}: cannot be read as a netrc ({})", path, error)) from None
    return (found[0], found[2] or "") if found else None


def unreached(error: BaseException, seconds: float) -> str:
    """Why nobody was reached: in our words where it is one of the usual reasons, else as the error says."""
    found: object = error
    while isinstance(found, BaseException):
        if isinstance(found, ConnectionRefusedError):
            return phrase("nobody listens there")
        if isinstance(found, socket.gaierror):
            return phrase("there is no such host")
        if isinstance(found, TimeoutError):
            return phrase("no answer within {} seconds", f"{seconds:g}")
        found = getattr(found, "reason", None) or found.__cause__ or found.__context__
    return " ".join(str(getattr(error, "reason", error)).split())[:100]
