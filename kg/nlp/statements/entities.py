"""The entities of a Doc with their IRIs, as other articles will know them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc

from kg.model import Article, Entity, Ref, Text
from kg.nlp.reader.judge import PROPOSED
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import PERSON, PLACES
from kg.ontology import Ontology
from kg.values.iri import entity_iri, place_iri


class Entities:
    """``refs`` and ``types`` are by the keys of ``doc._.kg_entities``; ``known`` are refs given before."""

    def __init__(
        self,
        article: Article,
        text: Text,
        doc: Doc,
        base: str,
        ontology: Ontology,
        claims: list[Claim],
        known: Mapping[str, Ref],
    ) -> None:
        self._article, self._text, self._base = article, text, base
        self._ontology = ontology
        self._raw: dict[str, dict[str, Any]] = {item["key"]: item for item in doc._.kg_entities}
        self.types = {key: ontology.class_of_label(item["label"]) or "" for key, item in self._raw.items()}
        self._areas = sorted((key for key, item in self._raw.items() if item["code"]), key=len, reverse=True)
        self._held: dict[str, list[Claim]] = {}
        for claim in claims:
            self._held.setdefault(claim.subject, []).append(claim)
        self._forms: dict[str, list[Range]] = {}
        for mention in doc._.kg_mentions:
            if not mention["deictic"]:
                self._forms.setdefault(mention["entity"], []).append((mention["start"], mention["end"]))
        self.refs = {key: known.get(key) or self._ref(key) for key in self._raw}

    def used(self, used: set[str]) -> list[Entity]:
        """The entities; of those that only a section is about, the ones whose IRI is among ``used``."""
        return [
            self._entity(key)
            for key, item in self._raw.items()
            if not item.get("weak") or self.refs[key].id in used
        ]

    def _ref(self, key: str) -> Ref:
        item, type_ = self._raw[key], self.types[key]
        if item["code"]:
            return Ref(place_iri(self._base, item["code"]), type_, item["name"])
        iri = entity_iri(self._base, type_.lower(), key, self._anchor(key, frozenset({key})))
        return Ref(iri, type_, item["name"])

    def _anchor(self, key: str, seen: frozenset[str]) -> str:
        """What tells this entity from namesakes in other articles.

        A body whose name is enough (南方日报) needs nothing; one that an area begins has the area's code;
        a person the body of the first post, a place the place it lies in; anything else the article. Of what
        the reader alone says only posts count: that somebody gives to a place does not tell who it is.
        """
        item = self._raw[key]
        if item["unique"]:
            return ""
        area = next((name for name in self._areas if key.startswith(name)), None)
        if area is not None and item["label"] not in PLACES | {PERSON}:
            return str(self._raw[area]["code"])
        held = (c for c in self._held.get(key, ()) if c.object and c.object not in seen)
        post = next((c.object for c in held if c.qualifiers.get("title") or _is_bare(c)), None)
        if post is None:
            return self._article.key
        body = self._raw[post]
        return str(body["code"]) or f"{post} {self._anchor(post, seen | {post})}"

    def _entity(self, key: str) -> Entity:
        item, ref = self._raw[key], self.refs[key]
        traditional = sorted(self._traditional(key, {item["name"], *item["aliases"]}))
        return Entity(
            id=ref.id,
            type=ref.type,
            name=item["name"],
            aliases=tuple(sorted(item["aliases"])),
            docs=(self._article.doc,),
            kind=self._kind(item, ref.type),
            traditional=tuple(traditional),
            code=item["code"] or None,
            link=item.get("link") or None,
        )

    def _kind(self, item: dict[str, Any], type_: str) -> str | None:
        """A class below ``type_``, where the suffix of the name tells one."""
        kind = item["kind"]
        if kind in self._ontology.classes and kind != type_ and self._ontology.is_a(kind, type_):
            return str(kind)
        return None

    def _traditional(self, key: str, known: set[str]) -> set[str]:
        """The raw forms of its mentions, where the source writes them in other characters."""
        forms = set()
        for start, end in self._forms.get(key, ()):
            span = self._text.to_raw(start, end)
            raw = self._article.raw[span.start : span.end]
            if raw not in known and len(raw) == end - start and raw.isalpha():
                forms.add(raw)
        return forms


def _is_bare(claim: Claim) -> bool:
    """Whether a rule read it off two names beside each other: 青山街道 in 东湖区青山街道."""
    return claim.trigger is None and claim.rule != PROPOSED
