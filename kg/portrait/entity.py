"""What the page of an entity shows."""

from __future__ import annotations

from dataclasses import dataclass

from kg.catalogue import Catalogue
from kg.model import ASSERTED, Article, Entity
from kg.ontology import load_ontology
from kg.portrait.facts import Fact, facts, independent
from kg.resolve.evidence import MEMBERSHIP


@dataclass(frozen=True, slots=True)
class Merged:
    """Another entity that was held to be this one: its last name, and why."""

    id: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """An entity: ``posts`` are held by it or in it, ``groups`` the other facts by relation and direction.

    ``timeline`` has what is asserted and has a date, or an article with one, oldest first; ``borrowed`` the
    facts whose sentences name the entity or the other end only by a word for it.
    """

    entity: Entity
    above: tuple[Entity, ...]
    posts: tuple[Fact, ...]
    holders: tuple[Fact, ...]
    groups: tuple[tuple[str, bool, tuple[Fact, ...]], ...]
    timeline: tuple[Fact, ...]
    articles: tuple[Article, ...]
    borrowed: tuple[Fact, ...]
    merges: tuple[Merged, ...]

    @property
    def independent(self) -> int:
        """How many of the articles are no reprints of each other."""
        return independent(self.articles)

    @property
    def count(self) -> int:
        """The number of facts."""
        return len(self.posts) + len(self.holders) + sum(len(items) for _, _, items in self.groups)


def portray(catalogue: Catalogue, iri: str) -> Portrait | None:
    """The portrait of the entity of an IRI; None where there is none."""
    entity = catalogue.entity(iri)
    if entity is None:
        return None
    lines = catalogue.about(entity.id)
    found = facts(entity.id, lines)
    posts = load_ontology().relations_with(MEMBERSHIP)
    groups: dict[tuple[str, bool], list[Fact]] = {}
    for fact in found:
        if fact.relation not in posts:
            groups.setdefault((fact.relation, fact.outgoing), []).append(fact)
    articles = {line.article.doc: line.article for line in lines}
    for doc in entity.docs:
        if doc not in articles and (article := catalogue.article(doc)):
            articles[doc] = article
    dated = [fact for fact in found if fact.status == ASSERTED and (fact.when or fact.reported)]
    return Portrait(
        entity=entity,
        above=tuple(catalogue.above(entity.id)),
        posts=tuple(fact for fact in found if fact.relation in posts and fact.outgoing),
        holders=tuple(fact for fact in found if fact.relation in posts and not fact.outgoing),
        groups=tuple((*key, tuple(items)) for key, items in groups.items()),
        timeline=tuple(sorted(dated, key=lambda fact: (fact.when or fact.reported, fact.anchor))),
        articles=tuple(sorted(articles.values(), key=lambda item: (item.date or "", item.doc))),
        borrowed=tuple(fact for fact in found if fact.is_borrowed),
        merges=tuple(Merged(item.replaced, item.reasons) for item in catalogue.merges(entity.id)),
    )
