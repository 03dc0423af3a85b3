"""What a sentence leaves for the next: whom it speaks of, and where.

李明到青山街道督导。随后走访安康社区。        李明, who goes on to the second
指挥部发布通告后，区教育局迅速行动。          区教育局, of which the main clause tells
按照区委部署，区教育局迅速行动。              not 区委, which is no subject
【图一】唐昌镇锦宁村。                      nobody, but a place where the next sentence happens
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.spans.claim import span
from kg.nlp.spans.mention import ORG, PERSON, PLACES, Mention
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.skeleton import Skeleton, build, is_oblique

#: a sentence that is only a place (【图一】唐昌镇锦宁村。) says where the next one happens
CAPTION = 30


class Topics:
    """Tells who is the subject of a sentence, and who is none; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        oblique = lexicon.names.organization.oblique
        self._before, self._not_before = oblique.before, oblique.not_before
        self._before_people = lexicon.names.person.oblique_before
        self._escorts = re.compile(lexicon.names.person.escorts)
        self._after = re.compile("|".join(oblique.after))
        # 指挥部发布通告后，县人大常委会迅速行动: the main clause says of whom it is
        self._before_main = re.compile(rf"[^，。；]*{any_of(oblique.clause_ends)}，")

    def is_oblique(self, text: str, start: int, mention: Mention) -> bool:
        """Whether a name is no subject: 按照区委部署, 动员吴培光等村民."""
        if mention.label == PERSON:
            return text[:start].endswith(self._before_people) or bool(self._escorts.match(text, mention.end))
        before = text[:start]
        indirect = before.endswith(self._before) and not before.endswith(self._not_before)
        return indirect or bool(self._after.match(text, mention.end))

    def of(self, skeleton: Skeleton) -> Mention | None:
        """Whom the sentence speaks of: its first person or body."""
        named = [
            (i, mention)
            for i, mention in skeleton.names.items()
            if mention.label in (PERSON, ORG) and not is_oblique(skeleton.string[i])
        ]
        leading = [(i, m) for i, m in named if i == 0 or skeleton.string[i - 1] in "，。；："]
        main = [(i, m) for i, m in leading if not self._before_main.match(skeleton.string, i)]
        return next((m for _, m in main or leading or named), None)


def caption_of(skeleton: Skeleton, areas: frozenset[str]) -> Mention | None:
    """The place of a sentence that is only a place: 【图一】唐昌镇锦宁村。, but none of ``areas``."""
    plain = skeleton.string.rstrip("。\n ")
    last = skeleton.names.get(len(plain) - 1)
    if last is None or len(skeleton.names) != 1 or last.label not in PLACES or len(plain) > CAPTION:
        return None
    return last if last.entity not in areas and ("】" in plain or len(plain) == 1) else None


def captioned(skeleton: Skeleton, text: str, place: Mention) -> Skeleton:
    """The sentence with 在〔place〕， before it."""
    there = build(text, span(place), [place], {})
    return Skeleton.joined([Skeleton.of("在"), there, Skeleton.of("，"), skeleton])
