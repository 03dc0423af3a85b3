"""One sentence as it was read: what is asked for the reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.lexicon import Lexicon, RelationForms
from kg.nlp.forms.forms import FormSet
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import Mention
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.skeleton import Skeleton
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Sentence:
    """``claims`` are those that the sentence states, ``topic`` whom the one before it spoke of."""

    text: str
    place: Range
    mentions: Sequence[Mention]
    claims: Sequence[Claim]
    skeleton: Skeleton
    topic: Mention | None
    lexicon: Lexicon
    ontology: Ontology
    forms: Mapping[str, FormSet]


def triggers_in(words: RelationForms, text: str) -> list[str]:
    """The triggers of a relation that stand in a text, but within words that are none."""
    if not words.triggers:
        return []
    not_ = f"(?!{any_of(words.not_triggers)})" if words.not_triggers else ""
    return list(dict.fromkeys(re.findall(not_ + any_of(words.triggers), text)))
