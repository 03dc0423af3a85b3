"""Messages that remember how they were put together, so that they can be said in another language.

A message is English: a template with ``{}`` for each part that varies. What a part quotes (a name, a path, a
line of somebody's file) is kept apart from the words around it, so no translation can change it. A part that
is itself a `Phrase` is a message inside a message.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from kg.model import Entity

#: so many names are listed; of more, those that are near
_FEW = 40


class Phrase(str):
    """The English text; ``template`` and ``parts`` are what it was made of."""

    __slots__ = ("parts", "template")
    template: str
    parts: tuple[object, ...]

    def __new__(cls, template: str, *parts: object) -> Phrase:
        text = super().__new__(cls, template.format(*parts))
        text.template, text.parts = template, parts
        return text

    def __getnewargs__(self) -> tuple[object, ...]:  # type: ignore[override]
        return (self.template, *self.parts)


def phrase(template: str, *parts: object) -> Phrase:
    """``template`` with ``parts`` for its ``{}``."""
    return Phrase(template, *parts)


def unknown(what: str, name: str, names: Sequence[str], near: Sequence[str] = ()) -> Phrase:
    """The line for a ``what`` (a word of ours) that is not there: with what is near it, else all of a few."""
    near = near or get_close_matches(name, names, 3, 0.6)
    kind = phrase(what)
    if near:
        return phrase("no {} {}; did you mean {}?", kind, repr(name), ", ".join(near))
    if names and len(names) <= _FEW:
        return phrase("no {} {}; there are {}", kind, repr(name), ", ".join(names))
    return phrase("no {} {}", kind, repr(name))


def unknown_entity(name: str, entities: Iterable[Entity]) -> Phrase:
    """The line for a name that no entity has, with up to five like it."""
    names: Collection[str] = {form for item in entities for form in (item.name, *item.aliases)}
    near = sorted(
        (form for form in names if name in form or form in name), key=lambda form: (len(form), form)
    )
    if name.strip() and (near or get_close_matches(name, names, 1, 0.6) or len(names) <= _FEW):
        return unknown("entity", name, sorted(names), near[:5])
    return phrase("no entity {}; look names up in the search of graph.html, or of kg serve DIR", repr(name))
