"""Knowledge graphs with evidence from Chinese public-affairs text.

``kg.load(DIR)`` opens a build, ``kg.make(SOURCES, DIR)`` makes one, ``kg.load_nlp()`` gives the
spaCy pipeline, ``kg.statements(doc)`` what it found in a text. Nothing is imported before it is used.
What goes on is logged below the logger ``kg``.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Build, load, make
    from kg.errors import KGError
    from kg.model import Article, Entity, Evidence, Statement
    from kg.nlp import load_nlp
    from kg.nlp.stated import statements

__version__ = "0.2.0"
__all__ = [
    "Article",
    "Build",
    "Entity",
    "Evidence",
    "KGError",
    "Statement",
    "__version__",
    "load",
    "load_nlp",
    "make",
    "statements",
]

_HOMES = {
    **dict.fromkeys(("Build", "load", "make"), "kg.api"),
    **dict.fromkeys(("Article", "Entity", "Evidence", "Statement"), "kg.model"),
    "KGError": "kg.errors",
    "load_nlp": "kg.nlp",
    "statements": "kg.nlp.stated",
}
logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
