"""Into a triple store: a request for each named graph, by Graph Store Protocol or SPARQL Update.

Putting a graph replaces it, so that doing it again changes nothing.
"""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from kg.errors import OutputError
from kg.export.rdf.quads import named_graphs
from kg.export.rdf.terms import iri
from kg.model import Records
from kg.phrase import phrase
from kg.push.address import address, credentials
from kg.push.note import Note, Progress, Pushed

_CHUNK = 1000  # triples an update: stores bound the length of a request
_SECONDS = 120


def push(
    records: Records, url: str, status: str, note: Note, progress: Progress, *, update: bool = False
) -> Pushed:
    """Put each named graph; with ``update`` by SPARQL Update, else by the Graph Store Protocol."""
    opener = _opener(url)
    sent = known = 0
    for name, triples in named_graphs(records, status):
        lines = [" ".join(triple) + " .\n" for triple in triples]
        if note.knows(name, "".join(lines)):
            known += 1
            continue
        for request in _updates(url, name, lines) if update else [_put(url, name, lines)]:
            _send(opener, request, name)
        note.keep(name, "".join(lines))
        sent += 1
        progress(sent + known, 0, name)
    return Pushed(sent, known)


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
        raise OutputError(
            phrase("{}: the store refused it ({} {}: {})", name, error.code, error.reason, said)
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise OutputError(
            phrase("{}: the store cannot be reached ({}); check --to and try again", name, reason)
        ) from None


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Opens requests with the credentials for ``url``: basic at once, digest where the store asks for it."""
    parts = address(url)
    found = credentials(parts.hostname or "")
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
