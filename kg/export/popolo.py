"""Popolo JSON (https://www.popoloproject.com): people, bodies, areas, posts and who holds them."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from rdflib.namespace import ORG

from kg.export.posts import Post, posts
from kg.model import ASSERTED, Article, Entity, Records
from kg.ontology import load_ontology
from kg.values.characters import sayable
from kg.values.iri import place_iri

Item = dict[str, Any]


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """One document with the lists of the specification, each sorted by id; ids are IRIs.

    A post of an area, such as the head of a village, has an area and no organization.
    """
    found = posts(records, status)
    lists: dict[str, dict[str, Item]] = {
        name: {} for name in ("persons", "organizations", "areas", "posts", "memberships")
    }
    for post in found:
        person, body = _thing(post.person), _thing(post.body)
        lists["persons"][post.person.id] = person
        area = post.code and place_iri(records.base, post.code)
        ends = {"organization_id": post.body.id} if _is_body(post.body) else {}
        if ends:
            chain = load_ontology().chain(load_ontology().finest(post.body.type, post.body.kind, False))
            lists["organizations"][post.body.id] = {**body, "classification": chain[-1] if chain else None}
        elif not area:
            area = post.body.id
            lists["areas"][area] = body
        if post.title:
            own = {"label": f"{post.body.name}{post.title}", "role": post.title, **ends, "area_id": area}
            lists["posts"][post.iri(records.base)] = {"id": post.iri(records.base), **own}
        lists["memberships"][post.statement.id] = _membership(post, records, ends, area)
    codes = {post.code for post in found if post.code}
    for entity in records.entities:
        if entity.code in codes and entity.code:
            area = place_iri(records.base, entity.code)
            lists["areas"][area] = {**_thing(entity), "id": area, "identifier": entity.code}
    data = {name: [_given(rows[key]) for key in sorted(rows)] for name, rows in lists.items()}
    file.write((json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def _membership(post: Post, records: Records, ends: Item, area: str | None) -> Item:
    item: Item = {
        "id": post.statement.id,
        "role": post.title,
        "person_id": post.person.id,
        **ends,
        "post_id": post.iri(records.base) if post.title else None,
        "area_id": area,
        "start_date": post.start,
        "end_date": post.end,
    }
    quotes = [evidence.quote for evidence in post.statement.evidence]
    return {**item, "sources": [_source(post.article, post.statement.doc, quote) for quote in quotes]}


def _source(article: Article | None, doc: str, quote: str) -> Item:
    """A link to the article, where it has an address; the note is what it says there."""
    url = article.url if article else None
    return _given({"url": url, "note": f"{article.title or doc if article else doc}: {quote}"})


def _thing(entity: Entity) -> Item:
    others = [
        {"name": sayable(name)} for name in dict.fromkeys((*entity.aliases, *entity.traditional)) if name
    ]
    return {"id": entity.id, "name": entity.name, "other_names": others}


def _is_body(entity: Entity) -> bool:
    return entity.type == load_ontology().class_like(str(ORG.Organization))


def _given(item: Item) -> Item:
    """What says something, as text that every reader takes."""
    said = {key: value for key, value in item.items() if value not in (None, "", [])}
    return {key: sayable(value) if isinstance(value, str) else value for key, value in said.items()}
