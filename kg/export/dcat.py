"""What a build is, for catalogues: DCAT, with VoID's counts, quality (DQV) and where it comes from (PROV).

Turtle, without times: the same build gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO

from rdflib import RDF, Namespace
from rdflib.namespace import DCAT, DCTERMS, PROV, VOID

import kg
from kg.export.rdf.quads import BuildKey, Triple, union
from kg.export.rdf.terms import day, decimal, iri, string, typed
from kg.export.rdf.turtle import prefixes, text_of
from kg.model import ASSERTED, Records
from kg.values.iri import article_iri
from kg.values.namespaces import KG

DQV = Namespace("http://www.w3.org/ns/dqv#")
_TYPE = str(RDF.type)


def write(records: Records, file: BinaryIO, status: str = ASSERTED, license: str | None = None) -> None:
    """The description of the build; ``license`` is the IRI under which it is published."""
    key = BuildKey(records)
    for item in records.statements:
        key.add(item)
    build = f"{records.base}build/{key.digest()}"
    node = f"{build}/dataset"
    found = [(iri(one), iri(two), three) for one, two, three in _about(records, status, node, license)]
    found += [(iri(node), iri(str(PROV.wasGeneratedBy)), iri(build))]
    found += _counts(node, union(records, status))
    found += _quality(node, records, status)
    triples = sorted(set(found), key=lambda item: (item[0][:-1], item[1] != iri(_TYPE), item[1:]))
    names = {**prefixes(records.base), "dcat": str(DCAT), "dqv": str(DQV), "void": str(VOID)}
    file.write(text_of(triples, dict(sorted(names.items()))).encode())


def _about(records: Records, status: str, node: str, license: str | None) -> list[Triple]:
    """Titles, sources and dates, licence, language and makers."""
    articles = records.articles
    title = f"{len(articles)} articles as a knowledge graph" + ("" if status == ASSERTED else f" ({status})")
    found = [
        (node, _TYPE, iri(str(DCAT.Dataset))),
        (node, _TYPE, iri(str(VOID.Dataset))),
        (node, _TYPE, iri(str(PROV.Entity))),
        (node, str(DCTERMS.title), string(title, "en")),
        (node, str(DCTERMS.language), iri("http://id.loc.gov/vocabulary/iso639-1/zh")),
        (node, str(DCTERMS.conformsTo), iri(str(KG).rstrip("#"))),
        (node, str(VOID.vocabulary), iri(str(KG))),
        (node, str(VOID.uriSpace), string(records.base)),
        (node, str(PROV.wasAttributedTo), iri(f"{records.base}software/zhkg-{kg.__version__}")),
    ]
    found += [(node, str(DCTERMS.source), iri(article_iri(records.base, item.sha256))) for item in articles]
    publishers = sorted({item.publisher for item in articles if item.publisher})
    found += [(node, str(DCAT.keyword), string(name, "zh")) for name in publishers]
    if dates := sorted(item.date for item in articles if item.date and day(item.date)):
        period = f"{node}/period"
        found.append((node, str(DCTERMS.temporal), iri(period)))
        found.append((period, _TYPE, iri(str(DCTERMS.PeriodOfTime))))
        for term, text in ((DCAT.startDate, dates[0]), (DCAT.endDate, dates[-1])):
            found.append((period, str(term), day(text) or ""))
    if license:
        found.append((node, str(DCTERMS.license), iri(license)))
    return found


def _counts(node: str, triples: list[Triple]) -> list[Triple]:
    """How much of everything there is, in the union of the named graphs; VoID's partitions."""
    types = Counter(value for _, verb, value in triples if verb == iri(_TYPE))
    verbs = Counter(verb for _, verb, _ in triples)
    counts = (
        (VOID.triples, len(triples)),
        (VOID.entities, len({one for one, verb, _ in triples if verb == iri(_TYPE)})),
        (VOID.distinctSubjects, len({one for one, _, _ in triples})),
        (VOID.distinctObjects, len({value for _, _, value in triples})),
        (VOID.properties, len(verbs)),
        (VOID.classes, len(types)),
    )
    found = [(iri(node), iri(str(term)), typed(str(count), "integer")) for term, count in counts]
    parts = (
        (VOID.classPartition, VOID["class"], VOID.entities, types),
        (VOID.propertyPartition, VOID.property, VOID.triples, verbs),
    )
    for link, what, how, table in parts:
        for name, (term, count) in enumerate(sorted(table.items()), 1):
            part = iri(f"{node}/{str(link).rpartition('#')[2]}/{name}")
            found.append((iri(node), iri(str(link)), part))
            found.append((part, iri(str(what)), term))
            found.append((part, iri(str(how)), typed(str(count), "integer")))
    return found


def _quality(node: str, records: Records, status: str) -> list[Triple]:
    """What its user should know of how far to trust it."""
    said = [item for item in records.statements if status in ("all", item.status)]
    values = {
        "statements": float(len(said)),
        "articles": float(len(records.articles)),
        "entities": float(len(records.entities)),
        "mean-confidence": sum(item.confidence for item in said) / len(said) if said else None,
        "share-with-evidence": sum(bool(item.evidence) for item in said) / len(said) if said else None,
    }
    found: list[Triple] = []
    for name, value in values.items():
        text = None if value is None else decimal(round(value, 4))
        if text is None:
            continue
        measured, metric = iri(f"{node}/quality/{name}"), iri(f"{records.base}metric/{name}")
        found.append((iri(node), iri(str(DQV.hasQualityMeasurement)), measured))
        found.append((measured, iri(_TYPE), iri(str(DQV.QualityMeasurement))))
        found.append((measured, iri(str(DQV.isMeasurementOf)), metric))
        found.append((measured, iri(str(DQV.value)), text))
        found.append((metric, iri(_TYPE), iri(str(DQV.Metric))))
        found.append((metric, iri(str(DCTERMS.title)), string(name.replace("-", " "), "en")))
    return found
