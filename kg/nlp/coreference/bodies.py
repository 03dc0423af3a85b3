"""Which body a name, a short form or 该校 means.

成都市武侯区 … 区政府召开会议。        区政府 is 武侯区政府
东湖区第一中学开学。该校校长到会。      该校 is 东湖区第一中学
"""

from __future__ import annotations

from kg.nlp.coreference.areas import AreaReference
from kg.nlp.coreference.bare_bodies import BareBodies
from kg.nlp.coreference.body_words import BodyWords
from kg.nlp.coreference.discourse import Discourse
from kg.nlp.coreference.kinds import Kinds
from kg.nlp.coreference.sections import Section
from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import ORG, Mention

#: two names that begin with so many characters alike may be one in short
_BEGIN = 2
#: ends the last sentence before who signs
_STOP = "。"


# long: the ways of a name to its body share what the article names
class BodyReference:
    """Finds the body that a mention of an article means."""

    def __init__(self, words: BodyWords, areas: Areas, places: AreaReference, discourse: Discourse) -> None:
        self._words = words
        self._parts = words.parts
        self._areas = areas
        self._places = places
        self._discourse = discourse
        self._bare = BareBodies(words, discourse)
        self._kinds = Kinds(words, areas, discourse)
        self._spelled: dict[str, str] = {}

    def entity(self, mention: Mention, section: Section, said: str = "") -> str:
        """The key of the body; empty where a form leans on nothing.

        ``said`` is the key of the earlier entity that the reader takes it for: believed of a name with an
        area where one name is the other with characters left out, 永川区疫控中心 of 永川区动物疫控中心.
        """
        text = self._words.without_session(mention.solid)
        if mention.deictic:
            return self._that_body(text, mention, section)
        areas = self._areas.split(text)
        office = self._words.with_office(text, areas[-1].end if areas else 0)
        full = self._full(office, mention, section)
        if not full:
            return ""
        full = text if full == office and not areas else full  # 县府办 of no county
        full = self._kinds.in_full(full)
        key = self._key(full, mention.kind)
        if key not in self._discourse.known and self._is_other_form(key, said):
            return self._discourse.add(said, ORG, full, mention.kind)
        known, written = self._discourse.known, self._discourse.written
        new = key not in known
        self._discourse.add(key, ORG, full, mention.kind)
        leaning = text in self._parts.bare and not any(key.startswith(area) for area in written)
        if new and leaning:
            known[key].weak = True
        elif not leaning:
            known[key].weak = False
        return key

    def _is_other_form(self, name: str, other: str) -> bool:
        """Whether two names begin with the same area, or one word, and one is the other in short."""
        short, long = sorted((name, other), key=len)
        area = next((part.name for part in self._areas.split(short, believe=False)), short[:_BEGIN])
        return len(short) > len(area) and long.startswith(area) and _is_within(short, long)

    def _that_body(self, text: str, mention: Mention, section: Section) -> str:
        """该校, 宫方: the body of that kind spoken of; 本会: the one that the article speaks of most."""
        side = next((word for word in self._parts.sides if text.endswith(word)), "")
        end = self._parts.called.get(text.removesuffix(side) if side else text[1:])
        if end is None:
            return ""
        bodies = [c for c in self._discourse.candidates(ORG) if c.name.endswith(end)]
        if text.startswith(self._parts.own_deictics):
            own = [c for c in bodies if self._may_speak(c.name, text)]
            if own:
                return max(own, key=lambda c: self._discourse.text.count(c.name)).key
            speaker = next((m for m in self._discourse.mentions if self._signs(m, mention, end)), None)
            return self.entity(speaker, section) if speaker is not None else ""
        here = self._discourse.bodies_in_clause(mention)
        first = next((m.entity for m in here if m.entity.endswith(end)), "")
        if first:  # 香港工联会…请中联办转赠河南省总工会，该会会长
            return first
        return max(bodies, key=lambda c: c.last).key if bodies else ""

    def _signs(self, body: Mention, own: Mention, end: tuple[str, ...]) -> bool:
        """Whether a body is said in brackets, 我院（东湖市人民医院）, or signs a letter: after the last stop,
        and nothing after it in its line."""
        if body.label != ORG or body.deictic or not body.text.endswith(end):
            return False
        text = self._discourse.text
        said = text[: body.start].endswith((f"{own.text}（", f"{own.text}("))
        signs = text.rfind(_STOP) < body.start and text[body.end : body.end + 1] in ("\n", "")
        return said or signs

    def is_own(self, mention: Mention) -> bool:
        """Whether a mention is what a body calls itself: 我院."""
        return mention.deictic and mention.label == ORG and mention.text.startswith(self._parts.own_deictics)

    def may_mean(self, mention: Mention, key: str) -> bool:
        """Whether what a body calls itself may mean this one."""
        return self._may_speak(self._discourse.known[key].name, mention.text)

    def _may_speak(self, name: str, own: str) -> bool:
        """我院…邀请市人民医院: the article is not by whom it names once, and after that."""
        text = self._discourse.text
        return text.count(name) > 1 or -1 < text.find(name) < text.find(own)

    def _full(self, text: str, mention: Mention, section: Section) -> str:
        """The fullest name that the article supports; empty where a bare form leans on nothing."""
        party = self._words.party(text)
        if party:  # 团县委
            inner = self._full(text[len(party) :], mention, section)
            return self._of_party(party, text, inner) if inner else text
        level = self._words.level(text)
        if level and not any(part.name in self._areas.codes for part in self._areas.split(text)):
            area = self._places.of_level(level[0], mention, section)  # 镇水务所: of the town spoken of
            return self._words.of_level(area, *level) if area else text
        if self._words.is_bare(text):
            return self._bare.full(text, mention, section) or self._bureau(text, mention, section)
        if self._areas.split(text):
            return text
        bodies = self._discourse.candidates(ORG)
        longer = [c for c in bodies if c.name.endswith(text) and c.name != text]
        if longer:
            return max(longer, key=lambda c: c.last).name
        return self._bureau(text, mention, section) or text

    def _bureau(self, text: str, mention: Mention, section: Section) -> str:
        """司法局 of the area named before it in its sentence, else of the section's."""
        if not self._words.is_bureau(text):
            return ""
        named = self._discourse.counties_in_sentence(mention, self._areas)
        area = named[-1] if named else section.lowest or ""
        return area + text if self._areas.has_bureaus(area) else ""

    def _of_party(self, party: str, text: str, inner: str) -> str:
        """A committee of a party as the article writes it: 紫金团县委, else 共青团紫金县委."""
        area = next(iter(self._areas.split(inner)), None)
        begins = sorted({area.name, *self._areas.shorts(area.name)}) if area and area.start == 0 else []
        written = (form for form in (begin + text for begin in begins) if form in self._discourse.text)
        return next(written, self._words.in_full(party) + inner)

    def _key(self, name: str, kind: str) -> str:
        """The name with its last area only, in full: 成都市武侯区人大 → 武侯区人大, 蒲江人大 → 蒲江县人大."""
        parts = self._areas.split(name, believe=False)
        short_area = bool(parts) and name[parts[-1].start : parts[-1].end] != parts[-1].name
        if short_area and kind and kind not in self._parts.official:
            return self._spelled.setdefault(self._words.spelled(name), name)  # 保定晚报
        key = parts[-1].name + name[parts[-1].end :] if parts else name
        short = next((name[:n] for n in (3, 2) if name[:n] in self._areas.short and not parts), "")
        full = self._areas.full(short, self._discourse.known) if short else ""
        if full in self._discourse.known:  # 蒲江人大机关
            key = full + name[len(short) :]
        for candidate in self._discourse.candidates(ORG):
            if candidate.key != key and not parts and candidate.key.endswith(key):
                return candidate.key
        return self._spelled.setdefault(self._words.spelled(key), key)


def _is_within(short: str, long: str) -> bool:
    """Whether ``short`` is ``long`` with characters left out."""
    rest = iter(long)
    return all(char in rest for char in short)
