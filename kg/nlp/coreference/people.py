"""Whom a name, a surname or a pronoun means.

副主任胡俊到会。胡主任说…    胡 is 胡俊, the person of that surname named last
李明到青山街道。他检查了…    他 is 李明; 他们 is nobody alone
城东社区书记王伟和城西社区书记王伟      two persons
"""

from __future__ import annotations

import re

from kg.lexicon.names import PersonNames
from kg.nlp.coreference.discourse import ENDS, Discourse
from kg.nlp.spans.mention import PERSON, TITLE, Mention
from kg.nlp.spans.patterns import any_of

#: a body and a title stand before a person
BEFORE = 2


class PersonReference:
    """Finds the person that a mention of an article means."""

    def __init__(self, person: PersonNames, discourse: Discourse) -> None:
        self._pronouns = person.pronouns
        # 署名为“好心妈妈”的女士捐款500元，她…: nobody who is named
        self._unnamed = re.compile(rf"[。；，\n]{any_of(person.unnamed)}")
        self._discourse = discourse

    def entity(self, mention: Mention) -> str:
        """The key of the person; empty where nobody, or more than one, is meant."""
        if mention.deictic:
            return self._spoken_of(mention) if mention.text in self._pronouns else ""
        if mention.kind == "surname":
            people = self._discourse.candidates(PERSON)
            same = [c for c in people if c.name.startswith(mention.text)]
            return max(same, key=lambda c: c.last).key if same else ""
        name = mention.norm or mention.solid
        body = self._apart(mention)
        return self._discourse.add(f"{name}（{body}）" if body else name, PERSON, name)

    def _apart(self, mention: Mention) -> str:
        """The body that tells a person from a namesake before in the sentence: 城西社区书记王伟."""
        mentions, text = self._discourse.mentions, self._discourse.text
        at = next(i for i, m in enumerate(mentions) if m is mention)
        mine = self._body(at)
        begin = max(text.rfind(mark, 0, mention.start) for mark in ENDS) + 1
        for i in range(at - 1, -1, -1):
            if mentions[i].start < begin or not mine:
                return ""
            other = self._body(i) if mentions[i].text == mention.text else ""
            if other:
                return mine if other != mine else ""
        return ""

    def _body(self, at: int) -> str:
        """The body of the post that stands right before a person."""
        who = self._discourse.mentions[at]
        if at < BEFORE or who.label != PERSON:
            return ""
        body, title = self._discourse.mentions[at - BEFORE : at]
        glued = title.label == TITLE and body.end == title.start and title.end == who.start
        return body.text if glued and body.label != PERSON else ""

    def _spoken_of(self, mention: Mention) -> str:
        """Whom 她 means: the person named last in its paragraph, else first in the one before."""
        line = self._discourse.line_start(mention)
        people = (m for m in self._discourse.mentions if m.label == PERSON and m.entity)
        named = [m for m in people if m.start < mention.start and not m.deictic]
        if not named:
            return ""
        if named[-1].start >= line:
            other = self._unnamed.search(self._discourse.text, named[-1].end, mention.start)
            return "" if other else named[-1].entity
        before = self._discourse.line_start(named[-1])
        return next(m.entity for m in named if m.start >= before)
