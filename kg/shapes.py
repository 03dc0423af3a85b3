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
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SH, SKOS, XSD

from kg.export.rdf.concepts import LEVEL, STATUS
from kg.export.rdf.statements import OA
from kg.given import File, current
from kg.glossary import Term, terms
from kg.model import ASSERTED, STATUSES
from kg.namespaces import KG, local_name
from kg.ontology import Field, Ontology, Relation, load_ontology

QUOTE = 300  # the most characters of a quotation
_SPACES = {
    "dcterms": DCTERMS,
    "kg": KG,
    "kg-level": LEVEL,
    "kg-status": STATUS,
    "oa": OA,
    "org": ORG,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SDO,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}
_PREFIXES = {name: str(space) for name, space in _SPACES.items()}
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
    lines = ["# Derived from kg.ttl by kg.validate.shapes(); a test holds it current."]
    lines += [f"@prefix {name}: <{uri}> ." for name, uri in _PREFIXES.items()]
    return "\n".join(lines) + "\n\n" + "\n\n".join(derived.blocks()) + "\n"


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
        blocks += [self._area(), self._article(), self._post(), *_evidence()]
        blocks += [_stated(self._relations), *filter(None, map(_bare_triples, self._relations))]
        return [*blocks, _within(self._closures()), _order()]

    # ── statements ─────────────────────────────────────────────────────────────────────────────

    def _statement(self, iri: str, relations: list[Relation]) -> str:
        """The shape of the nodes of one class, which several relations may share."""
        needs_object = all(r.range and not self._ontology.counts(r) for r in relations)
        ranges = {name for relation in relations for name in relation.range}
        domains = {name for relation in relations for name in relation.domain}
        rows = [
            _property(RDF.subject, 1, 1, self._either(domains)),
            _property(RDF.object, int(needs_object), 1 if ranges else 0, self._either(ranges)),
            *self._common(relations, (ASSERTED,)),
            *self._fields({name for relation in relations for name in relation.fields}),
            *(row for relation in relations for row in self._roles(relation)),
        ]
        if any(relation.closure for relation in relations):
            rows.append(_property(RDF.subject, 0, None, "sh:disjoint rdf:object"))
        classes = {name for r in relations for name in self._ontology.statement_types(r)}
        also = {name for name in classes if iri in classes and str(name).startswith(str(ORG))}
        targets = " , ".join(map(_n, sorted({iri, *also})))
        rows += self._open(local_name(iri), rows)
        return _closed(local_name(iri), f"sh:targetClass {targets}", ["sh:class kg:Statement", *rows])

    def _claim(self) -> str:
        others = [status for status in STATUSES if status != ASSERTED]
        rows = [
            _property(RDF.subject, 1, 1, ""),
            _property(RDF.object, 0, 1, ""),
            *self._common(self._relations, others),
            *self._fields(self._ontology.fields),
            _property(RDF.type, 1, 1, ""),
        ]
        rows += self._open(local_name(KG.Claim), rows)
        return _closed("Unasserted", f"sh:targetClass {_n(KG.Claim)}", rows)

    def _node(self) -> str:
        """Whatever has the marks of a statement is one."""
        marks = (RDF.predicate, KG.status, KG.hasStatus, KG.evidence, KG.confidence)
        target = " , ".join(_n(mark) for mark in marks)
        row = f"sh:or ( [ sh:class {_n(KG.Statement)} ] [ sh:class {_n(KG.Claim)} ] )"
        return _shape("StatementNode", f"sh:targetSubjectsOf {target}", [row])

    def _common(self, relations: Iterable[Relation], statuses: Iterable[str]) -> list[str]:
        """What every statement node of ``relations`` has."""
        stated = " ".join(sorted(_n(relation.iri) for relation in relations))
        statuses = list(statuses)
        words = " ".join(f'"{status}"' for status in statuses)
        concepts = " ".join(_n(STATUS + status) for status in statuses)
        return [
            _property(RDF.predicate, 1, 1, f"sh:in ( {stated} )"),
            _property(KG.status, 1, 1, f"sh:in ( {words} )"),
            _property(KG.hasStatus, 1, 1, f"sh:in ( {concepts} )"),
            _property(KG.confidence, 1, 1, _SHARE),
            _property(KG.rule, 0, 1, "sh:datatype xsd:string"),
            _property(PROV.wasDerivedFrom, 1, 1, f"sh:class {_n(KG.Article)}"),
            _property(KG.evidence, 1, None, f"sh:class {_n(OA.SpecificResource)}"),
            f"sh:property [ sh:path ( {_n(KG.evidence)} {_n(OA.hasSource)} ) ; "
            f"sh:equals {_n(PROV.wasDerivedFrom)} ]",
            _property(KG.bestQuote, 1, 1, "sh:datatype xsd:string ; sh:minLength 1"),
            *(_property(term, 0, 1, _DATE) for term in (KG.date, KG.validFrom, KG.validUntil, KG.bestDate)),
        ]

    def _fields(self, names: Iterable[str]) -> list[str]:
        """The fields of a statement, and what two of them owe each other."""
        fields = [self._ontology.fields[name] for name in sorted(names)]
        there = {field.iri for field in fields}
        rows = [_field(field) for field in fields]
        for money in (KG.amount, KG.worth):
            if money in there:
                rows.append(
                    f"sh:or ( [ sh:path {_n(money)} ; sh:maxCount 0 ] "
                    f"[ sh:path {_n(KG.currency)} ; sh:minCount 1 ] )"
                )
        return rows

    def _roles(self, relation: Relation) -> list[str]:
        """From the statement to its ends under the names of the relation: the same ends."""
        rows = [_property(role, 1, 1, f"sh:equals {_n(RDF.subject)}") for role in relation.subject_properties]
        for role in relation.object_properties:
            if role == str(ORG.organization):  # only where the body is one
                rows.append(_property(role, 0, 1, self._class(ORG.Organization)))
                rows.append(
                    f"sh:or ( [ sh:path {_n(role)} ; sh:maxCount 0 ] "
                    f"[ sh:path {_n(role)} ; sh:equals {_n(RDF.object)} ] )"
                )
            else:
                rows.append(_property(role, 0, 1, f"sh:equals {_n(RDF.object)}"))
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
        new = sorted((iri, kind) for iri, kind in allowed.items() if f"sh:path {_n(iri)} " not in said)
        return [_property(iri, 0, None, kind) for iri, kind in new]

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
        others = [_n(other) for other in [*self._exchanged(), KG.Article, KG.Statement] if other != iri]
        links = {item.direct for item in self._relations if item.direct} | set(self._closures())
        links |= {str(term) for term in (SKOS.altLabel, ORG.holds, ORG.memberOf, DCTERMS.isReplacedBy)}
        links |= {str(KG.areaCode), str(KG.areaLevel), str(KG.codeEdition)}
        rows = [
            _property(RDFS.label, 1, 1, label),
            *(f"sh:not [ sh:class {other} ]" for other in others),
            *(_property(link, 0, None, "") for link in sorted(links)),
        ]
        return _closed(local_name(iri), f"sh:targetClass {_n(iri)}", rows)

    def _area(self) -> str:
        """A code is of one area, and says its level."""
        levels = " ".join(_n(LEVEL + name) for name in _LEVELS)
        rows = [
            _property(KG.areaCode, 1, 1, f'sh:datatype xsd:string ; sh:pattern "{_CODE}"'),
            f"sh:property [ sh:path ( {_n(KG.areaCode)} [ sh:inversePath {_n(KG.areaCode)} ] ) ; "
            "sh:maxCount 1 ]",
            _property(KG.areaLevel, 1, 1, f"sh:in ( {levels} )"),
            _property(KG.codeEdition, 1, None, "sh:datatype xsd:gYear"),
        ]
        return _shape("Area", f"sh:targetClass {_n(KG.AdministrativeArea)}", rows)

    def _article(self) -> str:
        texts = (SDO.headline, SDO.publisher, SDO.author)
        rows = [
            _property(KG.sha256, 1, 1, 'sh:datatype xsd:string ; sh:pattern "^[0-9a-f]{64}$"'),
            _property(KG.sourcePath, 1, 1, "sh:datatype xsd:string"),
            _property(DCTERMS.identifier, 1, 1, "sh:datatype xsd:string ; sh:minLength 1"),
            _property(SDO.datePublished, 0, 1, _DATE),
            _property(SDO.url, 0, 1, "sh:datatype xsd:anyURI"),
            *(_property(term, 0, 1, "sh:datatype xsd:string") for term in texts),
            *(_property(term, 0, 1, "sh:nodeKind sh:IRI") for term in (KG.publishedBy, KG.writtenBy)),
        ]
        rows += self._open(local_name(KG.Article), rows)
        return _closed(local_name(KG.Article), f"sh:targetClass {_n(KG.Article)}", rows)

    def _post(self) -> str:
        """A title in one body; of an organization, the same one as ORG says."""
        rows = [
            _property(SKOS.prefLabel, 1, 1, 'sh:languageIn ( "zh" ) ; sh:minLength 1'),
            _property(DCTERMS.title, 1, 1, "sh:datatype xsd:string ; sh:minLength 1"),
            _property(KG.postOf, 1, 1, f"sh:not [ sh:class {_n(KG.Person)} ]"),
            _property(ORG.postIn, 0, 1, self._class(ORG.Organization)),
            f"sh:or ( [ sh:path {_n(ORG.postIn)} ; sh:maxCount 0 ] "
            f"[ sh:path {_n(ORG.postIn)} ; sh:equals {_n(KG.postOf)} ] )",
            _property(ORG.role, 1, 1, f"sh:class {_n(ORG.Role)}"),
            f"sh:property [ sh:path [ sh:inversePath {_n(ORG.holds)} ] ; sh:minCount 1 ; "
            f"sh:class {_n(KG.Person)} ]",
        ]
        return _shape("Post", f"sh:targetClass {_n(ORG.Post)}", rows)

    def _class(self, elsewhere: str) -> str:
        return f"sh:class {_n(self._ontology.classes[self._ontology.class_like(str(elsewhere))].iri)}"

    def _either(self, names: Iterable[str]) -> str:
        """One of several exchanged classes."""
        iris = sorted(self._ontology.classes[name].iri for name in names)
        if len(iris) < 2:
            return "".join(f"sh:class {_n(iri)}" for iri in iris)
        return "sh:or ( " + " ".join(f"[ sh:class {_n(iri)} ]" for iri in iris) + " )"


def _evidence() -> list[str]:
    number = "sh:datatype xsd:integer ; sh:minInclusive 0"
    return [
        _closed(
            "Quoted",
            f"sh:targetClass {_n(OA.SpecificResource)}",
            [
                _property(OA.hasSource, 1, 1, f"sh:class {_n(KG.Article)}"),
                _property(OA.hasSelector, 2, 2, ""),
                _property(KG.quote, 1, 1, f"sh:datatype xsd:string ; sh:minLength 1 ; sh:maxLength {QUOTE}"),
                _property(KG.evidenceConfidence, 0, 1, _SHARE),
                _property(KG.borrowedSubject, 0, 1, _TRUTH),
                _property(KG.borrowedObject, 0, 1, _TRUTH),
                f"sh:property [ sh:path [ sh:inversePath {_n(KG.evidence)} ] ; "
                "sh:minCount 1 ; sh:maxCount 1 ]",
            ],
        ),
        _closed(
            "Position",
            f"sh:targetClass {_n(OA.TextPositionSelector)}",
            [
                _property(OA.start, 1, 1, f"{number} ; sh:lessThan {_n(OA.end)}"),
                _property(OA.end, 1, 1, number),
            ],
        ),
        _closed(
            "Quotation",
            f"sh:targetClass {_n(OA.TextQuoteSelector)}",
            [_property(OA.exact, 1, 1, "sh:datatype xsd:string ; sh:minLength 1")],
        ),
    ]


def _stated(relations: Iterable[Relation]) -> str:
    """A direct triple for each asserted statement that has an object."""
    relations = [relation for relation in relations if relation.direct]
    branches = [
        f"{{ ?value <{RDF.predicate}> <{relation.iri}> ; <{RDF.subject}> ?s ; <{RDF.object}> ?o ; "
        f'<{KG.status}> "{ASSERTED}" BIND(<{relation.direct}> AS ?path) '
        f"FILTER NOT EXISTS {{ ?s <{relation.direct}> ?o }} }}"
        for relation in sorted(relations, key=lambda relation: relation.iri)
    ]
    where = "\n        UNION ".join(branches)
    return _query("Stated", KG.Statement, "its direct triple is missing", where, "?value ?path")


def _bare_triples(relation: Relation) -> str:
    """A statement for each direct triple.

    Containment by area code needs none: the code of the one begins as that of the other.
    """
    if not relation.direct:
        return ""
    where = f"?value <{relation.direct}> ?o"
    if relation.closure:
        where += (
            f" FILTER NOT EXISTS {{ ?value <{KG.areaCode}> ?code . ?o <{KG.areaCode}> ?above "
            'FILTER(?code != ?above && STRSTARTS(?code, REPLACE(?above, "(00)+$", ""))) }'
        )
    # a constant would make rdflib begin with all the statements of the relation
    where += (
        f" FILTER NOT EXISTS {{ ?statement <{RDF.subject}> ?value ; <{RDF.object}> ?o ; "
        f"<{RDF.predicate}> ?relation ; <{KG.status}> ?status "
        f'FILTER(?relation = <{relation.iri}> && ?status = "{ASSERTED}") }}'
    )
    name = f"{relation.name}Bare"
    return _query(name, relation.direct, f"{local_name(relation.direct)} has no statement", where)


def _within(closures: Iterable[str]) -> str:
    targets = " ".join(sorted(closures))
    path = "|".join(f"<{iri}>" for iri in (*closures, KG.locatedIn))
    return _query("NotWithinItself", targets, "lies within itself", f"?value {path} ?value")


def _order() -> str:
    """Dates of different precision compare as far as both go."""
    where = (
        f"?value <{KG.validFrom}> ?from ; <{KG.validUntil}> ?until "
        "FILTER(SUBSTR(STR(?from), 1, STRLEN(STR(?until))) > STR(?until))"
    )
    return _query("FromBeforeUntil", KG.validUntil, "begins after it ends", where)


def _query(name: str, target: str, message: str, where: str, found: str = "?value") -> str:
    """A question that is asked once; its focus is a term of the ontology, its values are at fault."""
    select = f"SELECT DISTINCT $this {found} WHERE {{ {where} }}"
    sparql = f'sh:sparql [ sh:message "{message}" ; sh:select """{select}""" ]'
    return _shape(name[0].upper() + name[1:], f"sh:targetNode {_n(target)}", [sparql])


def _closed(name: str, target: str, rows: list[str]) -> str:
    """A shape whose nodes have no other property than those of its rows."""
    rows = sorted(set(rows), key=rows.index)
    return _shape(name, target, ["sh:closed true", f"sh:ignoredProperties ( {_n(RDF.type)} )", *rows])


def _shape(name: str, target: str, rows: list[str]) -> str:
    return f"kg:{name}Shape a sh:NodeShape ;\n    {target} ;\n    " + " ;\n    ".join(rows) + " ."


def _field(field: Field) -> str:
    kind = f"sh:datatype {_n(field.datatype)}" if field.datatype else "sh:nodeKind sh:IRI"
    if field.iri in (KG.amount, KG.worth, KG.quantity):
        kind += " ; sh:minInclusive 0"
    if field.iri == KG.currency:
        codes = (files("kg") / "resources" / "currencies.txt").read_text(encoding="utf-8").split()
        kind += " ; sh:in ( " + " ".join(f'"{code}"' for code in codes) + " )"
    if field.iri in (KG.date, KG.validFrom, KG.validUntil):
        kind = _DATE
    return _property(field.iri, 0, 1, kind)


def _property(path: object, least: int, most: int | None, rest: str) -> str:
    parts = [f"sh:path {_n(path)}"]
    parts += [f"sh:minCount {least}"] if least else []
    parts += [] if most is None else [f"sh:maxCount {most}"]
    return f"sh:property [ {' ; '.join([*parts, rest] if rest else parts)} ]"


def _bare(short: str) -> str:
    """``Statement`` of ``kg:Statement``; what has another prefix keeps it."""
    return short.removeprefix("kg:")


def _n(term: object) -> str:
    """A term as Turtle writes it."""
    for name, space in _PREFIXES.items():
        rest = str(term).removeprefix(space)
        if rest != str(term) and "/" not in rest:
            return f"{name}:{rest}"
    return f"<{term}>"
