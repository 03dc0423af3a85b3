"""Teams: bodies that a text names by its own words, which no tagger knows.

“灵江潮”义工队、“胡杨先锋队”      in quotation marks
组建代表应急服务队               when it is founded
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.spans.mention import NAMES, ORG, Mention, instead
from kg.nlp.spans.patterns import HAN, any_of


class Teams:
    """Finds the teams of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        organization = lexicon.names.organization
        parts, lists = organization.parts, lexicon.names.lists
        teams = any_of(w for kind in parts.sent for w in organization.suffixes[kind] if len(w) > 1)
        self._kind = next(iter(parts.sent))
        self._quoted = re.compile(
            rf"[“\"][{HAN}A-Za-z0-9·]{{2,12}}[”\"][{HAN}]{{0,8}}?{teams}|(?<=[“\"])[{HAN}·]{{1,16}}{teams}(?=[”\"])"
        )
        self._which = re.compile(rf"{parts.which}{teams}")
        self._founded = re.compile(
            rf"{any_of(parts.founding)}{any_of(lists.aspects)}?(?:\d+[支个]|[一二两三四五六七八九十]+[支个])?"
            rf"(?P<name>(?!的)[{HAN}]{{2,14}}?{any_of(parts.teams)})(?=[，。；、]|$)"
        )
        self._not_named = re.compile(any_of(lists.particles))

    def named(self, text: str, found: Sequence[Mention]) -> list[Mention]:
        """The mentions of a sentence, with its teams instead of what they overlap."""
        mentions = list(found)
        quoted = list(self._quoted.finditer(text)) if "“" in text or '"' in text else []
        for match in (*quoted, *self._which.finditer(text)):
            mentions = instead(mentions, Mention(*match.span(), ORG, match.group(), kind=self._kind))
        for match in self._founded.finditer(text):
            team = Mention(*match.span("name"), ORG, match["name"], kind=self._kind)
            if not self._not_named.search(team.text) and not _within_a_name(team, mentions):
                mentions = instead(mentions, team)
        return mentions


def _within_a_name(team: Mention, mentions: Sequence[Mention]) -> bool:
    return any(m.label in NAMES and m.start <= team.start and team.end <= m.end for m in mentions)
