"""Charts in the pages: each is drawn by a process of its own, so that the server holds no build, and kept."""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.charts import FORMS, charts
from kg.server.languages import language_of
from kg.server.shelf import Shelf

_KEPT = 64  # charts of a build
_SECONDS = 120.0  # to draw one
_MEDIA = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
# a picture by itself: nothing in it is fetched or run
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class Charting:
    """The pictures of the build of a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._kept: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._of: object = None
        self._one = asyncio.Lock()

    async def picture(self, request: Request) -> Response | None:
        """A chart as ``svg``, ``png`` or ``csv``; of one entity with ``of``. None where there is no such."""
        name, form = request.path_params["name"], request.path_params["form"]
        of = request.query_params.get("of", "")
        if name not in charts() or form not in FORMS:
            return None
        catalogue = await self._shelf.catalogue()
        if of and catalogue.entity(of) is None:
            return None
        key = (name, form, of, language_of(request))
        async with self._one:  # one process at a time, whoever asks
            if self._of is not catalogue:
                self._kept.clear()
                self._of = catalogue
            if key not in self._kept:
                data, problem = await self._drawn(*key)
                if problem:
                    return PlainTextResponse(f"{problem}\n", status_code=503)
                self._kept[key] = data
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            data = self._kept[key]
        headers = {"Vary": "Accept-Language", "Content-Security-Policy": _POLICY}
        if form != "svg":
            headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
        return Response(data, media_type=_MEDIA[form], headers=headers)

    async def _drawn(self, name: str, form: str, of: str, language: str) -> tuple[bytes, str]:
        """The chart's bytes, or a line that says why there is none."""
        command: list[Any] = [sys.executable, "-m", "kg", "--lang", language, "--quiet", "chart"]
        command += [self._shelf.folder, name, "--form", form, "-o", "-", *(("--of", of) if of else ())]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe
        )
        try:
            data, said = await asyncio.wait_for(process.communicate(), _SECONDS)
        except TimeoutError:
            return b"", "chart: took too long; draw it with: kg chart"
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        line = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return data, "" if process.returncode == 0 else line or "chart: cannot be drawn"
