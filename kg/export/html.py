"""The graph page: one HTML file that needs no network, made by pyvis with a template of our own.

pyvis is the generator (`Network.generate_html`); its templates are not used, because they load from a
CDN, write beside the page and let names run as script. All text of the data is JSON in blocks that a
browser does not execute, so the script hashes in the Content-Security-Policy never depend on the data.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any, BinaryIO

from jinja2 import DictLoader, Environment
from markupsafe import Markup

from kg.errors import UsageError
from kg.export.page import Others, Page, resource, tables
from kg.export.page.parts import LIMIT, by_article, by_entity, most_important
from kg.model import Records
from kg.portrait import leaves
from kg.values.phrase import phrase

LANGUAGES = ("zh", "en")
SCRIPTS = (
    "data",
    "words",
    "search",
    "state",
    "drawing",
    "islands",
    "scenes",
    "facts",
    "panel",
    "questions",
    "table",
    "files",
    "app",
)
PACK_FROM = 1_500_000  # characters of a block above which it is compressed


def write_page(
    records: Records,
    file: BinaryIO,
    *,
    focus: str | None = None,
    top: int | None = None,
    language: str = "zh",
) -> None:
    """Write the page to ``file`` as UTF-8.

    ``focus`` is the name or IRI of the entity to open with, ``top`` how many entities to draw (the
    most important first; the page says how many it leaves out), ``language`` that of the first visit.
    Raises UsageError where one of them is wrong.
    """
    _check(language, top)
    part = most_important(records, focus, top)
    page = tables(records, part, language=language, focus=part.keys[0] if part.keys else "")
    file.write(_render(page, language).encode("utf-8", "replace"))


def pages(records: Records, *, top: int | None = None, language: str = "zh") -> Iterator[tuple[str, bytes]]:
    """A graph of any size as linked pages: file names and their bytes, at most about ``top`` entities each.

    ``index.html`` is the overview of the most important, and its search finds every entity;
    ``articles-1.html`` and so on hold all of some articles, ``entities-1.html`` all of some entities, and
    below ``entity/`` and ``article/`` each has a page to read and to print.
    Raises UsageError as `write_page` does.
    """
    _check(language, top)
    limit = top or LIMIT
    sorts = {"articles": list(by_article(records, limit)), "entities": list(by_entity(records, limit))}
    files: list[list[Any]] = []
    where: dict[str, dict[str, int]] = {sort: {} for sort in sorts}
    for sort, parts in sorts.items():
        for number, part in enumerate(parts, 1):
            where[sort] |= dict.fromkeys(part.keys, len(files))
            files.append([f"{sort}-{number}.html", len(part.keys), int(sort == "articles")])
    others = Others(files, where["articles"], where["entities"])
    for (name, *_), part in zip(files, [*sorts["articles"], *sorts["entities"]], strict=True):
        page = tables(records, part, language=language, others=others)
        yield str(name), _render(page, language).encode("utf-8", "replace")
    first = most_important(records, None, limit)
    page = tables(records, first, language=language, others=replace(others, names=True))
    yield from leaves(records, language)
    yield "index.html", _render(page, language).encode("utf-8", "replace")


def _check(language: str, top: int | None) -> None:
    if language not in LANGUAGES:
        raise UsageError(phrase("language {}: the page speaks {}", language, " and ".join(LANGUAGES)))
    if top is not None and top < 1:
        raise UsageError(phrase("top {}: give 1 or more", top))


def _render(page: Page, language: str) -> str:
    from pyvis.edge import Edge  # type: ignore[import-untyped]  # loads IPython: only when a page is written
    from pyvis.network import Network  # type: ignore[import-untyped]

    words = page.meta["strings"][language]
    net = Network(directed=True, cdn_resources="in_line", heading=words["heading"])
    net.nodes = page.nodes  # add_node looks through all nodes for each
    net.edges = [Edge(start, end, s=number).options for start, end, number in page.edges]
    net.templateEnv = _environment(page, language)
    html: str = net.generate_html()
    return html


def _environment(page: Page, language: str) -> Environment:
    vis = (files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text("utf-8")
    app = "".join(f"\n// {name}\n{resource(name + '.js')}" for name in SCRIPTS)
    parts = {"vis": vis, "app": f'"use strict";(() => {{{app}}})();\n', "style": resource("page.css")}
    parts = {name: text.replace("\r\n", "\n") for name, text in parts.items()}
    environment = Environment(
        loader=DictLoader({"template.html": resource("template.html")}), autoescape=True
    )
    environment.filters["pack"] = _pack
    environment.globals |= {
        "lang": language,
        "words": page.meta["strings"],
        "facts": page.facts,
        "meta": page.meta,
        "policy": _policy(parts),
        **{name: Markup(text) for name, text in parts.items()},
    }
    return environment


def _policy(parts: dict[str, str]) -> str:
    """The Content-Security-Policy: nothing from anywhere, and only the scripts and style of this file."""

    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {digest(parts['vis'])} {digest(parts['app'])}",
            f"style-src {digest(parts['style'])}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
        ]
    )


def _pack(value: Any, name: str) -> Markup:
    """A data block: JSON that cannot end its element, or gzip in base64 where it is large."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(text) > PACK_FROM:
        packed = gzip.compress(text.encode("utf-8", "replace"), 6, mtime=0)
        body, kind = base64.b64encode(packed).decode(), "application/gzip"
    else:
        for char in "<>&'\u2028\u2029":
            text = text.replace(char, f"\\u{ord(char):04x}")
        body, kind = text, "application/json"
    return Markup('<script type="{}" id="{}">{}</script>').format(kind, name, Markup(body))
