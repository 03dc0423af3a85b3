"""Whom a sentence means and does not name, by what the article said before.

青山街道安康社区党委书记李明走访群众。累计发放传单300份。     安康社区, where he holds a post, reports
督导工作组由彭超任组长。成员有王如青、彭林。                 are members of the 工作组
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import ORG, PLACES, Mention

#: an article is of the body that its first lines name, if it names it so often
FIRST, OFTEN = 4, 4


class Antecedents:
    """Looks back in one article; knows who holds a post where."""

    def __init__(self, text: str, mentions: Sequence[Mention], lexicon: Lexicon, areas: Areas) -> None:
        """``mentions`` are in order."""
        self._text, self._mentions = text, mentions
        self._parts, self._areas = lexicon.names.organization.parts, areas
        self._by_start = {mention.start: mention for mention in mentions}
        self._teams = [m for m in mentions if m.kind in self._parts.sent and m.entity]
        self._team_starts = [team.start for team in self._teams]
        self._held: dict[str, list[Mention]] = {}

    def remember(self, posts: Sequence[Claim]) -> None:
        """The bodies of the posts that somebody holds, for the sentences that follow."""
        for claim in posts:
            body = self._by_start.get(claim.object_span[0]) if claim.object_span else None
            if body is not None and body.entity == claim.object and not claim.status:
                self._held.setdefault(claim.subject, []).append(body)

    def team(self, sentence: Range) -> Mention | None:
        """The team named last in the paragraph."""
        at = bisect_left(self._team_starts, sentence[0])
        last = self._teams[at - 1] if at else None
        return last if last is not None and self._same_paragraph(last, sentence) else None

    def reporter(self, sentence: Range, topic: Mention | None, area: Mention | None) -> Mention | None:
        """Of whom a sentence without a subject reports: the paragraph's body, else the ``area``.

        Of a person spoken of it is the body that they hold a post in: what the paragraph names, else the
        lowest place (李明，青山街道安康社区党委书记。…累计发放传单300份).
        """
        if topic is not None and topic.label == ORG and self._same_paragraph(topic, sentence):
            return topic
        held = self._held.get(topic.entity, []) if topic is not None else []
        here = [m for m in held if self._same_paragraph(m, sentence)]
        if here:
            return here[-1]
        places = [m for m in held if m.label in PLACES]
        return max(places, key=lambda m: self._areas.rank(m.entity) or 0, default=self._speaker or area)

    def _same_paragraph(self, mention: Mention, sentence: Range) -> bool:
        return "\n" not in self._text[mention.end : sentence[0]]

    @cached_property
    def _speaker(self) -> Mention | None:
        """The company, school or association that the first lines name and the article is about."""
        bodies = Counter(m.entity for m in self._mentions if m.label == ORG and m.entity)
        best = max(bodies, key=lambda key: bodies[key], default="")
        head = sum(len(line) + 1 for line in self._text.split("\n")[:FIRST])
        kinds = self._parts.located
        named = (m for m in self._mentions if m.entity == best and m.kind in kinds and m.start < head)
        return next(named, None) if bodies[best] >= OFTEN else None
