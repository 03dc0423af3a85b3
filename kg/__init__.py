"""Knowledge graphs with evidence from Chinese public-affairs text.

``kg.load(DIR)`` opens a build, ``kg.make(SOURCES, DIR)`` makes one, ``kg.load_nlp()`` gives the
spaCy pipeline. Nothing is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Build, load, make
    from kg.nlp import load_nlp

__version__ = "0.1.0"
__all__ = ["Build", "__version__", "load", "load_nlp", "make"]

_HOMES = {"Build": "kg.api", "load": "kg.api", "make": "kg.api", "load_nlp": "kg.nlp"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
