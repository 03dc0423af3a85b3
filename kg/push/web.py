"""Requests to a triple store, with the credentials for its host and no other."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request

from kg.errors import OutputError
from kg.push.address import address, credentials, unreached
from kg.values.phrase import phrase

_SECONDS = 120


def send(
    through: urllib.request.OpenerDirector, request: urllib.request.Request, url: str
) -> tuple[str, bytes]:
    """The media type and the bytes of the answer; OutputError says what the store at ``url`` refused.

    FileNotFoundError where it is asked for, or to remove, what it does not have.
    """
    try:
        with through.open(request, timeout=_SECONDS) as reply:
            return reply.headers.get_content_type(), reply.read()
    except urllib.error.HTTPError as error:
        with error:
            said = " ".join(error.read(300).decode("utf-8", "replace").split())
        if error.code == 404 and request.get_method() in ("GET", "DELETE"):
            raise FileNotFoundError(url) from None
        answer = f"{error.code} {error.reason}" + (f": {said}" if said and not said.startswith("<") else "")
        raise OutputError(phrase(_advice(error.code), url, answer)) from None
    except (OSError, ValueError) as error:
        text = "{}: the store cannot be reached ({}); check --to and try again"
        raise OutputError(phrase(text, url, unreached(error, _SECONDS))) from None


def _advice(code: int) -> str:
    """What is said of a refusal, and what to do about it."""
    if code in (401, 403):
        return "{}: the store refused it ({}); check KG_USER and KG_PASSWORD, or the netrc"
    if code < 500:
        return "{}: the store refused it ({}); check the path of --to"
    return "{}: the store refused it ({}); see its log, and push again"


def opener(url: str) -> urllib.request.OpenerDirector:
    """Opens requests with the credentials for ``url``: basic at once, digest where the store asks for it."""
    parts = address(url)
    found = credentials(parts.hostname or "")
    made = urllib.request.build_opener(_NoRedirect())
    if found:
        store = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        store.add_password(None, f"{parts.scheme}://{parts.netloc}/", *found)
        made.add_handler(urllib.request.HTTPDigestAuthHandler(store))
        made.add_handler(_Basic(base64.b64encode(":".join(found).encode()).decode()))
    return made


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
