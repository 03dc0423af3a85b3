"""A post that an article tells of an area and of its government is one: the government's.

荆门市副市长李明 … 荆门市人民政府副市长李明          one post
荆门市委书记李明 … 荆门市人民政府党组书记李明        two
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import Ref, Statement
from kg.nlp.statements.joined import surest

#: a short form of an area lacks so many characters: 泉州 of 泉州市
SHORT = 1


class Seats:
    """Tells them by the words of a lexicon; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._relation = lexicon.stated_by("posts")
        self._posts = tuple(lexicon.titles.area_posts)
        self._governments = tuple(sorted(lexicon.titles.governments, key=len, reverse=True))

    def settled(self, statements: Iterable[Statement]) -> list[Statement]:
        """The statements of one article; of those that are one post the government's, with all evidence."""
        found = list(statements)
        of_area = [s for s in found if s.predicate == self._relation and self._is_area_post(s)]
        instead: dict[str, Statement] = {}
        for one in of_area:
            same = [other for other in of_area if self._is_same(one, other)]
            if same:
                instead[one.id] = min(same, key=lambda s: s.id)
        more: dict[str, list[Statement]] = {}
        for one in of_area:
            if one.id in instead:
                more.setdefault(instead[one.id].id, []).append(one)
        return [_with(s, more.get(s.id, ())) for s in found if s.id not in instead]

    def _is_area_post(self, statement: Statement) -> bool:
        title = statement.qualifiers.title or ""
        return title.endswith(self._posts) and statement.object is not None

    def _is_same(self, one: Statement, other: Statement) -> bool:
        """Whether the first is a post of an area, and the second the same of its government."""
        said = (one.subject, one.status, one.qualifiers)
        alike = said == (other.subject, other.status, other.qualifiers)
        return alike and self._governs(other.object, one.object)

    def _governs(self, body: Ref | None, area: Ref | None) -> bool:
        if body is None or area is None or body.type == area.type:
            return False
        ending = next((end for end in self._governments if body.name.endswith(end)), "")
        name = body.name.removesuffix(ending)
        if not ending or not name:
            return False
        short = name.startswith(area.name) and len(name) - len(area.name) <= SHORT
        return short or name.endswith(area.name) or area.name.endswith(name)


def _with(statement: Statement, others: Sequence[Statement]) -> Statement:
    """A statement with what others say of the same post."""
    evidence = surest(piece for s in (statement, *others) for piece in s.evidence)
    confidence = max(s.confidence for s in (statement, *others))
    return replace(statement, evidence=evidence, confidence=confidence) if others else statement
