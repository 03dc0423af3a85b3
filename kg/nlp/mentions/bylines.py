"""By-lines: the papers and agencies that report, and who writes for them.

保定晚报讯（记者李明）              the paper at the beginning of a sentence
海峡时讯网昆山4月21日电（记者李明）   with place and date between
太行新闻网记者：申建国              and wherever its reporter is named
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.spans.mention import ORG, PERSON, Mention, instead
from kg.nlp.spans.patterns import HAN, any_of


class Bylines:
    """Finds outlets and reporters of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        parts = lexicon.names.organization.parts
        titles = lexicon.titles
        self._kind = parts.company
        self._datelines, self._writers = parts.datelines, titles.bylines
        self._outlet = re.compile(
            rf"\s*[（(]?([{HAN}]{{2,9}}?{any_of(parts.outlets)}) ?"
            rf"(?:[{HAN}]{{0,6}} ?\d{{1,2}}月\d{{1,2}}日)?{any_of(parts.datelines)} ?[（(]"
        )
        self._reporter = re.compile(
            rf"(?<![{HAN}])(?P<outlet>[{HAN}]{{2,10}}?{any_of(parts.outlets)})[ \u3000]?"
            rf"{any_of(titles.prefixes)}?{any_of(titles.bylines)}[：: \u3000]{{0,2}}"
            rf"(?P<who>[{lexicon.names.person.surnames}][{HAN}]{{1,2}}(?![{HAN}]))?"
        )

    def named(self, text: str, found: Sequence[Mention]) -> list[Mention]:
        """The mentions of a sentence, with those of its by-lines instead of what they overlap."""
        mentions = list(found)
        outlet = self._outlet.match(text) if any(word in text for word in self._datelines) else None
        if outlet:
            mentions = instead(mentions, Mention(*outlet.span(1), ORG, outlet[1], kind=self._kind))
        for match in self._reporter.finditer(text) if any(word in text for word in self._writers) else ():
            for group, label, kind in (("outlet", ORG, self._kind), ("who", PERSON, "")):
                begun, end = match.span(group)
                if begun < end and not any(m.label == label and m.end == end for m in mentions):
                    mentions = instead(mentions, Mention(begun, end, label, match[group], kind=kind))
        return mentions
