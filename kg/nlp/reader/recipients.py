"""Recipients that a gift has not, though the text names them near.

宏远公司对各地捐款总数已达400万元                    not the town spoken of before: to many places
除了捐款1万元，还买来矿泉水200箱，捎往红石镇             the water, not the money
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.spans.claim import Claim
from kg.nlp.spans.patterns import any_of

#: what ends a clause
CLAUSE = "，。；：！？\n"


class Recipients:
    """Tells them by the words of a lexicon; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        to = any_of((*words["to"], *words["towards_all"]))
        self._everywhere = re.compile(f"{to}{any_of(words['everywhere'])}")
        self._besides = re.compile(rf"{any_of(words['besides'])}[^，。；]*$")

    def is_not_for(self, text: str, claim: Claim) -> bool:
        """Whether a gift is not for whom a claim gives it to."""
        if claim.object_span is None or claim.trigger is None:
            return False
        start, end = claim.sentence
        at = claim.object_span[0]
        if not start <= at < end:
            return self._everywhere.search(text, start, end) is not None
        begin = max(text.rfind(mark, start, claim.trigger[0]) for mark in CLAUSE) + 1
        over = re.compile(f"[{CLAUSE}]").search(text, claim.trigger[1], end)
        besides = self._besides.search(text, max(begin, start), claim.trigger[0])
        return besides is not None and over is not None and at > over.start()
