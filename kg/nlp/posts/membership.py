"""Members of a team that a sentence lists: 工作组由彭超任组长，成员有秘书长王如青、副会长彭林."""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.spans.claim import Claim, Range, span
from kg.nlp.spans.mention import ORG, PERSON, Mention
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.skeleton import Skeleton, block


class Membership:
    """Reads such lists; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.titles.words
        self._relation = lexicon.stated_by("members")
        self._listed = re.compile(
            rf"{any_of(words.member)}{any_of(words.members_are)}(?P<rest>[^。；！？\n]*)"
        )
        self._team = re.compile(f"[{block(ORG)}]")

    def read(self, skeleton: Skeleton, sentence: Range, team: Mention | None) -> list[Claim]:
        """``team`` is the one spoken of before; one that the sentence names before the list comes first."""
        match = self._listed.search(skeleton.string)
        if match is None:
            return []
        named = [
            skeleton.mentions(m.start(), m.end(), {ORG})[0]
            for m in self._team.finditer(skeleton.string, 0, match.start())
        ]
        body = named[-1] if named else team
        if body is None or not body.entity:
            return []
        people = [p for p in skeleton.mentions(*match.span("rest"), {PERSON}) if p.entity]
        return [
            Claim(
                self._relation, person.entity, body.entity, sentence, span(person), span(body),
                skeleton.text_range(match.start(), match.start("rest")), confidence=0.75, rule="member-list",
            )
            for person in people
        ]  # fmt: skip
