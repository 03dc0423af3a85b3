"""What of a build's statements does not fit the ontology: kept out of the graph, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.model import Records, Ref, Statement
from kg.ontology import Ontology, load_ontology


@dataclass(frozen=True, slots=True)
class Rejected:
    """A statement, and why it is no statement of the ontology."""

    statement: Statement
    reason: str


def split(records: Records) -> tuple[Records, tuple[Rejected, ...]]:
    """``records`` with the statements that fit the domain and range of their relation, and the others."""
    types = {entity.id: entity.type for entity in records.entities}
    fitting, rejected = sort_out(records.statements, types)
    return (replace(records, statements=tuple(fitting)) if rejected else records), tuple(rejected)


def sort_out(
    statements: Iterable[Statement], types: Mapping[str, str]
) -> tuple[list[Statement], list[Rejected]]:
    """Those that fit, and the others; ``types`` are those of all entities of the build, by IRI."""
    ontology = load_ontology()
    fitting: list[Statement] = []
    rejected: list[Rejected] = []
    for statement in statements:
        if reason := _fault(statement, types, ontology):
            rejected.append(Rejected(statement, reason))
        else:
            fitting.append(statement)
    return fitting, rejected


def _fault(statement: Statement, types: Mapping[str, str], ontology: Ontology) -> str:
    """The reason against a statement; empty where there is none."""
    relation = ontology.relations.get(statement.predicate)
    if relation is None:
        return f"{statement.predicate}: is no relation of the ontology"
    ends = [("subject", "domain", statement.subject, relation.domain)]
    if statement.object is not None:
        if not relation.range:
            return f"object: {relation.exchange} takes none"
        ends.append(("object", "range", statement.object, relation.range))
    elif relation.range and not ontology.counts(relation):
        return f"object: {relation.exchange} needs one"
    for end, side, ref, allowed in ends:
        if reason := _misfit(ref, types, allowed):
            return f"{end}: {reason}, not in the {side} of {relation.exchange} ({', '.join(allowed)})"
    return ""


def _misfit(ref: Ref, types: Mapping[str, str], allowed: tuple[str, ...]) -> str:
    """How the type of an entity is not among those allowed; the graph's type goes before the article's."""
    kind = types.get(ref.id)
    if kind is None:
        return f"{ref.name} is no entity of the build"
    return "" if kind in allowed else f"{ref.name} is a {kind}"
