"""Gifts out of pairs.

李明向青山小学捐赠图书300册    李明 > 图书 (gives), 图书 > 300册 (counted), 图书 > 青山小学 (to)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from kg.nlp.reader import labels
from kg.nlp.reader.figures import figures
from kg.nlp.reader.proposal import SIDE, Proposal, Told
from kg.nlp.reader.reading import Pair
from kg.nlp.spans.claim import Range
from kg.nlp.spans.mention import MONEY, solid

#: a recipient that is likelier than this is told, and so is each further one that is likelier than this
RECIPIENT, FURTHER = 0.3, 0.7
#: how much the word of the gift counts for its recipient; the rest is the giver's
OF_GIFT = 0.7


class Gifts:
    """The gifts of one article."""

    def __init__(self, told: Told, relation: str, each: Sequence[str]) -> None:
        """``each`` are words that say that everybody gave as much."""
        self._told, self._relation, self._each = told, relation, each

    def proposals(self) -> Iterator[Proposal]:
        given: dict[str, list[Range]] = defaultdict(list)
        sharing: dict[Range, set[str]] = defaultdict(set)
        for pair, probability in self._told.by_label[labels.GIVES]:
            if probability > SIDE and self._told.entity(pair.subject):
                sharing[pair.object].add(self._told.entity(pair.subject))
        for pair, probability in self._told.by_label[labels.GIVES]:
            donor = self._told.entity(pair.subject)
            if not donor:
                continue
            if probability > SIDE:
                given[donor].append(pair.object)
            yield from self._gift(donor, pair, probability, is_shared=len(sharing[pair.object]) > 1)
        for pair, probability in self._told.by_label[labels.relations()[self._relation]]:
            donor, to = self._told.entity(pair.subject), self._told.entity(pair.object)
            if donor and to and not given[donor]:
                yield Proposal(
                    self._relation, donor, to, probability, pair.subject, pair.object,
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
                self._relation, donor, to, probability, pair.subject, place, pair.object, pair.status,
                dict(told), is_gift=True, is_one_of=len(ends) > 1,
            )  # fmt: skip

    def _given(self, place: Range) -> dict[str, Any]:
        """What a sum, a number or goods say of a gift."""
        number = self._told.at.get(place)
        if number is not None:
            return figures(number)
        told: dict[str, Any] = {"item": solid(self._told.text[slice(*place)]), "approx": False}
        for label in (labels.COUNTED, labels.WORTH):
            found = self._told.number(label, place)
            if found is not None and label == labels.COUNTED and found.label != MONEY:
                told |= figures(found)
            elif found is not None and label == labels.WORTH and found.label == MONEY:
                told |= {"worth": found.value, "currency": found.currency}
        return told

    def _apart(self, place: Range) -> bool:
        """Whether each of several gave as much: 各捐100元."""
        before = self._told.text[max(place[0] - 6, 0) : place[0]]
        return any(word in before for word in self._each)

    def _recipients(self, donor: str, place: Range) -> list[tuple[str, Range]]:
        """To whom what is given goes, the likeliest first, by what the gift and the giver say of each."""
        votes: dict[str, float] = defaultdict(float)
        spans: dict[str, Range] = {}
        for pair, probability in self._told.of[labels.TO, place]:
            self._vote(votes, spans, pair.object, probability)
        direct: dict[str, float] = defaultdict(float)
        for pair, probability in self._told.by_label[labels.relations()[self._relation]]:
            if self._told.entity(pair.subject) == donor:
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
        key = self._told.entity(place)
        if key and probability > votes.get(key, 0.0):
            votes[key] = probability
            spans[key] = place
