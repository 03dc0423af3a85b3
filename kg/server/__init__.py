"""A build on the web, read only: SPARQL 1.1 Protocol, a query page, the graph, a page an entity."""

from __future__ import annotations

import socket
from collections.abc import Callable
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
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the build ``folder`` until interrupted; ``ready`` is called with the address.

    The graph is held in memory, or in an Oxigraph store below the folder ``store``, made once for each
    build. Needs the ``serve`` extra (UsageError); BuildError where ``folder`` is no build.
    """
    try:
        import uvicorn

        from kg.server.app import create_app
    except ImportError:
        raise UsageError("serve: needs Starlette; install it with: pip install 'zhkg[serve]'") from None
    from kg.server.asker import Asker

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"--port {port}: cannot be listened on at {host} ({error}); choose another"
        ) from None
    with listener, Asker(folder, bounds or Bounds(), store) as asker:
        app = create_app(folder, asker)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, ws="none"))
        if ready is not None:
            shown = f"[{host}]" if ":" in host else host
            ready(f"http://{shown}:{listener.getsockname()[1]}/")
        server.run(sockets=[listener])
