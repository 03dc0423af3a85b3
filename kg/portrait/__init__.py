"""Pages that a person reads: of entities, articles and searches, the same on a server and in a folder."""

from kg.portrait.addresses import Addresses, file_of
from kg.portrait.article import portray_article
from kg.portrait.entity import portray
from kg.portrait.folder import leaves
from kg.portrait.news import heard
from kg.portrait.render import LANGUAGES, render
from kg.portrait.results import look_up

__all__ = [
    "LANGUAGES",
    "Addresses",
    "file_of",
    "heard",
    "leaves",
    "look_up",
    "portray",
    "portray_article",
    "render",
]
