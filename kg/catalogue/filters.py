"""What one looks for: words and filters, as an address holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from kg.catalogue.catalogue import day

LONGEST = 200  # characters of a field; what is longer is cut


@dataclass(frozen=True, slots=True)
class Filters:
    """All texts, empty where nothing is asked.

    ``q`` are words, each of which has to be there; ``doc`` an article, ``outlet`` its publisher, ``type``
    that of an entity at either end, ``relation`` its exchange name, ``place`` an IRI or a name (it and all
    below it), ``since`` and ``until`` dates, ``status``, ``least`` a confidence from 0 to 1; ``show`` the
    only kind of results (entities, statements, articles), ``page`` from 1.
    """

    q: str = ""
    doc: str = ""
    outlet: str = ""
    type: str = ""
    relation: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    status: str = ""
    least: str = ""
    show: str = ""
    page: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Filters:
        """Those of an address; what it says besides, or wrongly, is left out."""
        known = {field.name: values.get(field.name, "").strip()[:LONGEST] for field in fields(cls)}
        for name in ("since", "until"):
            known[name] = day(known[name])
        for name, kind in (("least", float), ("page", int)):
            try:
                kind(known[name] or 0)
            except ValueError:
                known[name] = ""
        return cls(**known)

    @property
    def query(self) -> str:
        """The part of an address that says the same, in one order."""
        pairs = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return urlencode([pair for pair in pairs if pair[1]], errors="replace")

    def but(self, **changes: str) -> Filters:
        """The same with some fields otherwise, on the first page."""
        return replace(self, **({"page": ""} | changes))

    @property
    def number(self) -> int:
        """The page, from 1."""
        return max(1, min(int(self.page or 1), 100_000))

    @property
    def asks(self) -> bool:
        """Whether anything is asked."""
        return any(getattr(self, field.name) for field in fields(self) if field.name not in ("show", "page"))

    @property
    def of_statements(self) -> bool:
        """Whether it narrows by what only statements have."""
        return any((self.relation, self.place, self.status, self.least, self.type))
