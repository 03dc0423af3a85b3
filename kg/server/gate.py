"""What every request passes: the name it asks for, the secret, the headers and the pieces of the answer."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hmac
import ipaddress
from collections.abc import Iterable, Iterator
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.lending import LENT

TOKEN = "token"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_DELAY = 0.5  # seconds that a wrong secret waits for its answer
_PIECE = 1 << 18  # bytes of an answer that a client has to take in its time
POLICY = (
    "default-src 'none'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'"
)


class Gate:
    """An application behind its checks.

    ``names`` are the hosts that a request may ask for, ``secret`` what it has to know (empty: nothing):
    as ``?token=`` once, which becomes a cookie, as a bearer token, or as the password of any user.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str], secret: str) -> None:
        self._app = app
        self._names = LOOPBACK | {name.lower() for name in names}
        self._wild = bool(self._names & {"0.0.0.0", "::"})
        self._secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                _guard(MutableHeaders(raw=message["headers"]))
            for part in _pieces(message):
                await send(part)

        refusal = await self._refusal(scope, headers)
        await (refusal or self._app)(scope, receive, sent)

    async def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if not self._is_named(scope, headers.getlist("host")):
            return PlainTextResponse("Host: is not a name of this server\n", status_code=421)
        if scope["method"] not in ("GET", "HEAD") and not _is_own(headers):
            return PlainTextResponse("Origin: is another site\n", status_code=403)
        if not self._secret or scope["path"].startswith(LENT):  # whose addresses are secrets themselves
            return None
        shown = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get(TOKEN, "")
        if self._knows(shown):
            return self._welcome(scope)
        if any(map(self._knows, _offered(headers))):
            return None
        await asyncio.sleep(_DELAY)
        asked = {"WWW-Authenticate": 'Basic realm="kg", charset="UTF-8"'}
        return PlainTextResponse("a password or token is needed\n", status_code=401, headers=asked)

    def _knows(self, offered: str) -> bool:
        return hmac.compare_digest(offered.encode("utf-8", "replace"), self._secret.encode())

    def _welcome(self, scope: Scope) -> Response | None:
        """The same address without the secret, which a cookie keeps; programs are answered at once."""
        if scope["method"] != "GET":
            return None
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        rest = urlencode([pair for pair in pairs if pair[0] != TOKEN])
        path = "/" + (scope.get("raw_path") or b"/").decode("latin-1").lstrip("/")
        response = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
        response.set_cookie(_cookie(scope), self._secret, httponly=True, samesite="strict")
        return response

    def _is_named(self, scope: Scope, hosts: list[str]) -> bool:
        if len(hosts) != 1:
            return False
        try:
            name = urlsplit(f"//{hosts[0]}").hostname or ""
        except ValueError:
            return False
        if name in self._names:
            return True
        # listening everywhere: the very address that the client reached, which no foreign name can forge
        return self._wild and _same_address(name, scope["server"][0])


def _cookie(scope: Scope) -> str:
    """Cookies are shared by the ports of a host, so each port has its own."""
    return f"kg-{scope['server'][1]}"


def _offered(headers: Headers) -> list[str]:
    found = []
    with contextlib.suppress(CookieError):
        cookies = SimpleCookie(headers.get("cookie", ""))
        found += [morsel.value for name, morsel in cookies.items() if name.startswith("kg-")]
    scheme, _, rest = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        found.append(rest.strip())
    elif scheme.lower() == "basic":
        with contextlib.suppress(binascii.Error, UnicodeDecodeError):
            found.append(base64.b64decode(rest, validate=True).decode().partition(":")[2])
    return found


def _is_own(headers: Headers) -> bool:
    """Whether a page of this very site sends it, or a program, which names no origin."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _same_address(one: str, other: str) -> bool:
    try:
        return ipaddress.ip_address(one) == ipaddress.ip_address(other)
    except ValueError:
        return False


def _pieces(message: Message) -> Iterator[Message]:
    body = message.get("body", b"")
    if message["type"] != "http.response.body" or len(body) <= _PIECE:
        yield message
        return
    for start in range(0, len(body), _PIECE):
        last = start + _PIECE >= len(body)
        more = bool(message.get("more_body")) or not last
        yield {"type": message["type"], "body": body[start : start + _PIECE], "more_body": more}


def _guard(headers: MutableHeaders) -> None:
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"  # without one, a form would not say its origin
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
