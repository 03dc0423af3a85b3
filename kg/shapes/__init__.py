# long: one kind of shape after the other, over the same ontology
"""SHACL shapes, derived from the ontology: what a sound build has, and what it never has.

Each class of statements is closed: what ``kg.ttl`` gives it by domain or qualifier may stand there, and
nothing else. What one node cannot say alone (a direct triple and its statement) is asked in SPARQL, once a
relation and not once a node.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from rdflib import RDF, RDFS
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SKOS

from kg.export.rdf.concepts import LEVEL, STATUS
from kg.export.rdf.statements import OA
from kg.given import File, current
from kg.model import ASSERTED, STATUSES
from kg.ontology import Field, Ontology, Relation, load_ontology
from kg.shapes.glossary import Term, terms
from kg.shapes.questions import bare_triples, order, stated, within
from kg.shapes.turtle import PREFIXES, closed, name_of, node_shape, property_shape
from kg.values.namespaces import KG, local_name

QUOTE = 300  # the most characters of a quotation
_CODE = "^[0-9]{6}([0-9]{3}([0-9]{3})?)?$"
_LEVELS = ("province", "prefecture", "county", "township", "village")
_DATE = "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] [ sh:datatype xsd:gYear ] )"
_TRUTH = "sh:datatype xsd:boolean"
_SHARE = "sh:datatype xsd:decimal ; sh:minInclusive 0 ; sh:maxInclusive 1"


def shapes() -> str:
    """``ontology/shapes.ttl``: what the ontology says of statements, entities and evidence, as SHACL.

    With the user's own ontology, of its classes and relations too.
    """
    return _shapes(current().ontology)


@cache
def _shapes(_: tuple[File, ...]) -> str:
    derived = _Derived(load_ontology(), terms())
    lines = ["# Derived from kg.ttl by kg.shapes.shapes(); a test holds it current."]
    lines += [f"@prefix {name}: <{uri}> ." for name, uri in PREFIXES.items()]
    return "\n".join(lines) + "\n\n" + "\n\n".join(derived.blocks()) + "\n"


# long: one kind of shape after the other, over the same ontology
class _Derived:
    """The shapes of one ontology."""

    def __init__(self, ontology: Ontology, found: list[Term]) -> None:
        self._ontology = ontology
        self._properties = [term for term in found if term.kind == "property"]
        self._relations = list(ontology.relations.values())

    def blocks(self) -> list[str]:
        by_class: dict[str, list[Relation]] = {}
        for relation in self._relations:
            by_class.setdefault(relation.statement_class, []).append(relation)
        blocks = [self._statement(iri, found) for iri, found in sorted(by_class.items())]
        blocks += [self._claim(), self._node(), *map(self._entity, self._exchanged())]
        blocks += [self._area(), self._former_area(), self._article(), self._post(), *_evidence()]
        blocks += [stated(self._relations), *filter(None, map(bare_triples, self._relations))]
        blocks += [within(self._closures()), order("FromBeforeUntil", KG.validFrom, KG.validUntil)]
        return [*blocks, order("CodeFromBeforeUntil", KG.codeFrom, KG.codeUntil)]

    # ── statements ─────────────────────────────────────────────────────────────────────────────

    def _statement(self, iri: str, relations: list[Relation]) -> str:
        """The shape of the nodes of one class, which several relations may share."""
        needs_object = all(r.range and not self._ontology.counts(r) for r in relations)
        ranges = {name for relation in relations for name in relation.range}
        domains = {name for relation in relations for name in relation.domain}
        rows = [
            property_shape(RDF.subject, 1, 1, self._either(domains)),
            property_shape(RDF.object, int(needs_object), 1 if ranges else 0, self._either(ranges)),
            *self._common(relations, (ASSERTED,)),
            *self._fields({name for relation in relations for name in relation.fields}),
            *(row for relation in relations for row in self._roles(relation)),
        ]
        if any(relation.closure for relation in relations):
            rows.append(property_shape(RDF.subject, 0, None, "sh:disjoint rdf:object"))
        classes = {name for r in relations for name in self._ontology.statement_types(r)}
        also = {name for name in classes if iri in classes and str(name).startswith(str(ORG))}
        targets = " , ".join(map(name_of, sorted({iri, *also})))
        rows += self._open(local_name(iri), rows)
        return closed(local_name(iri), f"sh:targetClass {targets}", ["sh:class kg:Statement", *rows])

    def _claim(self) -> str:
        others = [status for status in STATUSES if status != ASSERTED]
        rows = [
            property_shape(RDF.subject, 1, 1, ""),
            property_shape(RDF.object, 0, 1, ""),
            *self._common(self._relations, others),
            *self._fields(self._ontology.fields),
            property_shape(RDF.type, 1, 1, ""),
        ]
        rows += self._open(local_name(KG.Claim), rows)
        return closed("Unasserted", f"sh:targetClass {name_of(KG.Claim)}", rows)

    def _node(self) -> str:
        """Whatever has the marks of a statement is one."""
        marks = (RDF.predicate, KG.status, KG.hasStatus, KG.evidence, KG.confidence)
        target = " , ".join(name_of(mark) for mark in marks)
        row = f"sh:or ( [ sh:class {name_of(KG.Statement)} ] [ sh:class {name_of(KG.Claim)} ] )"
        return node_shape("StatementNode", f"sh:targetSubjectsOf {target}", [row])

    def _common(self, relations: Iterable[Relation], statuses: Iterable[str]) -> list[str]:
        """What every statement node of ``relations`` has."""
        stated = " ".join(sorted(name_of(relation.iri) for relation in relations))
        statuses = list(statuses)
        words = " ".join(f'"{status}"' for status in statuses)
        concepts = " ".join(name_of(STATUS + status) for status in statuses)
        return [
            property_shape(RDF.predicate, 1, 1, f"sh:in ( {stated} )"),
            property_shape(KG.status, 1, 1, f"sh:in ( {words} )"),
            property_shape(KG.hasStatus, 1, 1, f"sh:in ( {concepts} )"),
            property_shape(KG.confidence, 1, 1, _SHARE),
            property_shape(KG.rule, 0, 1, "sh:datatype xsd:string"),
            property_shape(PROV.wasDerivedFrom, 1, 1, f"sh:class {name_of(KG.Article)}"),
            property_shape(KG.evidence, 1, None, f"sh:class {name_of(OA.SpecificResource)}"),
            f"sh:property [ sh:path ( {name_of(KG.evidence)} {name_of(OA.hasSource)} ) ; "
            f"sh:equals {name_of(PROV.wasDerivedFrom)} ]",
            property_shape(KG.bestQuote, 1, 1, "sh:datatype xsd:string ; sh:minLength 1"),
            *(
                property_shape(term, 0, 1, _DATE)
                for term in (KG.date, KG.validFrom, KG.validUntil, KG.bestDate)
            ),
        ]

    def _fields(self, names: Iterable[str]) -> list[str]:
        """The fields of a statement, and what two of them owe each other."""
        fields = [self._ontology.fields[name] for name in sorted(names)]
        there = {field.iri for field in fields}
        rows = [_field(field) for field in fields]
        for money in (KG.amount, KG.worth):
            if money in there:
                rows.append(
                    f"sh:or ( [ sh:path {name_of(money)} ; sh:maxCount 0 ] "
                    f"[ sh:path {name_of(KG.currency)} ; sh:minCount 1 ] )"
                )
        return rows

    def _roles(self, relation: Relation) -> list[str]:
        """From the statement to its ends under the names of the relation: the same ends."""
        rows = [
            property_shape(role, 1, 1, f"sh:equals {name_of(RDF.subject)}")
            for role in relation.subject_properties
        ]
        for role in relation.object_properties:
            if role == str(ORG.organization):  # only where the body is one
                rows.append(property_shape(role, 0, 1, self._class(ORG.Organization)))
                rows.append(
                    f"sh:or ( [ sh:path {name_of(role)} ; sh:maxCount 0 ] "
                    f"[ sh:path {name_of(role)} ; sh:equals {name_of(RDF.object)} ] )"
                )
            else:
                rows.append(property_shape(role, 0, 1, f"sh:equals {name_of(RDF.object)}"))
        return rows

    def _open(self, name: str, rows: list[str]) -> list[str]:
        """The properties that the ontology gives a class besides, so that it can be closed."""
        above = {name, *self._above(name)}
        external = (ORG.role,) if self._is_membership(name) else ()
        allowed = {str(term): "" for term in external}
        for term in self._properties:
            if above & set(map(_bare, term.domain)):
                kinds = [kind for kind in term.range if kind.startswith("xsd:")]
                allowed[KG.iri + term.name] = f"sh:datatype {kinds[0]}" if kinds else ""
        said = "\n".join(rows)
        new = sorted((iri, kind) for iri, kind in allowed.items() if f"sh:path {name_of(iri)} " not in said)
        return [property_shape(iri, 0, None, kind) for iri, kind in new]

    def _above(self, name: str) -> set[str]:
        item = self._ontology.classes.get(name)
        parents = item.parents if item else (local_name(KG.Statement),)
        return set(parents).union(*(self._above(parent) for parent in parents))

    def _is_membership(self, name: str) -> bool:
        item = self._ontology.classes.get(name)
        return item is not None and str(ORG.Membership) in item.also

    # ── what statements are about ──────────────────────────────────────────────────────────────

    def _exchanged(self) -> list[str]:
        return sorted(item.iri for item in self._ontology.classes.values() if item.exchange)

    def _closures(self) -> list[str]:
        return sorted({item.closure for item in self._relations if item.closure})

    def _entity(self, iri: str) -> str:
        """A named thing of one class; its properties are the relations, and what describes it."""
        label = 'sh:languageIn ( "zh" ) ; sh:minLength 1'
        others = [name_of(other) for other in [*self._exchanged(), KG.Article, KG.Statement] if other != iri]
        links = {item.direct for item in self._relations if item.direct} | set(self._closures())
        links |= {str(term) for term in (SKOS.altLabel, ORG.holds, ORG.memberOf, DCTERMS.isReplacedBy)}
        links |= {str(KG.areaCode), str(KG.areaLevel), str(KG.codeEdition), str(KG.codeFrom)}
        links |= {str(KG.inArea), str(KG.namedAfter)}
        rows = [
            property_shape(RDFS.label, 1, 1, label),
            *(f"sh:not [ sh:class {other} ]" for other in others),
            *(property_shape(link, 0, None, "") for link in sorted(links)),
        ]
        return closed(local_name(iri), f"sh:targetClass {name_of(iri)}", rows)

    def _area(self) -> str:
        """A code is of one area, and says its level."""
        levels = " ".join(name_of(LEVEL + name) for name in _LEVELS)
        rows = [
            property_shape(KG.areaCode, 1, 1, f'sh:datatype xsd:string ; sh:pattern "{_CODE}"'),
            f"sh:property [ sh:path ( {name_of(KG.areaCode)} [ sh:inversePath {name_of(KG.areaCode)} ] ) ; "
            "sh:maxCount 1 ]",
            property_shape(KG.areaLevel, 1, 1, f"sh:in ( {levels} )"),
            property_shape(KG.codeEdition, 1, None, "sh:datatype xsd:gYear"),
            property_shape(KG.codeFrom, 0, 1, "sh:datatype xsd:gYear"),
        ]
        return node_shape("Area", f"sh:targetClass {name_of(KG.AdministrativeArea)}", rows)

    def _former_area(self) -> str:
        """An earlier code, with its end and with what came after."""
        rows = [
            property_shape(SKOS.prefLabel, 1, 1, 'sh:languageIn ( "zh" ) ; sh:minLength 1'),
            property_shape(SKOS.notation, 1, 1, 'sh:datatype xsd:string ; sh:pattern "^[0-9]{6}$"'),
            property_shape(KG.codeFrom, 0, 1, "sh:datatype xsd:gYear"),
            property_shape(KG.codeUntil, 1, 1, "sh:datatype xsd:gYear"),
            property_shape(KG.succeededBy, 1, None, f"sh:class {name_of(KG.AdministrativeArea)}"),
        ]
        return closed(local_name(KG.FormerArea), f"sh:targetClass {name_of(KG.FormerArea)}", rows)

    def _article(self) -> str:
        texts = (SDO.headline, SDO.publisher, SDO.author)
        rows = [
            property_shape(KG.sha256, 1, 1, 'sh:datatype xsd:string ; sh:pattern "^[0-9a-f]{64}$"'),
            property_shape(KG.sourcePath, 1, 1, "sh:datatype xsd:string"),
            property_shape(DCTERMS.identifier, 1, 1, "sh:datatype xsd:string ; sh:minLength 1"),
            property_shape(SDO.datePublished, 0, 1, _DATE),
            property_shape(SDO.url, 0, 1, "sh:datatype xsd:anyURI"),
            *(property_shape(term, 0, 1, "sh:datatype xsd:string") for term in texts),
            *(property_shape(term, 0, 1, "sh:nodeKind sh:IRI") for term in (KG.publishedBy, KG.writtenBy)),
        ]
        rows += self._open(local_name(KG.Article), rows)
        return closed(local_name(KG.Article), f"sh:targetClass {name_of(KG.Article)}", rows)

    def _post(self) -> str:
        """A title in one body; of an organization, the same one as ORG says."""
        rows = [
            property_shape(SKOS.prefLabel, 1, 1, 'sh:languageIn ( "zh" ) ; sh:minLength 1'),
            property_shape(DCTERMS.title, 1, 1, "sh:datatype xsd:string ; sh:minLength 1"),
            property_shape(KG.postOf, 1, 1, f"sh:not [ sh:class {name_of(KG.Person)} ]"),
            property_shape(ORG.postIn, 0, 1, self._class(ORG.Organization)),
            f"sh:or ( [ sh:path {name_of(ORG.postIn)} ; sh:maxCount 0 ] "
            f"[ sh:path {name_of(ORG.postIn)} ; sh:equals {name_of(KG.postOf)} ] )",
            property_shape(ORG.role, 1, 1, f"sh:class {name_of(ORG.Role)}"),
            f"sh:property [ sh:path [ sh:inversePath {name_of(ORG.holds)} ] ; sh:minCount 1 ; "
            f"sh:class {name_of(KG.Person)} ]",
        ]
        return node_shape("Post", f"sh:targetClass {name_of(ORG.Post)}", rows)

    def _class(self, elsewhere: str) -> str:
        return f"sh:class {name_of(self._ontology.classes[self._ontology.class_like(str(elsewhere))].iri)}"

    def _either(self, names: Iterable[str]) -> str:
        """One of several exchanged classes."""
        iris = sorted(self._ontology.classes[name].iri for name in names)
        if len(iris) < 2:
            return "".join(f"sh:class {name_of(iri)}" for iri in iris)
        return "sh:or ( " + " ".join(f"[ sh:class {name_of(iri)} ]" for iri in iris) + " )"


def _evidence() -> list[str]:
    number = "sh:datatype xsd:integer ; sh:minInclusive 0"
    return [
        closed(
            "Quoted",
            f"sh:targetClass {name_of(OA.SpecificResource)}",
            [
                property_shape(OA.hasSource, 1, 1, f"sh:class {name_of(KG.Article)}"),
                property_shape(OA.hasSelector, 2, 2, ""),
                property_shape(
                    KG.quote, 1, 1, f"sh:datatype xsd:string ; sh:minLength 1 ; sh:maxLength {QUOTE}"
                ),
                property_shape(KG.evidenceConfidence, 0, 1, _SHARE),
                property_shape(KG.borrowedSubject, 0, 1, _TRUTH),
                property_shape(KG.borrowedObject, 0, 1, _TRUTH),
                f"sh:property [ sh:path [ sh:inversePath {name_of(KG.evidence)} ] ; "
                "sh:minCount 1 ; sh:maxCount 1 ]",
            ],
        ),
        closed(
            "Position",
            f"sh:targetClass {name_of(OA.TextPositionSelector)}",
            [
                property_shape(OA.start, 1, 1, f"{number} ; sh:lessThan {name_of(OA.end)}"),
                property_shape(OA.end, 1, 1, number),
            ],
        ),
        closed(
            "Quotation",
            f"sh:targetClass {name_of(OA.TextQuoteSelector)}",
            [property_shape(OA.exact, 1, 1, "sh:datatype xsd:string ; sh:minLength 1")],
        ),
    ]


def _field(field: Field) -> str:
    kind = f"sh:datatype {name_of(field.datatype)}" if field.datatype else "sh:nodeKind sh:IRI"
    if field.iri in (KG.amount, KG.worth, KG.quantity):
        kind += " ; sh:minInclusive 0"
    if field.iri == KG.currency:
        codes = (files("kg") / "resources" / "currencies.txt").read_text(encoding="utf-8").split()
        kind += " ; sh:in ( " + " ".join(f'"{code}"' for code in codes) + " )"
    if field.iri in (KG.date, KG.validFrom, KG.validUntil):
        kind = _DATE
    return property_shape(field.iri, 0, 1, kind)


def _bare(short: str) -> str:
    """``Statement`` of ``kg:Statement``; what has another prefix keeps it."""
    return short.removeprefix("kg:")
