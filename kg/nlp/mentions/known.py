"""Names that the tagger saw once, seen everywhere: further mentions, and mentions that it cut short.

李军来 | 到, where the text has 李军 as well        李军
脚盆 | 田社区, where 脚盆田社区 stands elsewhere     脚盆田社区
基金会 after 东湖区教育基金会                       a body
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import DOCUMENT, NAMES, ORG, PERSON, PLACES, Mention, apart
from kg.nlp.spans.patterns import Names, Suffixes


class KnownNames:
    """Looks for the names of a text in the rest of it; stateless."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        parts = lexicon.names.organization.parts
        self._areas = areas
        self._bare = Suffixes(b for b in parts.bare if len(b) > 2)
        self._homographs = parts.homographs
        self._trailing = lexicon.names.person.trailing

    def seen(self, text: str, mentions: list[Mention]) -> list[Mention]:
        """``mentions``, mended by each other, and those that are found by their names."""
        self._mend(mentions)
        known = self._known(mentions)
        if not known:
            return apart(mentions)
        longer = _by_ending(known)
        out = [_lengthened(mention, known, longer, text) for mention in mentions]
        taken = bytearray(len(text) + 1)
        for mention in out:
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        for start, name in Names(known).finditer(text):
            if taken.find(1, start, start + len(name)) < 0:
                like = known[name]
                out.append(Mention(start, start + len(name), like.label, name, like.norm, like.kind))
        return apart(out)

    def _mend(self, mentions: Sequence[Mention]) -> None:
        """By the people of a text: 董事长黄铁山 is no mountain elsewhere, and 李军来 | 到 is 李军."""
        people = {m.text for m in mentions if m.label == PERSON and not m.deictic and m.kind != "surname"}
        for mention in mentions:
            if mention.label in PLACES and mention.text in people and mention.text not in self._areas.short:
                mention.label, mention.kind = PERSON, ""
        for mention in mentions:
            short, glued = mention.text[:2], mention.text[2:] in self._trailing
            if mention.label == PERSON and glued and short in people:
                mention.end, mention.text = mention.start + len(short), short

    def _known(self, mentions: Sequence[Mention]) -> dict[str, Mention]:
        """The names to look for, each with the first mention of it."""
        known: dict[str, Mention] = {}
        for mention in mentions:
            if mention.deictic:
                continue
            long = len(mention.text) >= (2 if mention.label == PERSON else 4)
            if mention.label in NAMES - {DOCUMENT} and long and mention.kind != "surname":
                known.setdefault(mention.text, mention)
            if mention.label == ORG and (bare := self._bare_name(mention.text)):
                known.setdefault(bare, Mention(0, 0, ORG, bare, kind=mention.kind))
        return known

    def _bare_name(self, name: str) -> str:
        """基金会 of 教育基金会, where the tagger read 基金 | 会."""
        bare = self._bare.longest(name[1:])
        return bare or next((h for h in self._homographs if name.endswith(h)), "")


def _by_ending(known: Mapping[str, Mention]) -> dict[str, list[Mention]]:
    """The known places by each ending of their names."""
    longer: dict[str, list[Mention]] = {}
    for name, mention in known.items():
        for start in range(1, len(name)) if mention.label in PLACES else ():
            longer.setdefault(name[start:], []).append(mention)
    return longer


def _lengthened(
    mention: Mention, known: Mapping[str, Mention], longer: Mapping[str, Sequence[Mention]], text: str
) -> Mention:
    """A mention that the tagger cut short, by the name known from elsewhere: 脚盆 | 田社区, 袁秉 | 和."""
    if mention.label == PERSON and len(mention.text) == 2:
        name = text[mention.start : mention.end + 1]
        if len(name) == 3 and name in known and known[name].label == PERSON:
            return Mention(mention.start, mention.end + 1, PERSON, name)
    for like in longer.get(mention.text, ()) if mention.label in PLACES else ():
        if text.endswith(like.text, 0, mention.end):
            start = mention.end - len(like.text)
            return Mention(start, mention.end, like.label, like.text, like.norm, like.kind)
    return mention
