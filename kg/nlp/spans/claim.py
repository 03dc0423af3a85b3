"""A claim: what the relation machineries hand on, before it becomes a `kg.model.Statement`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kg.nlp.spans.mention import Mention

#: offsets ``[start, end)`` into the cleaned text
Range = tuple[int, int]


@dataclass(slots=True)
class Claim:
    """``subject`` and ``object`` are keys of ``doc._.kg_entities``; ``qualifiers`` by exchange name."""

    predicate: str
    subject: str
    object: str | None
    sentence: Range
    subject_span: Range | None = None
    object_span: Range | None = None
    trigger: Range | None = None
    qualifiers: dict[str, Any] = field(default_factory=dict)
    status: str = ""
    confidence: float = 0.8
    rule: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "predicate": self.predicate,
            "subject": self.subject,
            "object": self.object,
            "sentence": list(self.sentence),
            "subject_span": _list(self.subject_span),
            "object_span": _list(self.object_span),
            "trigger": _list(self.trigger),
            "qualifiers": dict(self.qualifiers),
            "status": self.status,
            "confidence": round(self.confidence, 3),
            "rule": self.rule,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Claim:
        ranges = {key: _range(data[key]) for key in ("sentence", "subject_span", "object_span", "trigger")}
        values: dict[str, Any] = {**data, **ranges}
        return cls(**values)


def span(mention: Mention) -> Range:
    return mention.start, mention.end


def _list(value: Range | None) -> list[int] | None:
    return None if value is None else list(value)


def _range(value: Any) -> Range | None:
    return None if value is None else (value[0], value[1])
