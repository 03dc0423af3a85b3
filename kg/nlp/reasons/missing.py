"""Why a sentence does not state a relation: what it lacks altogether, and what the machinery wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lexicon import RelationForms
from kg.nlp.reasons.read import Sentence, triggers_in
from kg.nlp.reasons.unfired import Unfired
from kg.nlp.spans.mention import MONEY, QUANTITY, TITLE
from kg.ontology import Relation
from kg.values.explanation import Reason


class Missing:
    """What one sentence lacks; of ``only`` one relation more is told."""

    def __init__(self, read: Sentence, only: str | None) -> None:
        self._read, self._only = read, only
        self._unfired = Unfired(read, whole=only is not None)

    def all(self) -> list[Reason]:
        """The reasons, relation by relation."""
        return [reason for name in self._read.ontology.relations for reason in self._reasons(name)]

    def _reasons(self, name: str) -> Iterator[Reason]:
        """Why the sentence does not state a relation, or not by its other forms."""
        if (
            self._only not in (None, name)
            or not self._read.skeleton.string
            or name not in self._read.lexicon.relations
        ):
            return
        words, relation = self._read.lexicon.relations[name], self._read.ontology.relations[name]
        held = [claim for claim in self._read.claims if claim.predicate == name]
        triggers = triggers_in(words, self._read.text)
        if held and self._only is None:
            return
        if not held and words.triggers and not triggers and self._only is not None:
            yield Reason(name, "none of its words is there: {}", ("、".join(words.triggers[:8]),))
        yield from self._not_triggers(name, words, triggers)
        lacking = list(self._lacking(name, relation)) if not held else []
        if triggers or self._only is not None:
            yield from lacking
        if name in self._read.forms:
            yield from self._unfired.reasons(name, bool(triggers), bool(lacking), held)
        if not held and not lacking:
            yield from self._by_engines(name, words, triggers)

    def _not_triggers(self, name: str, words: RelationForms, triggers: Sequence[str]) -> Iterator[Reason]:
        """检查站 is no 检查."""
        for word in words.not_triggers:
            if word in self._read.text and not triggers:
                yield Reason(name, "{} is no word for it", (word,))

    def _lacking(self, name: str, relation: Relation) -> Iterator[Reason]:
        """The ends for which the sentence, and what was spoken of before it, has nobody."""
        there = {m.label for m in self._read.mentions if m.entity} | (
            {self._read.topic.label} if self._read.topic else set()
        )
        for end, classes in (("subject", relation.domain), ("object", relation.range)):
            labels = {label for c in classes for label in self._read.ontology.classes[c].spacy_labels}
            needed = end == "subject" or not self._read.ontology.counts(relation)
            vague = [m.text for m in self._read.mentions if m.label in labels and not m.entity]
            if not classes or not needed or labels & there:
                continue
            if vague:
                yield Reason(name, f"no {end}: {{}} names none in particular", ("、".join(vague),))
            else:
                yield Reason(name, f"no {end}: there is no {{}}", ("/".join(classes),))

    def _by_engines(self, name: str, words: RelationForms, triggers: Sequence[str]) -> Iterator[Reason]:
        """Relations that are more than forms: what the machinery wanted."""
        numbers = [m for m in self._read.mentions if m.label in (MONEY, QUANTITY)]
        titles = [m for m in self._read.mentions if m.label == TITLE]
        if "gifts" in words.engines and triggers:
            if any(word in self._read.text for word in (words.lists or {}).get("taken", ())):
                yield Reason(name, "who gave is not said, only who took")
            elif numbers:
                yield Reason(name, "nobody who gives stands before {}", (triggers[0],))
            else:
                yield Reason(
                    name, "nothing that is given follows {}: no sum, number or goods", (triggers[0],)
                )
        if "posts" in words.engines and titles:
            named = "、".join(m.text for m in titles)
            yield Reason(name, "{} stands beside nobody whose post it could be", (named,))
        if "counts" in words.engines and numbers:
            taken = [m for m in numbers if any(m.value in c.qualifiers.values() for c in self._read.claims)]
            rest = [m.text for m in numbers if m not in taken]
            if rest:
                yield Reason(name, "{} counts nothing of anybody named", ("、".join(rest),))
