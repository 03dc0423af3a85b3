"""When what a claim says happened, or held.

3月2日，李明捐款1万元            the date of an event
《李明捐款1万元》 above it        the same, by the text below the headline
2019年起任局长                  since when a post is held
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from kg.lexicon import Lexicon
from kg.model import STATUSES, Text
from kg.nlp.quantities.dates import Times
from kg.nlp.spans.claim import Claim
from kg.nlp.statements.quotes import trimmed


class ClaimTimes:
    """The dates of the claims of one article, against its own date."""

    def __init__(self, lexicon: Lexicon, text: Text, date: str | None, claims: Sequence[Claim]) -> None:
        self._lexicon, self._text, self._claims = lexicon, text, claims
        self._times = Times(lexicon.dates, text.clean, date)

    def of(self, claim: Claim) -> Mapping[str, str]:
        """The date of an event, or since and until when a post is held, against the article's date."""
        trigger = claim.trigger[0] if claim.trigger else claim.sentence[1]
        if self._lexicon.relations[claim.predicate].dated:
            told = self._times.of_event(claim.sentence, trigger)
            return told or (self._repeated.get(_said(claim), {}) if self._is_headline(claim) else {})
        if claim.qualifiers.get("title") and claim.subject_span:
            ended = claim.status == STATUSES[-1]
            return self._times.of_post(claim.sentence, trigger, claim.subject_span[1], ended)
        return {}

    @cached_property
    def _repeated(self) -> dict[tuple[object, ...], Mapping[str, str]]:
        """The one date of each event that the text below its headline tells."""
        dates: dict[tuple[object, ...], list[Mapping[str, str]]] = {}
        for claim in self._claims:
            if self._lexicon.relations[claim.predicate].dated and not self._is_headline(claim):
                trigger = claim.trigger[0] if claim.trigger else claim.sentence[1]
                told = dates.setdefault(_said(claim), [])
                told += [when for when in [self._times.of_event(claim.sentence, trigger)] if when not in told]
        return {said: told[0] for said, told in dates.items() if len(told) == 1}

    def _is_headline(self, claim: Claim) -> bool:
        """Whether a claim stands in the first line, which ends without a mark."""
        clean = self._text.clean
        start, end = trimmed(clean, claim.sentence)
        return not clean[:start].strip() and clean[end : end + 1] == "\n" and clean[end - 1] not in "。！？"


def _said(claim: Claim) -> tuple[object, ...]:
    """What a claim says, but for when."""
    told = (f"{name}={value}" for name, value in sorted(claim.qualifiers.items()) if value)
    return (claim.predicate, claim.subject, claim.object, *told)
