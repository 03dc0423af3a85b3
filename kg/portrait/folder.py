"""The pages of all entities and articles as files that link to each other."""

from __future__ import annotations

from collections.abc import Iterator

from kg.catalogue import in_memory
from kg.model import Records
from kg.portrait.addresses import Addresses, file_of
from kg.portrait.article import portray_article
from kg.portrait.entity import portray
from kg.portrait.render import render


def leaves(records: Records, language: str) -> Iterator[tuple[str, bytes]]:
    """File names with their contents: ``entity/….html`` and ``article/….html``, beside ``index.html``."""
    catalogue = in_memory(records)
    at = Addresses(catalogue.base, above="../")
    try:
        for entity in catalogue.entities():
            portrait = portray(catalogue, entity.id)
            text = render("entity.html", language, at, portrait=portrait)
            yield file_of("entity", entity.id), text.encode("utf-8", "replace")
        for article in catalogue.articles():
            told = portray_article(catalogue, article.doc)
            text = render("article.html", language, at, portrait=told)
            yield file_of("article", article.doc), text.encode("utf-8", "replace")
    finally:
        catalogue.close()
