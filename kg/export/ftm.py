"""FollowTheMoney: entities as JSON lines, for OpenAleph, yente and nomenklatura.

An entity is a person, a body, an address or a document; an article is a document with its text, which is
the ``proof`` of what it says. A post is a position and its occupancy, a gift of money to somebody a payment;
what has no schema is an ``UnknownLink`` with its role, or an ``Event`` where nothing is at its other end. All
of these have the statement's IRI as ``recordId`` and the quotation as ``description``. Ids are hashes, since
an id may hold letters, digits, dots and hyphens only.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from kg.export.rdf.terms import safe_iri
from kg.graph import label_of
from kg.graph.elements import ENTITY
from kg.model import ASSERTED, Article, Entity, Records, Ref, Statement
from kg.ontology import Relation, load_ontology
from kg.values.characters import sayable
from kg.values.dates import days
from kg.values.iri import article_iri

_ENDED = "ended"
_LONGEST = {"name": 384, "alias": 384, "description": 65000, "bodyText": 65000}  # characters of a value
_LONG = 1024
Properties = dict[str, Any]


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """One entity a line: what is named, the articles, then what they say, each sorted by id."""
    maker = _Maker(records)
    found: dict[str, Properties] = {}
    for entity in records.entities:
        found[maker.key(entity.id)] = maker.entity(entity)
    for article in records.articles:
        found[maker.article_key(article)] = maker.article(article)
    links: dict[str, Properties] = {}
    for statement in _said(records, status):
        for ref in filter(None, (statement.subject, statement.object)):
            found.setdefault(maker.key(ref.id), maker.entity(maker.known(ref)))
        links |= maker.statement(statement)
    for key, item in (*sorted(found.items()), *sorted(links.items())):
        file.write((json.dumps({"id": key, **item}, ensure_ascii=False) + "\n").encode())


def left_out(records: Records, status: str = ASSERTED) -> int:
    """How many of the statements that were asked for it cannot say: plans, denials and the like."""
    wanted = [item for item in records.statements if status in ("all", item.status)]
    return len(wanted) - len(_said(records, status))


def _said(records: Records, status: str) -> list[Statement]:
    """What is so or, of a post, was so."""
    names, links = _words()["relations"], _words()["links"]
    lasting = (links["post"], links["membership"])
    return [
        item
        for item in records.statements
        if status in ("all", item.status)
        and (item.status == ASSERTED or (item.status == _ENDED and names.get(item.predicate) in lasting))
    ]


# long: one schema after the other, over the same entities
class _Maker:
    """The entities of one build, as FollowTheMoney has them."""

    def __init__(self, records: Records) -> None:
        self._base = records.base
        self._articles = {article.doc: article for article in records.articles}
        self._entities = {entity.id: entity for entity in records.entities}

    def key(self, iri: str, *more: str) -> str:
        return "zhkg-" + hashlib.sha1("\0".join((iri, *more)).encode("utf-8", "replace")).hexdigest()[:24]

    def article_key(self, article: Article) -> str:
        return self.key(article_iri(self._base, article.sha256))

    def entity(self, entity: Entity) -> Properties:
        schema, ends = _schema(entity), _words()["ends"]
        called = _name(entity.name, entity.id)
        others = (*entity.aliases, *entity.traditional)
        values: Properties = {
            "name": [called],
            "alias": [name for name in others if name != entity.name and _name(name, "")],
            "notes": [entity.id],
            "proof": self._proofs(entity.docs),
        }
        if topic := _words()["topics"].get(entity.kind):
            values["topics"] = [topic]
        if schema in ends["places"]:
            country = ["cn"] if entity.code else []
            values |= {"full": [called], "remarks": [entity.code], "country": country}
        if schema in ends["documents"]:
            values |= {"title": [called], "fileName": [called]}
        return _made(schema, values)

    def article(self, article: Article) -> Properties:
        iri = article_iri(self._base, article.sha256)
        name = _name(PurePosixPath(article.path).name, iri)
        values = {
            "name": [_name(article.title or article.doc, iri)],
            "title": [article.title],
            "fileName": [name],
            "author": [article.author],
            "publisher": [article.publisher],
            "publishedAt": [_day(article.date)],
            "sourceUrl": [_address(article.url)],
            "mimeType": ["text/plain"],
            "language": ["zho"],
            "bodyText": [article.raw],
            "notes": [iri],
        }
        return _made(_words()["ends"]["article"], values)

    def statement(self, statement: Statement) -> Iterator[tuple[str, Properties]]:
        """What stands for a statement, by id: a link or an event, and the position of a post."""
        relation = load_ontology().relations[statement.predicate]
        wanted, ends, links = (
            _words()["relations"].get(statement.predicate),
            _words()["ends"],
            _words()["links"],
        )
        one, two = self._at(statement.subject), self._at(statement.object)
        key, values, said = self.key(statement.id), self._common(statement), statement.qualifiers
        target = statement.object.id if statement.object else ""
        start, end = self.key(statement.subject.id), self.key(target)
        state = [statement.status] if statement.status == _ENDED else []
        if wanted == links["post"] and one in ends["people"] and two and said.title:
            post = self.key(target, said.title)
            yield post, self._position(statement)
            yield key, _made(links["post"], {**values, "holder": [start], "post": [post], "status": state})
        elif (
            wanted in (links["post"], links["membership"])
            and one in ends["parties"]
            and two in ends["bodies"]
        ):
            values |= {"member": [start], "organization": [end], "role": [said.title], "status": state}
            yield key, _made(links["membership"], values)
        elif wanted == links["payment"] and said.amount and one in ends["parties"] and two in ends["parties"]:
            values |= {"payer": [start], "beneficiary": [end], "purpose": [relation.zh]}
            yield key, _made(links["payment"], {**values, **_money(statement)})
        elif two:
            role = " ".join(filter(None, (relation.zh, _detail(statement, relation), said.title)))
            values |= {"subject": [start], "object": [end], "role": [role], "status": state}
            yield key, _made("UnknownLink", values)
        else:
            yield key, _made("Event", {**values, **self._event(statement, relation, one, start)})

    def _position(self, statement: Statement) -> Properties:
        """A post: of the body that it is in, or of the area."""
        assert statement.object is not None
        body, title = statement.object, statement.qualifiers.title or ""
        known = self._entities.get(body.id)
        values: Properties = {"name": [f"{known.name if known else body.name}{title}"], "notes": [body.id]}
        if self._at(body) in _words()["ends"]["bodies"]:
            values["organization"] = [self.key(body.id)]
        elif known and known.code:
            values |= {"subnationalArea": [known.name, known.code], "country": ["cn"]}
        return _made("Position", values)

    def _event(self, statement: Statement, relation: Relation, one: str, start: str) -> Properties:
        """What somebody did, or what is so of somebody, with nothing at its other end."""
        detail = _detail(statement, relation)
        name = " ".join(filter(None, (statement.subject.name, relation.zh, detail)))
        values: Properties = {"name": [name], "summary": [detail]}
        if one in _words()["ends"]["parties"]:
            return {**values, "involved": [start]}
        place = [start] if one in _words()["ends"]["places"] else []
        return {**values, "location": [_name(statement.subject.name, "")], "addressEntity": place}

    def _common(self, statement: Statement) -> Properties:
        article = self._articles.get(statement.doc)
        values = statement.qualifiers
        return {
            "date": [_day(values.date)],
            "startDate": [_day(values.valid_from)],
            "endDate": [_day(values.valid_until)],
            "recordId": [statement.id],
            "description": [item.quote for item in statement.evidence],
            "proof": self._proofs((statement.doc,)),
            "publisher": [article.publisher if article else None],
            "sourceUrl": [_address(article.url) if article else None],
        }

    def _proofs(self, docs: tuple[str, ...]) -> list[str]:
        return [self.article_key(self._articles[doc]) for doc in docs if doc in self._articles]

    def _at(self, ref: Ref | None) -> str:
        """The schema of an end of a statement; empty where there is none."""
        if ref is None:
            return ""
        return _schema(self.known(ref))

    def known(self, ref: Ref) -> Entity:
        """The entity, or one that only a statement names."""
        return self._entities.get(ref.id) or Entity(ref.id, ref.type, ref.name)


def _schema(entity: Entity) -> str:
    """By its class, or by the next more general one that has a schema."""
    names, ontology = _words()["classes"], load_ontology()
    chain = ontology.chain(ontology.finest(entity.type, entity.kind, bool(entity.code)))
    found = (names[name] for name in (*reversed(chain), entity.type) if name in names)
    return str(next(found, names[ENTITY]))


def _money(statement: Statement) -> Properties:
    values = statement.qualifiers
    return {"amount": [f"{values.amount:f}".rstrip("0").rstrip(".")], "currency": [values.currency]}


def _detail(statement: Statement, relation: Relation) -> str:
    """How much of what; nothing where the statement says no more than its relation."""
    label = label_of(statement, relation)
    return "" if label == relation.zh else label


def _made(schema: str, values: Properties) -> Properties:
    """Properties that say something, as FollowTheMoney takes them."""
    given = {}
    for name, texts in values.items():
        some = (_text(text, _LONGEST.get(name, _LONG)) for text in texts if text)
        if found := list(dict.fromkeys(text for text in some if text)):
            given[name] = found
    return {"schema": schema, "properties": given}


def _name(text: str, otherwise: str) -> str:
    """A name; blanks and quotation marks alone are none."""
    return text if any(char.isalnum() for char in text) else otherwise


def _text(text: str, longest: int) -> str:
    return sayable(text).strip()[:longest].strip()


def _day(text: str | None) -> str | None:
    return text if text and days(text) else None


def _address(url: str | None) -> str | None:
    """The address of an article, where a browser could open it."""
    try:
        found = safe_iri(url.strip()) if url else ""
        return found if urlsplit(found).scheme in ("http", "https") and urlsplit(found).hostname else None
    except ValueError:
        return None


@cache
def _words() -> dict[str, Any]:
    text = (files("kg") / "resources" / "ftm.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
