"""Statements out of pairs: what the network says of stretches of text, put together over entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from kg.lexicon.titles import Delegate
from kg.nlp.reader import labels
from kg.nlp.reader.gifts import Gifts
from kg.nlp.reader.posts import Posts
from kg.nlp.reader.proposal import LEAST, Names, Proposal, Told
from kg.nlp.reader.reading import Pair
from kg.nlp.spans.mention import Mention


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
        self._names, self._indicator = names, indicator
        self._told = Told(text, pairs, mentions)
        self._posts = Posts(self._told, names.post, delegates)
        self._gifts = Gifts(self._told, names.gift, each)

    def proposals(self) -> list[Proposal]:
        """The best of each statement, in the order of the text."""
        best: dict[tuple[Any, ...], Proposal] = {}
        for proposal in (*self._posts.proposals(), *self._gifts.proposals(), *self._counts(), *self._plain()):
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

    def _plain(self) -> Iterator[Proposal]:
        for relation, label in labels.relations().items():
            if relation in (self._names.gift, self._names.post):
                continue
            for pair, probability in self._told.by_label[label]:
                subject, object_ = self._told.entity(pair.subject), self._told.entity(pair.object)
                if subject and object_:
                    made = Proposal(relation, subject, object_, probability, pair.subject, pair.object,
                                    max(pair.subject, pair.object), pair.status)  # fmt: skip
                    if relation == self._names.sending:
                        self._sent(made)
                    yield made

    def _sent(self, made: Proposal) -> None:
        """How many were sent there."""
        number = self._told.number(labels.SENT, made.object_span or made.at)
        if number is not None:
            made.qualifiers |= {"quantity": number.value, "unit": number.unit}

    def _counts(self) -> Iterator[Proposal]:
        for pair, probability in self._told.by_label[labels.MEASURE]:
            subject, number = self._told.entity(pair.subject), self._told.at.get(pair.object)
            if not subject or number is None:
                continue
            indicator, unit = self._indicator(number)
            told = {"indicator": indicator, "value": number.value, "unit": unit, "approx": number.approx}
            yield Proposal(
                self._names.count, subject, None, probability, pair.subject, None, pair.object,
                pair.status, told,
            )  # fmt: skip
