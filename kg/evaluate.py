# long: the scorer of the gold guideline in one piece, to be read beside it
"""How well a build agrees with gold files (format and rules: the gold guideline).

A predicted name matches a gold entity when it equals its name or an alias, or is one of them with the
names of parent areas before it; an unresolved short form does not match. Numbers are the same as
those of the guideline's own ``score.py``; a test holds them equal.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.model import ASSERTED, Entity, Qualifiers, Ref, Statement
from kg.values.phrase import phrase


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a gold file."""

    relation: str
    subject: Entity
    object: Entity | None
    qualifiers: Qualifiers


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold file: what its document holds."""

    doc: str
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]


@dataclass(slots=True)
class Tally:
    """Found and right, found and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_dict(self) -> dict[str, float]:
        """P, R and F1 with the counts behind them."""
        return {
            "p": self.precision,
            "r": self.recall,
            "f1": self.f1,
            "gold": self.right + self.missed,
            "pred": self.right + self.wrong,
        }


@dataclass(slots=True)
class Scores:
    """Tallies by relation and by entity type; ``missed`` and ``wrong`` hold (doc, what) of each error.

    ``recipients`` counts the gifts found whose recipient was found too, ``recipients_gold`` those that
    have one; ``unknown`` names documents that have statements but no gold.
    """

    facts: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    entities: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    recipients: int = 0
    recipients_gold: int = 0
    unknown: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON, with the names that ``score.py --json`` uses."""
        return {
            "facts": total(self.facts).to_dict(),
            "relations": {name: self.facts[name].to_dict() for name in sorted(self.facts)},
            "recipients": {"found": self.recipients, "gold": self.recipients_gold},
            "entities": total(self.entities).to_dict(),
            "types": {name: self.entities[name].to_dict() for name in sorted(self.entities)},
        }


def total(tallies: dict[str, Tally]) -> Tally:
    """The sum of tallies (micro average)."""
    rows = tallies.values()
    return Tally(sum(r.right for r in rows), sum(r.wrong for r in rows), sum(r.missed for r in rows))


def evaluate(gold: Sequence[Gold], statements: Iterable[Statement], entities: Iterable[Entity]) -> Scores:
    """Score the asserted ``statements`` and the ``entities`` of the documents that have gold."""
    scores = Scores()
    _score_facts(gold, [s for s in statements if s.status == ASSERTED], scores)
    _score_entities(gold, list(entities), scores)
    return scores


def read_gold(folder: str | Path) -> list[Gold]:
    """The gold files of a folder; raises SourceError that names the folder or the file."""
    if not Path(folder).is_dir():
        raise SourceError(folder, "no such folder; name the folder that holds the gold files (*.json)")
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise SourceError(folder, "no gold files (*.json) in it")
    return [_read_gold_file(path) for path in paths]


def _read_gold_file(path: Path) -> Gold:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entities = {item["id"]: _gold_entity(item) for item in data["entities"]}
        return Gold(
            Path(data["text"]).stem,
            tuple(entities.values()),
            tuple(_gold_fact(item, entities) for item in data["facts"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(path, phrase("is no gold file ({}: {})", type(error).__name__, error)) from None


def _gold_entity(data: dict[str, Any]) -> Entity:
    aliases = tuple(data.get("aliases", ()))
    return Entity(data["id"], data["type"], data["name"], aliases)


def _gold_fact(data: dict[str, Any], entities: dict[str, Entity]) -> Fact:
    object = entities[data["obj"]] if data.get("obj") else None
    known = {key: value for key, value in data.items() if key in Qualifiers().to_dict()}
    return Fact(data["rel"], entities[data["subj"]], object, Qualifiers.from_dict(known))


def _score_facts(gold: Sequence[Gold], statements: Sequence[Statement], scores: Scores) -> None:
    gift = _rules()["relations"]["gift"]
    by_doc: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_doc[statement.doc].append(statement)
    scores.unknown = tuple(sorted(set(by_doc) - {item.doc for item in gold}))
    for item in gold:
        scores.recipients_gold += sum(f.relation == gift and f.object is not None for f in item.facts)
        used: set[int] = set()
        unlike: dict[str, Statement] = {}  # the same statement twice counts once
        for statement in by_doc[item.doc]:
            unlike.setdefault(_key(statement), statement)
        open_ = list(unlike.values())
        for exact in (True, False):  # word for word first, so that a near match takes nobody's place
            rest = []
            for statement in open_:
                agreeing = (
                    i for i, f in enumerate(item.facts) if i not in used and _agree(f, statement, exact)
                )
                hit = next(agreeing, None)
                if hit is None:
                    rest.append(statement)
                    continue
                used.add(hit)
                scores.facts[statement.predicate].right += 1
                wanted = item.facts[hit].object
                if statement.predicate == gift and wanted is not None:
                    scores.recipients += _same(_ref_forms(statement.object), _forms(wanted))
            open_ = rest
        for statement in open_:
            scores.facts[statement.predicate].wrong += 1
            scores.wrong.append((item.doc, _view(statement.predicate, statement)))
        for index, fact in enumerate(item.facts):
            if index not in used:
                scores.facts[fact.relation].missed += 1
                scores.missed.append((item.doc, _view(fact.relation, fact)))


def _score_entities(gold: Sequence[Gold], entities: Sequence[Entity], scores: Scores) -> None:
    scored = _rules()["types"]["scored"]
    for item in gold:
        used: set[int] = set()
        for entity in (e for e in entities if item.doc in e.docs and e.type in scored):
            names = {_norm(entity.name), *map(_norm, entity.aliases)} - {""}
            left = ((i, e) for i, e in enumerate(item.entities) if i not in used and e.type == entity.type)
            hit = next((i for i, e in left if _same(names, _forms(e))), None)
            if hit is None:
                scores.entities[entity.type].wrong += 1
                scores.wrong.append((item.doc, f"{entity.type} {entity.name}"))
            else:
                used.add(hit)
                scores.entities[entity.type].right += 1
        for index, missed in enumerate(item.entities):
            if index not in used:
                scores.entities[missed.type].missed += 1
                scores.missed.append((item.doc, f"{missed.type} {missed.name}"))


def _agree(fact: Fact, statement: Statement, exact: bool) -> bool:
    rules = _rules()
    if fact.relation != statement.predicate or not _same(_ref_forms(statement.subject), _forms(fact.subject)):
        return False
    # for a gift the recipient is a bonus, no part of the match
    if fact.object is not None and (fact.relation != rules["relations"]["gift"] or exact):
        wanted = _forms(fact.object)
        if fact.qualifiers.title in rules["congress"]["titles"]:
            stems = {re.sub(rules["congress"]["suffix"], "", form) for form in wanted}
            wanted = {stem + ending for stem in stems for ending in rules["congress"]["endings"]}
        if not _same(_ref_forms(statement.object), wanted):
            return False
    ours, theirs = statement.qualifiers, fact.qualifiers
    if exact and (_norm(ours.item), _norm(ours.indicator)) != (_norm(theirs.item), _norm(theirs.indicator)):
        return False
    return _fields_agree(fact.relation, theirs, ours)


def _fields_agree(relation: str, gold: Qualifiers, ours: Qualifiers) -> bool:
    rules = _rules()
    kinds = rules["relations"]
    if relation == kinds["title"]:
        return _norm(gold.title) == _norm(ours.title)
    if relation == kinds["gift"]:
        default = rules["gifts"]["currency"]
        if (gold.currency or default) != (ours.currency or default):
            return False
        if gold.amount is not None:
            return _number(gold.amount) == _number(ours.amount)
        if _norm(gold.item) and gold.quantity is not None:
            return _number(gold.quantity) == _number(ours.quantity) and _overlap(gold.item, ours.item)
        return not _norm(gold.item) or _overlap(gold.item, ours.item)
    if relation == kinds["number"]:
        return _number(gold.value) == _number(ours.value) and _norm(gold.unit) == _norm(ours.unit)
    if relation == kinds["people"] and gold.quantity is not None:
        return _number(gold.quantity) == _number(ours.quantity)
    return True


def _forms(entity: Entity) -> set[str]:
    """What may name a gold entity: its name, and its aliases but for an organization's bare short forms."""
    rules = _rules()
    name = _norm(entity.name)
    forms = {name}
    for alias in map(_norm, entity.aliases):
        bare = entity.type == rules["types"]["organization"] and name.endswith(alias)
        if alias and not (bare and re.match(rules["names"]["unresolved"], alias)):
            forms.add(alias)
    return forms


def _ref_forms(ref: Ref | None) -> set[str]:
    return set() if ref is None else {_norm(ref.name)}


def _same(ours: set[str], gold: set[str]) -> bool:
    area_end = _rules()["names"]["area_end"]
    for mine in ours:
        for form in gold:
            if mine == form:
                return True
            if mine.endswith(form) and len(form) > 2 and mine[: -len(form)][-1] in area_end:
                return True
    return False


def _overlap(a: str | None, b: str | None) -> bool:
    a, b = _norm(a), _norm(b)
    return bool(a and b and (a in b or b in a))


def _norm(name: object) -> str:
    text = unicodedata.normalize("NFKC", str(name or ""))
    return re.sub(_rules()["names"]["ignored"], "", text).lower()


def _number(value: object) -> float | None:
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        return None


def _key(statement: Statement) -> str:
    """What makes two statements of a document one: all but date, id and evidence."""
    qualifiers = replace(statement.qualifiers, date=None).to_dict()
    parts = (
        statement.predicate,
        statement.subject.name,
        statement.object.name if statement.object else None,
        {key: value for key, value in qualifiers.items() if value not in (None, "")},
    )
    return json.dumps(parts, ensure_ascii=False, sort_keys=True)


def _view(relation: str, claim: Fact | Statement) -> str:
    """One line of an error list."""
    given = {k: v for k, v in claim.qualifiers.to_dict().items() if v not in (None, "", False)}
    fields = " ".join(f"{key}={value}" for key, value in given.items())
    return (
        f"{claim.subject.name} --{relation}--> {claim.object.name if claim.object else '-'} {fields}".strip()
    )


@cache
def _rules() -> dict[str, Any]:
    text = files("kg").joinpath("resources", "scoring.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
