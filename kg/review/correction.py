"""A statement as the cells of a corrected row say it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from kg.errors import UsageError
from kg.iri import article_iri, entity_iri, statement_iri
from kg.model import Article, Entity, Evidence, Qualifiers, Ref, Statement
from kg.ontology import load_ontology
from kg.review.decision import Decision
from kg.review.table import KEYS
from kg.review.words import meant
from kg.sheet import returned

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")


class Correction:
    """A statement as the cells of a row say it; entities that are not there yet are added to ``entities``."""

    def __init__(self, base: str, article: Article, entities: dict[str, Entity], decision: Decision) -> None:
        self._base, self._article, self._entities = base, article, entities
        self._cells, self._where = decision.cells, f"{decision.file}: line {decision.line}"

    def of(self, old: Statement) -> Statement:
        predicate = self._relation(old.predicate)
        subject = self._ref("subject", old.subject)
        target = self._ref("object", old.object)
        if subject is None:
            raise UsageError(f"{self._where} corrects a statement but has no subject")
        qualifiers = self._qualifiers(old.qualifiers)
        status = meant("statuses", self._cells.get("status", old.status))
        if status is None:
            raise UsageError(f"{self._where} has no such status: {self._cells['status']}")
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

    def _relation(self, old: str) -> str:
        said = self._cells.get("predicate", old)
        for item in load_ontology().relations.values():
            if said in (item.exchange, item.zh, item.en):
                return item.exchange
        raise UsageError(f"{self._where} has no such relation: {said}")

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
            raise UsageError(f"{self._where} names one of several {name}; write its IRI instead")
        if not here:
            if not type_:
                raise UsageError(f"{self._where} names {name}, which is new; say its type")
            if ":" in name and "/" in name:
                raise UsageError(f"{self._where} names {name}, which is in no article")
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
        raise UsageError(f"{self._where} has no such type: {said}")

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
                raise UsageError(f"{self._where} has neither true nor false: {said}")
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
                raise UsageError(f"{self._where} has no number: {said}") from None
        if name in ("date", "from", "until"):
            return self._date(said)
        return said

    def _date(self, said: str) -> str:
        """2022-09-01 of 2022/9/1, which spreadsheets make of it."""
        match = _DATE.fullmatch(said)
        if match is None:
            raise UsageError(f"{self._where} has no date: {said}; write 2022-09-01, 2022-09 or 2022")
        return "-".join(part.zfill(2) for part in match.groups() if part)

    def _evidence(self, item: Evidence, old: Statement, subject: Ref, target: Ref | None) -> Evidence:
        """Where it stands: an end that is another now has no place in the text."""
        return replace(
            item,
            subject=item.subject if subject == old.subject else None,
            object=item.object if target == old.object else None,
        )
