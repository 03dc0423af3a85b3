"""In which areas bodies and places lie: by code, by what articles state, by the area they are named after.

Of each level there is at most one, so that a sum by place takes nothing twice.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from kg.model import Entity
from kg.resolve.evidence import Context, codes_in
from kg.resolve.names import begins_with_area, called_areas, load_names, related
from kg.values.areas import ancestors, level, load_places

_TOP_DOWN = ("province", "prefecture", "county", "township", "village")


def may_say_where(entity: Entity) -> bool:
    """Whether the name of an entity without a code begins with what may be an area."""
    return not entity.code and any(map(begins_with_area, (entity.name, *entity.aliases)))


def named_after(entities: Iterable[Entity], coded: Iterable[Entity]) -> dict[str, tuple[str, str]]:
    """Code and name of the area that each entity's name begins with, by IRI; only where it can mean one.

    ``成都市慈善总会``, ``甘孜州慈善总会``. Of a town or village, articles have to speak of what is around.
    """
    context = Context(codes_in(coded), (), ())
    found = ((entity.id, _area(entity, context)) for entity in entities)
    return {iri: area for iri, area in found if area}


def agreed(codes: Iterable[str], known: Container[str]) -> list[str]:
    """The codes and those above them that are ``known``, from the province down to where they disagree."""
    by_level: dict[str, set[str]] = {}
    for code in codes:
        for one in (code, *ancestors(code)):
            if one in known and (named := level(one)):
                by_level.setdefault(named, set()).add(one)
    found: list[str] = []
    for named in _TOP_DOWN:
        here = by_level.get(named, set())
        if len(here) > 1:
            break
        found += here
    return found


def _area(entity: Entity, context: Context) -> tuple[str, str] | None:
    """By its full name in the table, by what an autonomous area is called, by a town or village in reach."""
    code, rest = context.area(entity)
    if code:
        return None if _is_no_body(rest) else (code, "")
    area = begins_with_area(entity.name)
    if not area or _is_no_body(entity.name.removeprefix(area)):
        return None
    if area in called_areas():
        return called_areas()[area], ""
    around = {code for doc in entity.docs for code in context.codes_of_doc.get(doc, ())}
    codes = related(load_places().codes(area), around)
    return (next(iter(codes)), area) if len(codes) == 1 else None


def _is_no_body(rest: str) -> bool:
    return not rest or rest.startswith(load_names().not_after)
