"""A statement as the cells of a corrected row say it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kg.errors import UsageError
from kg.model import STATUSES, Article, Entity, Evidence, Qualifiers, Ref, Statement
from kg.ontology import load_ontology
from kg.review.decision import Decision
from kg.review.table import KEYS
from kg.review.words import meant, words
from kg.tables.spreadsheet import returned
from kg.values.dates import days
from kg.values.iri import article_iri, entity_iri, statement_iri
from kg.values.phrase import Phrase, phrase

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")


# long: one row of a reader, cell by cell
class Correction:
    """A statement as the cells of a row say it; entities that are not there yet are added to ``entities``."""

    def __init__(self, base: str, article: Article, entities: dict[str, Entity], decision: Decision) -> None:
        self._base, self._article, self._entities = base, article, entities
        self._cells, self._where = decision.cells, decision.where

    def of(self, old: Statement) -> Statement:
        predicate = self._relation(old.predicate)
        subject = self._ref("subject", old.subject)
        target = self._ref("object", old.object)
        if subject is None:
            raise UsageError(phrase("{} corrects a statement but has no subject; write one", self._where))
        qualifiers = self._qualifiers(old.qualifiers)
        status = meant("statuses", self._cells.get("status", old.status))
        if status is None:
            raise UsageError(self._none_such("status", self._cells["status"], STATUSES))
        article = article_iri(self._base, self._article.sha256)
        return Statement(
            id=statement_iri(self._base, article, predicate, subject, target, qualifiers),
            doc=old.doc,
            predicate=predicate,
            subject=subject,
            object=target,
            qualifiers=qualifiers,
            evidence=tuple(self._evidence(item, old, subject, target) for item in old.evidence),
            status=status,
            confidence=1.0,
            rule="review",
        )

    def _none_such(self, what: str, said: str, known: Iterable[str]) -> Phrase:
        """The line for a word that is none of those which a cell may have."""
        names = ", ".join(known)
        return phrase("{} has no such {}: {}; there are {}", self._where, phrase(what), said, names)

    def _relation(self, old: str) -> str:
        said = self._cells.get("predicate", old)
        for item in load_ontology().relations.values():
            if said in (item.exchange, item.zh, item.en):
                return item.exchange
        known = [item.exchange for item in load_ontology().relations.values()]
        raise UsageError(self._none_such("relation", said, known))

    def _ref(self, end: str, old: Ref | None) -> Ref | None:
        """The entity of a cell: the one that was there, one of that name, or a new one."""
        name = self._cells.get(end, old.name if old else "")
        type_ = self._type(self._cells.get(f"{end}_type", ""), old)
        if not name:
            return None
        if old is not None and (name, type_) == (returned(old.name), old.type):
            return old
        named = [
            item
            for item in self._entities.values()
            if name == item.id or (type_ in ("", item.type) and name in (item.name, *item.aliases))
        ]
        here = [item for item in named if self._article.doc in item.docs] or named
        if len(here) > 1:
            raise UsageError(phrase("{} names one of several {}; write its IRI instead", self._where, name))
        if not here:
            if not type_:
                raise UsageError(phrase("{} names {}, which is new; say its type", self._where, name))
            if ":" in name and "/" in name:
                raise UsageError(phrase("{} names {}, which is in no article", self._where, name))
            iri = entity_iri(self._base, type_.lower(), name, self._article.key)
            here = [Entity(iri, type_, name, docs=(self._article.doc,))]
        found = here[0]
        docs = tuple(sorted({*found.docs, self._article.doc}))
        self._entities[found.id] = replace(found, docs=docs)
        return Ref(found.id, found.type, found.name)

    def _type(self, said: str, old: Ref | None) -> str:
        if not said:
            return old.type if old else ""
        for item in load_ontology().classes.values():
            if item.exchange and said in (item.name, item.zh, item.en):
                return item.exchange
        known = [item.exchange for item in load_ontology().classes.values() if item.exchange]
        raise UsageError(self._none_such("type", said, known))

    def _qualifiers(self, old: Qualifiers) -> Qualifiers:
        values = old.to_dict()
        for name in values:
            if name in self._cells and name not in KEYS:
                values[name] = self._value(name, self._cells[name], values[name])
        return Qualifiers.from_dict(values)

    def _value(self, name: str, said: str, old: Any) -> Any:
        if isinstance(old, bool):
            truth = meant("truth", said)
            if truth is None:
                raise UsageError(phrase("{} has neither true nor false: {}", self._where, said))
            return truth == "true"
        if said == returned(old):
            return old
        if not said:
            return None
        field = load_ontology().fields[name]
        if field.datatype and field.datatype.endswith("decimal"):
            try:
                return float(said.replace(",", "").replace("，", ""))
            except ValueError:
                raise UsageError(
                    phrase("{} has no number: {}; write digits, as 2000 or 0.5", self._where, said)
                ) from None
        if name in ("date", "from", "until"):
            return self._date(said, name)
        return said

    def _date(self, said: str, column: str) -> str:
        """2022-09-01 of 2022/9/1, which spreadsheets make of it; a day that the calendar has."""
        match = _DATE.fullmatch(said)
        found = "-".join(part.zfill(2) for part in match.groups() if part) if match else ""
        if days(found) is None:
            heading = "/".join(words()["columns"][column])
            text = "{} has no date in column {}: {}; write 2022-09-01, 2022-09 or 2022"
            raise UsageError(phrase(text, self._where, heading, said))
        return found

    def _evidence(self, item: Evidence, old: Statement, subject: Ref, target: Ref | None) -> Evidence:
        """Where it stands: an end that is another now has no place in the text."""
        return replace(
            item,
            subject=item.subject if subject == old.subject else None,
            object=item.object if target == old.object else None,
        )
