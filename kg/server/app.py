"""The web application: routes, headers and statuses. What is below `/edit` writes; all else only reads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from importlib.resources import files
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import KGError, QueryError, UsageError
from kg.export.rdf.turtle import prefixes
from kg.query.named import named_queries
from kg.server import pages
from kg.server.answers import TRIPLES
from kg.server.asker import Asker, QueryStoppedError
from kg.server.bounds import Bounds
from kg.server.charting import Charting
from kg.server.desk import Desk
from kg.server.judging import Judging
from kg.server.languages import language_of
from kg.server.lending import LENT, Lending
from kg.server.protocol import ProtocolError, forms, negotiate, parse_request
from kg.server.reading import Reading
from kg.server.shelf import Shelf

HTML = "text/html"
_UNKNOWN = "this IRI is not in this graph"
Found = TypeVar("Found")
# the graph page is one file with its script and style inside, and asks nothing of the network
_PAGE = "default-src 'none'; img-src data: blob:; font-src data:; script-src 'unsafe-inline' blob:; "
_PAGE += (
    "worker-src blob:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def create_app(
    shelf: Shelf, asker: Asker, desk: Desk | None = None, translate: Callable[[KGError], str] = str
) -> Starlette:
    """The application over the build of ``shelf``, whose graph ``asker`` has; one judges at ``desk``."""
    site = _Site(shelf, asker, desk)
    lending = Lending(shelf)
    web = str(files("kg").joinpath("resources", "web"))
    routes = [
        *(
            Route(path, _found(page))
            for path, page in (
                ("/", site.reading.home),
                ("/search", site.reading.search),
                ("/article", site.reading.article),
                ("/watched", site.reading.watched),
                ("/charts", site.reading.charts),
                ("/chart/{name}.{form}", Charting(shelf).picture),
                (f"{LENT}{{name}}/graph.gexf", lending.file),
            )
        ),
        Route("/sparql", site.sparql, methods=["GET", "POST"]),
        Route("/query", site.query_page),
        Route("/queries.json", site.queries),
        Route("/graph", site.graph),
        Route("/gephi-lite", lending.begin),
        Route("/entity", site.entity),
        Route("/id/{name:path}", site.by_path),
        Mount("/static/yasgui", StaticFiles(directory=f"{web}/yasgui")),
        Mount("/static", StaticFiles(directory=f"{web}/serve")),
    ]
    if desk is not None:
        routes += Judging(shelf, desk, translate).routes()
    return Starlette(routes=routes)


class _Site:
    """The answers of the routes."""

    def __init__(self, shelf: Shelf, asker: Asker, desk: Desk | None) -> None:
        self._folder = shelf.folder
        self._asker = asker
        self.reading = Reading(shelf, desk)
        self._base: str = json.loads((shelf.folder / "build.json").read_text(encoding="utf-8"))["base"]
        self._prefixes = prefixes(self._base)

    async def sparql(self, request: Request) -> Response:
        """The endpoint; without a query, what it is (or the query page, for a browser)."""
        accept = request.headers.get("accept", "")
        try:
            body = await _body(request, self._asker.bounds)
            media = request.headers.get("content-type", "")
            asked = parse_request(request.method, request.url.query, media, body)
            if asked.query is None:
                return await self._description(request, accept)
            if len(asked.query) > self._asker.bounds.text:
                raise ProtocolError(413, f"query: is over {self._asker.bounds.text} characters")
            question = self._asker.ask(
                asked.query,
                forms(accept),
                default=asked.default,
                named=asked.named,
                prefixes=self._prefixes,
                base=self._base,
            )
            found = await _while_there(request, question)
        except ProtocolError as error:
            return _problem(str(error), error.status)
        except QueryStoppedError as error:
            return _problem(str(error), 503)
        except QueryError as error:
            return _problem(str(error), 400)
        if not found.media:
            return _problem("Accept: names no form that this answer has", 406)
        extra = {"Vary": "Accept"}
        if found.truncated:
            extra["KG-Truncated"] = str(self._asker.bounds.rows)
        return Response(found.body, media_type=_with_charset(found.media), headers=extra)

    async def _description(self, request: Request, accept: str) -> Response:
        media = negotiate(accept, [*TRIPLES, HTML])
        if media == HTML:
            return RedirectResponse("/query")
        if not media:
            return _problem("Accept: names no form of the service description", 406)
        endpoint = str(request.url.replace(query=""))
        return Response(pages.description(endpoint, media), media_type=media, headers={"Vary": "Accept"})

    async def query_page(self, request: Request) -> Response:
        return _html(pages.query_page(language_of(request)))

    async def queries(self, _: Request) -> Response:
        keys = ("name", "zh", "en", "description", "text")
        return JSONResponse([{key: getattr(item, key) for key in keys} for item in named_queries().values()])

    async def graph(self, _: Request) -> Response:
        return FileResponse(
            self._folder / "graph.html", media_type=HTML, headers={"Content-Security-Policy": _PAGE}
        )

    async def by_path(self, request: Request) -> Response:
        raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
        return await self._about(request, self._base + raw.decode("ascii", "replace").removeprefix("/id/"))

    async def entity(self, request: Request) -> Response:
        return await self._about(request, request.query_params.get("iri", ""))

    async def _about(self, request: Request, iri: str) -> Response:
        """All that the graph says with ``iri`` at either end, as a page or as RDF."""
        accept = request.headers.get("accept", "")
        form = request.query_params.get("form", "")
        media = form if form in TRIPLES else negotiate(accept, [HTML, *TRIPLES])
        if not media:
            return _problem("Accept: names no form of an entity", 406)
        try:
            node = pages.node(iri)
            if media == HTML:
                if page := await self.reading.thing(request, iri):
                    return page
                rows = await self._rows(pages.about_query(node))
                if not rows:
                    return _problem(_UNKNOWN, 404)
                body = pages.entity(language_of(request), iri, self._base, rows)
                return _html(body, {"Vary": "Accept, Accept-Language"})
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ BIND({node} AS ?s) ?s ?p ?o }} UNION "
            text += f"{{ BIND({node} AS ?o) ?s ?p ?o }} }}"
            exists = await self._rows(f"SELECT ?p {{ {node} ?p ?o }} LIMIT 1")
            if not exists:
                return _problem(_UNKNOWN, 404)
            found = await self._asker.ask(text, {"rows": "", "triples": media})
        except UsageError as error:
            return _problem(str(error), 404)
        except QueryStoppedError as error:
            return _problem(str(error), 503)
        return Response(found.body, media_type=_with_charset(media), headers={"Vary": "Accept"})

    async def _rows(self, text: str) -> list[dict[str, Any]]:
        """The rows of a query as the JSON of SPARQL results has them, values only."""
        found = await self._asker.ask(
            text, {"rows": "application/sparql-results+json", "triples": ""}, prefixes=self._prefixes
        )
        bindings = json.loads(found.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in bindings]


def _found(
    page: Callable[[Request], Awaitable[Response | None]],
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await page(request) or _problem("there is no such page", 404)

    return answer


async def _while_there(request: Request, question: Coroutine[Any, Any, Found]) -> Found:
    """The answer, as long as the client waits for it; else the question is cancelled, and its query ends.

    The body of ``request`` has been read, so the next that it tells is that its client is gone.
    """
    asked = asyncio.ensure_future(question)
    gone = asyncio.ensure_future(request.receive())
    try:
        await asyncio.wait({asked, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            raise QueryStoppedError("query: was stopped; nobody waits for it")
        return asked.result()
    finally:
        for task in (asked, gone):
            task.cancel()


async def _body(request: Request, bounds: Bounds) -> bytes:
    parts, size = [], 0
    try:
        async with asyncio.timeout(bounds.client):
            async for part in request.stream():
                size += len(part)
                if size > bounds.text * 12:  # a Chinese character takes nine bytes in a form
                    raise ProtocolError(413, "request: is too large")
                parts.append(part)
    except TimeoutError:
        raise ProtocolError(408, "request: took too long to arrive") from None
    except ClientDisconnect:
        raise ProtocolError(400, "request: is not whole") from None
    return b"".join(parts)


def _problem(text: str, status: int) -> Response:
    return PlainTextResponse(f"{text}\n", status_code=status)


def _html(text: str, headers: dict[str, str] | None = None) -> Response:
    return Response(text, media_type=HTML, headers=headers)


def _with_charset(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
