"""``kg_relations``: statements over the entities of a Doc, as ``doc._.kg_statements``.

Each sentence goes through the machineries that the lexicon names for its relations: posts first,
since they say which names stand for one person, then forms and gifts, then the counts that are left;
containment looks at the article as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from kg.areas import load_places
from kg.given import current, using
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.areas import TOWN, AreaPart, Areas
from kg.nlp.claim import Claim, Range, span
from kg.nlp.containment import Containment, Ground
from kg.nlp.counts import Counts
from kg.nlp.donor_list import DonorList
from kg.nlp.extensions import register_extensions
from kg.nlp.forms import FormSet, Match
from kg.nlp.gifts import Gifts
from kg.nlp.goods import Gift
from kg.nlp.membership import Membership
from kg.nlp.mention import FAC, GPE, ORG, PERSON, PLACES, Mention
from kg.nlp.patterns import any_of
from kg.nlp.posts import Posts
from kg.nlp.rows import Rows
from kg.nlp.seats import Context
from kg.nlp.skeleton import Cell, Skeleton, build, is_oblique, kinds
from kg.nlp.terms import terms_of
from kg.ontology import Ontology, load_ontology

#: a sentence that is only a place (【图一】唐昌镇锦宁村。) says where the next one happens
CAPTION = 30
#: between a place and what it is of: 太谷区的 | 会员企业 | 某公司
OF = re.compile("的[^，。；、的]{0,6}")
#: what parts a sentence, and within so many characters of it a part names its own subject
PART, LEAD = "；", 4
#: an article is of the body that its first lines name, if it names it so often
FIRST, OFTEN = 4, 4


class Relations:
    """Finds the statements of an article, sentence by sentence."""

    def __init__(self, lexicon: Lexicon, ontology: Ontology) -> None:
        self._given = current()
        self._lexicon = lexicon
        self._areas = Areas.of(lexicon)
        self._posts = Posts(lexicon)
        self._gifts = Gifts(lexicon)
        self._donors = DonorList(lexicon, self._gifts)
        self._counts = Counts(lexicon)
        self._membership = Membership(lexicon)
        self._posted = {
            name: (forms.lists["posted"], _posting(forms.lists.get("posting", ())))
            for name, forms in lexicon.relations.items()
            if forms.lists and "posted" in forms.lists
        }
        self._rows = Rows(lexicon)
        self._containment = Containment(lexicon, self._areas)
        labels = {item.exchange: item.spacy_labels for item in ontology.classes.values() if item.exchange}
        self._forms = {}
        for name, forms in lexicon.relations.items():
            if "forms" in forms.engines:
                relation = ontology.relations[name]
                domain = [label for cls in relation.domain for label in labels[cls] if label in kinds()]
                range_ = [label for cls in relation.range for label in labels[cls] if label in kinds()]
                self._forms[name] = FormSet(forms, domain, range_, lexicon.names.lists)
        sites = lexicon.names.place.sites
        self._nearby = frozenset((*sites.nearby, *sites.spots))
        self._venues = lexicon.names.place.sites.venues
        self._each = lexicon.names.lists.respectively
        oblique = lexicon.names.organization.oblique
        self._before, self._not_before = oblique.before, oblique.not_before
        self._before_people = lexicon.names.person.oblique_before
        self._after = re.compile("|".join(oblique.after))
        # 指挥部发布通告后，县人大常委会迅速行动: the main clause says of whom it is
        self._before_main = re.compile(rf"[^，。；]*{any_of(oblique.clause_ends)}，")

    def lies_in(self, name: str, area: AreaPart, kind: str) -> bool:
        """Whether a name tells a town and then the body's own name: 坡头镇德隆小学, not 坡头镇中心小学."""
        parts = self._lexicon.names.organization.parts
        rest = name[area.end :]
        suffixes = self._lexicon.names.organization.suffixes.get(kind, ())
        suffix = max((s for s in suffixes if rest.endswith(s)), key=len, default="")
        stem = rest[: len(rest) - len(suffix)]
        own = len(stem) > 1 and not stem.startswith(parts.common_stems) and stem not in suffixes
        return (
            kind in parts.located
            and own
            and area.name in load_places()
            and self._areas.rank(area.name) == TOWN
        )

    def is_oblique(self, text: str, start: int, mention: Mention) -> bool:
        """Whether a name is no subject: 按照区委部署, 动员吴培光等村民."""
        if mention.label == PERSON:
            return text[:start].endswith(self._before_people)
        before = text[:start]
        indirect = before.endswith(self._before) and not before.endswith(self._not_before)
        return indirect or bool(self._after.match(text, mention.end))

    @property
    def forms(self) -> Mapping[str, FormSet]:
        """The forms of each relation that has any."""
        return self._forms

    def __call__(self, doc: Doc) -> Doc:
        with using(self._given):  # of a saved pipeline, or in another process
            run = Run(self, doc)
            doc._.kg_statements = [claim.to_dict() for claim in run.read()]
        doc._.kg_mentions = [mention.to_dict() for mention in run.mentions]
        doc._.kg_entities = run.entities
        return doc


class Run:
    """The reading of one article; ``skeletons`` has each sentence as it was read, with whom it spoke of."""

    def __init__(self, rules: Relations, doc: Doc) -> None:
        self._rules = self.rules = rules
        self._text = doc.text
        self.mentions = [Mention(**item) for item in doc._.kg_mentions]
        self.entities = [dict(item) for item in doc._.kg_entities]
        self._starts = [mention.start for mention in self.mentions]  # in order
        self._level_areas: dict[str, str] = {}
        self._levels_read = 0
        self._sections = [(s[0], s[1], s[2], s[3]) for s in doc._.kg_sections]
        self._sentences: list[Range] = [(s.start_char, s.end_char) for s in doc.sents]
        self.skeletons: list[tuple[Range, Skeleton, Mention | None]] = []
        self._topic: Mention | None = None
        self._caption: Mention | None = None
        self._last_gift: Gift | None = None
        self._area: Mention | None = None
        self._located: list[tuple[Mention, Mention]] = []
        self._list = False
        self._receiver: Mention | None = None
        self._announcer: Mention | None = None  # who received, by the first heading that says so
        self._shared: Gift | None = None
        self._held: dict[str, list[Mention]] = {}
        self._objects: dict[str, list[Mention]] = {}  # of each relation, in its last sentence

    def read(self) -> list[Claim]:
        claims: list[Claim] = []
        context = Context([], None, "")
        section = -1
        rows = self._rules._rows.find(self._text)
        keys = frozenset(str(e["key"]) for e in self.entities)
        named = self._prefixes() + self.mentions
        for sentence in self._sentences:
            row = next((row for row in rows if row.start <= sentence[0] < row.end), None)
            if row is not None:
                if sentence[0] == row.start:
                    inside = [m for m in self.mentions if row.start <= m.start < row.end]
                    claims += self._rules._rows.read(self._text, row, inside)
                continue
            index = next((i for i, s in enumerate(self._sections) if s[0] <= sentence[0] < s[1]), 0)
            if index != section:
                section, area = index, self._sections[index][2]
                context = Context([], None, area, keys)
                context.head = self._head(self._sections[index])
                own = self._sections[index][3] or area
                self._area = next((m for m in named if m.entity == own), None)
                self._topic = self._caption = None
            context.levels = self._levels(sentence)
            claims += self._sentence(sentence, context)
        claims = self._apart(claims)
        self._venues_as_places(claims)
        places = [m for m in self.mentions if m.label in PLACES and m.entity]
        codes = {str(e["key"]): str(e["code"]) for e in self.entities}
        ground = Ground(self._text, places, self._prefixes(), self._sentences, self._sections, codes)
        claims += self._rules._containment.read(ground, self._located)
        return claims

    def _head(self, section: tuple[int, int, str, str]) -> str:
        """The body that a section speaks of most, for posts that name none."""
        tails = self._rules._lexicon.names.organization.parts.tails
        first, after = (bisect_left(self._starts, edge) for edge in section[:2])
        bodies = Counter(
            m.entity
            for m in self.mentions[first:after]
            if m.label == ORG and m.entity and not m.entity.endswith(tails)
        )
        return max(bodies, key=lambda key: bodies[key], default="")  # of equals the first

    def _levels(self, sentence: Range) -> dict[str, str]:
        """The area of each level word at a sentence: 镇 → the town named last."""
        until = bisect_left(self._starts, sentence[1])
        for mention in self.mentions[self._levels_read : until]:
            if mention.label == GPE and mention.entity:
                suffix = self._rules._areas.suffix(mention.entity)
                if suffix and (len(suffix) == 1 or self._rules._areas.levels[suffix] > 1):
                    self._level_areas[suffix[-1]] = mention.entity  # 区 is no 自治区
        self._levels_read = max(until, self._levels_read)
        out = dict(self._level_areas)
        area = self._sections_area(sentence)
        if area:
            out[self._rules._areas.suffix(area)[-1:]] = area
        return out

    def _sections_area(self, sentence: Range) -> str:
        return next((s[2] for s in reversed(self._sections) if s[0] <= sentence[0]), "")

    def _sentence(self, sentence: Range, context: Context) -> list[Claim]:
        first, after = (bisect_left(self._starts, edge) for edge in sentence)
        mentions = self.mentions[first:after]
        claims, starts, told = self._rules._posts.read(self._text, sentence, mentions, context)
        told |= self._places_of_bodies(mentions)
        self._remember_posts(claims)
        claims += self._posted(claims, mentions)
        skeleton = build(self._text, sentence, mentions, starts, told, self._rules.is_oblique)
        if self._caption is not None:
            skeleton = self._captioned(skeleton, self._caption)
        self.skeletons.append((sentence, skeleton, self._topic))
        for name, forms in self._rules._forms.items():
            claims += self._by_forms(name, forms, skeleton, sentence)
        claims += self._rules._membership.read(skeleton, sentence, self._team(sentence))
        heading = self._rules._donors.opens(skeleton)
        topic = None if heading else self._topic
        gifts = self._rules._gifts.read(skeleton, sentence, topic, self._last_gift)
        if heading or not gifts:
            gifts = [*gifts, *self._listed(skeleton, sentence, heading=heading)]
        self._remember_gift(gifts)
        claims += gifts
        used = self._used(claims, mentions)
        claims += self._rules._counts.read(skeleton, sentence, used, self._reporter(sentence))
        self._caption = self._caption_of(skeleton)
        self._topic = self._topic_of(skeleton) or self._topic
        return claims

    def _posted(self, claims: Sequence[Claim], mentions: Sequence[Mention]) -> list[Claim]:
        """What a post at a place says besides: its holder lives there, and a body may have sent them.

        广西农业职业技术大学派驻纳标村的第一书记罗振东
        """
        found = []
        places = {m.start: m for m in mentions if m.label in PLACES and m.entity}
        bodies = [m for m in mentions if m.label == ORG and m.entity]
        for claim in claims:
            place = places.get(claim.object_span[0]) if claim.object_span else None
            for name, (titles, posting) in self._rules._posted.items():
                if place is None or claim.status or claim.qualifiers.get("title") not in titles:
                    continue
                subject, at = claim.subject, claim.subject_span
                if posting is not None:
                    sent = (m for m in bodies if m.end <= place.start)
                    body = next((m for m in sent if posting.fullmatch(self._text, m.end, place.start)), None)
                    if body is None:
                        continue
                    subject, at = body.entity, span(body)
                found.append(
                    Claim(name, subject, place.entity, claim.sentence, at, span(place), claim.trigger,
                          confidence=0.75, rule="posted")
                )  # fmt: skip
        return found

    def _team(self, sentence: Range) -> Mention | None:
        """The team named last in the paragraph."""
        kinds = self._rules._lexicon.names.organization.parts.sent
        before = self.mentions[: bisect_left(self._starts, sentence[0])]
        last = next((m for m in reversed(before) if m.kind in kinds and m.entity), None)
        return last if last is not None and "\n" not in self._text[last.end : sentence[0]] else None

    def _places_of_bodies(self, mentions: Sequence[Mention]) -> frozenset[int]:
        """The places (by index) that only tell where something is: 工业园区的药业公司, 位于小坝镇的储备库."""
        parts = self._rules._lexicon.names.organization.parts
        told: set[int] = set()
        for index, (place, body) in enumerate(pairwise(mentions)):
            gap = self._text[place.end : body.start]
            if place.label not in PLACES or not OF.fullmatch(gap):
                continue
            first = self._first_of(mentions, index)
            lying = gap == "的" and self._text[: mentions[first].start].endswith(parts.lying)
            if (body.label == ORG and body.kind in parts.located) or (lying and body.label in (ORG, FAC)):
                told.update(range(first, index + 1))
                self._located.append((body, place))
        return frozenset(told)

    def _first_of(self, mentions: Sequence[Mention], last: int) -> int:
        """The first of the places that end with one: 海口市 of 海口市琼山区三门坡镇."""
        while last and mentions[last - 1].label in PLACES and mentions[last - 1].end == mentions[last].start:
            last -= 1
        return last

    # ── forms ──────────────────────────────────────────────────────────────────────────────────

    def _by_forms(self, name: str, forms: FormSet, skeleton: Skeleton, sentence: Range) -> list[Claim]:
        claims: list[Claim] = []
        seen: set[tuple[str, str]] = set()
        for match in self._matches(name, forms, skeleton):
            taken = not match.objects
            for subject, object_ in self._pairs(match, self._objects_of(match, name, sentence), skeleton):
                pair = (subject.entity, object_.entity)
                if pair in seen or pair[0] == pair[1] or not all(pair):
                    continue
                if subject.label == ORG and subject.entity.startswith(object_.entity):
                    continue  # 玉溪街道办事处 in 玉溪街道
                if taken and any(subject.entity == found for found, _ in seen):
                    continue
                seen.add(pair)
                claim = Claim(
                    name, subject.entity, object_.entity,
                    sentence, span(subject), span(object_), match.trigger,
                    confidence=match.form.confidence * (0.7 if match.virtual else 1.0), rule=match.form.id,
                )  # fmt: skip
                if match.quantity is not None and len(match.objects) < 2:
                    claim.qualifiers = {"quantity": match.quantity.value, "unit": match.quantity.unit}
                claims.append(claim)
        return self._told_apart(claims)

    def _matches(self, name: str, forms: FormSet, skeleton: Skeleton) -> Iterator[Match]:
        """The matches of a sentence; a part after a semicolon goes on with the subject of the one before."""
        yield from forms.find(skeleton, self._topic, lambda m: self._sound(m, name))
        at = skeleton.string.find(PART)
        while at >= 0:
            rest, topic = Skeleton(skeleton.cells[at + 1 :]), self._topic_of(Skeleton(skeleton.cells[:at]))
            leading = any(c.mention and c.mention.label in (PERSON, ORG) for c in rest.cells[:LEAD])
            if topic is not None and not leading:
                yield from forms.find(rest, topic, lambda m: self._sound(m, name))
            at = skeleton.string.find(PART, at + 1)

    def _told_apart(self, claims: Sequence[Claim]) -> list[Claim]:
        """Without the place that one only goes to: 到淀山湖镇走访六丰机械 is a visit of the company."""
        kept = []
        for claim in claims:
            goals = [
                other
                for other in claims
                if other.subject == claim.subject and other.trigger == claim.trigger and claim.trigger
                and other.object_span and other.object_span[0] >= claim.trigger[1]
            ]  # fmt: skip
            before = claim.trigger and claim.object_span and claim.object_span[1] <= claim.trigger[0]
            if not (goals and before):
                kept.append(claim)
        return kept

    def _pairs(
        self, match: Match, objects: Sequence[Mention], skeleton: Skeleton
    ) -> Iterable[tuple[Mention, Mention]]:
        """Everybody with everything, or one by one where the text says 分别 and the lists are as long."""
        respectively = any(word in skeleton.string for word in self._rules._each)
        if respectively and len(match.subjects) == len(objects) > 1:
            return zip(match.subjects, objects, strict=True)
        return [(s, o) for s in match.subjects for o in objects]

    def _objects_of(self, match: Match, name: str, sentence: Range) -> Sequence[Mention]:
        """The objects of a match, or those of the sentence before it in the paragraph."""
        last = self._objects.get(name, [])
        if match.objects:
            here = [o for o in last if o.start >= sentence[0]]
            self._objects[name] = [*here, *(o for o in match.objects if o not in here)]
            return match.objects
        return [o for o in last if "\n" not in self._text[o.end : sentence[0]]]

    def _sound(self, match: Match, name: str) -> bool:
        return bool(match.subjects and (match.objects or self._objects.get(name)))

    def _captioned(self, skeleton: Skeleton, place: Mention) -> Skeleton:
        """The sentence with 在〔place〕， before it."""
        cell = build(self._text, span(place), [place], {}).cells[0]
        return Skeleton([Cell("在", 0, 0), cell, Cell("，", 0, 0), *skeleton.cells])

    def _caption_of(self, skeleton: Skeleton) -> Mention | None:
        """The place of a sentence that is only a place: 【图一】唐昌镇锦宁村。"""
        plain = skeleton.string.rstrip("。\n ")
        named = [cell.mention for cell in skeleton.cells if cell.mention is not None]
        last = skeleton.cells[len(plain) - 1].mention if plain else None
        if last is None or len(named) != 1 or last.label not in PLACES or len(plain) > CAPTION:
            return None
        here = {area for s in self._sections for area in s[2:]}
        return last if last.entity not in here and ("】" in plain or len(plain) == 1) else None

    def _topic_of(self, skeleton: Skeleton) -> Mention | None:
        """Whom the sentence speaks of: its first person or body."""
        named = [
            (i, c.mention)
            for i, c in enumerate(skeleton.cells)
            if c.mention is not None and c.mention.label in (PERSON, ORG) and not is_oblique(c.char)
        ]
        leading = [(i, m) for i, m in named if i == 0 or skeleton.cells[i - 1].char in "，。；："]
        main = [(i, m) for i, m in leading if not self._rules._before_main.match(skeleton.string, i)]
        return next((m for _, m in main or leading or named), None)

    # ── gifts and counts ───────────────────────────────────────────────────────────────────────

    def _listed(self, skeleton: Skeleton, sentence: Range, *, heading: bool) -> list[Claim]:
        """The gifts of a line of a donor list, where a heading has opened one."""
        donors = self._rules._donors
        if not skeleton.string.strip():
            return []
        if heading:
            receiver = donors.receiver(skeleton)
            self._announcer = self._announcer or receiver
            self._list, self._receiver = True, receiver or self._receiver or self._announcer
            self._shared = donors.shared(skeleton)
            return []
        if not self._list:
            return []
        if self._shared is not None:
            found = donors.names(skeleton, sentence, self._shared, self._receiver)
            if found:
                return found
            self._shared = None  # names further down gave nothing
        found = donors.read(skeleton, sentence, self._receiver)
        if not found and "。" in skeleton.string:
            self._list, self._receiver = False, None
        return found

    def _remember_gift(self, gifts: Sequence[Claim]) -> None:
        for claim in gifts:
            if claim.qualifiers.get("item"):
                self._last_gift = Gift(item=str(claim.qualifiers["item"]))
                return

    def _remember_posts(self, claims: Sequence[Claim]) -> None:
        starts = {m.start: m for m in self.mentions} if claims else {}
        for claim in claims:
            body = starts.get(claim.object_span[0]) if claim.object_span else None
            if body is not None and body.entity == claim.object and not claim.status:
                self._held.setdefault(claim.subject, []).append(body)

    def _reporter(self, sentence: Range) -> Mention | None:
        """Of whom a sentence without a subject reports: the paragraph's body, else the area.

        Of a person spoken of it is the body that they hold a post in: what the paragraph names, else the
        lowest place (李明，青山街道安康社区党委书记。…累计发放传单300份).
        """
        topic = self._topic
        if topic is not None and topic.label == ORG and "\n" not in self._text[topic.end : sentence[0]]:
            return topic
        held = self._held.get(topic.entity, []) if topic is not None else []
        here = [m for m in held if "\n" not in self._text[m.end : sentence[0]]]
        if here:
            return here[-1]
        places = [m for m in held if m.label in PLACES]
        area = self._speaker or self._area
        return max(places, key=lambda m: self._rules._areas.rank(m.entity) or 0, default=area)

    @cached_property
    def _speaker(self) -> Mention | None:
        """The company, school or association that the first lines name and the article is about."""
        kinds = self._rules._lexicon.names.organization.parts.located
        bodies = Counter(m.entity for m in self.mentions if m.label == ORG and m.entity)
        best = max(bodies, key=lambda key: bodies[key], default="")
        head = sum(len(line) + 1 for line in self._text.split("\n")[:FIRST])
        named = (m for m in self.mentions if m.entity == best and m.kind in kinds and m.start < head)
        return next(named, None) if bodies[best] >= OFTEN else None

    def _used(self, claims: Sequence[Claim], mentions: Sequence[Mention]) -> list[Range]:
        """Where numbers belong to a gift or a dispatch already."""
        ranges = []
        values = {claim.qualifiers.get("quantity") for claim in claims if claim.qualifiers.get("quantity")}
        for mention in mentions:
            if mention.value is not None and mention.value in values:
                ranges.append(span(mention))
        return ranges

    # ── the article as a whole ─────────────────────────────────────────────────────────────────

    def _apart(self, claims: Sequence[Claim]) -> list[Claim]:
        """Claims without those that another relation means instead (督导 and not 值守)."""
        held = {(c.predicate, c.subject, c.object, c.sentence) for c in claims}
        kept = []
        for claim in claims:
            others = self._rules._lexicon.relations[claim.predicate].unless
            if not any((other, claim.subject, claim.object, claim.sentence) in held for other in others):
                kept.append(claim)
        return kept

    def _prefixes(self) -> list[Mention]:
        """The areas that begin names of bodies: 武山县 of 武山县人大常委会."""
        known = {str(e["key"]) for e in self.entities}
        out = []
        for mention in self.mentions:
            told = mention.label == ORG or (mention.label == FAC and mention.kind in self._rules._nearby)
            if told and mention.entity and not mention.deictic:
                for part in self._rules._areas.split(mention.text, believe=False):
                    if part.name in known:
                        start, end = mention.start + part.start, mention.start + part.end
                        out.append(Mention(start, end, GPE, self._text[start:end], entity=part.name))
                        if self._rules.lies_in(mention.text, part, mention.kind):
                            self._located.append((mention, out[-1]))
        return out

    def _venues_as_places(self, claims: Sequence[Claim]) -> None:
        """A school or hospital that is only visited is a place; one that acts stays a body."""
        acting = {c.subject for c in claims}
        visited = {c.object for c in claims if "forms" in self._rules._lexicon.relations[c.predicate].engines}
        named = {c.object for c in claims} - visited
        posts = {c.object for c in claims if "posts" in self._rules._lexicon.relations[c.predicate].engines}
        for entity in self.entities:
            key = entity["key"]
            venue = entity["label"] == ORG and str(entity["name"]).endswith(self._rules._venues)
            if venue and key in visited and key not in acting | posts | named:
                entity["label"] = FAC
                for mention in self.mentions:
                    if mention.entity == key:
                        mention.label = FAC


def _posting(words: Sequence[str]) -> re.Pattern[str] | None:
    """What stands between a body and the place where it sends somebody."""
    return re.compile(rf"[^，。；]{{0,6}}{any_of(words)}[^，。；]{{0,8}}") if words else None


@Language.factory(
    "kg_relations",
    requires=["doc._.kg_mentions", "doc._.kg_entities"],
    assigns=["doc._.kg_statements", "doc._.kg_mentions", "doc._.kg_entities"],
)
def create(nlp: Language, name: str) -> Relations:
    register_extensions()
    with using(terms_of(nlp)):
        return Relations(load_lexicon(), load_ontology())
