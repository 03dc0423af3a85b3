"""The graph for Gephi Lite: a page of another site reads it by an address that holds for a few minutes.

Gephi Lite runs in the browser and fetches the file that its ``file`` names; nothing is sent to its site. Only
a page of this server leads there, only that site may read the file, and whoever does not know the address
cannot. A browser may ask whether a site may reach this machine.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
import time
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.server.shelf import Shelf

SITE = "https://lite.gephi.org"
LENT = "/lent/"
_SECONDS = 600.0  # that an address holds
_MANY = 100  # addresses at a time
_WRITING = 120.0  # seconds to write the file


class Lending:
    """The addresses that hold now."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._until: dict[str, float] = {}
        self._one = asyncio.Lock()

    async def begin(self, request: Request) -> Response:
        """On to Gephi Lite, with an address of the graph; only from a page of this server, or by hand."""
        if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return PlainTextResponse("this is begun from a page of this server\n", status_code=403)
        now = time.monotonic()
        held = [(name, until) for name, until in self._until.items() if until > now]
        name = secrets.token_urlsafe(24)
        self._until = dict([*held[1 - _MANY :], (name, now + _SECONDS)])
        file = request.url.replace(path=f"{LENT}{name}/graph.gexf", query="")
        return RedirectResponse(f"{SITE}/?{urlencode({'file': str(file)})}", status_code=303)

    async def file(self, request: Request) -> Response | None:
        """The graph as GEXF; None where the address does not hold, or no longer."""
        if self._until.get(request.path_params["name"], 0) < time.monotonic():
            return None
        async with self._one:  # one process at a time, whoever asks
            data, problem = await self._written()
        if problem:
            return PlainTextResponse(f"{problem}\n", status_code=503)
        headers = {"Access-Control-Allow-Origin": SITE, "Vary": "Origin", "Cache-Control": "no-store"}
        return Response(data, media_type="application/xml", headers=headers)

    async def _written(self) -> tuple[bytes, str]:
        """The file, or a line that says why there is none."""
        command = [sys.executable, "-m", "kg", "--quiet", "export", str(self._shelf.folder)]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, "--to", "gexf", "-o", "-", stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe
        )
        try:
            data, said = await asyncio.wait_for(process.communicate(), _WRITING)
        except TimeoutError:
            return b"", "export: took too long; write the file with: kg export"
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        line = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return data, "" if process.returncode == 0 else line or "export: cannot be written"
