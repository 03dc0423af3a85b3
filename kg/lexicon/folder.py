"""A folder of language data, ``resources/zh`` or one's own, as one frozen value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import LexiconError, located
from kg.given import File, current
from kg.lexicon.files import add, convert, read_rows, read_toml
from kg.lexicon.names import Names
from kg.lexicon.notation import form_problems
from kg.lexicon.quantities import DateWords, Numbers
from kg.lexicon.relations import Cue, RelationForms
from kg.lexicon.tables import OF_TABLES, Tables
from kg.lexicon.titles import Titles
from kg.ontology import load_ontology
from kg.values.phrase import phrase

#: the TOML files of a lexicon; noise.toml and others belong to the modules that read them
FILES = (
    "relations.toml",
    "names.toml",
    "titles.toml",
    "numbers.toml",
    "cues.toml",
    "dates.toml",
    "schemes.toml",
    "tables.toml",
)

#: the ends of a statement
ENDS = ("subject", "object")


@dataclass(frozen=True, slots=True)
class Lexicon:
    names: Names
    titles: Titles
    numbers: Numbers
    cues: tuple[Cue, ...]
    dates: DateWords
    relations: dict[str, RelationForms]
    areas: dict[str, str]
    tags: dict[str, str]
    entities: dict[str, str]
    tables: Tables

    def __hash__(self) -> int:
        """So that what is made from a lexicon can be kept by it; equal ones have the same relations."""
        return hash(frozenset(self.relations))

    def stated_by(self, engine: str) -> str:
        """The relation that a machinery states; raises LexiconError where none does."""
        for relation, forms in self.relations.items():
            if engine in forms.engines:
                return relation
        raise LexiconError([f"relations.toml: no relation has {engine!r} among its engines"])


def lexicon_dir() -> Path:
    return Path(__file__).resolve().parent.parent / "resources" / "zh"


def load_lexicon() -> Lexicon:
    """``resources/zh`` and what is given with it; raises LexiconError with every problem found."""
    return _load(current().ontology, current().lexicon)


@cache
def _load(ontology: tuple[File, ...], lexicon: tuple[File, ...]) -> Lexicon:
    """Both decide: the words of a relation need the relation. Problems are the last file's that has any."""
    for number, file in enumerate(lexicon):
        try:
            read_lexicon(lexicon_dir(), lexicon[: number + 1])
        except LexiconError as error:
            raise LexiconError([located(file.name, problem) for problem in error.problems]) from None
    return read_lexicon(lexicon_dir(), lexicon)


# long: one line for each file of the lexicon
def read_lexicon(folder: Path, added: Sequence[File] = ()) -> Lexicon:
    """Read a lexicon folder (of one's own, as well), and files that add to it.

    A file that adds has a table for each file of the folder (``relations.toml`` is ``[relations]``):
    its lists go on with those that are there, and new keys are added.
    """
    problems: list[str] = []
    data_of = {name: read_toml(folder / name, problems) for name in FILES}
    for file in added:
        add(data_of, file, problems)

    def value(name: str, kind: Any, *path: str) -> Any:
        """A file, or a table of it, as ``kind``; None where the file itself is broken."""
        data: Any = data_of[name]
        for key in path if data is not None else ():
            if key not in data:
                problems.append(phrase("{}: key {} is missing", name, repr(key)))
                return None
            data = data[key]
        where = name + "".join(f" [{key}]" for key in path)
        return None if data is None else convert(kind, data, where, problems)

    relations = value("relations.toml", dict[str, RelationForms])
    for name in relations or ():
        if name not in load_ontology().relations:
            problems.append(phrase("{}: [{}] is no relation of kg.ttl", "relations.toml", name))
    if added and relations and not problems:
        problems += form_problems(relations)
    names = value("names.toml", Names)
    for kind in _suffix_kinds(names):
        if kind not in load_ontology().classes:
            problems.append(
                phrase("{}: [organization.suffixes] {} is no class of kg.ttl", "names.toml", kind)
            )
    tables = value("tables.toml", Tables)
    problems += _table_problems(tables) + _thing_problems(names)
    lexicon = Lexicon(
        names=names,
        titles=value("titles.toml", Titles),
        numbers=value("numbers.toml", Numbers),
        cues=value("cues.toml", tuple[Cue, ...], "cues"),
        dates=value("dates.toml", DateWords),
        relations=relations,
        areas=read_rows(folder / "areas.tsv", problems),
        tags=value("schemes.toml", dict[str, str], "tags"),
        entities=value("schemes.toml", dict[str, str], "entities"),
        tables=tables,
    )
    if problems:
        raise LexiconError(problems)
    return lexicon


def _thing_problems(names: Names | None) -> list[str]:
    """Things whose class the ontology does not have, or has no label for."""
    things = (names.things if names else None) or {}
    classes = load_ontology().classes
    return [
        phrase("{}: [things] {} is no class with kg:exchangeName and kg:spacyLabel", "names.toml", name)
        for name in things
        if name not in classes or not classes[name].exchange or not classes[name].spacy_labels
    ]


def _table_problems(tables: Tables | None) -> list[str]:
    """Names of relations, fields and classes in ``tables.toml`` that the ontology does not know."""
    ontology = load_ontology()
    found: list[str] = []
    for name in (tables.kinds or ()) if tables else ():
        if name not in ontology.classes:
            found.append(phrase("{}: [kinds] {} is no class of kg.ttl", "tables.toml", name))
    for name, item in (tables.columns or {}).items() if tables else ():
        relation = ontology.relations.get(name)
        if relation is None:
            found.append(phrase("{}: [columns.{}] is no relation of kg.ttl", "tables.toml", name))
            continue
        known = {*relation.fields, *ENDS, "date", *OF_TABLES}
        headings = (item.headings if item else None) or {}
        found += [
            phrase("{}: [columns.{}] {} is no field of it", "tables.toml", name, field)
            for field in headings
            if field not in known
        ]
    return found


def _suffix_kinds(names: Names | None) -> tuple[str, ...]:
    organization = names.organization if names else None
    return tuple(organization.suffixes or ()) if organization else ()
