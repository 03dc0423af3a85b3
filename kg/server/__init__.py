"""A build on the web: SPARQL 1.1 Protocol, a query page, the graph, pages of entities, search."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.errors import KGError, UsageError
from kg.server.bounds import Bounds
from kg.values.phrase import phrase

__all__ = ["Bounds", "serve"]


# long: starts and stops all parts of the server in their order
def serve(
    folder: Path,
    host: str = "127.0.0.1",
    port: int = 7878,
    *,
    store: Path | None = None,
    bounds: Bounds | None = None,
    names: Sequence[str] = (),
    password: str = "",
    desk: Path | None = None,
    language: str = "zh",
    ready: Callable[[str], None] | None = None,
    translate: Callable[[KGError], str] = str,
    indexing: Callable[[], None] = lambda: None,
) -> None:
    """Serve the build ``folder`` until interrupted; ``ready`` is called with the address, and ``indexing``
    before texts are made ready for the search, once for a build; ``translate`` puts errors into the language
    of the pages.

    The graph is held in memory, or in an Oxigraph store below the folder ``store``, made once for each
    build. A request asks for a loopback name, for ``host`` or for one of ``names``. ``password`` is what it
    has to know; where ``host`` is not loopback and there is none, one is made, and the address holds it.
    With ``desk`` a reader judges in the pages, at loopback only and always with a secret; what is decided
    lands in that folder's files, whose new table has headings in ``language``.
    Needs the ``serve`` extra (UsageError); BuildError where ``folder`` is no build.
    """
    try:
        from kg.server.app import create_app
        from kg.server.listening import Listening, bound, ended_by_signals, listen
    except ImportError:
        raise UsageError("serve: needs Starlette; install it with: pip install 'zhkg[serve]'") from None
    from kg.server.asker import Asker
    from kg.server.desk import Desk
    from kg.server.gate import TOKEN, Gate
    from kg.server.shelf import Shelf

    if desk is not None and not _is_loopback(host):
        raise UsageError(
            phrase("--edit: goes with this machine alone, not with --host {}; leave one out", host)
        )
    made = "" if password or (_is_loopback(host) and desk is None) else secrets.token_urlsafe(16)
    if desk is not None and desk.exists() and not desk.is_dir():
        raise UsageError(phrase("--keep {}: is a file; name a folder", desk))
    table = None if desk is None else Desk(folder, desk, language)
    with (
        ended_by_signals(),
        bound(host, port) as listener,
        Asker(folder, bounds or Bounds(), store) as asker,
    ):
        app = create_app(Shelf(folder, indexing), asker, table, translate)
        server = Listening(Gate(app, (host, *names), password or made), asker)
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
