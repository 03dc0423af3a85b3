"""Judging in the pages: forms that post, and answers that lead back to where one was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.catalogue import Catalogue
from kg.errors import KGError, UsageError
from kg.model import STATUSES, Statement
from kg.ontology import load_ontology
from kg.portrait import Addresses, portray, render
from kg.portrait.facts import facts
from kg.portrait.render import words
from kg.resolve.rulings import APART, JOIN
from kg.review import ACCEPT, ADD, CORRECT, REJECT, row_of
from kg.review.words import words as columns
from kg.server.desk import Desk
from kg.server.languages import language_of
from kg.server.shelf import Shelf

_FORM = 100_000  # bytes of a form
_ENDS = ("predicate", "subject", "subject_type", "object", "object_type")
_FEW = ("title", "amount", "currency", "item", "quantity", "unit", "date", "from", "until", "status")


class Judging:
    """The routes below ``/edit``."""

    def __init__(self, shelf: Shelf, desk: Desk, translate: Callable[[KGError], str] = str) -> None:
        self._shelf, self._desk, self._translate = shelf, desk, translate

    def routes(self) -> list[Route]:
        """What the application adds."""
        return [
            Route("/edit/decision", self._posted(self._decide), methods=["POST"]),
            Route("/edit/ruling", self._posted(self._rule), methods=["POST"]),
            Route("/edit/name", self._posted(self._name), methods=["POST"]),
            Route("/edit/statement", self._statement, methods=["GET", "POST"]),
            Route("/edit/add", self._add, methods=["GET", "POST"]),
            Route("/edit/merge", self._merge),
        ]

    def _posted(self, change: Callable[[Catalogue, dict[str, str]], None]) -> Callable[[Request], Any]:
        """A route that changes a file and leads back."""

        async def answer(request: Request) -> Response:
            catalogue = await self._shelf.catalogue()
            form = await _form(request)
            try:
                await asyncio.to_thread(change, catalogue, form)
            except KGError as error:
                return HTMLResponse(
                    self._page(request, catalogue, "problem.html", problem=self._translate(error)), 400
                )
            return _back(form)

        return answer

    def _decide(self, catalogue: Catalogue, form: dict[str, str]) -> None:
        verb, key = form.get("decision", ""), form.get("id", "")
        if verb in (ACCEPT, REJECT):
            self._desk.decide(catalogue, key, verb, {"note": form.get("note", "")})
        elif verb == "withdraw":
            self._desk.withdraw(key)
        else:
            raise UsageError("no such decision")

    def _rule(self, catalogue: Catalogue, form: dict[str, str]) -> None:
        verb, left, right = (form.get(name, "") for name in ("verb", "left", "right"))
        if left == right or any(not part or set(part) & set(" \t\r\n<>#") - {"#"} for part in (left, right)):
            raise UsageError("a ruling is about two entities")
        if verb == "withdraw":
            self._desk.rulings.withdraw(left, right)
        elif verb in (JOIN, APART):
            known = [catalogue.entity(iri) for iri in (left, right)]
            names = " / ".join(dict.fromkeys(item.name for item in known if item))
            self._desk.rulings.put(verb, left, right, names)
        else:
            raise UsageError("no such ruling")

    def _name(self, catalogue: Catalogue, form: dict[str, str]) -> None:
        entity = catalogue.entity(form.get("iri", ""))
        alias = " ".join(form.get("alias", "").split())
        if entity is None or not alias or len(alias) > 100:
            raise UsageError("a name is missing, or longer than 100 characters")
        self._desk.names.put(entity.name, entity.kind or entity.type, alias)

    async def _refused(self, decide: Callable[[], None]) -> str:
        """Why a decision is not taken, in the words of the page; empty where it is."""
        try:
            await asyncio.to_thread(decide)
        except KGError as error:
            return self._translate(error)
        return ""

    async def _statement(self, request: Request) -> Response:
        """One statement beside its sentence, to correct."""
        catalogue = await self._shelf.catalogue()
        form = await _form(request) if request.method == "POST" else dict(request.query_params)
        line = catalogue.statement(form.get("id", ""))
        if line is None:
            return Response("there is no such statement\n", 404, media_type="text/plain")
        problem = ""
        if request.method == "POST":
            decide = partial(self._desk.decide, catalogue, line.statement.id, CORRECT, form)
            problem = await self._refused(decide)
            if not problem:
                return _back(form)
        language = language_of(request)
        cells = row_of(line.statement, line.article, language) | (form if problem else {})
        fact = facts(line.statement.subject.id, [line])[0]
        values = {"line": line, "fact": fact, "fields": _fields(language, cells, line.statement)}
        page = self._page(request, catalogue, "correct.html", problem=problem, form=form, **values)
        return HTMLResponse(page, 400 if problem else 200)

    async def _add(self, request: Request) -> Response:
        """The text of an article, and a form for what was missed in it."""
        catalogue = await self._shelf.catalogue()
        form = await _form(request) if request.method == "POST" else dict(request.query_params)
        article = catalogue.article(form.get("doc", ""))
        if article is None:
            return Response("there is no such article\n", 404, media_type="text/plain")
        problem = ""
        if request.method == "POST":
            problem = await self._refused(partial(self._desk.add, catalogue, article.doc, form))
            if not problem:
                return _back(form)
        fields = _fields(language_of(request), form, None)
        rows = self._desk.ledger.decisions().values()
        mine = [row for row in rows if row.verb == ADD and row.cells.get("mark") == article.key]
        values = {"article": article, "fields": fields, "form": form, "added": mine}
        page = self._page(request, catalogue, "add.html", problem=problem, **values)
        return HTMLResponse(page, 400 if problem else 200)

    async def _merge(self, request: Request) -> Response:
        """Two entities side by side."""
        catalogue = await self._shelf.catalogue()
        both = [portray(catalogue, request.query_params.get(side, "")) for side in ("left", "right")]
        if None in both:
            return Response("there is no such entity\n", 404, media_type="text/plain")
        here = f"{request.url.path}?{request.url.query}"  # where the ruling is shown, and can be undone
        return HTMLResponse(self._page(request, catalogue, "merge.html", both=both, form={"back": here}))

    def _page(self, request: Request, catalogue: Catalogue, template: str, **values: Any) -> str:
        back = _own(values.get("form", {}).get("back", "") or request.headers.get("referer", ""))
        return render(
            template,
            language_of(request),
            Addresses(catalogue.base),
            edit=Edit(self._desk, back),
            **values,
        )


class Edit:
    """What the templates need to offer judging: read anew for each page."""

    def __init__(self, desk: Desk, back: str) -> None:
        self.back = back
        self.judged = desk.judged()
        self._rulings = desk.rulings
        self.files = [str(item.path) for item in (desk.ledger, desk.rulings, desk.names)]

    def ruled(self, left: str, right: str) -> str:
        """What was ruled of two entities: join, apart or nothing."""
        return next(
            (item.verb for item in self._rulings.of(left) if {item.left, item.right} == {left, right}), ""
        )


def _fields(language: str, cells: dict[str, Any], statement: Statement | None) -> list[dict[str, Any]]:
    """The fields of a form: name, label, value, and what may be chosen."""
    place = ("en", "zh").index(language)
    ontology = load_ontology()
    relations = [getattr(item, language) for item in ontology.relations.values()]
    types = [getattr(item, language) for item in ontology.classes.values() if item.exchange]
    statuses = [words()[f"status_{name}"][("zh", "en").index(language)] for name in STATUSES]
    choices = {
        "predicate": relations if statement else ["", *relations],
        "subject_type": ["", *types],
        "object_type": ["", *types],
    }
    choices["status"] = statuses
    carried = set(_FEW)
    if statement is not None:
        carried = {*ontology.relations[statement.predicate].fields, "date", "from", "until", "status"}
    names = [name for name in columns()["columns"] if name in _ENDS or name in carried]
    return [
        {
            "name": name,
            "label": columns()["columns"][name][place],
            "value": "" if cells.get(name) is None else cells[name],
            "choices": choices.get(name),
        }
        for name in (*_ENDS, *(name for name in names if name not in _ENDS))
    ]


async def _form(request: Request) -> dict[str, str]:
    """The fields that were posted."""
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > _FORM:
            return {}
    try:
        return dict(parse_qsl(data.decode(), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        return {}


def _back(form: dict[str, str]) -> Response:
    return RedirectResponse(_own(form.get("back", "")) or "/", status_code=303)


def _own(address: str) -> str:
    """The part of an address below this server."""
    parts = urlsplit(address)
    path = "/" + parts.path.lstrip("/\\")
    return (
        path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    )
