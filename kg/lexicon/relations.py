"""``relations.toml`` and ``cues.toml``: how a relation is said, and what changes its status."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that change the status of a statement; ``scope`` is where they stand.

    ``governs`` is for those that also work from before the subject (网传李明捐款): in its ``clause``, or
    anywhere before it in its ``sentence``.
    """

    status: str
    scope: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    governs: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the statements that a relation's forms must find in it.

    ``finds`` holds one ``subject > object`` or ``subject`` each, with ``key=value`` after ``|``.
    """

    text: str
    finds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A surface order of slots: see `kg.nlp.forms.forms` for the notation."""

    id: str
    pattern: str
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class RelationForms:
    """How one relation is said.

    ``engines`` names the machineries that state it: ``forms`` (patterns, the default), ``posts``,
    ``members``, ``liaison``, ``gifts``, ``counts``, ``containment``. ``unless`` names relations that
    are meant instead, where one of them holds of the same subject and object; ``dated`` says that it
    is an event, so that a date in its sentence is its date; ``objects`` are the classes of its forms'
    objects, where they are fewer than the relation's range.
    """

    engines: tuple[str, ...] = ("forms",)
    dated: bool = False
    unless: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    not_triggers: tuple[str, ...] = ()
    lists: dict[str, tuple[str, ...]] | None = None
    forms: tuple[Form, ...] = ()
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[str, ...] = ()
