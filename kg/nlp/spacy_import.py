"""The import of spaCy without its command line, which takes a third of the time of the whole.

``import spacy`` imports its commands for the sake of one function, ``spacy.info``, and with them a web
client, templates and project assets. What is left out comes the moment that somebody asks for it.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

_CLI, _INFO = "spacy.cli", "spacy.cli.info"


def import_spacy() -> None:
    """Import ``spacy``, for the imports that follow; nothing where that was done before."""
    if "spacy" in sys.modules:
        return
    package, module = ModuleType(_CLI), ModuleType(_INFO)
    package.__path__ = []
    module.info = _info  # type: ignore[attr-defined]
    sys.modules |= {_CLI: package, _INFO: module}
    try:
        import spacy
    finally:
        del sys.modules[_CLI], sys.modules[_INFO]
    vars(spacy).pop("cli", None)


def _info(*args: Any, **options: Any) -> Any:
    """``spacy.info``, from the command line that is imported now."""
    from spacy.cli.info import info

    return info(*args, **options)
