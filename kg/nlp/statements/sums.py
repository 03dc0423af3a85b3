"""One sum of the text is one gift, however many statements rest on it; so is one number of goods.

两庙合计捐出800万元                           said of each of the two: joint
价值42万元的杨梅汁、涌泉蜜橘等物资                  three goods, one worth: joint
口罩5000只，捐给石桥镇的卫生院                 said of the town and of its clinic: joint
向红石镇捐款10万元，又向石桥镇捐款10万元             two sums of the text: two gifts
李明、王强各捐款10万元                         one sum, but each gave as much: two gifts
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.lexicon import Lexicon
from kg.model import Span, Statement, Text
from kg.nlp.spans.mention import MONEY, QUANTITY, Mention
from kg.nlp.tables.rows import ROW

#: what ends the clause that says of a sum that each gave as much
CLAUSE = "，。；：！？\n"


@dataclass(slots=True)
class Sum:
    """A sum of the text with the statements of one status that rest on it.

    ``alone`` says that its sentence has no other sum as large; ``goods`` that it is a number of goods.
    """

    start: int
    value: float
    alone: bool
    goods: bool
    gifts: list[Statement] = field(default_factory=list)


class Sums:
    """Finds the sums of one article; ``figures`` are its sums of money in the order of the text."""

    def __init__(self, lexicon: Lexicon, text: Text, mentions: Iterable[Mention]) -> None:
        self._relation = lexicon.stated_by("gifts")
        self._each = lexicon.names.lists.each
        self._text = text
        mentions = [m for m in mentions if m.value]
        self.figures = [m for m in mentions if m.label == MONEY]
        self._numbers = [m for m in mentions if m.label == QUANTITY]

    def of(self, statements: Iterable[Statement]) -> list[Sum]:
        """The sums that gifts rest on, but those of the rows of tables."""
        found: dict[tuple[int, str], Sum] = {}
        for statement in statements:
            if statement.predicate != self._relation or statement.rule == ROW:
                continue
            figures = self._figures_of(statement)
            if figures:
                m = min(figures, key=lambda figure: self._distance(statement, figure))
                sum_ = Sum(m.start, m.value or 0.0, len(figures) == 1, m.label == QUANTITY)
                found.setdefault((m.start, statement.status), sum_).gifts.append(statement)
        return list(found.values())

    def together(self, sum_: Sum) -> list[Sequence[Statement]]:
        """Which of its gifts are one; where it stands twice in a sentence, only those of one giver."""
        by_giver: dict[str, list[Statement]] = defaultdict(list)
        for gift in sum_.gifts:
            by_giver[gift.subject.id].append(gift)
        groups: list[Sequence[Statement]] = list(by_giver.values())
        if not self._is_of_each(sum_.start):
            groups = [sum_.gifts] if sum_.alone else groups
        elif len(groups) == 1:  # of each of those who received
            ends = {gift.object.id if gift.object else "" for gift in sum_.gifts}
            groups = [] if len(ends) == len(sum_.gifts) else groups
        return [group for group in groups if len(group) > 1]

    def _figures_of(self, statement: Statement) -> list[Mention]:
        """The sums of its sentence that may be the statement's."""
        said = statement.qualifiers
        value = said.amount if said.amount is not None else said.worth
        figures, value = (self._numbers, said.quantity) if value is None else (self.figures, value)
        sentence = self._clean(statement.evidence[0].sentence)
        return [m for m in figures if value == m.value and sentence.start <= m.start < sentence.end]

    def _distance(self, statement: Statement, figure: Mention) -> tuple[bool, int]:
        """How far a sum is from what is said of it: from the goods of that worth, else after who gives."""
        piece, clean = statement.evidence[0], self._text.clean
        sentence = self._clean(piece.sentence)
        said = statement.qualifiers
        item = said.item or "" if said.amount is None else ""
        at = clean.find(item, sentence.start, sentence.end) if item else -1
        if at >= 0:
            return False, max(at - figure.end, figure.start - at - len(item))
        spans = [self._clean(s).start for s in (piece.subject, piece.trigger) if s is not None]
        start = max((s for s in spans if sentence.start <= s < sentence.end), default=sentence.start)
        return figure.start < start, abs(figure.start - start)

    def _is_of_each(self, start: int) -> bool:
        clean = self._text.clean
        clause = clean[max(clean.rfind(mark, 0, start) for mark in CLAUSE) + 1 : start]
        return any(word in clause for word in self._each)

    def _clean(self, span: Span) -> Span:
        return self._text.to_clean(span.start, span.end)
