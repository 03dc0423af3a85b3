"""Statements out of pairs: what the network says of stretches of text, put together over entities.

局长李明向青山小学捐赠图书300册
李明 > 局长 (title), 局长 > 教育局 (its body), 李明 > 教育局 (position)        one post
李明 > 图书 (gives), 图书 > 300册 (counted), 图书 > 青山小学 (to)              one gift
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.lexicon.titles import Delegate
from kg.model import ASSERTED, STATUSES
from kg.nlp.reader import labels
from kg.nlp.reader.figures import figures
from kg.nlp.reader.reading import Pair
from kg.nlp.spans.claim import Range
from kg.nlp.spans.mention import MONEY, TITLE, Mention, solid

#: below this a side of a gift or a title is not taken along
SIDE = 0.3
#: proposals below this are not made
LEAST = 0.1
#: a recipient that is likelier than this is told, and so is each further one that is likelier than this
RECIPIENT, FURTHER = 0.3, 0.7
#: how much the word of the gift counts for its recipient; the rest is the giver's
OF_GIFT = 0.7


@dataclass(slots=True)
class Proposal:
    """One statement that the network holds possible, with what it rests on; ends are keys of entities."""

    relation: str
    subject: str
    object: str | None
    probability: float
    subject_span: Range
    object_span: Range | None
    at: Range
    status: Sequence[float]
    qualifiers: dict[str, Any] = field(default_factory=dict)
    is_gift: bool = False
    #: whether the gift goes to others too: 给四户各送上800元
    is_one_of: bool = False
    #: the likeliest other statement that would have this one's place, if there is one
    rival: float = 0.0

    @property
    def is_bodiless(self) -> bool:
        """Whether it is a post whose body no mention names: 县长李明 of a county that only rules tell."""
        return self.object is None and "title" in self.qualifiers

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from others of the article."""
        told = self.qualifiers
        main = tuple(told.get(name) for name in ("title", "amount", "item", "quantity", "value"))
        to_all = self.is_gift and not self.is_one_of
        return (self.relation, self.subject, None if to_all else self.object, main)

    @property
    def said(self) -> str:
        """Its most likely status; asserted unless another is likelier than not."""
        best = max(range(len(self.status)), key=lambda i: self.status[i])
        return STATUSES[best] if self.status[best] > 0.5 else ASSERTED


@dataclass(frozen=True, slots=True)
class Names:
    """The relations that are more than two names: posts, gifts, counts and sendings."""

    post: str
    gift: str
    count: str
    sending: str


# long: one article: pairs become statements, each by what the others took
class Proposer:
    """Puts the pairs of one article together."""

    def __init__(
        self,
        text: str,
        pairs: Iterable[Pair],
        mentions: Sequence[Mention],
        names: Names,
        indicator: Callable[[Mention], tuple[str, str]],
        delegates: Sequence[Delegate],
        each: Sequence[str],
    ) -> None:
        """``indicator`` tells of a number what it counts; ``delegates`` who 代表 and 委员 are."""
        self._names = names
        self._text, self._indicator, self._delegates, self._each = text, indicator, delegates, each
        self._at = {(m.start, m.end): m for m in mentions}
        self._titles = [m for m in mentions if m.label == TITLE]
        self._by_label: dict[int, list[tuple[Pair, float]]] = defaultdict(list)
        self._from: dict[tuple[int, Range], list[tuple[Pair, float]]] = defaultdict(list)
        for pair in pairs:
            for label, probability in pair.labels.items():
                self._by_label[label].append((pair, probability))
                self._from[label, pair.subject].append((pair, probability))

    def proposals(self) -> list[Proposal]:
        """The best of each statement, in the order of the text."""
        best: dict[tuple[Any, ...], Proposal] = {}
        for proposal in (*self._posts(), *self._gifts(), *self._counts(), *self._plain()):
            if proposal.probability < LEAST or proposal.subject == proposal.object:
                continue
            before = best.get(proposal.key)
            if before is None or before.probability < proposal.probability:
                best[proposal.key] = proposal
        made = sorted(best.values(), key=lambda p: (p.at, p.relation, p.subject, p.object or ""))
        self._rivals(made)
        return made

    def _rivals(self, made: Sequence[Proposal]) -> None:
        """A title is of one body, a sum of one giver, a count of one subject; of others each end has one."""
        places: dict[tuple[Any, ...], list[Proposal]] = defaultdict(list)
        for proposal in made:
            ends = (proposal.subject, proposal.object)
            if proposal.relation == self._names.post:
                places[proposal.relation, proposal.subject, proposal.qualifiers["title"]].append(proposal)
            elif proposal.is_gift or proposal.relation == self._names.count:
                places[proposal.relation, proposal.at].append(proposal)
            else:
                for end in (0, 1):
                    places[proposal.relation, end, ends[end]].append(proposal)
        for members in places.values():
            for proposal in members:
                rest = (p.probability for p in members if p is not proposal and not p.is_bodiless)
                proposal.rival = max(proposal.rival, *rest, 0.0)

    def _entity(self, place: Range) -> str:
        mention = self._at.get(place)
        return mention.entity if mention is not None else ""

    def _plain(self) -> Iterator[Proposal]:
        for relation, label in labels.relations().items():
            if relation in (self._names.gift, self._names.post):
                continue
            for pair, probability in self._by_label[label]:
                subject, object_ = self._entity(pair.subject), self._entity(pair.object)
                if subject and object_:
                    made = Proposal(relation, subject, object_, probability, pair.subject, pair.object,
                                    max(pair.subject, pair.object), pair.status)  # fmt: skip
                    if relation == self._names.sending:
                        self._sent(made)
                    yield made

    def _sent(self, made: Proposal) -> None:
        """How many were sent there."""
        numbers = [p for p in self._from[labels.SENT, made.object_span or made.at] if p[1] > SIDE]
        if numbers:
            number = self._at.get(max(numbers, key=lambda p: p[1])[0].object)
            if number is not None:
                made.qualifiers |= {"quantity": number.value, "unit": number.unit}

    # ── posts ──────────────────────────────────────────────────────────────────────────────────

    def _posts(self) -> Iterator[Proposal]:
        """Person, title and body; each of the three pairs has its say."""
        held: dict[tuple[str, str], tuple[float, Pair]] = {}
        for pair, probability in self._by_label[labels.relations()[self._names.post]]:
            key = (self._entity(pair.subject), self._entity(pair.object))
            if all(key) and probability > held.get(key, (0.0, pair))[0]:
                held[key] = (probability, pair)
        for pair, titled in self._by_label[labels.TITLE]:
            person = self._entity(pair.subject)
            if not person or titled < LEAST:
                continue
            bodies: dict[str, tuple[float, Range]] = {}
            for of, probability in self._from[labels.TITLE_OF, pair.object]:
                body = self._entity(of.object)
                if body and probability > bodies.get(body, (0.0, of.object))[0]:
                    bodies[body] = (probability, of.object)
            title = self._title(pair.object)
            yield Proposal(self._names.post, person, None, titled, pair.subject, None, pair.object,
                           pair.status, {"title": title})  # fmt: skip
            for body, (of_body, place) in bodies.items():
                holding, told = held.get((person, body), (LEAST / 2, pair))
                probability = (titled * of_body * max(holding, LEAST / 2)) ** (1 / 3)
                status = told.status if holding > LEAST else pair.status
                yield Proposal(
                    self._names.post, person, body, probability, pair.subject, place, pair.object, status,
                    {"title": title},
                )  # fmt: skip

    def _title(self, place: Range) -> str:
        """The title in full: 人大代表 for the 代表 of 县人大代表, 部长 for the 长 of 宣传部长."""
        start, end = place
        if end - start == 1:
            known = next((t for t in self._titles if t.start <= start < t.end), None)
            if known is not None and known.end - known.start > 1:
                start, end = known.start, known.end  # 县长 of 嘉义县长
            elif known is not None and len(known.norm) > 1:
                return known.norm
            elif start and self._text[start - 1].isalpha():
                start -= 1  # what is led ends the name of the body
        title, before = solid(self._text[start:end]), self._text[:start]
        own = (d.title for d in self._delegates if title == d.rest and before.endswith(d.assembly))
        return next(own, title)

    # ── gifts and counts ───────────────────────────────────────────────────────────────────────

    def _gifts(self) -> Iterator[Proposal]:
        given: dict[str, list[Range]] = defaultdict(list)
        sharing: dict[Range, set[str]] = defaultdict(set)
        for pair, probability in self._by_label[labels.GIVES]:
            if probability > SIDE and self._entity(pair.subject):
                sharing[pair.object].add(self._entity(pair.subject))
        for pair, probability in self._by_label[labels.GIVES]:
            donor = self._entity(pair.subject)
            if not donor:
                continue
            if probability > SIDE:
                given[donor].append(pair.object)
            yield from self._gift(donor, pair, probability, is_shared=len(sharing[pair.object]) > 1)
        for pair, probability in self._by_label[labels.relations()[self._names.gift]]:
            donor, to = self._entity(pair.subject), self._entity(pair.object)
            if donor and to and not given[donor]:
                yield Proposal(
                    self._names.gift, donor, to, probability, pair.subject, pair.object,
                    max(pair.subject, pair.object), pair.status, is_gift=True,
                )  # fmt: skip

    def _gift(self, donor: str, pair: Pair, probability: float, *, is_shared: bool) -> Iterator[Proposal]:
        """What one giver gives, to each who receives it."""
        told = self._given(pair.object)
        recipients = self._recipients(donor, pair.object)
        if (is_shared or len(recipients) > 1) and not self._apart(pair.object):
            told["joint"] = "shared"
        ends: list[tuple[str | None, Range | None]] = [*recipients] or [(None, None)]
        for to, place in ends:
            yield Proposal(
                self._names.gift, donor, to, probability, pair.subject, place, pair.object, pair.status,
                dict(told), is_gift=True, is_one_of=len(ends) > 1,
            )  # fmt: skip

    def _given(self, place: Range) -> dict[str, Any]:
        """What a sum, a number or goods say of a gift."""
        number = self._at.get(place)
        if number is not None:
            return figures(number)
        told: dict[str, Any] = {"item": solid(self._text[slice(*place)]), "approx": False}
        for label in (labels.COUNTED, labels.WORTH):
            beside = [p for p in self._from[label, place] if p[1] > SIDE]
            found = self._at.get(max(beside, key=lambda p: p[1])[0].object) if beside else None
            if found is not None and label == labels.COUNTED and found.label != MONEY:
                told |= figures(found)
            elif found is not None and label == labels.WORTH and found.label == MONEY:
                told |= {"worth": found.value, "currency": found.currency}
        return told

    def _apart(self, place: Range) -> bool:
        """Whether each of several gave as much: 各捐100元."""
        before = self._text[max(place[0] - 6, 0) : place[0]]
        return any(word in before for word in self._each)

    def _recipients(self, donor: str, place: Range) -> list[tuple[str, Range]]:
        """To whom what is given goes, the likeliest first, by what the gift and the giver say of each."""
        votes: dict[str, float] = defaultdict(float)
        spans: dict[str, Range] = {}
        for pair, probability in self._from[labels.TO, place]:
            self._vote(votes, spans, pair.object, probability)
        direct: dict[str, float] = defaultdict(float)
        for pair, probability in self._by_label[labels.relations()[self._names.gift]]:
            if self._entity(pair.subject) == donor:
                self._vote(direct, spans, pair.object, probability)
        scores = {
            key: OF_GIFT * votes.get(key, 0.0) + (1 - OF_GIFT) * direct.get(key, 0.0)
            for key in {*votes, *direct} - {donor}
        }
        ordered = sorted(scores, key=lambda key: (-scores[key], key))
        told = [key for key in ordered if scores[key] > FURTHER] or ordered[:1]
        return [(key, spans[key]) for key in told if scores[key] > RECIPIENT]

    def _vote(
        self, votes: dict[str, float], spans: dict[str, Range], place: Range, probability: float
    ) -> None:
        key = self._entity(place)
        if key and probability > votes.get(key, 0.0):
            votes[key] = probability
            spans[key] = place

    def _counts(self) -> Iterator[Proposal]:
        for pair, probability in self._by_label[labels.MEASURE]:
            subject, number = self._entity(pair.subject), self._at.get(pair.object)
            if not subject or number is None:
                continue
            indicator, unit = self._indicator(number)
            told = {"indicator": indicator, "value": number.value, "unit": unit, "approx": number.approx}
            yield Proposal(
                self._names.count, subject, None, probability, pair.subject, None, pair.object,
                pair.status, told,
            )  # fmt: skip
