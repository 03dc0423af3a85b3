"""A build on the web: SPARQL 1.1 Protocol, a query page, the graph, pages of entities, search."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.errors import UsageError
from kg.server.bounds import Bounds

__all__ = ["Bounds", "serve"]


def serve(
    folder: Path,
    host: str = "127.0.0.1",
    port: int = 7878,
    *,
    store: Path | None = None,
    bounds: Bounds | None = None,
    names: Sequence[str] = (),
    password: str = "",
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the build ``folder`` until interrupted; ``ready`` is called with the address.

    The graph is held in memory, or in an Oxigraph store below the folder ``store``, made once for each
    build. A request asks for a loopback name, for ``host`` or for one of ``names``. ``password`` is what it
    has to know; where ``host`` is not loopback and there is none, one is made, and the address holds it.
    Needs the ``serve`` extra (UsageError); BuildError where ``folder`` is no build.
    """
    try:
        from kg.server.app import create_app
        from kg.server.listening import Listening, bound, ended_by_signals, listen
    except ImportError:
        raise UsageError("serve: needs Starlette; install it with: pip install 'zhkg[serve]'") from None
    from kg.server.asker import Asker
    from kg.server.gate import TOKEN, Gate

    made = "" if password or _is_loopback(host) else secrets.token_urlsafe(16)
    with (
        ended_by_signals(),
        bound(host, port) as listener,
        Asker(folder, bounds or Bounds(), store) as asker,
    ):
        server = Listening(Gate(create_app(folder, asker), (host, *names), password or made), asker)
        listen(listener, host, port)
        if ready is not None:
            shown = f"[{host}]" if ":" in host else host
            token = f"?{TOKEN}={made}" if made else ""
            ready(f"http://{shown}:{listener.getsockname()[1]}/{token}")
        server.run(sockets=[listener])


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
