"""What a property graph is made of: nodes and edges, their labels, types and kinds of properties."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.given import File, current
from kg.ontology import Relation, load_ontology
from kg.values.namespaces import KG, local_name

TEXT, NUMBER, TRUTH, TEXTS, INTEGERS = "string", "double", "boolean", "string[]", "long[]"
Properties = dict[str, Any]

ENTITY, STATEMENT, ARTICLE, CLAIM = (
    local_name(term) for term in (KG.Entity, KG.Statement, KG.Article, KG.Claim)
)
SUBJECT, OBJECT = "subject", "object"
PART_OF, JOINT = local_name(KG.partOf), local_name(KG.joint)
AREA_CODE, AREA = local_name(KG.areaCode), local_name(KG.AdministrativeArea)
CODE_FROM, FORMERLY = local_name(KG.codeFrom), local_name(KG.formerly)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A node: ``labels`` from the most general to the finest; ``properties`` hold ``id``, none is None."""

    id: str
    labels: tuple[str, ...]
    properties: Properties

    @property
    def root(self) -> str:
        """The most general label: that of the entities, of the statements or of the articles."""
        return self.labels[0]

    @property
    def table(self) -> str:
        """The label that typed databases have a table for: the second, where there is one."""
        return self.labels[1] if len(self.labels) > 1 else self.labels[0]


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """An edge; ``properties`` hold its ``id``, none is None."""

    id: str
    type: str
    source: Node
    target: Node
    properties: Properties


def edge_type(name: str) -> str:
    """The relationship type of a property: its name, and ``_`` where only case tells it from a class."""
    return f"{name}_" if name.lower() in _classes_in_lower_case(current().ontology) else name


@cache
def _classes_in_lower_case(_: tuple[File, ...]) -> frozenset[str]:
    return frozenset(name.lower() for name in load_ontology().classes)


def role(relation: Relation) -> str:
    """The type of the edge from a statement node to its object."""
    return edge_type(local_name(relation.object_properties[0])) if relation.object_properties else OBJECT
