"""A build into another store: a request for each named graph, by Graph Store Protocol or SPARQL Update.

Putting a graph replaces it, so that doing it again changes nothing. A note of what arrived lets a push
that failed go on where it stopped.
"""

from __future__ import annotations

import base64
import hashlib
import json
import netrc
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from kg.errors import OutputError, UsageError
from kg.export.rdf.quads import named_graphs
from kg.export.rdf.terms import iri
from kg.model import ASSERTED, Records

USER, PASSWORD = "KG_USER", "KG_PASSWORD"
_CHUNK = 1000  # triples an update: stores bound the length of a request
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many graphs were sent, and how many a note said were there already."""

    sent: int
    known: int


def push(
    records: Records,
    url: str,
    *,
    update: bool = False,
    note: Path | None = None,
    status: str = ASSERTED,
    progress: Callable[[str], None] | None = None,
) -> Pushed:
    """Put each named graph of ``records`` into the store at ``url``.

    ``url`` is the address of the Graph Store Protocol (graphs are named by ``?graph=``), or of SPARQL
    Update with ``update``. ``note`` is a file that remembers what arrived, by content; what it holds is
    not sent again. Credentials come from the environment (KG_USER, KG_PASSWORD) or a netrc, never from
    ``url`` (UsageError). OutputError says what the store refused; the note holds what came before.
    """
    opener = _opener(url)
    known = _read(note, url)
    sent = passed = 0
    for name, triples in named_graphs(records, status):
        lines = [" ".join(triple) + " .\n" for triple in triples]
        key = hashlib.sha256("".join(lines).encode()).hexdigest()
        if known.get(name) == key:
            passed += 1
            continue
        for request in _updates(url, name, lines) if update else [_put(url, name, lines)]:
            _send(opener, request, name)
        known[name] = key
        sent += 1
        if note is not None:
            _write(note, url, known)
        if progress is not None:
            progress(name)
    return Pushed(sent, passed)


def _put(url: str, name: str, lines: list[str]) -> urllib.request.Request:
    sign = "&" if urlsplit(url).query else "?"
    address = f"{url}{sign}graph={quote(name, safe='')}"
    data = "".join(lines).encode()
    return urllib.request.Request(address, data, {"Content-Type": "application/n-triples"}, method="PUT")


def _updates(url: str, name: str, lines: list[str]) -> Iterator[urllib.request.Request]:
    """The graph emptied, then filled a piece at a time; as a form, which every store takes."""
    pieces = [lines[start : start + _CHUNK] for start in range(0, len(lines), _CHUNK)]
    texts = [f"CLEAR SILENT GRAPH {iri(name)}"]
    texts += [f"INSERT DATA {{ GRAPH {iri(name)} {{\n{''.join(piece)}}} }}" for piece in pieces]
    for text in texts:
        data = f"update={quote(text, safe='')}".encode()
        yield urllib.request.Request(url, data, {"Content-Type": "application/x-www-form-urlencoded"})


def _send(opener: urllib.request.OpenerDirector, request: urllib.request.Request, name: str) -> None:
    try:
        with opener.open(request, timeout=_SECONDS) as reply:
            reply.read()
    except urllib.error.HTTPError as error:
        with error:
            said = " ".join(error.read(300).decode("utf-8", "replace").split())
        raise OutputError(f"{name}: the store refused it ({error.code} {error.reason}: {said})") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise OutputError(
            f"{name}: the store cannot be reached ({reason}); check --to and try again"
        ) from None


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Opens requests with the credentials for ``url``: basic at once, digest where the store asks for it."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"--to {url}: is no address; write http://… or https://…")
    if parts.username or parts.password:
        raise UsageError(f"--to: holds a password; put it into {USER} and {PASSWORD} or a netrc")
    found = _credentials(parts.hostname)
    opener = urllib.request.build_opener(_NoRedirect())
    if found:
        store = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        store.add_password(None, f"{parts.scheme}://{parts.netloc}/", *found)
        opener.add_handler(urllib.request.HTTPDigestAuthHandler(store))
        opener.add_handler(_Basic(base64.b64encode(":".join(found).encode()).decode()))
    return opener


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A store that sends elsewhere is an error: credentials go to the named host only."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


class _Basic(urllib.request.BaseHandler):
    """Basic credentials where a store asks for them and for no digest."""

    handler_order = 600

    def __init__(self, token: str) -> None:
        self._token = token

    def http_error_401(
        self, request: urllib.request.Request, _: object, __: int, ___: str, headers: dict[str, str]
    ) -> object:
        if request.has_header("Authorization") or "basic" not in headers.get("WWW-Authenticate", "").lower():
            return None
        request.add_unredirected_header("Authorization", f"Basic {self._token}")
        assert self.parent is not None
        return self.parent.open(request, timeout=_SECONDS)


def _credentials(host: str) -> tuple[str, str] | None:
    """From the environment, else from ``NETRC`` or ``~/.netrc``; UsageError for a broken one."""
    if user := os.environ.get(USER):
        return user, os.environ.get(PASSWORD, "")
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not path.is_file():
        return None
    try:
        found = netrc.netrc(str(path)).authenticators(host)
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as a netrc ({error})") from None
    return (found[0], found[2] or "") if found else None


def _read(note: Path | None, url: str) -> dict[str, str]:
    """What a note says of ``url``; a note of another store or a damaged one says nothing."""
    try:
        data = json.loads(note.read_text(encoding="utf-8")) if note else {}
        known = data["graphs"] if data.get("to") == url else {}
        return {str(name): str(key) for name, key in known.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, KeyError) as error:
        raise UsageError(f"{note}: is no note of a push ({error}); remove it") from None


def _write(note: Path, url: str, known: dict[str, str]) -> None:
    part = note.with_name(f"{note.name}.part")
    part.write_text(json.dumps({"to": url, "graphs": known}, indent=1) + "\n", encoding="utf-8")
    part.replace(note)
