"""Where the pages are: on a server by the IRI itself, in a folder by a hash of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

_PATH = re.compile(r"[A-Za-z0-9._~%/-]+")


def file_of(kind: str, key: str) -> str:
    """The file of an ``entity`` by its IRI, of an ``article`` by its doc: stable, and short on any system."""
    return f"{kind}/{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:16]}.html"


@dataclass(frozen=True, slots=True)
class Addresses:
    """``base`` is that of the data's IRIs; ``above`` leads from a page to the root of a folder of pages.

    Without ``above`` the pages are on a server.
    """

    base: str
    above: str | None = None

    @property
    def static(self) -> bool:
        """Whether the pages are files."""
        return self.above is not None

    def entity(self, iri: str) -> str:
        """The page of an entity."""
        if self.above is not None:
            return self.above + file_of("entity", iri)
        path = iri.removeprefix(self.base)
        if path != iri and _PATH.fullmatch(path) and ".." not in path:
            return f"/id/{path}"
        return f"/entity?iri={_quoted(iri)}"

    def article(self, doc: str, words: str = "") -> str:
        """The page of an article; on a server with ``words`` marked."""
        if self.above is not None:
            return self.above + file_of("article", doc)
        return f"/article?doc={_quoted(doc)}" + (f"&q={_quoted(words)}" if words else "")

    def form(self, iri: str, media: str) -> str:
        """The same on a server as RDF of a media type."""
        return f"/entity?iri={_quoted(iri)}&form={_quoted(media)}"

    def edit(self, page: str, **values: str) -> str:
        """A page to judge in."""
        return f"/edit/{page}?{urlencode(values, errors='replace')}"

    def charts(self, iri: str = "") -> str:
        """On a server: all charts, or those of an entity."""
        return "/charts" + (f"?of={_quoted(iri)}" if iri else "")

    def chart(self, name: str, form: str, language: str, iri: str = "") -> str:
        """On a server: a chart as ``svg``, ``png`` or ``csv``."""
        return f"/chart/{name}.{form}?lang={language}" + (f"&of={_quoted(iri)}" if iri else "")

    def graph(self, iri: str) -> str:
        """The picture, opened at an entity."""
        return f"{'/graph' if self.above is None else self.above + 'index.html'}#node={_quoted(iri)}"

    def home(self) -> str:
        """The first page."""
        return "/" if self.above is None else f"{self.above}index.html"


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="")
