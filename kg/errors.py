"""Every error that the package raises on purpose.

KGError                  anything a user can mend; its text is one line: what, where, what to do
├── UsageError           the request itself is wrong (unknown format, query, option)
├── SourceError          a source cannot be read (missing, empty, binary, truncated, wrongly encoded)
├── OutputError          an output cannot be written
├── BuildError           a build folder is missing or damaged
├── QueryError           a SPARQL query is malformed or was refused
└── DataError            the project's own data is inconsistent
    ├── OntologyError    ontology/kg.ttl
    └── LexiconError     resources/zh/*; lists all problems at once
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.values.phrase import Phrase


class KGError(Exception):
    """Base of all errors that the package raises on purpose; ``str()`` is one line."""


class UsageError(KGError):
    """The request itself is wrong."""


class SourceError(KGError):
    """A source cannot be read. ``path`` names it as the user gave it."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(located(path, reason))
        self.path = str(path)
        self.reason = reason


def located(path: object, reason: str) -> Phrase:
    """A line that begins with the path of what it is about."""
    if isinstance(reason, Phrase):
        return Phrase(f"{{}}: {reason.template}", path, *reason.parts)
    template = reason.replace("{", "{{").replace("}", "}}")
    return Phrase(f"{{}}: {template}", path)


class OutputError(KGError):
    """An output cannot be written."""


class BuildError(KGError):
    """A build folder is missing or damaged."""


class QueryError(KGError):
    """A SPARQL query is malformed or was refused."""


class DataError(KGError):
    """The project's own data is inconsistent."""


class OntologyError(DataError):
    """``ontology/kg.ttl`` lacks something or contradicts itself."""


class LexiconError(DataError):
    """``resources/zh`` has problems; ``problems`` holds one line for each, with file and entry."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))
