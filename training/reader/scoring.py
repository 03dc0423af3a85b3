"""Annotated texts through a pipeline, and which of its statements are right (tests/data/score.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sources import annotated, score
from spacy.tokens import Doc

from kg.cleaning import clean
from kg.model import ASSERTED, Article, Extraction, Text
from kg.nlp import extract_many
from kg.nlp.spans.claim import Claim


@dataclass(slots=True)
class Judged:
    """One text: its gold, what the pipeline said of it (asserted), and whether each statement is right."""

    gold: dict[str, Any]
    extraction: Extraction
    said: list[dict[str, Any]]
    right: list[bool]
    recipients: tuple[int, int]

    @property
    def name(self) -> str:
        return str(self.gold["id"])


def read(names: Iterable[str]) -> Iterator[tuple[Text, dict[str, Any]]]:
    """The cleaned texts of annotated ones (`sources.annotated`) with their gold, in order."""
    for name, raw, gold in annotated(names):
        yield clean(_article(name, raw, gold))[1], gold


def judged(names: Iterable[str], nlp: Any) -> Iterator[Judged]:
    """Annotated texts, in order, judged."""
    texts = list(annotated(names))
    pairs = (clean(_article(name, raw, gold)) for name, raw, gold in texts)
    for (_, _, gold), extraction in zip(texts, extract_many(pairs, nlp), strict=True):
        said = [s.to_dict() for s in extraction.statements if s.status == ASSERTED]
        yield Judged(gold, extraction, said, *right(gold, said))


def _article(name: str, raw: str, gold: dict[str, Any]) -> Article:
    return Article(name, name, raw, sha256(raw.encode()).hexdigest(), date=gold["date"])


def as_said(doc: Doc, claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Claims of a Doc as exchanged files have statements, as far as scoring reads them."""
    names = {item["key"]: item["name"] for item in doc._.kg_entities}
    return [
        {
            "predicate": claim.predicate,
            "subject": {"name": names[claim.subject]},
            "object": {"name": names[claim.object]} if claim.object else None,
            "qualifiers": claim.qualifiers,
        }
        for claim in claims
    ]


def right(gold: dict[str, Any], said: list[dict[str, Any]]) -> tuple[list[bool], tuple[int, int]]:
    """Whether each statement is right, and how many recipients of gifts are, of how many.

    Of two that say the same fact the surer one has it: the other may be below the least confidence.
    """
    entities = {e["id"]: e for e in gold["entities"]}
    is_right, used = [False] * len(said), set()
    found = 0
    surest = sorted(enumerate(said), key=lambda item: -item[1].get("confidence", 0.0))
    for exact in (True, False):
        for at, statement in surest:
            if is_right[at]:
                continue
            hit = next(
                (
                    i
                    for i, fact in enumerate(gold["facts"])
                    if i not in used and score.matches(fact, statement, entities, exact)
                ),
                None,
            )
            if hit is not None:
                is_right[at] = True
                used.add(hit)
                fact = gold["facts"][hit]
                if fact["rel"] == "donates" and fact.get("obj"):
                    found += score.same(
                        score.pred_forms(statement["object"]), score.forms(entities[fact["obj"]])
                    )
    return is_right, (found, sum(f["rel"] == "donates" and bool(f.get("obj")) for f in gold["facts"]))
