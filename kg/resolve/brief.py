"""What of an article bears on who is who, without its text and its statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.model import Entity, Extraction
from kg.resolve.evidence import Fact, facts_of


@dataclass(frozen=True, slots=True)
class Brief:
    """An article by ``doc`` and ``key``: the entities that it names, and what it asserts of two of them."""

    doc: str
    key: str
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]

    @classmethod
    def of(cls, extraction: Extraction) -> Brief:
        """The brief of what was found in an article."""
        article = extraction.article
        return cls(article.doc, article.key, extraction.entities, tuple(facts_of(extraction.statements)))

    def moved(self, iris: Mapping[str, str]) -> Brief:
        """The same of entities that are called by other IRIs."""
        entities = tuple(replace(item, id=iris.get(item.id, item.id)) for item in self.entities)
        facts = tuple(
            fact._replace(
                subject=iris.get(fact.subject, fact.subject), object=iris.get(fact.object, fact.object)
            )
            for fact in self.facts
        )
        return replace(self, entities=entities, facts=facts)
