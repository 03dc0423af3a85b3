"""The reader's names and the rules' as one list of mentions.

What the user lists, and the cells of a table's row, stand as they are. Else the reader says where names are
and of what class; what the rules know more of the same name (its standard form, a finer class, whether a
place has a level) is kept. Dates, numbers and titles are the rules'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.nlp.mentions.things import Things
from kg.nlp.places.areas import Areas
from kg.nlp.reader.spans import Found
from kg.nlp.reader.views import AREAS, BODIES, DEIXIS, PEOPLE, TEXTS
from kg.nlp.spans.claim import Range
from kg.nlp.spans.mention import DOCUMENT, FAC, GPE, NAMES, ORG, PERSON, PLACES, Mention, apart, overlaps
from kg.nlp.spans.patterns import Names, Suffixes
from kg.nlp.tables.rows import Rows

#: a name that is this sure, by its characters' own scores alone, is looked for in the rest of the text
SURE = 0.35
_LABELS = {PEOPLE: PERSON, BODIES: ORG, AREAS: GPE, TEXTS: DOCUMENT}


#: the marks that a name may hold in pairs
QUOTES = {"”": "“", "’": "‘", "」": "「", "》": "《", "）": "（", ")": "("}
#: names of the rules that are kept where the reader saw none: of the tables, and people's
KEEP = frozenset({GPE, PERSON})


def repeated(text: str, found: Sequence[Found]) -> list[Found]:
    """The names found, and found again wherever the text has them: a longer one instead of a part of it.

    叶惠来 is seen once and 叶 | 惠 elsewhere: 叶惠来 each time.
    """
    known: dict[str, Found] = {}
    for name in found:
        written = text[name.start : name.end]
        sure = name.kind != DEIXIS and len(written) > 2 and name.sure >= SURE
        if sure and (written not in known or known[written].sure < name.sure):
            known[written] = name
    kept = {(name.start, name.end): name for name in found}
    for at, written in Names(known).finditer(text):
        end = at + len(written)
        around = [n for n in kept.values() if n.start < end and at < n.end]
        if all(at <= n.start and n.end <= end for n in around):
            for name in around:
                del kept[name.start, name.end]
            kept[at, end] = replace(known[written], start=at, end=end)
    return [kept[place] for place in sorted(kept)]


class Merger:
    """Merges by the words of a lexicon; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        organization = lexicon.names.organization
        self._kinds = {s: kind for kind, words in organization.suffixes.items() for s in words}
        self._endings = Suffixes(self._kinds)
        self._areas = Areas.of(lexicon)
        self._sites = Suffixes(lexicon.names.place.sites.suffixes)
        self._rows, self._things = Rows(lexicon), Things(lexicon)
        self._works = lexicon.names.place.sites.generic_modifiers | organization.parts.work_words
        self._own = organization.parts.own_deictics
        person = lexicon.names.person
        self._onward = tuple(sorted(person.trailing & set(person.after)))
        self._pronouns = frozenset(lexicon.names.person.pronouns)
        self._bases, self._ranks = lexicon.titles.bases, Suffixes(lexicon.titles.prefixes)
        person = lexicon.names.person
        self._called = Suffixes((*lexicon.titles.bases, *lexicon.tables.persons, *person.elders))
        self._honorifics = person.honorifics

    def merge(self, text: str, ruled: Sequence[Mention], found: Iterable[Found]) -> list[Mention]:
        """The mentions of a text, in order, none in another."""
        named = [name for name in found if name.kind in (*_LABELS, DEIXIS)]
        whole = (self._bare(text, _closed(text, name)) for name in named)
        spans = repeated(text, [part for name in whole for part in self._parts(text, name)])
        rows = [(row.start, row.end) for row in self._rows.find(text)]
        fixed = [m for m in ruled if m.text in self._things.full or _inside(m, rows)]
        own = [
            self._mention(text, name, ruled)
            for name in spans
            if not _inside(name, rows) and not self._is_unnamed(text, name)
        ]
        names = [m for m in own if not any(overlaps(m, other) for other in fixed)]
        kept = [m for m in ruled if m not in fixed and self._stays(m, names)]
        return apart([*fixed, *names, *kept])

    def _parts(self, text: str, name: Found) -> list[Found]:
        """The areas of a place one by one: 英德市 | 大站镇."""
        if name.kind != AREAS:
            return [name]
        parts = self._areas.split(text[name.start : name.end], believe=False)
        if len(parts) < 2 or parts[0].start > 0 or parts[-1].end < name.end - name.start:
            return [name]
        return [replace(name, start=name.start + p.start, end=name.start + p.end) for p in parts]

    def _bare(self, text: str, name: Found) -> Found:
        """A name without what only says whose or what it is: 县委 of 我县委, 李大白 of 李大白老师.

        And without what begins a title: 王晨 of 王晨副委员长.
        """
        if name.kind == PEOPLE:
            name = self._without_honorific(text, name)
            written = text[name.start : name.end]
            if len(written) > 2 and written.endswith(self._onward):
                written = written[:-1]  # 李燎 of 李燎到
                name = replace(name, end=name.end - 1)
            called = len(self._called.longest(written))
            if called or text.startswith(self._bases, name.end):
                called += len(self._ranks.longest(written[: len(written) - called]))
            return replace(name, end=name.end - called) if len(written) > called + 1 else name
        lead = (
            next((w for w in self._own if text.startswith(w, name.start)), "") if name.kind == BODIES else ""
        )
        return (
            replace(name, start=name.start + len(lead))
            if lead and len(lead) + 1 < name.end - name.start
            else name
        )

    def _without_honorific(self, text: str, name: Found) -> Found:
        """颜文成 of 拿督颜文成."""
        lead = max((w for w in self._honorifics if text.startswith(w, name.start)), key=len, default="")
        return replace(name, start=name.start + len(lead)) if name.end - name.start > len(lead) + 1 else name

    def _is_unnamed(self, text: str, name: Found) -> bool:
        """Whether a place has a kind and a purpose but no name: 检测点, 防控卡点, 联系村."""
        written = text[name.start : name.end]
        if name.kind != AREAS or written in self._areas.codes:
            return False
        kind = self._sites.longest(written)
        of_area = written.removesuffix(self._areas.suffix(written))
        return (bool(kind) and (written == kind or written.removesuffix(kind) in self._works)) or (
            1 < len(of_area) < len(written) and of_area in self._works
        )

    def _mention(self, text: str, name: Found, ruled: Sequence[Mention]) -> Mention:
        same = next((m for m in ruled if (m.start, m.end) == (name.start, name.end)), None)
        written = text[name.start : name.end]
        if same is not None and same.label in NAMES and (name.kind == DEIXIS or same.deictic):
            return same
        if name.kind == DEIXIS:
            label = PERSON if written in self._pronouns else ORG
            return Mention(name.start, name.end, label, written, deictic=True)
        label = _LABELS[name.kind]
        agreed = same is not None and (same.label == label or (label == GPE and same.label in PLACES))
        if same is not None and agreed:
            return same
        if label == GPE:
            return self._place(name, written)
        kind = self._kinds.get(self._endings.longest(written), "") if label == ORG else ""
        return Mention(name.start, name.end, label, written, kind=kind)

    def _place(self, name: Found, written: str) -> Mention:
        suffix = self._areas.suffix(written)
        site = self._sites.longest(written)
        table = written in self._areas.short or written in self._areas.codes
        area = table or (bool(suffix) and len(written) > len(suffix) and not site)
        return Mention(name.start, name.end, GPE if area else FAC, written, kind="" if area else site)

    def _stays(self, mention: Mention, names: Sequence[Mention]) -> bool:
        """Whether a mention of the rules stays: no name, or one that stands for another."""
        if any(n.start < mention.end and mention.start < n.end for n in names):
            return False
        return (
            mention.deictic
            or mention.label not in NAMES
            or mention.kind == "surname"
            or mention.label in KEEP
        )


def _closed(text: str, name: Found) -> Found:
    """A name with both marks of a pair: “安步当车”护老队 of 安步当车”护老队."""
    written = text[name.start : name.end]
    for closing, opening in QUOTES.items():
        at = written.find(closing)
        if at >= 0 and opening not in written[:at] and text[name.start - 1 : name.start] == opening:
            return replace(name, start=name.start - 1)
        at = written.rfind(opening)
        if at >= 0 and closing not in written[at:] and text[name.end : name.end + 1] == closing:
            return replace(name, end=name.end + 1)
    return name


def _inside(stretch: Mention | Found, ranges: Sequence[Range]) -> bool:
    return any(start <= stretch.start < end for start, end in ranges)
