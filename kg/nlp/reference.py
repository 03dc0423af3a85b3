"""``kg_reference``: which entity of the article each mention means.

区人大常委会 in a section on 武侯区 is 武侯区人大常委会; 办事处 the office named last; 胡组长 the 胡俊 met
before; 她 the person spoken of. Sets ``entity`` of mentions and ``doc._.kg_entities``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from kg.given import using
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.areas import AreaPart, Areas
from kg.nlp.extensions import register_extensions
from kg.nlp.mention import DOCUMENT, FAC, GPE, NAMES, ORG, PERSON, PLACES, Mention
from kg.nlp.patterns import any_of
from kg.nlp.sections import Section, find_sections
from kg.nlp.terms import terms_of
from kg.nlp.things import Things

#: what a paragraph is about stands within so many characters of its beginning
LINE_START = 24


@dataclass(slots=True)
class Candidate:
    """An entity of the article in the making; ``forms`` in order of appearance."""

    key: str
    label: str
    name: str
    kind: str = ""
    last: int = 0
    weak: bool = False
    forms: dict[str, int] = field(default_factory=dict)


class Reference:
    """Resolves mentions in reading order."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._areas = Areas.of(lexicon)
        self._things = Things(lexicon)
        self._labels = NAMES | frozenset(self._things.labels.values())
        self._names = lexicon.names
        self._parts = lexicon.names.organization.parts
        self._not_levels = lexicon.names.place.sites.not_levels
        shorter = lexicon.names.organization.abbreviations
        self._shorter = re.compile(rf"{any_of(shorter)}(?={any_of(self._parts.tails)}?$)")
        self._longer = shorter
        self._session = re.compile(lexicon.titles.words.session)
        singles = "".join(sorted(level for level in lexicon.names.place.levels if len(level) == 1))
        longer = "|".join(
            sorted((s for s in lexicon.names.place.levels if len(s) == 2), key=len, reverse=True)
        )
        not_level = rf"(?!{any_of(self._not_levels)})"  # 县 | 市场监管局
        self._level = re.compile(
            rf"({longer}|[{singles}])(?:[、和]?{not_level}[{singles}])*(?:[两三]级)?(?=.)"
        )
        members = lexicon.titles.words.member
        self._offices = [t for t in self._parts.tails if any(w.startswith(t) for w in members)]
        self._nearby = frozenset((*lexicon.names.place.sites.nearby, *lexicon.names.place.sites.spots))
        self._assemblies = [item.assembly for item in lexicon.titles.delegates]

    def spelled(self, name: str) -> str:
        """The name of a body with its end in full: 泸县直机关 → 泸县直属机关."""
        match = self._shorter.search(name)
        if match is None or name.endswith(self._longer[match[0]]):
            return name
        return name[: match.start()] + self._longer[match[0]] + name[match.end() :]

    def __call__(self, doc: Doc) -> Doc:
        mentions = [Mention(**item) for item in doc._.kg_mentions]
        text = doc.text
        sections = find_sections(text, mentions, self._areas)
        run = _Run(self, text, mentions, sections)
        entities = run.resolve()
        doc._.kg_mentions = [mention.to_dict() for mention in mentions]
        doc._.kg_entities = entities
        doc._.kg_sections = [[s.start, s.end, run.area_key(s), s.town or ""] for s in sections]
        return doc


class _Run:
    """The resolution of one article."""

    def __init__(
        self, rules: Reference, text: str, mentions: Sequence[Mention], sections: Sequence[Section]
    ) -> None:
        self._rules = rules
        self._areas = rules._areas
        self._parts = rules._parts
        self._text = text
        self._mentions = mentions
        self._sections = sections
        self._known: dict[str, Candidate] = {}
        self._written = frozenset(m.text for m in mentions if m.label == GPE)
        self._previous: Mention | None = None
        self._spelled: dict[str, str] = {}
        self._begun: dict[str, int] = {}  # where an area last began the name of a body
        self._lines: dict[tuple[int, str], str] = {}  # the area of a level that a paragraph begins with

    def resolve(self) -> list[dict[str, object]]:
        starts = [section.start for section in self._sections]
        for mention in self._mentions:
            if mention.label not in self._rules._labels:
                continue
            section = self._sections[bisect_right(starts, mention.start) - 1]
            mention.entity = self._entity(mention, section)
            if mention.entity:
                candidate = self._known[mention.entity]
                candidate.last = mention.start
                if not mention.deictic and mention.kind != "surname":
                    candidate.forms.setdefault(mention.text, mention.start)
                self._previous = mention
                if not mention.deictic:
                    self._note_areas(mention)
        self._add_prefix_areas()
        for section in self._sections:
            if section.lowest:
                self._known[self._add(section.lowest, GPE, section.lowest)].weak = False
        return [self._described(candidate) for candidate in self._known.values()]

    def area_key(self, section: Section) -> str:
        return section.lowest or ""

    def _described(self, candidate: Candidate) -> dict[str, object]:
        forms = [form for form in candidate.forms if form != candidate.name]
        return {
            "key": candidate.key,
            "label": candidate.label,
            "name": candidate.name,
            "aliases": sorted(set(forms)),
            "kind": candidate.kind,
            "code": "",
            "link": "",
            "weak": candidate.weak,
            "unique": self._rules._things.is_unique(candidate.label, candidate.name)
            or (candidate.label == ORG and self._is_unique(candidate.name)),
        }

    def _is_unique(self, name: str) -> bool:
        """Whether a body's name alone says which one it is: 国务院, a company by its full name."""
        return name in self._parts.known or (len(name) > 7 and name.endswith(self._parts.unique))

    def _add(self, key: str, label: str, name: str, kind: str = "") -> str:
        candidate = self._known.get(key)
        if candidate is None:
            candidate = self._known[key] = Candidate(key, label, name, kind)
        if len(name) > len(candidate.name):
            candidate.forms.setdefault(candidate.name, 0)
            candidate.name = name
        candidate.kind = candidate.kind or kind
        return key

    def _entity(self, mention: Mention, section: Section) -> str:
        full = self._rules._things.full.get(mention.text)
        if full is not None and not (mention.label in PLACES and full in self._areas.codes):
            return self._add(full, mention.label, full, mention.kind)
        if mention.label not in NAMES:
            return self._add(mention.text, mention.label, mention.text)
        if mention.label == PERSON:
            return self._person(mention)
        if mention.label == ORG:
            return self._body(mention, section)
        if mention.label == DOCUMENT:
            return self._add(mention.text, DOCUMENT, mention.text)
        return self._place(mention, section)

    # ── people ─────────────────────────────────────────────────────────────────────────────────

    def _person(self, mention: Mention) -> str:
        people = [c for c in self._known.values() if c.label == PERSON]
        if mention.deictic:
            return self._spoken_of(mention) if mention.text in self._singular else ""
        if mention.kind == "surname":
            same = [c for c in people if c.name.startswith(mention.text)]
            return max(same, key=lambda c: c.last).key if same else ""
        name = mention.norm or mention.text
        return self._add(name, PERSON, name)

    def _spoken_of(self, mention: Mention) -> str:
        """Whom 她 means: the person named last in its paragraph, else first in the one before."""
        line = self._text.rfind("\n", 0, mention.start) + 1
        past = [m for m in self._mentions if m.label == PERSON and m.entity and m.start < mention.start]
        here = [m for m in past if m.start >= line and not m.deictic]
        if here:
            return here[-1].entity
        named = [m for m in past if not m.deictic]
        if not named:
            return ""
        line = self._text.rfind("\n", 0, named[-1].start) + 1
        return next(m.entity for m in named if m.start >= line)

    @property
    def _singular(self) -> tuple[str, ...]:
        return self._rules._names.person.pronouns

    # ── places ─────────────────────────────────────────────────────────────────────────────────

    def _place(self, mention: Mention, section: Section) -> str:
        if mention.deictic:
            level = self._areas.suffix(mention.text) or mention.text
            name = self._level_area(level, mention, section, whole=mention.text[0] in self._whole)
            return self._add(name, GPE, name) if name else ""
        full = mention.norm or mention.text
        if mention.text not in self._areas.codes and mention.text in self._areas.short:
            full = self._full_area(mention.text, section)
        return self._add(full, mention.label, full if full in self._written else mention.text, mention.kind)

    def _full_area(self, short: str, section: Section) -> str:
        """成都 → 成都市; of several, one that the section or the article names."""
        return self._areas.full(short, {*section.chain.values(), *self._written})

    def _add_prefix_areas(self) -> None:
        """武山县 of 武山县人大常委会 is an entity, and 卢峰镇 of its 安置点, named nowhere else or not."""
        for mention in list(self._mentions):
            if self._tells_area(mention) and mention.entity and not mention.deictic:
                for part in self._prefixes(mention):
                    new = part.name not in self._known
                    self._add(part.name, GPE, part.name)
                    self._known[part.name].weak = new

    def _note_areas(self, mention: Mention) -> None:
        """Remember the areas that begin the name of a body, and those that a paragraph begins with."""
        bodies = self._tells_area(mention)
        names = [part.name for part in self._prefixes(mention)] if bodies else []
        if mention.label == GPE and mention.text == mention.entity:
            names.append(mention.entity)
        line = self._text.rfind("\n", 0, mention.start) + 1
        for name in names:
            suffix = self._areas.suffix(name)
            if bodies:
                self._begun[name] = mention.start
            if suffix and mention.start - line < LINE_START:
                levels = self._areas.levels
                same = levels.get(suffix[-1]) == levels[suffix]  # 自治县 is 县, 自治区 no 区
                self._lines.setdefault((line, suffix[-1] if same else suffix), name)

    def _tells_area(self, mention: Mention) -> bool:
        """Whether the area that begins a name is spoken of with it: not with 李渡镇医院, which is visited."""
        return mention.label == ORG or (mention.label == FAC and mention.kind in self._rules._nearby)

    def _prefixes(self, body: Mention) -> list[AreaPart]:
        """The areas that begin a body's name in full."""
        parts = self._areas.split(body.text, believe=False)
        return [
            p for p in parts
            if self._areas.rank(p.name) in (1, 2, 3, 4) and body.text[p.start : p.end] == p.name
        ]  # fmt: skip

    # ── bodies ─────────────────────────────────────────────────────────────────────────────────

    def _body(self, mention: Mention, section: Section) -> str:
        text = self._rules._session.sub("", mention.text)
        if mention.deictic:
            return self._that_body(text, mention)
        full = self._full_body(text, mention, section)
        if not full:
            return ""
        key = self._body_key(full, mention.kind)
        new = key not in self._known
        self._add(key, ORG, full, mention.kind)
        leaning = text in self._parts.bare and not any(key.startswith(area) for area in self._written)
        if new and leaning:
            self._known[key].weak = True
        elif not leaning:
            self._known[key].weak = False
        return key

    def _that_body(self, text: str, mention: Mention) -> str:
        """该校, 宫方: the body of that kind spoken of; 本会: the one that the article speaks of most."""
        side = next((word for word in self._parts.sides if text.endswith(word)), "")
        end = self._parts.called[text.removesuffix(side) if side else text[1:]]
        bodies = [c for c in self._known.values() if c.label == ORG and c.name.endswith(end)]
        if text.startswith(self._parts.own_deictics):
            return max(bodies, key=lambda c: self._text.count(c.name)).key if bodies else ""
        here = [m for m in self._mentions if m.label == ORG and m.entity and self._same_clause(m, mention)]
        first = next((m.entity for m in here if m.entity.endswith(end)), "")
        if first:  # 香港工联会…请中联办转赠河南省总工会，该会会长
            return first
        return max(bodies, key=lambda c: c.last).key if bodies else ""

    def _same_sentence(self, before: Mention, after: Mention) -> bool:
        return before.end <= after.start and not re.search("[。！？\n]", self._text[before.end : after.start])

    def _full_body(self, text: str, mention: Mention, section: Section) -> str:
        """The fullest name that the article supports; empty where a bare form leans on nothing."""
        level = None if text.startswith(self._rules._not_levels) else self._rules._level.match(text)
        party = next((p for p in self._parts.parties if text.startswith(p) and len(text) > len(p)), "")
        if party and self._rules._level.match(text, len(party)):  # 团县委
            inner = self._full_body(text[len(party) :], mention, section)
            return party + inner if inner else text
        level = None if text.endswith(self._parts.temples) else level  # 镇安宫
        if level and not any(part.name in self._areas.codes for part in self._areas.split(text)):
            area = self._level_area(level[1], mention, section)  # 镇水务所: of the town spoken of
            rest = text[level.end() :]
            return area + rest if area and rest != "" else text
        composed = any(text.endswith(t) and text[: -len(t)] in self._parts.bare for t in self._parts.tails)
        if text in self._parts.bare or composed:
            return self._bare(text, mention, section)
        if self._areas.split(text):
            return text
        longer = [
            c for c in self._known.values() if c.label == ORG and c.name.endswith(text) and c.name != text
        ]
        return max(longer, key=lambda c: c.last).name if longer else text

    def _level_area(
        self, level: str, mention: Mention, section: Section, *, whole: bool = False
    ) -> str | None:
        """The area of a bare level word: of its sentence (青海省卫健委派省医院…), else the section's, else
        the one spoken of (last, or most for 全镇)."""
        sentence = max(self._text.rfind(mark, 0, mention.start) for mark in "。！？\n")
        here = [key for key, at in self._begun.items() if at > sentence and self._areas.suffix(key) == level]
        if here and not whole:
            return max(here, key=self._begun.__getitem__)
        line = self._text.rfind("\n", 0, mention.start) + 1
        if (line, level) in self._lines:
            return self._lines[line, level]
        area = section.area(level, self._areas)
        if area:
            short = self._areas.called.get(area, "")
            return short if short and short in self._text and area not in self._text else area
        near = {c.key: c.last for c in self._known.values() if c.label in PLACES}
        near = {key: max(near.get(key, 0), self._begun.get(key, 0)) for key in {*near, *self._begun}}
        near = {key: last for key, last in near.items() if self._areas.suffix(key) == level}
        if whole:
            return max(near, key=lambda key: (self._text.count(key), near[key]), default=None)
        return max(near, key=lambda key: near[key], default=None)

    @property
    def _whole(self) -> str:
        return self._rules._names.place.sites.deictics[0]

    def _bare(self, text: str, mention: Mention, section: Section) -> str:
        before = self._previous
        gap = self._text[before.end : mention.start] if before else ""
        bodies = [c for c in self._known.values() if c.label == ORG and c.last >= section.start]
        if (
            before
            and before.label == ORG
            and before.entity
            and gap in ("、", "和")
            and text in self._parts.tails
        ):
            head = self._without_tail(self._known[before.entity].name)
            if head:  # 机关党组、党委
                return head + text
        if text.startswith(tuple(self._rules._assemblies)) and section.lowest:
            return section.lowest + text
        if before and gap in ("", *self._parts.own) and before.label == ORG and before.entity:
            name = self._known[before.entity].name
            if name.endswith(tuple(self._rules._assemblies)) or gap != self._parts.own[0]:
                return name + text
        found = self._just_named(text, mention) or self._leaning(text, bodies, section)
        if found:
            return found
        for tail in self._parts.tails:
            if text.endswith(tail) and len(text) > len(tail):
                head = self._bare(text[: -len(tail)], mention, section)
                if head:
                    return head + tail
        subject = self._subject_body(mention) if text in self._parts.tails else ""
        if subject:
            return subject + text
        if len(text) >= 4 and mention.kind in self._parts.standing:
            return text
        return self._of_area(text, section)

    def _subject_body(self, mention: Mention) -> str:
        """The body that a sentence begins with, whose 办公室 or 项目部 a bare one is."""
        for body in self._mentions:
            if body.label == ORG and body.entity and self._same_clause(body, mention):
                name = self._known[body.entity].name
                office = next((t for t in self._rules._offices if name.endswith(t)), "")
                return name[: len(name) - len(office)]
        return ""

    def _same_clause(self, before: Mention, after: Mention) -> bool:
        return self._same_sentence(before, after) and "；" not in self._text[before.end : after.start]

    def _just_named(self, text: str, mention: Mention) -> str:
        """The one body of its sentence that a bare form may mean: 东湖食品有限公司…，公司经理陈炜煌."""
        here = {
            m.entity
            for m in self._mentions
            if m.label == ORG and m.entity and self._same_sentence(m, mention)
        }
        names = {head for key in here if (head := self._head(self._known[key].name, text))}
        return next(iter(names)) if len(names) == 1 else ""

    def _leaning(self, text: str, bodies: Sequence[Candidate], section: Section) -> str:
        """The body spoken of most that the bare form may mean; of two, the last."""
        heads: dict[str, int] = {}
        for candidate in bodies:
            heads[self._head(candidate.name, text)] = candidate.last
        for name in sorted(self._full_names(section)):
            heads.setdefault(self._head(name, text), -1)
        heads.pop("", None)
        here = self._text[section.start : section.end]
        return max(heads, key=lambda head: (here.count(head), heads[head]), default="")

    def _head(self, name: str, text: str) -> str:
        """What of a name the bare form means: all that ends in it, or ends in it before a tail."""
        if text not in name or name.startswith(text):
            return ""
        if name.endswith(text):
            return name  # 祥达光学有限公司隆德分公司
        end = name.index(text) + len(text)
        return name[:end] if end == len(name) or name[end:] in self._parts.tails else ""

    def _full_names(self, section: Section) -> set[str]:
        """The bodies that a section names in full, wherever in it."""
        return {
            m.text
            for m in self._mentions
            if m.label == ORG and section.start <= m.start < section.end and not m.deictic
            and m.text not in self._parts.bare and not self._rules._level.match(m.text)
        }  # fmt: skip

    def _of_area(self, text: str, section: Section) -> str:
        """常委会 alone is the standing committee of the section's area."""
        assembly = self._rules._assemblies[0]
        if section.lowest is None:
            return ""
        if text.startswith(tuple(self._rules._assemblies)):
            return section.lowest + text
        if assembly + text in self._parts.bare:
            return section.lowest + assembly + text
        return ""

    def _without_tail(self, name: str) -> str:
        for tail in sorted(self._parts.tails, key=len):
            if name.endswith(tail) and len(name) > len(tail) + 1:
                return name[: -len(tail)]
        return ""

    def _body_key(self, name: str, kind: str) -> str:
        """The name with its last area only, in full: 成都市武侯区人大 → 武侯区人大, 蒲江人大 → 蒲江县人大."""
        parts = self._areas.split(name, believe=False)
        short_area = bool(parts) and name[parts[-1].start : parts[-1].end] != parts[-1].name
        if short_area and kind and kind not in self._parts.official:
            return self._spelled.setdefault(self._rules.spelled(name), name)  # 保定晚报
        key = parts[-1].name + name[parts[-1].end :] if parts else name
        short = next((name[:n] for n in (3, 2) if name[:n] in self._areas.short and not parts), "")
        full = self._areas.full(short, self._known) if short else ""
        if full in self._known:  # 蒲江人大机关
            key = full + name[len(short) :]
        for candidate in self._known.values():
            if candidate.label == ORG and candidate.key != key and not parts and candidate.key.endswith(key):
                return candidate.key
        return self._spelled.setdefault(self._rules.spelled(key), key)


@Language.factory(
    "kg_reference", requires=["doc._.kg_mentions"], assigns=["doc._.kg_mentions", "doc._.kg_entities"]
)
def create(nlp: Language, name: str) -> Reference:
    register_extensions()
    with using(terms_of(nlp)):
        return Reference(load_lexicon())
