"""What a post at a place says besides: its holder lives there, and a body may have sent them.

广西农业职业技术大学派驻纳标村的第一书记罗振东
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.spans.claim import Claim, span
from kg.nlp.spans.mention import ORG, PLACES, Mention
from kg.nlp.spans.patterns import any_of


class Postings:
    """Reads them off the posts of a sentence; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._posted = {
            name: (forms.lists["posted"], _posting(forms.lists.get("posting", ())))
            for name, forms in lexicon.relations.items()
            if forms.lists and "posted" in forms.lists
        }

    def read(self, text: str, posts: Sequence[Claim], mentions: Sequence[Mention]) -> list[Claim]:
        """The claims that follow from ``posts``, the claims of posts of the sentence."""
        found = []
        places = {m.start: m for m in mentions if m.label in PLACES and m.entity}
        bodies = [m for m in mentions if m.label == ORG and m.entity]
        for claim in posts:
            place = places.get(claim.object_span[0]) if claim.object_span else None
            for name, (titles, posting) in self._posted.items():
                if place is None or claim.status or claim.qualifiers.get("title") not in titles:
                    continue
                subject, at = claim.subject, claim.subject_span
                if posting is not None:
                    sent = (m for m in bodies if m.end <= place.start)
                    body = next((m for m in sent if posting.fullmatch(text, m.end, place.start)), None)
                    if body is None:
                        continue
                    subject, at = body.entity, span(body)
                found.append(
                    Claim(name, subject, place.entity, claim.sentence, at, span(place), claim.trigger,
                          confidence=0.75, rule="posted")
                )  # fmt: skip
        return found


def _posting(words: Sequence[str]) -> re.Pattern[str] | None:
    """What stands between a body and the place where it sends somebody."""
    return re.compile(rf"[^，。；]{{0,6}}{any_of(words)}[^，。；]{{0,8}}") if words else None
