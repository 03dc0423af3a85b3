"""What `kg explain` says of a sentence: its entities, its statements, how sure they are, and why no other."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of a sentence: ``text`` as it stands there, ``name`` what it means (empty: nothing).

    ``type`` is a class, or the label of what is none: a title, a date, a number.
    """

    text: str
    type: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Factor:
    """What speaks for a statement, or against it where ``by`` is negative: so much in log-odds.

    ``why`` is a sentence in English with ``{}`` for each of ``words``.
    """

    why: str
    words: tuple[str, ...]
    by: float


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement, the form or machinery that made it, its trigger, and the cues of its status.

    ``confidence`` is its probability, ``factors`` what made it so, the strongest first.
    """

    relation: str
    subject: str
    object: str | None
    qualifiers: dict[str, Any]
    status: str
    cues: tuple[str, ...]
    rule: str
    pattern: str
    trigger: str
    confidence: float
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a relation is not stated: ``why`` is a sentence in English with ``{}`` for each of ``words``.

    ``form`` is the form that got furthest (or empty), ``found`` what it found.
    """

    relation: str
    why: str
    words: tuple[str, ...] = ()
    form: str = ""
    pattern: str = ""
    found: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence with its entities, its statements, and the relations that it nearly states.

    ``doubtful`` are the likeliest of those that were considered, but are too uncertain to be stated.
    """

    text: str
    entities: tuple[Named, ...]
    statements: tuple[Stated, ...]
    missing: tuple[Reason, ...]
    doubtful: tuple[Stated, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)
