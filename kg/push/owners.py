"""Nodes and edges that several collections pushed: who has which, and what each says of them.

``collections`` of a node or edge names those that have it. Where they say different things of it,
``parts`` holds what each says, as JSON, and the rest is put together from them, in the order of their
names, so that the order of the pushes changes nothing: lists of an entity are united, anything else is
what the first says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.graph.elements import ENTITY, TEXTS
from kg.ontology import load_ontology

COLLECTIONS, PARTS = "collections", "parts"
#: the columns that typed databases need for it
OWNERS = {COLLECTIONS: TEXTS, PARTS: TEXTS}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a node or an edge, which has no labels."""

    labels: tuple[str, ...]
    properties: Mapping[str, Any]


Parts = dict[str, Said]  # by collection


def parts_of(there: Said | None) -> Parts:
    """What each collection says of what a database has; nothing where it was not pushed."""
    if there is None:
        return {}
    owners = there.properties.get(COLLECTIONS) or []
    parts = dict.fromkeys(owners, Said(there.labels, own(there.properties)))
    for text in there.properties.get(PARTS) or ():
        part = json.loads(text)
        parts[part["collection"]] = Said(tuple(part["labels"]), part["properties"])
    return parts


def whole(parts: Parts) -> Said:
    """What a database is to have where these collections say that."""
    owners = sorted(parts)
    first, *others = (parts[name] for name in owners)
    labels, properties = first.labels, dict(first.properties)
    if all(sorted(part.labels) == sorted(labels) and part.properties == properties for part in others):
        return Said(labels, {**properties, COLLECTIONS: owners})
    for part in others:
        if len(part.labels) > len(labels):  # the finer class
            labels = part.labels
        if ENTITY not in part.labels:
            continue
        for key, value in part.properties.items():
            there = properties.get(key)
            if isinstance(value, list) and isinstance(there, list):
                properties[key] = [*there, *(item for item in value if item not in there)]
            elif there is None:
                properties[key] = value
    texts = [_text(name, parts[name]) for name in owners]
    return Said(labels, {**properties, COLLECTIONS: owners, PARTS: texts})


def in_order(labels: Iterable[str]) -> tuple[str, ...]:
    """From the most general class to the finest: databases give them in any order."""
    chain = load_ontology().chain
    return tuple(sorted(labels, key=lambda label: (len(chain(label)) or 99, label)))


def own(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties without those that say whose they are."""
    return {key: value for key, value in properties.items() if key not in OWNERS}


def _text(collection: str, part: Said) -> str:
    labels = list(in_order(part.labels))
    values = {"collection": collection, "labels": labels, "properties": dict(part.properties)}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
