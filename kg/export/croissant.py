"""Croissant (https://mlcommons.org/croissant): the tables of a build, described for data loaders.

Into a folder or zip go the tables as CSV and the description that names them; alone it describes them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import kg
from kg.export.bundle import write_zip
from kg.export.tables import Table, tables
from kg.model import ASSERTED, Records
from kg.tables.spreadsheet import write_sheet

NAME = "croissant.json"
_TYPES = {str: "sc:Text", float: "sc:Float", bool: "sc:Boolean", int: "sc:Integer", list: "sc:Text"}
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def write(records: Records, file: BinaryIO, status: str = ASSERTED, license: str | None = None) -> None:
    """The description and the tables in one zip."""
    write_zip(parts(records, status, license), file)


def parts(
    records: Records, status: str = ASSERTED, license: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """The tables, then what describes them, with their hashes; ``license`` is an IRI."""
    found = [(table, _csv(table)) for table in tables(records, status)]
    yield from ((_file(table), data) for table, data in found)
    yield (
        NAME,
        (json.dumps(_described(records, found, license), ensure_ascii=False, indent=1) + "\n").encode(),
    )


def _described(records: Records, found: list[tuple[Table, bytes]], license: str | None) -> dict[str, Any]:
    text = (
        f"{len(records.articles)} Chinese articles as a knowledge graph: {len(records.entities)} entities, "
    )
    text += f"{len(records.statements)} statements with their evidence and probability, made by "
    text += f"zhkg {kg.__version__}. No statement is checked by a person unless its rule says so."
    data = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": "zhkg",
        "description": text,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "inLanguage": "zh",
        "rai:dataCollection": "Sentences of the articles, read by a pipeline of rules and a trained reader.",
        "rai:dataLimitations": "Facts are missing and some are wrong; see the column confidence.",
        "distribution": [_object(table, content) for table, content in found],
        "recordSet": [_records(table) for table, _ in found],
    }
    return {**data, "license": license} if license else data


def _object(table: Table, content: bytes) -> dict[str, Any]:
    found = hashlib.sha256(content)
    return {
        "@type": "cr:FileObject",
        "@id": _file(table),
        "name": _file(table),
        "contentUrl": _file(table),
        "contentSize": f"{len(content)} B",
        "encodingFormat": "text/csv",
        found.name: found.hexdigest(),
    }


def _records(table: Table) -> dict[str, Any]:
    fields = []
    for column, kind in table.columns.items():
        source = {"fileObject": {"@id": _file(table)}, "extract": {"column": column}}
        name = f"{table.name}/{column}"
        field = {"@type": "cr:Field", "@id": name, "name": name, "dataType": _TYPES[kind], "source": source}
        fields.append(field)
    return {"@type": "cr:RecordSet", "@id": table.name, "name": table.name, "field": fields}


def _file(table: Table) -> str:
    return f"{table.name}.csv"


def _csv(table: Table) -> bytes:
    rows = ([" | ".join(value) if isinstance(value, list) else value for value in row] for row in table.rows)
    return write_sheet([list(table.columns), *rows])
