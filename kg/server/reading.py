"""The pages that people read: home, search, an entity, an article; each in the language of the reader."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kg.catalogue import Catalogue, Filters
from kg.charts import charts
from kg.model import STATUSES
from kg.ontology import load_ontology
from kg.portrait import Addresses, heard, look_up, portray, portray_article, render
from kg.portrait.facts import anchor_of
from kg.portrait.news import Heard
from kg.portrait.render import words
from kg.server.desk import Desk
from kg.server.judging import Edit
from kg.server.languages import language_of
from kg.server.shelf import Shelf
from kg.values.records import read_watched

_MOST = 12  # entities on the first page
_FIRST, _ALL = 3, 1000  # new statements about a watched name, there and on their own page


class Reading:
    """Pages over the catalogue of a shelf."""

    def __init__(self, shelf: Shelf, desk: Desk | None = None) -> None:
        self._shelf, self._desk = shelf, desk

    async def home(self, request: Request) -> Response | None:
        """The first page."""

        def made(catalogue: Catalogue) -> dict[str, Any]:
            rows = catalogue.rows("SELECT n FROM entity ORDER BY weight DESC, n LIMIT ?", _MOST)
            most = catalogue.numbered_entities([row[0] for row in rows])
            news = [item for item in self._heard(catalogue, _FIRST) if item.count]
            form = _form(catalogue, Filters(), request)
            return {"counts": catalogue.counts(), "most": most, "news": news, **form}

        return await self._page(request, "home.html", made)

    async def watched(self, request: Request) -> Response | None:
        """The names that are watched, with what the last build newly said of them."""
        return await self._page(request, "news.html", lambda found: {"news": self._heard(found, _ALL)})

    async def charts(self, request: Request) -> Response | None:
        """All charts; those of one entity with ``of``. None where there is no such entity."""
        of, place = request.query_params.get("of", ""), ("zh", "en").index(language_of(request))
        shown = [(name, item["title"][place], item["about"][place]) for name, item in charts().items()]

        def made(catalogue: Catalogue) -> dict[str, Any] | None:
            entity = catalogue.entity(of) if of else None
            return None if of and entity is None else {"entity": entity, "shown": shown}

        return await self._page(request, "charts.html", made)

    def _heard(self, catalogue: Catalogue, most: int) -> list[Heard]:
        return heard(catalogue, read_watched(self._shelf.folder), most)

    async def search(self, request: Request) -> Response | None:
        """What is looked for, by the filters of the address."""
        asked = Filters.of(request.query_params)

        def made(catalogue: Catalogue) -> dict[str, Any]:
            return {"results": look_up(catalogue, asked), **_form(catalogue, asked, request)}

        return await self._page(request, "search.html", made)

    async def article(self, request: Request) -> Response | None:
        """An article by its doc, with the words ``q`` marked; None where there is none."""
        doc, sought = request.query_params.get("doc", ""), request.query_params.get("q", "")

        def made(catalogue: Catalogue) -> dict[str, Any] | None:
            portrait = portray_article(catalogue, doc, sought)
            return None if portrait is None else {"portrait": portrait}

        return await self._page(request, "article.html", made)

    async def thing(self, request: Request, iri: str) -> Response | None:
        """The page of an IRI: an entity, an article, a statement's place; None for anything else."""
        catalogue = await self._shelf.catalogue()
        at = Addresses(catalogue.base)
        if iri.startswith(f"{catalogue.base}article/"):
            doc = catalogue.article_of(iri.rpartition("/")[2])
            return RedirectResponse(at.article(doc)) if doc is not None else None
        known = catalogue.entity(iri)
        if known is None:
            line = catalogue.statement(iri)
            if line is None:
                return None
            return RedirectResponse(f"{at.entity(line.statement.subject.id)}#{anchor_of(iri)}")
        if known.id != iri:  # it was merged into another
            return RedirectResponse(at.entity(known.id), status_code=301)

        def made(found: Catalogue) -> dict[str, Any] | None:
            portrait = portray(found, iri)
            if portrait is None:
                return None
            others = found.called(portrait.entity.name) if self._desk else []
            return {"portrait": portrait, "namesakes": [item for item in others if item.id != iri]}

        return await self._page(request, "entity.html", made)

    async def _page(
        self, request: Request, template: str, made: Callable[[Catalogue], Mapping[str, Any] | None]
    ) -> Response | None:
        catalogue = await self._shelf.catalogue()
        language = language_of(request)

        def whole() -> str | None:
            values = made(catalogue)
            if values is None:
                return None
            other = _other(request, language)
            edit = self._desk and Edit(self._desk, _here(request))
            at = Addresses(catalogue.base)
            return render(template, language, at, other_language=other, edit=edit, **values)

        text = await asyncio.to_thread(whole)
        return None if text is None else HTMLResponse(text, headers={"Vary": "Accept, Accept-Language"})


def _form(catalogue: Catalogue, asked: Filters, request: Request) -> dict[str, Any]:
    """What the form of the search offers."""
    language, ontology = language_of(request), load_ontology()
    place = ("zh", "en").index(language)
    return {
        "asked": asked,
        "relations": [(name, getattr(item, language)) for name, item in ontology.relations.items()],
        "types": [
            (item.exchange, getattr(item, language)) for item in ontology.classes.values() if item.exchange
        ],
        "statuses": [(name, words()[f"status_{name}"][place]) for name in STATUSES],
        "outlets": [(name, name) for name in catalogue.outlets()],
    }


def _here(request: Request) -> str:
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    query = request.url.query
    return raw.decode("ascii", "replace") + (f"?{query}" if query else "")


def _other(request: Request, language: str) -> str:
    """This very page in the other language."""
    pairs = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    query = urlencode([*pairs, ("lang", "en" if language == "zh" else "zh")])
    return f"/{raw.decode('ascii', 'replace').lstrip('/')}?{query}"
