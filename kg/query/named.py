"""The competency questions of ``ontology/queries``, and how their parameters are bound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.model import ASSERTED
from kg.ontology import ontology_dir
from kg.values.phrase import Phrase, phrase

ANY = "UNDEF"
_LABEL_TAGS = ("zh", "zh-Hant")  # of labels
_VALUES = r"VALUES\s+\?{name}\s*\{{([^{{}}]*)\}}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query; ``default`` as SPARQL writes it, UNDEF where any value will do."""

    name: str
    description: str
    default: str

    @property
    def shown(self) -> str:
        """The default as a command line gives it."""
        return "" if self.default == ANY else re.sub(r'^"(.*)"(@[\w-]+)?$', r"\1", self.default)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A competency question: ``zh`` and ``en`` ask it, ``text`` is SPARQL with the defaults in place.

    ``status`` is that of the statements which it asks about: ``asserted``, or ``all``.
    """

    name: str
    zh: str
    en: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    status: str = ASSERTED

    def bind(self, values: Mapping[str, str]) -> str:
        """The query with ``values`` for its parameters; UsageError for one that it does not have."""
        text = self.text
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in values.items():
            if name not in known:
                raise UsageError(self._lacks(name))
            bound = f"VALUES ?{name} {{ {_term(name, value, known[name].default)} }}"
            text = bound.join(re.split(_VALUES.format(name=name), text)[::2])
        return text

    def _lacks(self, name: str) -> Phrase:
        if not self.parameters:
            return phrase("{}: takes no parameters; leave {} out", self.name, name)
        has = ", ".join(parameter.name for parameter in self.parameters)
        return phrase("{}: has no parameter {}; it has: {}", self.name, name, has)


@cache
def named_queries() -> dict[str, NamedQuery]:
    """The competency questions of ``ontology/queries``, by name."""
    paths = sorted((ontology_dir() / "queries").glob("*.rq"))
    return {path.stem: _named(path) for path in paths}


def _named(path: Path) -> NamedQuery:
    """Header comments: ``# title-zh:``, ``# title-en:``, ``# description:``, ``# asks:``, ``# param …:``."""
    text = path.read_text(encoding="utf-8")
    header = dict(
        re.findall(r"^# (title-zh|title-en|description|asks|param \w+): *(.*)$", text, re.MULTILINE)
    )
    parameters = []
    for key, description in header.items():
        if not key.startswith("param "):
            continue
        name = key.removeprefix("param ")
        default = re.search(_VALUES.format(name=name), text)
        if default is None:
            raise QueryError(phrase("{}: has no VALUES ?{} {{ … }} for its parameter", path.name, name))
        parameters.append(Parameter(name, description, default[1].strip()))
    try:
        titles = header["title-zh"], header["title-en"], header["description"]
    except KeyError as error:
        raise QueryError(phrase("{}: its header lacks {}", path.name, error)) from None
    return NamedQuery(path.stem, *titles, tuple(parameters), text, header.get("asks", ASSERTED))


def status_of(text: str) -> str:
    """What a named query asks about; of any other, what is asserted."""
    known = named_queries()
    return known[text].status if text in known else ASSERTED


def _term(name: str, value: str, default: str) -> str:
    """``value`` as SPARQL terms of the default's kind: name, IRI, number or string; escaped.

    A name is looked up in every form that labels have, without scanning them; an empty one is any.
    """
    if default == ANY or "@" in default.rpartition('"')[2]:
        if not value:
            return ANY
        forms = (ox.Literal(value), *(ox.Literal(value, language=tag) for tag in _LABEL_TAGS))
        return " ".join(map(str, forms))
    if default.startswith("<"):
        try:
            return str(ox.NamedNode(value))
        except ValueError:
            raise UsageError(phrase("{}={}: is no IRI", name, value)) from None
    if default.startswith(('"', "'")):
        return str(ox.Literal(value))
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise UsageError(phrase("{}={}: is no number", name, value)) from None
    if not number.is_finite():
        raise UsageError(phrase("{}={}: is no number", name, value))
    return format(number, "f")
