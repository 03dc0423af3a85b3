"""Places of one name that the areas before them tell apart: 北京市朝阳区 and 长春市朝阳区 are two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.nlp.places.codes import AreaCodes
from kg.nlp.places.surroundings import Chains
from kg.nlp.spans.mention import GPE, Mention
from kg.values.areas import ancestors


def split(
    entities: list[dict[str, Any]], mentions: Sequence[Mention], before: Chains, codes: AreaCodes
) -> dict[str, str]:
    """Add an entity for each further area of a name; the name that each was split from, by its new key.

    ``entities``, ``mentions`` and ``before`` are changed.
    """
    base: dict[str, str] = {}
    by_key = {item["key"]: item for item in entities if item["label"] == GPE}
    for key, places in list(before.items()):
        if key not in by_key:
            continue
        told = {at: _told(key, names, codes) for at, names in sorted(places.items())}
        for code in list(dict.fromkeys(filter(None, told.values())))[1:]:
            outer = next(places[at][0] for at in places if told[at] == code)
            new = outer + key
            moved = _following(key, told, code, mentions)
            base[new] = key
            entities.append({**by_key[key], "key": new, "name": new, "aliases": [key], "weak": False})
            for mention in mentions:
                if mention.entity == key and mention.start in moved:
                    mention.entity = new
            before[new] = {at: names for at, names in places.items() if told[at] == code}
            before[key] = {at: names for at, names in before[key].items() if told[at] != code}
    return base


def joined(entities: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """One entity a code, of 亚曼苏乡 and 亚曼苏柯尔克孜族乡; and by the key of each that went, the other."""
    first: dict[str, dict[str, Any]] = {}
    same: dict[str, str] = {}
    entities = list(entities)
    for item in sorted(entities, key=lambda item: -len(item["name"])):
        kept = first.setdefault(item["code"] or item["key"], item)
        if kept is not item:
            same[item["key"]] = kept["key"]
            kept["aliases"] = sorted({*kept["aliases"], item["name"], *item["aliases"]} - {kept["name"]})
            kept["weak"] = kept["weak"] and item["weak"]
    return [item for item in entities if item["key"] not in same], same


def _told(key: str, names: list[str], codes: AreaCodes) -> str:
    """The one code of a name below the areas before it."""
    outer = [frozenset(codes.of(name)) for name in names]
    found = [code for code in codes.of(key) if not any(areas.isdisjoint(ancestors(code)) for areas in outer)]
    return found[0] if len(found) == 1 else ""


def _following(key: str, told: dict[int, str], code: str, mentions: Sequence[Mention]) -> set[int]:
    """The mentions that go with a code: the one after its area, and those after it up to another's."""
    moved, current = set(), ""
    for mention in mentions:
        if mention.entity == key:
            current = told.get(mention.start, "") or current
            if current == code:
                moved.add(mention.start)
    return moved
