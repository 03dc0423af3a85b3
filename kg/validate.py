"""SHACL: shapes derived from the ontology, and what of a build does not fit them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import RDF, RDFS, Graph
from rdflib.namespace import ORG, PROV, SH, XSD

from kg.errors import UsageError
from kg.export.rdf.quads import OA, union
from kg.export.rdf.turtle import text_of
from kg.model import ASSERTED, STATUSES, Records
from kg.namespaces import KG
from kg.ontology import Ontology, Relation, load_ontology

QUOTE = 300  # the most characters of a quotation
_SPACES = {"kg": KG, "oa": OA, "org": ORG, "prov": PROV, "rdf": RDF, "rdfs": RDFS, "sh": SH, "xsd": XSD}
_PREFIXES = {name: str(space) for name, space in _SPACES.items()}
_CODE = "^[0-9]{6}([0-9]{3}([0-9]{3})?)?$"


@dataclass(frozen=True, slots=True)
class Violation:
    """``node`` breaks a shape: at ``path`` (a property, or empty), for what ``message`` says."""

    node: str
    path: str
    message: str


def validate(records: Records, status: str = ASSERTED) -> list[Violation]:
    """What of ``records`` as RDF breaks `shapes`, sorted. Needs the ``shacl`` extra."""
    try:
        import pyshacl
    except ImportError:
        raise UsageError("validate: needs pySHACL; install it with: pip install 'zhkg[shacl]'") from None
    data, rules = Graph(), Graph()
    data.parse(data=text_of(union(records, status), {}), format="turtle")
    rules.parse(data=shapes(), format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, inplace=True)
    assert isinstance(report, Graph)
    found = {
        Violation(
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.resultPath) or ""),
            str(report.value(result, SH.resultMessage)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    return sorted(found, key=lambda item: (item.node, item.path, item.message))


def shapes() -> str:
    """``ontology/shapes.ttl``: what the ontology says of statements, entities and evidence, as SHACL."""
    ontology = load_ontology()
    by_class: dict[str, list[Relation]] = {}
    for relation in ontology.relations.values():
        by_class.setdefault(relation.statement_class, []).append(relation)
    blocks = [_statement(iri, found, ontology) for iri, found in sorted(by_class.items())]
    blocks += [_claim(ontology), *map(_entity, _exchanged(ontology)), _area(), *_evidence()]
    lines = ["# Derived from kg.ttl by kg.validate.shapes(); a test holds it current."]
    lines += [f"@prefix {name}: <{uri}> ." for name, uri in _PREFIXES.items()]
    return "\n".join(lines) + "\n\n" + "\n\n".join(blocks) + "\n"


def _statement(iri: str, relations: list[Relation], ontology: Ontology) -> str:
    """The shape of the nodes of one class, which several relations may share."""
    names = sorted({field for relation in relations for field in relation.fields})
    needs_object = all(relation.range and not ontology.counts(relation) for relation in relations)
    ranges = {name for relation in relations for name in relation.range}
    rows = [
        _property(RDF.subject, 1, 1, _either({name for r in relations for name in r.domain}, ontology)),
        _property(RDF.object, int(needs_object), 1 if ranges else 0, _either(ranges, ontology)),
        *_common(relations, (ASSERTED,)),
        _property(KG.evidence, 1, None, f"sh:class {_n(OA.SpecificResource)}"),
    ]
    rows += [_field(name, ontology) for name in names]
    for relation in relations:
        rows += [_property(role, 1, 1, "") for role in relation.subject_properties]
    return _shape(iri.rpartition("#")[2], f"sh:targetClass {_n(iri)}", sorted(set(rows), key=rows.index))


def _claim(ontology: Ontology) -> str:
    others = [status for status in STATUSES if status != ASSERTED]
    every = list(ontology.relations.values())
    rows = [_property(RDF.subject, 1, 1, ""), _property(RDF.object, 0, 1, ""), *_common(every, others)]
    rows.append(_property(RDF.type, 1, 1, ""))
    return _shape("Unasserted", f"sh:targetClass {_n(KG.Claim)}", rows)


def _common(relations: Iterable[Relation], statuses: Iterable[str]) -> list[str]:
    """What every statement node of ``relations`` has."""
    stated = " ".join(sorted(_n(relation.iri) for relation in relations))
    allowed = " ".join(f'"{status}"' for status in statuses)
    kinds = (XSD.date, XSD.gYearMonth, XSD.gYear)
    date = "sh:or ( " + " ".join(f"[ sh:datatype {_n(kind)} ]" for kind in kinds) + " )"
    return [
        _property(RDF.predicate, 1, 1, f"sh:in ( {stated} )"),
        _property(KG.status, 1, 1, f"sh:in ( {allowed} )"),
        _property(KG.confidence, 1, 1, "sh:datatype xsd:decimal ; sh:minInclusive 0 ; sh:maxInclusive 1"),
        _property(KG.rule, 0, 1, "sh:datatype xsd:string"),
        _property(PROV.wasDerivedFrom, 1, 1, f"sh:class {_n(KG.Article)}"),
        *(_property(term, 0, 1, date) for term in (KG.date, KG.validFrom, KG.validUntil)),
    ]


def _field(name: str, ontology: Ontology) -> str:
    field = ontology.fields[name]
    kind = f"sh:datatype {_n(field.datatype)}" if field.datatype else "sh:nodeKind sh:IRI"
    return _property(field.iri, 0, 1, kind)


def _exchanged(ontology: Ontology) -> list[str]:
    return sorted(item.iri for item in ontology.classes.values() if item.exchange)


def _entity(iri: str) -> str:
    label = 'sh:languageIn ( "zh" ) ; sh:minLength 1'
    return _shape(iri.rpartition("#")[2], f"sh:targetClass {_n(iri)}", [_property(RDFS.label, 1, 1, label)])


def _area() -> str:
    row = _property(KG.areaCode, 1, 1, f'sh:datatype xsd:string ; sh:pattern "{_CODE}"')
    return _shape("Area", f"sh:targetClass {_n(KG.AdministrativeArea)}", [row])


def _evidence() -> list[str]:
    number = "sh:datatype xsd:integer ; sh:minInclusive 0"
    return [
        _shape(
            "Quoted",
            f"sh:targetClass {_n(OA.SpecificResource)}",
            [
                _property(OA.hasSource, 1, 1, f"sh:class {_n(KG.Article)}"),
                _property(OA.hasSelector, 2, 2, ""),
                _property(KG.quote, 1, 1, f"sh:datatype xsd:string ; sh:minLength 1 ; sh:maxLength {QUOTE}"),
            ],
        ),
        _shape(
            "Position",
            f"sh:targetClass {_n(OA.TextPositionSelector)}",
            [
                _property(OA.start, 1, 1, f"{number} ; sh:lessThan {_n(OA.end)}"),
                _property(OA.end, 1, 1, number),
            ],
        ),
        _shape(
            "Quotation",
            f"sh:targetClass {_n(OA.TextQuoteSelector)}",
            [_property(OA.exact, 1, 1, "sh:datatype xsd:string ; sh:minLength 1")],
        ),
    ]


def _shape(name: str, target: str, rows: list[str]) -> str:
    return f"kg:{name}Shape a sh:NodeShape ;\n    {target} ;\n    " + " ;\n    ".join(rows) + " ."


def _property(path: str, least: int, most: int | None, rest: str) -> str:
    parts = [f"sh:path {_n(path)}"]
    parts += [f"sh:minCount {least}"] if least else []
    parts += [] if most is None else [f"sh:maxCount {most}"]
    return f"sh:property [ {' ; '.join([*parts, rest] if rest else parts)} ]"


def _either(names: Iterable[str], ontology: Ontology) -> str:
    """One of several exchanged classes."""
    iris = sorted(ontology.classes[name].iri for name in names)
    if len(iris) < 2:
        return "".join(f"sh:class {_n(iri)}" for iri in iris)
    return "sh:or ( " + " ".join(f"[ sh:class {_n(iri)} ]" for iri in iris) + " )"


def _n(term: object) -> str:
    """A term as Turtle writes it."""
    for name, space in _PREFIXES.items():
        if str(term).startswith(space):
            return f"{name}:{str(term).removeprefix(space)}"
    return f"<{term}>"
