"""Fingerprints of what makes statements: code, words, weights, libraries, what the user gives.

Where none has changed, what was extracted before still holds.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from kg.given import Given
from kg.ontology import ontology_dir
from kg.reading.columns import given_fields

#: rooms and resources that no statement of an article depends on
_LATER = frozenset(
    [
        "api",
        "build",
        "catalogue",
        "cli",
        "evaluate",
        "export",
        "graph",
        "ontology/quarantine",
        "portrait",
        "push",
        "query",
        "resolve",
        "review",
        "server",
        "shapes",
        "tables",
        "values/records",
        "words",
        "resources/web",
        "resources/messages",
        "resources/review",
        "models/parser",
    ]
)
_LIBRARIES: tuple[str, ...] = (
    "lxml",
    "marisa-trie",
    "numpy",
    "onnxruntime",
    "opencc",
    "spacy",
    "thinc",
    "rensa",
)
_LIBRARIES += ("openpyxl", "pdfminer.six", "python-docx", "xlrd")
#: the kinds of `Given` that bear on what is found in an article
_TERMS = ("ontology", "lexicon", "names", "learned")


def print_of_reading(model: str | None, base: str, given: Given) -> str:
    """Of all that bears on what is read in an article and found in it."""
    terms = [[file.text for file in getattr(given, kind)] for kind in _TERMS]
    return _hash([_code(later=False), _libraries(), _model(model), base, terms, dict(given_fields())])


def print_of_build(given: Given, least: float, model: str | None) -> str:
    """Of all that bears on what a build makes of what was found."""
    return _hash([_code(later=True), _libraries(), asdict(given), least, model and Path(model).name])


@cache
def _code(*, later: bool) -> str:
    """Of the package's files: all, or those that statements depend on."""
    package = Path(str(files("kg")))
    return _files([*_package(package, later), *sorted(ontology_dir().rglob("*.ttl"))])


def _package(package: Path, later: bool) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        place = path.relative_to(package).with_suffix("").as_posix()
        parts = place.split("/")
        if "__pycache__" in parts or not path.is_file():
            continue
        if later or not {parts[0], "/".join(parts[:2])} & _LATER:
            yield path


@cache
def _libraries() -> str:
    found = [sys.version.split()[0], unicodedata.unidata_version]
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(name)
    return _hash(found)


def _model(model: str | None) -> str:
    """Of a pipeline of the user's: its files, whether it is a folder or a package."""
    if model is None or Path(model).is_dir():
        return "" if model is None else _files(sorted(p for p in Path(model).rglob("*") if p.is_file()))
    spec = importlib.util.find_spec(model) if model.isidentifier() else None
    folders = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    found = sorted(p for folder in folders for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc")
    return f"{model} {_files(found)}"


def _files(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            total.update(f"{path.name}\0".encode("utf-8", "replace"))
            total.update(hashlib.file_digest(file, hashlib.sha256).digest())
    return total.hexdigest()


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
