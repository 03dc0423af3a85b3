# long: the values of the house, most of it documentation
"""The values that flow through the house. Frozen, standard library only.

All offsets count Unicode code points and are half-open ``[start, end)``. Offsets in a `Statement`
point into the raw text of its article; offsets inside `kg.nlp` point into the cleaned text.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

ASSERTED = "asserted"
ENDED = "ended"
STATUSES = (ASSERTED, "negated", "planned", "demanded", "alleged", ENDED)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, ``[start, end)`` in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Article:
    """A source and its metadata.

    ``doc`` names it in exchanged files (the stem of the source file where that is unique),
    ``path`` is relative to the SOURCE that the user gave, with ``/``; ``raw`` is the text as read
    (decoded, BOM dropped, line ends kept, HTML after text extraction); ``sha256`` is of the source
    bytes; ``date`` is ISO 8601 (``2022-09-23``); ``reprint_of`` the doc of the earliest article of a build
    that is nearly the same, where there is an earlier one.
    """

    doc: str
    path: str
    raw: str
    sha256: str
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    reprint_of: str | None = None

    @property
    def key(self) -> str:
        """The first 16 hex digits of the SHA-256, as in the article's IRI."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What of a source that is read was not understood: a column, a table. ``path`` names the source."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Text:
    """A cleaned text, aligned to the raw one.

    ``starts[i]:ends[i]`` is the raw span that made ``clean[i]``; both are non-decreasing. What the
    cleaning dropped between two characters belongs to neither.
    """

    clean: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def to_raw(self, start: int, end: int) -> Span:
        """The raw span of ``clean[start:end]``; an empty span stays empty."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def to_clean(self, start: int, end: int) -> Span:
        """The cleaned span of the characters that were made from ``raw[start:end]``."""
        first = bisect_left(self.starts, start)
        return Span(first, max(first, bisect_left(self.starts, end)))


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the graph.

    ``id`` is its IRI (made by `kg.values.iri`); ``type`` a class of the ontology that exchanged files
    know; ``kind`` a finer class or None; ``name`` its fullest form (simplified);
    ``traditional`` the forms as a traditional source writes them; ``code`` an administrative code;
    ``link`` how that was found, or why a place has none (`kg.words.show` puts it into words).
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    kind: str | None = None
    traditional: tuple[str, ...] = ()
    code: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity as a statement names it: ``name`` is the fullest form in that article."""

    id: str
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """What a statement says besides who and whom. Money in units of its currency, never converted.

    ``valid_from`` and ``valid_until`` are ``from`` and ``until`` in exchanged files. ``joint`` is the
    key of a gift that several share, ``part_of`` the id of the statement that gives the total.
    """

    title: str | None = None
    amount: float | None = None
    currency: str | None = None
    item: str | None = None
    quantity: float | None = None
    unit: str | None = None
    worth: float | None = None
    indicator: str | None = None
    value: float | None = None
    approx: bool = False
    date: str | None = None
    valid_from: str | None = field(default=None, metadata={"exchange": "from"})
    valid_until: str | None = field(default=None, metadata={"exchange": "until"})
    joint: str | None = None
    part_of: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """All fields by the names of exchanged files; whole numbers as int."""
        return {exchange: _plain(getattr(self, name)) for exchange, name in _exchange_names().items()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Qualifiers:
        """The inverse of `to_dict`; unknown keys raise ``KeyError``."""
        names = _exchange_names()
        return cls(**{names[key]: value for key, value in data.items()})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement stands: raw spans, and the cleaned quotation of ``raw[span]``.

    ``subject`` and ``object`` point at the antecedent where the sentence has no mention of its own.
    ``confidence`` is that of this piece alone; None where it is not known (builds of earlier versions).
    """

    quote: str
    span: Span
    sentence: Span
    subject: Span | None = None
    object: Span | None = None
    trigger: Span | None = None
    confidence: float | None = None

    def to_dict(self) -> dict[str, Any]:
        def pair(span: Span | None) -> dict[str, int] | None:
            return None if span is None else {"start": span.start, "end": span.end}

        return {
            "quote": self.quote,
            "start": self.span.start,
            "end": self.span.end,
            "sentence": pair(self.sentence),
            "subject": pair(self.subject),
            "object": pair(self.object),
            "trigger": pair(self.trigger),
            "confidence": self.confidence,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Evidence:
        def span(value: dict[str, int] | None) -> Span | None:
            return None if value is None else Span(value["start"], value["end"])

        sentence = span(data["sentence"])
        assert sentence is not None
        return cls(
            data["quote"],
            Span(data["start"], data["end"]),
            sentence,
            span(data.get("subject")),
            span(data.get("object")),
            span(data.get("trigger")),
            data.get("confidence"),
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim of one article. ``predicate`` is the name of a relation in exchanged files."""

    id: str
    doc: str
    predicate: str
    subject: Ref
    object: Ref | None
    qualifiers: Qualifiers = Qualifiers()
    evidence: tuple[Evidence, ...] = ()
    status: str = ASSERTED
    confidence: float = 1.0
    rule: str = ""

    @property
    def quote(self) -> str:
        """The cleaned quotation of its first evidence; empty where it has none."""
        return self.evidence[0].quote if self.evidence else ""

    def to_dict(self) -> dict[str, Any]:
        """The line of ``statements.jsonl``, as a dict in its fixed order."""

        def ref(value: Ref | None) -> dict[str, str] | None:
            return None if value is None else {"id": value.id, "type": value.type, "name": value.name}

        return {
            "id": self.id,
            "doc": self.doc,
            "predicate": self.predicate,
            "status": self.status,
            "subject": ref(self.subject),
            "object": ref(self.object),
            "qualifiers": self.qualifiers.to_dict(),
            "evidence": [item.to_dict() for item in self.evidence],
            "confidence": self.confidence,
            "rule": self.rule,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Statement:
        return cls(
            id=data["id"],
            doc=data["doc"],
            predicate=data["predicate"],
            subject=Ref(**data["subject"]),
            object=None if data["object"] is None else Ref(**data["object"]),
            qualifiers=Qualifiers.from_dict(data["qualifiers"]),
            evidence=tuple(Evidence.from_dict(item) for item in data["evidence"]),
            status=data["status"],
            confidence=data["confidence"],
            rule=data["rule"],
        )

    def with_refs(self, subject: Ref, object: Ref | None) -> Statement:
        """The same claim about other entities (after a merge); the id is kept."""
        return replace(self, subject=subject, object=object)


@dataclass(frozen=True, slots=True)
class Merge:
    """Two entities held to be one: ``replaced`` became ``kept`` for ``reasons``."""

    kept: str
    replaced: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article gave: its entities (with or without statements) and its statements."""

    article: Article
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """What a build holds, after resolution: what every exporter writes from.

    Articles are sorted by ``doc``, entities and statements by ``id``, merges by ``replaced``. ``base``
    is the base of the data IRIs. Statements of every status are here; exporters choose.
    """

    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    merges: tuple[Merge, ...] = ()
    base: str = ""


@cache
def _exchange_names() -> dict[str, str]:
    """The fields of `Qualifiers` by their names in exchanged files."""
    return {item.metadata.get("exchange", item.name): item.name for item in fields(Qualifiers)}


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
