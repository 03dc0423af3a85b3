"""``resources/zh`` as a frozen value: how Chinese says what the ontology knows.

Every table becomes a frozen dataclass; a key that no field takes, a missing key or a value of the
wrong type is a problem, and all problems are raised at once with file and entry.
"""

from __future__ import annotations

import re
import tomllib
import types
import typing
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import LexiconError
from kg.given import File, current
from kg.ontology import load_ontology

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
class PersonNames:
    surnames: str
    compound_surnames: tuple[str, ...]
    not_names: frozenset[str]
    foreign: str
    marks: tuple[str, ...]
    marked_ends: frozenset[str]
    given: frozenset[str]
    given_last: frozenset[str]
    trailing: frozenset[str]
    given_and_more: frozenset[str]
    homes: tuple[str, ...]
    assigned: frozenset[str]
    after: tuple[str, ...]
    pronouns: tuple[str, ...]
    pair_pronouns: tuple[str, ...]
    oblique_before: tuple[str, ...]
    natives: str


@dataclass(frozen=True, slots=True)
class OrganizationParts:
    tails: tuple[str, ...]
    bare: frozenset[str]
    work_words: frozenset[str]
    parties: frozenset[str]
    known: frozenset[str]
    stop: frozenset[str]
    unique: tuple[str, ...]
    loose: frozenset[str]
    company: str
    not_first: frozenset[str]
    prepositions: frozenset[str]
    nobody: frozenset[str]
    generic: frozenset[str]
    standing: frozenset[str]
    deictics: tuple[str, ...]
    own_deictics: tuple[str, ...]
    sides: tuple[str, ...]
    not_sides: tuple[str, ...]
    temples: tuple[str, ...]
    numbered: tuple[str, ...]
    missions: tuple[str, ...]
    rounds: str
    sent: frozenset[str]
    founding: tuple[str, ...]
    which: str
    teams: tuple[str, ...]
    lying: tuple[str, ...]
    homographs: tuple[str, ...]
    datelines: tuple[str, ...]
    located: frozenset[str]
    own: tuple[str, ...]
    called: dict[str, tuple[str, ...]]
    glued: tuple[str, ...]
    stations: tuple[str, ...]
    official: frozenset[str]
    outlets: tuple[str, ...]
    attributive: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Oblique:
    """Words before, and patterns after, a body that is no subject; how a clause before the main one ends."""

    before: tuple[str, ...]
    not_before: tuple[str, ...]
    after: tuple[str, ...]
    clause_ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganizationNames:
    oblique: Oblique
    abbreviations: dict[str, str]
    suffixes: dict[str, tuple[str, ...]]
    parts: OrganizationParts


@dataclass(frozen=True, slots=True)
class Sites:
    suffixes: tuple[str, ...]
    venues: tuple[str, ...]
    spots: tuple[str, ...]
    nearby: tuple[str, ...]
    natural: tuple[str, ...]
    not_deictics: tuple[str, ...]
    alone: frozenset[str]
    dwellings: tuple[str, ...]
    generic_modifiers: frozenset[str]
    not_places: frozenset[str]
    deictics: tuple[str, ...]
    directions: str
    not_first: str
    not_levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceNames:
    table_only: frozenset[str]
    peoples: tuple[str, ...]
    autonomous: str
    no_short: tuple[str, ...]
    levels: dict[str, int]
    sites: Sites

    def called(self, name: str) -> str:
        """What an autonomous area is called for short: 民和回族土族自治县 is 民和县; empty for others."""
        stem, sign, level = name.partition(self.autonomous)
        if not sign or not level:
            return ""
        short = stem
        while found := next((word for word in self.peoples if short.endswith(word)), ""):
            short = short[: -len(found)]
        return short + level if len(short) > 1 and short != stem else ""


@dataclass(frozen=True, slots=True)
class ListWords:
    joins: tuple[str, ...]
    etc: str
    counted: tuple[str, ...]
    each: tuple[str, ...]
    respectively: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """How a further class of entities is named: the endings of its names, and names in full.

    ``unique`` says that a name means one thing in all articles.
    """

    suffixes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """The words of names; ``things`` are classes of the user's own ontology."""

    lists: ListWords
    person: PersonNames
    organization: OrganizationNames
    place: PlaceNames
    things: dict[str, Thing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delegate:
    """A post whose body is an assembly: ``区人大代表`` is a 人大代表 of 区人大."""

    title: str
    assembly: str
    rest: str
    alone: bool


@dataclass(frozen=True, slots=True)
class TitleWords:
    session: str
    levels: str
    member: tuple[str, ...]
    member_lead: tuple[str, ...]
    copula: tuple[str, ...]
    office: tuple[str, ...]
    office_of: tuple[str, ...]
    collective: str
    joins: tuple[str, ...]
    ands: tuple[str, ...]
    beside: tuple[str, ...]
    liaison: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Titles:
    prefixes: tuple[str, ...]
    bases: tuple[str, ...]
    needs_body: frozenset[str]
    area_posts: frozenset[str]
    government: str
    governments: tuple[str, ...]
    bylines: tuple[str, ...]
    followed_by: tuple[str, ...]
    affinity: dict[str, tuple[str, ...]]
    delegates: tuple[Delegate, ...]
    words: TitleWords


@dataclass(frozen=True, slots=True)
class Units:
    people: tuple[str, ...]
    acts: tuple[str, ...]
    things: tuple[str, ...]
    excluded: tuple[str, ...]
    ordinal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    drop: tuple[str, ...]
    trim: tuple[str, ...]
    stop: tuple[str, ...]
    not_counted: tuple[str, ...]
    money: tuple[str, ...]
    han: tuple[str, ...]
    cut: tuple[str, ...]
    of_nearest: tuple[str, ...]
    reports: tuple[str, ...]
    moved: tuple[str, ...]
    edges: tuple[str, ...]
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    digits: str
    places: dict[str, int]
    approx_before: tuple[str, ...]
    approx_after: tuple[str, ...]
    approx_later: tuple[str, ...]
    vague: tuple[str, ...]
    home: tuple[str, ...]
    from_here: str
    home_areas: tuple[str, ...]
    currencies: dict[str, str]
    units: Units
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class DateWords:
    """Words for dates: shifts of years, months and days, and what stands before and after a date."""

    years: dict[str, int]
    months: dict[str, int]
    days: dict[str, int]
    same_years: tuple[str, ...]
    same_months: tuple[str, ...]
    same_days: dict[str, int]
    through: tuple[str, ...]
    since: tuple[str, ...]
    since_before: tuple[str, ...]
    until: tuple[str, ...]
    not_days: tuple[str, ...]
    enters: tuple[str, ...]
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that change the status of a statement; ``scope`` is where they stand.

    ``governs`` is for those that also work from before the subject (网传李明捐款): in its ``clause``, or
    anywhere before it in its ``sentence``.
    """

    status: str
    scope: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    governs: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the statements that a relation's forms must find in it.

    ``finds`` holds one ``subject > object`` or ``subject`` each, with ``key=value`` after ``|``.
    """

    text: str
    finds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A surface order of slots: see `kg.nlp.forms` for the notation."""

    id: str
    pattern: str
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class RelationForms:
    """How one relation is said.

    ``engines`` names the machineries that state it: ``forms`` (patterns, the default), ``posts``,
    ``members``, ``liaison``, ``gifts``, ``counts``, ``containment``. ``unless`` names relations that
    are meant instead, where one of them holds of the same subject and object; ``dated`` says that it
    is an event, so that a date in its sentence is its date.
    """

    engines: tuple[str, ...] = ("forms",)
    dated: bool = False
    unless: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    not_triggers: tuple[str, ...] = ()
    lists: dict[str, tuple[str, ...]] | None = None
    forms: tuple[Form, ...] = ()
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of tables say one relation: headings by field; ``needs`` are those it takes."""

    needs: tuple[str, ...]
    headings: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tables:
    """Words of tables; ``kinds`` has the headings below which names of a class stand."""

    serial: frozenset[str]
    totals: frozenset[str]
    nothing: frozenset[str]
    nobody: frozenset[str]
    units: tuple[str, ...]
    between: str
    names: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    columns: dict[str, Columns]

    @property
    def known(self) -> frozenset[str]:
        """All headings."""
        own = {w for item in self.columns.values() for words in item.headings.values() for w in words}
        return frozenset(own | {word for words in self.kinds.values() for word in words})

    def word(self, heading: str) -> str:
        """The heading without its unit or what else it adds: 金额 of 金额（万元） and of 金额/万元."""
        word = re.split(r"[（(/\[【]", heading.strip(), maxsplit=1)[0].strip()
        return word or heading.strip()

    def is_sum(self, word: str) -> bool:
        """Whether money stands below a heading."""
        return self._below(word, ("amount", "worth"))

    def is_name(self, word: str) -> bool:
        """Whether names stand below a heading."""
        return self._below(word, ("subject", "object"))

    def _below(self, word: str, fields_: tuple[str, ...]) -> bool:
        return any(
            word in item.headings.get(field, ()) for item in self.columns.values() for field in fields_
        )


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

    def stated_by(self, engine: str) -> str:
        """The relation that a machinery states; raises LexiconError where none does."""
        for relation, forms in self.relations.items():
            if engine in forms.engines:
                return relation
        raise LexiconError([f"relations.toml: no relation has {engine!r} among its engines"])


def lexicon_dir() -> Path:
    return Path(__file__).resolve().parent / "resources" / "zh"


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
            raise LexiconError([f"{file.name}: {problem}" for problem in error.problems]) from None
    return read_lexicon(lexicon_dir(), lexicon)


def read_lexicon(folder: Path, added: Sequence[File] = ()) -> Lexicon:
    """Read a lexicon folder (of one's own, as well), and files that add to it.

    A file that adds has a table for each file of the folder (``relations.toml`` is ``[relations]``):
    its lists go on with those that are there, and new keys are added.
    """
    problems: list[str] = []
    data_of = {name: _toml(folder / name, problems) for name in FILES}
    for file in added:
        _add(data_of, file, problems)

    def value(name: str, kind: Any, *path: str) -> Any:
        """A file, or a table of it, as ``kind``; None where the file itself is broken."""
        data: Any = data_of[name]
        for key in path if data is not None else ():
            if key not in data:
                problems.append(f"{name}: key {key!r} is missing")
                return None
            data = data[key]
        where = name + "".join(f" [{key}]" for key in path)
        return None if data is None else _convert(kind, data, where, problems)

    relations = value("relations.toml", dict[str, RelationForms])
    for name in relations or ():
        if name not in load_ontology().relations:
            problems.append(f"relations.toml: [{name}] is no relation of kg.ttl")
    names = value("names.toml", Names)
    for kind in _suffix_kinds(names):
        if kind not in load_ontology().classes:
            problems.append(f"names.toml: [organization.suffixes] {kind} is no class of kg.ttl")
    tables = value("tables.toml", Tables)
    problems += _table_problems(tables) + _thing_problems(names)
    lexicon = Lexicon(
        names=names,
        titles=value("titles.toml", Titles),
        numbers=value("numbers.toml", Numbers),
        cues=value("cues.toml", tuple[Cue, ...], "cues"),
        dates=value("dates.toml", DateWords),
        relations=relations,
        areas=_rows(folder / "areas.tsv", problems),
        tags=value("schemes.toml", dict[str, str], "tags"),
        entities=value("schemes.toml", dict[str, str], "entities"),
        tables=tables,
    )
    if problems:
        raise LexiconError(problems)
    return lexicon


def _toml(path: Path, problems: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # ValueError: broken TOML, or bytes that are not UTF-8
        problems.append(f"{path.name}: {_reason(error)}")
        return None


def _rows(path: Path, problems: list[str]) -> dict[str, str]:
    """A table of two columns with a tab between: the code and name of each area."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        problems.append(f"{path.name}: {_reason(error)}")
        return {}
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1)]
    problems.extend(
        f"{path.name}: line {n}: expected two columns with a tab between" for n, r in rows if len(r) != 2
    )
    return {row[0]: row[1] for _, row in rows if len(row) == 2}


def _add(data_of: dict[str, dict[str, Any] | None], file: File, problems: list[str]) -> None:
    """Put the tables of a file into those that are there."""
    try:
        tables = tomllib.loads(file.text)
    except ValueError as error:
        problems.append(str(error))
        return
    for stem, value in tables.items():
        own = data_of.get(f"{stem}.toml")
        if own is None:
            stems = ", ".join(name.removesuffix(".toml") for name in FILES)
            problems.append(f"unknown table {stem!r}; there are {stems}")
        else:
            _merge(own, {stem: value} if isinstance(value, list) else value, stem, problems)


def _merge(own: dict[str, Any], new: dict[str, Any], where: str, problems: list[str]) -> None:
    for key, value in new.items():
        old = own.get(key)
        if key not in own:
            own[key] = value
        elif isinstance(old, dict) and isinstance(value, dict):
            _merge(old, value, f"{where}.{key}", problems)
        elif isinstance(old, list) and isinstance(value, list):
            own[key] = [*old, *(item for item in value if item not in old)]
        else:
            problems.append(
                f"[{where}] {key}: is set already, to {old!r}; only lists and tables are added to"
            )


def _thing_problems(names: Names | None) -> list[str]:
    """Things whose class the ontology does not have, or has no label for."""
    things = (names.things if names else None) or {}
    classes = load_ontology().classes
    return [
        f"names.toml: [things] {name} is no class with kg:exchangeName and kg:spacyLabel"
        for name in things
        if name not in classes or not classes[name].exchange or not classes[name].spacy_labels
    ]


def _table_problems(tables: Tables | None) -> list[str]:
    """Names of relations, fields and classes in ``tables.toml`` that the ontology does not know."""
    ontology = load_ontology()
    found = []
    for name in (tables.kinds or ()) if tables else ():
        if name not in ontology.classes:
            found.append(f"tables.toml: [kinds] {name} is no class of kg.ttl")
    for name, item in (tables.columns or {}).items() if tables else ():
        relation = ontology.relations.get(name)
        if relation is None:
            found.append(f"tables.toml: [columns.{name}] is no relation of kg.ttl")
            continue
        known = {*relation.fields, *ENDS, "date", "gift"}
        headings = (item.headings if item else None) or {}
        found += [
            f"tables.toml: [columns.{name}] {field} is no field of it"
            for field in headings
            if field not in known
        ]
    return found


def _suffix_kinds(names: Names | None) -> tuple[str, ...]:
    organization = names.organization if names else None
    return tuple(organization.suffixes or ()) if organization else ()


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _convert(kind: Any, data: Any, where: str, problems: list[str]) -> Any:
    """``data`` of a TOML file as a value of type ``kind``; problems are collected, not raised."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _convert(next(arg for arg in args if arg is not type(None)), data, where, problems)
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, data, where, problems)
    if origin in (tuple, frozenset) and isinstance(data, list):
        return origin(_convert(args[0], item, f"{where} [{i}]", problems) for i, item in enumerate(data, 1))
    if origin is dict and isinstance(data, dict):
        return {key: _convert(args[1], item, f"{where} [{key}]", problems) for key, item in data.items()}
    if kind is float and isinstance(data, int | float):
        return float(data)
    if origin is None and isinstance(kind, type) and isinstance(data, kind):
        return data
    problems.append(f"{where}: expected {getattr(kind, '__name__', kind)}, found {type(data).__name__}")
    return origin() if origin else None


def _record(kind: type, data: Any, where: str, problems: list[str]) -> Any:
    if not isinstance(data, dict):
        problems.append(f"{where}: expected a table, found {type(data).__name__}")
        return None
    hints = typing.get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    problems.extend(f"{where}: unknown key {key!r}" for key in data if key not in known)
    values = {}
    for name, item in known.items():
        if name in data:
            values[name] = _convert(hints[name], data[name], f"{where} [{name}]", problems)
        elif item.default is MISSING and item.default_factory is MISSING:
            problems.append(f"{where}: key {name!r} is missing")
            values[name] = None
    return kind(**values)
