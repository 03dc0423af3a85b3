"""Who gave what to whom, as a sentence was read, and what a sentence may lean on."""

from __future__ import annotations

from dataclasses import dataclass

from kg.nlp.quantities.gift import Gift
from kg.nlp.spans.mention import FAC, GPE, ORG, PERSON, Mention
from kg.nlp.spans.skeleton import OBLIQUE, block

DONORS = f"{block(PERSON)}{block(ORG)}"
RECIPIENTS = f"{block(PERSON)}{block(ORG)}{block(GPE)}{block(OBLIQUE)}"
PARTIES = frozenset({PERSON, ORG, GPE, FAC})


@dataclass(frozen=True, slots=True)
class Before:
    """Whom a sentence may lean on: ``topic`` gives where it names nobody, ``last`` was spoken of last,
    ``gift`` tells the item of 各100份."""

    topic: Mention | None = None
    last: Mention | None = None
    gift: Gift | None = None


@dataclass(slots=True)
class Found:
    """Who gave what to whom; ``each`` where all gave as much, ``named`` where the sentence names a donor."""

    donors: list[Mention]
    recipients: list[Mention]
    gifts: list[Gift]
    each: bool
    named: bool = True
