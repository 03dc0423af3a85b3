"""Who holds or held which post: what the formats of careers are written from."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib.namespace import ORG

from kg.model import ASSERTED, Article, Entity, Records, Ref, Statement
from kg.ontology import load_ontology
from kg.values.areas import level
from kg.values.dates import days
from kg.values.iri import entity_iri

ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Post:
    """A statement that somebody is, or was, something somewhere.

    ``code`` is that of the area where the body is: its own, that of where it is said to be, or that of the
    area in the same articles that its name begins with; ``level`` of that area is province, prefecture,
    county, township or village. ``start`` and ``end`` are dates as precise as the text.
    """

    statement: Statement
    article: Article | None
    person: Entity
    body: Entity
    title: str
    code: str | None
    level: str | None
    start: str | None
    end: str | None

    def iri(self, base: str) -> str:
        """The post itself, whoever holds it: a body and a title."""
        return entity_iri(base, "post", self.title, self.body.id)


def posts(records: Records, status: str = ASSERTED) -> list[Post]:
    """By person, then by date; with ``status="all"`` what has ended, too; never what is planned or denied."""
    memberships = load_ontology().relations_with(str(ORG.Membership))
    known = {entity.id: entity for entity in records.entities}
    articles = {article.doc: article for article in records.articles}
    codes = codes_of(records)
    found = []
    for item in records.statements:
        if item.predicate not in memberships or item.object is None:
            continue
        if item.status not in (ASSERTED, ENDED) or status not in ("all", item.status):
            continue
        values, code = item.qualifiers, codes.get(item.object.id)
        found.append(
            Post(
                item,
                articles.get(item.doc),
                _entity(item.subject, known),
                _entity(item.object, known),
                values.title or "",
                code,
                level(code) if code else None,
                _day(values.valid_from),
                _day(values.valid_until),
            )
        )
    return sorted(
        found,
        key=lambda post: (post.person.name, post.person.id, post.start or post.end or "", post.statement.id),
    )


def codes_of(records: Records) -> dict[str, str]:
    """The code of the area that each entity is or is in, where that is known."""
    own = {entity.id: entity.code for entity in records.entities if entity.code}
    told: dict[str, str] = {}
    for item in records.statements:
        where = own.get(item.object.id) if item.object else None
        if where and item.status == ASSERTED and load_ontology().relations[item.predicate].transitive:
            told[item.subject.id] = max(told.get(item.subject.id, ""), where, key=_fineness)
    places: dict[str, list[tuple[str, str]]] = {}
    for entity in records.entities:
        for doc in entity.docs if entity.code else ():
            pairs = ((name, entity.code or "") for name in (entity.name, *entity.aliases))
            places.setdefault(doc, []).extend(pair for pair in pairs if len(pair[0]) > 1)
    found = {**told, **own}
    for entity in records.entities:
        if entity.id not in found and (code := _by_name(entity, places)):
            found[entity.id] = code
    return found


def _by_name(entity: Entity, places: dict[str, list[tuple[str, str]]]) -> str | None:
    """The code of the area of the same articles that a name begins with; None where that is several."""
    near = {pair for doc in entity.docs for pair in places.get(doc, ()) if entity.name.startswith(pair[0])}
    longest = max((len(name) for name, _ in near), default=0)
    best = {code for name, code in near if len(name) == longest}
    return best.pop() if len(best) == 1 else None


def _fineness(code: str) -> tuple[int, str]:
    return len(code), code


def _entity(ref: Ref, known: dict[str, Entity]) -> Entity:
    return known.get(ref.id) or Entity(ref.id, ref.type, ref.name)


def _day(text: str | None) -> str | None:
    return text if text and days(text) else None
