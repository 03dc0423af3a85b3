"""The reading of one article, sentence by sentence, with what each leaves for those after it.

东湖区教育局局长李明到青山街道督导。随后捐款1万元。

Each sentence goes through the machineries that the lexicon names for its relations: posts first,
since they say which names stand for one person, then forms and gifts, then the counts that are left;
containment looks at the article as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.lexicon import Lexicon
from kg.nlp.claims.counts import Counts
from kg.nlp.extensions import text_of
from kg.nlp.forms.antecedents import Antecedents
from kg.nlp.forms.claims import FormClaims
from kg.nlp.forms.forms import FormSet
from kg.nlp.forms.setting import Setting
from kg.nlp.forms.subjects import Subjects
from kg.nlp.forms.topic import Topics, caption_of, captioned
from kg.nlp.gifts.donor_list import DonorList
from kg.nlp.gifts.gifts import Gifts
from kg.nlp.gifts.giving import Giving
from kg.nlp.places.areas import Areas
from kg.nlp.places.containment import Containment, Ground
from kg.nlp.places.whereabouts import Located, Whereabouts
from kg.nlp.posts.membership import Membership
from kg.nlp.posts.postings import Postings
from kg.nlp.posts.posts import Posts
from kg.nlp.spans.claim import Claim, Range, span
from kg.nlp.spans.mention import FAC, ORG, PLACES, Mention
from kg.nlp.spans.skeleton import Skeleton, build
from kg.nlp.tables.row_claims import RowClaims
from kg.nlp.tables.rows import Rows
from kg.nlp.tokens.words import Word


@dataclass(frozen=True, slots=True)
class Rules:
    """The machineries that read sentences; none of them knows an article. ``forms`` are by relation."""

    lexicon: Lexicon
    areas: Areas
    rows: Rows
    row_claims: RowClaims
    posts: Posts
    postings: Postings
    topics: Topics
    subjects: Subjects
    forms: Mapping[str, FormSet]
    membership: Membership
    gifts: Gifts
    donors: DonorList
    counts: Counts
    whereabouts: Whereabouts
    containment: Containment


class Run:
    """The reading of one article; ``skeletons`` has each sentence as it was read, with whom it spoke of."""

    def __init__(self, rules: Rules, doc: Doc) -> None:
        self.rules = rules
        self.mentions = Mention.all_of(doc._.kg_mentions)
        self.entities = [dict(item) for item in doc._.kg_entities]
        self.skeletons: list[tuple[Range, Skeleton, Mention | None]] = []
        self._doc = doc
        self._token_starts: list[int] = doc.to_array("IDX").tolist()
        self._text = text_of(doc)
        self._starts = [mention.start for mention in self.mentions]  # in order
        self._keys = frozenset(str(e["key"]) for e in self.entities)
        self._sections = [(s[0], s[1], s[2], s[3]) for s in doc._.kg_sections]
        self._section_areas = frozenset(area for s in self._sections for area in s[2:])
        self._sentences: list[Range] = [(s.start_char, s.end_char) for s in doc.sents]
        self._forms = FormClaims(
            self._text, rules.forms, rules.topics, rules.lexicon.names.lists.respectively
        )
        self._giving = Giving(rules.gifts, rules.donors)
        self._antecedents = Antecedents(self._text, self.mentions, rules.lexicon, rules.areas)
        self._topic: Mention | None = None
        self._caption: Mention | None = None
        self._located: list[Located] = []

    def read(self) -> list[Claim]:
        claims: list[Claim] = []
        rules = self.rules
        rows = rules.rows.find(self._text)
        begun = list(rules.whereabouts.prefixes(self.mentions, self._keys))
        self._located = [(body, area) for body, area in begun if rules.whereabouts.lies_in(body, area)]
        prefixes = [area for _, area in begun]
        setting = Setting(self.mentions, prefixes, self._sections, self._keys, rules.lexicon, rules.areas)
        for sentence in self._sentences:
            row = next((row for row in rows if row.start <= sentence[0] < row.end), None)
            if row is not None:
                if sentence[0] == row.start:
                    inside = [m for m in self.mentions if row.start <= m.start < row.end]
                    claims += rules.row_claims.read(self._text, row, inside)
                continue
            if setting.enter(sentence):
                self._topic = self._caption = None
            claims += self._sentence(sentence, setting)
        claims = self._apart(claims)
        self._venues_as_places(claims)
        return claims + rules.containment.read(self._ground(), self._located)

    def _sentence(self, sentence: Range, setting: Setting) -> list[Claim]:
        rules = self.rules
        first, after = (bisect_left(self._starts, edge) for edge in sentence)
        mentions = self.mentions[first:after]
        claims, starts, told = rules.posts.read(self._text, sentence, mentions, setting.context)
        where, located = rules.whereabouts.told(self._text, mentions)
        self._located += located
        self._antecedents.remember(claims)
        claims += rules.postings.read(self._text, claims, mentions)
        skeleton = build(self._text, sentence, mentions, starts, told | where, rules.topics.is_oblique)
        if self._caption is not None:
            skeleton = captioned(skeleton, self._text, self._caption)
        self.skeletons.append((sentence, skeleton, self._topic))
        topic = self._topic if rules.subjects.is_open(self._words(sentence), mentions) else None
        claims += self._forms.read(skeleton, sentence, topic)
        claims += rules.membership.read(skeleton, sentence, self._antecedents.team(sentence))
        claims += self._giving.read(skeleton, sentence, topic, self._topic)
        area = setting.area if setting.area is not None and setting.area.start < sentence[1] else None
        reporter = self._antecedents.reporter(sentence, self._topic, area)
        claims += rules.counts.read(skeleton, sentence, _used(claims, mentions), reporter)
        self._caption = caption_of(skeleton, self._section_areas)
        self._topic = rules.topics.of(skeleton) or self._topic
        return claims

    def _words(self, sentence: Range) -> list[Word]:
        """The words of a sentence."""
        first, after = (bisect_left(self._token_starts, edge) for edge in sentence)
        tokens = (self._doc[i] for i in range(first, after))
        return [Word(t.idx, t.idx + len(t), t.text, t.tag_) for t in tokens if not t.is_space]

    # ── the article as a whole ─────────────────────────────────────────────────────────────────

    def _apart(self, claims: Sequence[Claim]) -> list[Claim]:
        """Claims without those that another relation means instead (督导 and not 值守)."""
        held = {(c.predicate, c.subject, c.object, c.sentence) for c in claims}
        kept = []
        for claim in claims:
            others = self.rules.lexicon.relations[claim.predicate].unless
            if not any((other, claim.subject, claim.object, claim.sentence) in held for other in others):
                kept.append(claim)
        return kept

    def _venues_as_places(self, claims: Sequence[Claim]) -> None:
        """A school or hospital that is only visited is a place; one that acts stays a body."""
        relations, venues = self.rules.lexicon.relations, self.rules.lexicon.names.place.sites.venues
        acting = {c.subject for c in claims}
        visited = {c.object for c in claims if "forms" in relations[c.predicate].engines}
        named = {c.object for c in claims} - visited
        posts = {c.object for c in claims if "posts" in relations[c.predicate].engines}
        for entity in self.entities:
            key = entity["key"]
            venue = entity["label"] == ORG and str(entity["name"]).endswith(venues)
            if venue and key in visited and key not in acting | posts | named:
                entity["label"] = FAC
                for mention in self.mentions:
                    if mention.entity == key:
                        mention.label = FAC

    def _ground(self) -> Ground:
        """What the article says about where, once it is known which venues are places."""
        places = [m for m in self.mentions if m.label in PLACES and m.entity]
        prefixes = [area for _, area in self.rules.whereabouts.prefixes(self.mentions, self._keys)]
        codes = {str(e["key"]): str(e["code"]) for e in self.entities}
        return Ground(self._text, places, prefixes, self._sentences, self._sections, codes)


def _used(claims: Sequence[Claim], mentions: Sequence[Mention]) -> list[Range]:
    """Where numbers belong to a gift or a dispatch already."""
    figures = (claim.qualifiers.get(key) for claim in claims for key in ("quantity", "worth"))
    values = {value for value in figures if value}
    return [span(m) for m in mentions if m.value is not None and m.value in values]
