"""One statement that the network holds possible, and the pairs of an article by what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.model import ASSERTED, STATUSES
from kg.nlp.reader.reading import Pair
from kg.nlp.spans.claim import Range
from kg.nlp.spans.mention import TITLE, Mention

#: below this a side of a gift or a title is not taken along
SIDE = 0.3
#: proposals below this are not made
LEAST = 0.1


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


class Told:
    """What the network says of one article, by label and by where it stands."""

    def __init__(self, text: str, pairs: Iterable[Pair], mentions: Sequence[Mention]) -> None:
        self.text, self.mentions = text, mentions
        self.at = {(m.start, m.end): m for m in mentions}
        self.titles = [m for m in mentions if m.label == TITLE]
        self.by_label: dict[int, list[tuple[Pair, float]]] = defaultdict(list)
        self.of: dict[tuple[int, Range], list[tuple[Pair, float]]] = defaultdict(list)
        for pair in pairs:
            for label, probability in pair.labels.items():
                self.by_label[label].append((pair, probability))
                self.of[label, pair.subject].append((pair, probability))

    def entity(self, place: Range) -> str:
        """The key of the entity that is named there; empty where none is."""
        mention = self.at.get(place)
        return mention.entity if mention is not None else ""

    def number(self, label: int, place: Range) -> Mention | None:
        """The number that most likely stands in that relation to what is there."""
        beside = [p for p in self.of[label, place] if p[1] > SIDE]
        return self.at.get(max(beside, key=lambda p: p[1])[0].object) if beside else None
