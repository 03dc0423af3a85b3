"""``kg_links``: which administrative area each place of an article is, by its code, and why.

成都市武侯区玉林街道          an area named right before it (chain)
三合碑社区 in a section on 金堂县   what the section is about (section)
市中区 with 玉溪街道            of four, the one that has such a street (below)
西关街道                      of many, none that the article speaks of: left open

Sets ``code`` and ``link`` of ``doc._.kg_entities``. A place that two areas before it tell apart (北京市朝阳区
and 长春市朝阳区) becomes two entities. Nothing is guessed: where more than one area is left, none is taken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.given import using
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.extensions import needs, register_extensions, text_of
from kg.nlp.places.areas import Areas
from kg.nlp.places.chains import ChainFinder
from kg.nlp.places.codes import AreaCodes, is_county, is_high, is_town, is_village
from kg.nlp.spans.mention import GPE, Mention
from kg.nlp.spans.ranks import SITE
from kg.nlp.terms import terms_of
from kg.values.areas import COUNTY, TOWN, ancestors, within

#: how a code was found, or why there is none; the words for them are in ``messages.toml``
CHAIN, SECTION, ARTICLE, BELOW, UNIQUE = "chain", "section", "article", "below", "unique"
BESIDE = "beside"
SEVERAL, UNKNOWN, ABSENT, ELSEWHERE = "several", "unknown", "absent", "elsewhere"
#: of several areas, so many are named
NAMED = 5


class Links:
    """Links the places of a Doc; stateless between articles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.areas = Areas.of(lexicon)
        self.codes = AreaCodes(lexicon)
        self.chains = ChainFinder(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        needs(doc, "kg_links", kg_entities="kg_mentions", kg_reference="kg_entities")
        run = _Run(self, doc)
        run.link()
        doc._.kg_entities = run.entities
        doc._.kg_sections = [[s[0], s[1], run.same(s[2]), run.same(s[3])] for s in doc._.kg_sections]
        doc._.kg_mentions = [mention.to_dict() for mention in run.mentions]
        return doc


class _Run:
    """The linking of one article."""

    def __init__(self, rules: Links, doc: Doc) -> None:
        self._rules, self._areas, self._text = rules, rules.areas, text_of(doc)
        self.mentions = Mention.all_of(doc._.kg_mentions)
        self.entities = [dict(item) for item in doc._.kg_entities]
        self._sections = [(s[0], s[1], (s[3], s[2])) for s in doc._.kg_sections]
        self._sentences = [(s.start_char, s.end_char) for s in doc.sents]
        self._codes: dict[str, str] = {}
        self._keys: dict[str, list[str]] = {}  # of each code
        self._article: tuple[dict[str, None], ...] = ({}, {}, {}, {})  # towns, counties, cities, provinces
        self._starts = [mention.start for mention in self.mentions]  # in order
        self._begins = [start for start, _ in self._sentences]
        self._own: dict[str, list[Mention]] = {}
        self._below: dict[str, set[str]] = {}
        self._base: dict[str, str] = {}
        self._same: dict[str, str] = {}
        self._before = rules.chains.find(self._text, self.mentions)

    def link(self) -> None:
        self._split()
        for mention in self.mentions:
            self._own.setdefault(mention.entity, []).append(mention)
        for name, before in self._before.items():
            for above in {above for names in before.values() for above in names}:
                self._below.setdefault(above, set()).add(name)
        places = [item for item in self.entities if item["label"] == GPE]
        known = {key: self._rules.codes.of(self._base.get(key, key)) for key in (i["key"] for i in places)}
        for key in filter(self._is_short, known):
            forms = {m.text for m in self._own.get(key, ())}
            known[key] += tuple(
                c for f in sorted(forms) for c in self._rules.codes.of_short(f) if c not in known[key]
            )
        for item in places:
            item["link"] = "" if known[item["key"]] else UNKNOWN
        for _ in range(2):  # what lies below may tell what lies above, and then the other way round
            for level in (is_high, is_county, is_town, is_village):
                for item in places:
                    codes = [code for code in known[item["key"]] if level(code)]
                    if codes and not item["code"]:
                        item["code"], item["link"] = self._linked(item, codes, known)
                        self._note(item["key"], item["code"])
        self._join()

    def _note(self, key: str, code: str) -> None:
        """Remember what a place was linked to; nothing where its code was not found, for now."""
        self._codes[key] = code
        if not code:
            return
        self._keys.setdefault(code, []).append(key)
        towns, counties, cities, provinces = self._article
        if code[4:6] != "00" and len(code) in (TOWN, COUNTY):
            (towns if len(code) == TOWN else counties)[code] = None
        if code.endswith("00"):
            (provinces if code.endswith("0000") else cities)[code] = None

    def same(self, key: str) -> str:
        """The key of the entity that took in another of the same code."""
        return self._same.get(key, key)

    def _join(self) -> None:
        """One entity a code: 亚曼苏乡 and 亚曼苏柯尔克孜族乡."""
        first: dict[str, dict[str, Any]] = {}
        for item in sorted(self.entities, key=lambda item: -len(item["name"])):
            kept = first.setdefault(item["code"] or item["key"], item)
            if kept is not item:
                self._same[item["key"]] = kept["key"]
                kept["aliases"] = sorted({*kept["aliases"], item["name"], *item["aliases"]} - {kept["name"]})
                kept["weak"] = kept["weak"] and item["weak"]
        self.entities = [item for item in self.entities if item["key"] not in self._same]
        for mention in self.mentions:
            mention.entity = self.same(mention.entity)

    def _linked(
        self, item: dict[str, Any], codes: list[str], known: dict[str, tuple[str, ...]]
    ) -> tuple[str, str]:
        """The code, if only one is left, and by what; else nothing, and why."""
        key = item["key"]
        short = self._is_short(key)
        for how, areas in self._around(key):
            fitting = [code for code in codes if not areas.keys().isdisjoint((code, *ancestors(code)))]
            if len(fitting) == 1:
                return fitting[0], f"{how} {self._named(areas, fitting[0])}"
            if how == CHAIN and not fitting:
                first = next(iter(areas))
                return "", f"{ABSENT} {self._named(areas, first)}"  # 唐昌镇 has no such village
            codes = fitting or codes
        beside = self._beside(codes) if short else []
        if len(beside) == 1:
            return beside[0], BELOW if self._is_supported(beside[0], known) else BESIDE
        below = [other for name in self._below.get(key, ()) for other in known.get(name, ())]
        having = [code for code in codes if any(within(other, code) for other in below)]
        if len(having) == 1 and len(codes[0]) == COUNTY:
            return having[0], BELOW
        if len(codes) > 1:
            more = [] if len(codes) <= NAMED else ["…", str(len(codes))]
            return "", " ".join([SEVERAL, *sorted(codes)[:NAMED], *more])
        if self._stands_alone(codes[0], short) and not (short and self._is_part(item, codes[0], known)):
            return codes[0], UNIQUE
        if short and self._is_supported(codes[0], known):
            return codes[0], BELOW
        return "", f"{ELSEWHERE} {codes[0]}"

    # ── what tells homonyms apart ──────────────────────────────────────────────────────────────

    def _around(self, key: str) -> Iterable[tuple[str, dict[str, None]]]:
        """The areas that a place is told to lie in, the surest first."""
        named = [name for names in self._before.get(key, {}).values() for name in names]
        chained = {c: None for name in dict.fromkeys(named) for c in self._code_or_candidates(name)}
        if chained:
            yield CHAIN, chained
        own = self._own.get(key, [])
        yield SECTION, {c: None for m in own for name in self._near(m) if (c := self._codes.get(name, ""))}
        for start, end, names in self._sections:
            if any(start <= m.start < end for m in own):
                for name in names:
                    if name != key and (code := self._codes.get(name, "")):
                        yield SECTION, {code: None}
        for codes in self._article:
            yield ARTICLE, codes

    def _near(self, mention: Mention) -> list[str]:
        """The town or county named last before a place in its sentence: 赶到池河镇，先后在明星村和五爱村."""
        start = self._begins[bisect_right(self._begins, mention.start) - 1]
        first, after = (bisect_left(self._starts, at) for at in (start, mention.start))
        rank = self._areas.rank(mention.entity) or SITE
        outer = [
            m.entity
            for m in self.mentions[first:after]
            if m.label == GPE and m.entity
            and 3 <= (self._areas.rank(m.entity) or SITE) < rank
        ]  # fmt: skip
        return outer[-1:] if len(set(outer)) == 1 else []

    def _code_or_candidates(self, name: str) -> Sequence[str]:
        code = self._codes.get(name)
        return [code] if code else self._rules.codes.of(name)

    def _is_short(self, key: str) -> bool:
        """Whether an article names an area only in short: 昌邑, which may be 昌邑区 or 昌邑市."""
        return key in self._areas.codes and key not in self._text

    def _beside(self, codes: Sequence[str]) -> list[str]:
        """The counties of a city of which the article names two others: 昌邑 beside 寿光市 and 诸城市."""
        cities = [code[:4] for code in self._codes.values() if is_county(code)]
        return [code for code in codes if is_county(code) and cities.count(code[:4]) > 1]

    def _is_supported(self, code: str, known: dict[str, tuple[str, ...]]) -> bool:
        """Whether the article names places in a county that is only named in short: 长兴 with 画溪街道."""
        inside = [codes for codes in known.values() if any(within(c, code) for c in codes)]
        return len(inside) > 1 or any(len(codes) == 1 for codes in inside)

    def _stands_alone(self, code: str, short: bool) -> bool:
        """Whether a name that only one area has may be taken for it without more."""
        if len(code) == COUNTY:
            return not short or code.endswith("00")
        provinces = {c[:2] for c in self._codes.values() if c}
        return len(code) == TOWN and (not provinces or code[:2] in provinces)

    def _is_part(self, item: dict[str, Any], code: str, known: dict[str, tuple[str, ...]]) -> bool:
        """玉溪 in an article on 玉溪街道 of another city: the short form may be of either."""
        for short in {m.text for m in self._own.get(item["key"], ())}:
            for key, codes in known.items():
                longer = key.startswith(short) and key != item["key"] and codes
                if longer and not any(within(c, code) for c in codes):
                    return True
        return False

    def _named(self, areas: dict[str, None], code: str) -> str:
        """The name of the first of the areas that ``code`` lies in."""
        around = [area for area in (code, *ancestors(code)) if area in areas]
        area = around[0] if len(around) == 1 else next(area for area in areas if area in around)
        keys = self._keys.get(area, ())
        last = max(keys, key=list(self._codes).index) if len(keys) > 1 else next(iter(keys), "")
        return last or self._areas.names.get(area, area)

    # ── places of one name ─────────────────────────────────────────────────────────────────────

    def _split(self) -> None:
        """One entity for each area where the areas before tell two of a name apart."""
        by_key = {item["key"]: item for item in self.entities if item["label"] == GPE}
        for key, places in list(self._before.items()):
            if key not in by_key:
                continue
            told = {at: self._told(key, names) for at, names in sorted(places.items())}
            for code in list(dict.fromkeys(filter(None, told.values())))[1:]:
                outer = next(places[at][0] for at in places if told[at] == code)
                new = outer + key
                moved = self._following(key, told, code)
                self._base[new] = key
                self.entities.append(
                    {**by_key[key], "key": new, "name": new, "aliases": [key], "weak": False}
                )
                for mention in self.mentions:
                    if mention.entity == key and mention.start in moved:
                        mention.entity = new
                self._before[new] = {at: names for at, names in places.items() if told[at] == code}
                self._before[key] = {at: names for at, names in self._before[key].items() if told[at] != code}

    def _told(self, key: str, names: list[str]) -> str:
        """The one code of a name below the areas before it."""
        outer = [frozenset(self._rules.codes.of(name)) for name in names]
        codes = [
            code
            for code in self._rules.codes.of(key)
            if not any(areas.isdisjoint(ancestors(code)) for areas in outer)
        ]
        return codes[0] if len(codes) == 1 else ""

    def _following(self, key: str, told: dict[int, str], code: str) -> set[int]:
        """The mentions that go with a code: the one after its area, and those after it up to another's."""
        moved, current = set(), ""
        for mention in self.mentions:
            if mention.entity == key:
                current = told.get(mention.start, "") or current
                if current == code:
                    moved.add(mention.start)
        return moved


@Language.factory(
    "kg_links",
    requires=["doc._.kg_mentions", "doc._.kg_entities"],
    assigns=["doc._.kg_entities", "doc._.kg_mentions", "doc._.kg_sections"],
)
def create(nlp: Language, name: str) -> Links:
    register_extensions()
    with using(terms_of(nlp)):
        return Links(load_lexicon())
