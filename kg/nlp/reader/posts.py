"""Posts out of pairs: person, title and body, each of whose three pairs has its say.

局长李明    李明 > 局长 (title), 局长 > 教育局 (its body), 李明 > 教育局 (position)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lexicon.titles import Delegate
from kg.nlp.reader import labels
from kg.nlp.reader.proposal import LEAST, Proposal, Told
from kg.nlp.reader.reading import Pair
from kg.nlp.spans.claim import Range
from kg.nlp.spans.mention import solid


class Posts:
    """The posts of one article."""

    def __init__(self, told: Told, relation: str, delegates: Sequence[Delegate]) -> None:
        """``delegates`` are who 代表 and 委员 are."""
        self._told, self._relation, self._delegates = told, relation, delegates

    def proposals(self) -> Iterator[Proposal]:
        """Each with its body, and the title by itself."""
        held: dict[tuple[str, str], tuple[float, Pair]] = {}
        for pair, probability in self._told.by_label[labels.relations()[self._relation]]:
            key = (self._told.entity(pair.subject), self._told.entity(pair.object))
            if all(key) and probability > held.get(key, (0.0, pair))[0]:
                held[key] = (probability, pair)
        for pair, titled in self._told.by_label[labels.TITLE]:
            person = self._told.entity(pair.subject)
            if not person or titled < LEAST:
                continue
            bodies: dict[str, tuple[float, Range]] = {}
            for of, probability in self._told.of[labels.TITLE_OF, pair.object]:
                body = self._told.entity(of.object)
                if body and probability > bodies.get(body, (0.0, of.object))[0]:
                    bodies[body] = (probability, of.object)
            title = self._title(pair.object)
            yield Proposal(self._relation, person, None, titled, pair.subject, None, pair.object,
                           pair.status, {"title": title})  # fmt: skip
            for body, (of_body, place) in bodies.items():
                holding, told = held.get((person, body), (LEAST / 2, pair))
                probability = (titled * of_body * max(holding, LEAST / 2)) ** (1 / 3)
                status = told.status if holding > LEAST else pair.status
                yield Proposal(
                    self._relation, person, body, probability, pair.subject, place, pair.object, status,
                    {"title": title},
                )  # fmt: skip

    def _title(self, place: Range) -> str:
        """The title in full: 人大代表 for the 代表 of 县人大代表, 部长 for the 长 of 宣传部长."""
        start, end = place
        if end - start == 1:
            known = next((t for t in self._told.titles if t.start <= start < t.end), None)
            if known is not None and known.end - known.start > 1:
                start, end = known.start, known.end  # 县长 of 嘉义县长
            elif known is not None and len(known.norm) > 1:
                return known.norm
            elif start and self._told.text[start - 1].isalpha():
                start -= 1  # what is led ends the name of the body
        title, before = solid(self._told.text[start:end]), self._told.text[:start]
        own = (d.title for d in self._delegates if title == d.rest and before.endswith(d.assembly))
        return next(own, title)
