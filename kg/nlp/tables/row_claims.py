"""What rows state: the cells of a row as claims.

捐赠单位：东湖食品有限公司，金额（万元）：5     a gift of 50000 元
姓名：李明，单位：区教育局，职务：局长、书记     two posts
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.lexicon import ENDS, Lexicon
from kg.model import ASSERTED
from kg.nlp.spans.claim import Claim, span
from kg.nlp.spans.mention import NAMES, Mention
from kg.nlp.tables.row_values import GIVEN, POSTS, RowValues
from kg.nlp.tables.rows import ROW, Cell, Row

#: what a row is worth: the heading says what a cell is
CONFIDENCE = 0.9


class RowClaims:
    """Reads what a row states; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._values = RowValues(lexicon)
        self._gifts = lexicon.stated_by("gifts")

    def read(self, text: str, row: Row, mentions: Sequence[Mention]) -> list[Claim]:
        """What a row states; ``mentions`` are those of its line, resolved."""
        claims = []
        for relation, fields in row.relations.items():
            ends = {end: _resolved(fields[end], mentions) if end in fields else [] for end in ENDS}
            if any(not ends[end] for end in ENDS if end in fields):
                continue
            texts = {name: text[cell.start : cell.end] for name, cell in fields.items()}
            if any(field in fields for field in POSTS):
                claims += self._posts(relation, row, fields, texts, ends, mentions)
                continue
            goods = [(c.word, c.unit, text[c.start : c.end]) for c in row.goods if relation == self._gifts]
            if set(fields) & GIVEN or goods:
                units = {name: cell.unit for name, cell in fields.items()}
                for values in self._values.gifts(texts, units, goods):
                    claims += _claims(relation, row, ends[ENDS[0]], ends[ENDS[1]], values)
            elif len(fields) > len([end for end in ENDS if end in fields]) or ends[ENDS[1]]:
                values = self._values.plain(texts)
                claims += _claims(relation, row, ends[ENDS[0]], ends[ENDS[1]], values)
        return claims

    def _posts(
        self,
        relation: str,
        row: Row,
        fields: Mapping[str, Cell],
        texts: Mapping[str, str],
        ends: Mapping[str, list[Mention]],
        mentions: Sequence[Mention],
    ) -> list[Claim]:
        """A claim a title; the body stands in a cell of its own, or before the title."""
        claims = []
        for title, status in self._values.posts(texts):
            bodies = ends[ENDS[1]]
            for body in bodies:
                title = title.removeprefix(body.text) or title
            if not bodies:
                cells = [fields[field] for field in POSTS if field in fields]
                here = [m for cell in cells for m in _resolved(cell, mentions)]
                bodies = [m for m in here if title.startswith(m.text) and title != m.text][-1:]
                title = title.removeprefix(bodies[0].text) if bodies else title
            if bodies:
                values: dict[str, object] = {"title": title}
                made = _claims(relation, row, ends[ENDS[0]], bodies, values)
                for claim in made:
                    claim.status = status
                claims += made
        return claims


def _resolved(cell: Cell, mentions: Sequence[Mention]) -> list[Mention]:
    return [
        m for m in mentions if m.entity and cell.start <= m.start and m.end <= cell.end and m.label in NAMES
    ]


def _claims(
    relation: str,
    row: Row,
    subjects: Sequence[Mention],
    objects: Sequence[Mention],
    values: Mapping[str, object],
) -> list[Claim]:
    claims = []
    targets: list[Mention | None] = [*objects] or [None]
    shared = len(subjects) > 1 or len(objects) > 1
    sums = any(isinstance(value, float) for value in values.values())
    for subject in subjects:
        for target in targets:
            if target is None or target.entity != subject.entity:
                claims.append(
                    Claim(
                        relation,
                        subject.entity,
                        target.entity if target else None,
                        (row.start, row.end),
                        span(subject),
                        span(target) if target else None,
                        qualifiers={**values, **({"joint": "shared"} if shared and sums else {})},
                        status=ASSERTED,
                        confidence=CONFIDENCE,
                        rule=ROW,
                    )
                )
    return claims
