"""Which gifts of money the page's sums take: those that sums of the RDF take, each once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kg.export.page.parts import everyone
from kg.export.rdf.counting import Counted, count, gift_of
from kg.model import Records

#: amount, worth, currency, the names of its donors together, the number of its row (-1: on another page)
Gift = list[Any]


def gifts(records: Records, row_of: Mapping[str, int]) -> tuple[list[Gift], dict[str, list[int]]]:
    """The gifts that count, and for each statement of money the numbers of those that count what it says.

    A total leads to its parts, a gift told again to the first telling, of a joint gift each line to the
    first one. What counts hangs on the whole build, so that a page of a part has the sums of the whole.
    """
    names = {key: entity.name for key, entity in everyone(records).items()}
    articles = {article.doc: article for article in records.articles}
    told = [
        replace(gift, name=names[gift.donor])
        for item in records.statements
        if item.doc in articles and (gift := gift_of(item, articles[item.doc]))
    ]
    counted = count(told)
    currency = {gift.id: gift.currency for gift in told}
    own = [key for key in counted if not counted[key].elsewhere]
    number = {key: at for at, key in enumerate(own)}
    table = [
        [counted[key].amount, counted[key].worth, currency[key], counted[key].donors, row_of.get(key, -1)]
        for key in own
    ]
    return table, {key: sorted(number[end] for end in _ends(key, counted)) for key in counted}


def _ends(start: str, counted: Mapping[str, Counted]) -> set[str]:
    """The statements that count what ``start`` says, over however many steps."""
    found, waiting, seen = set(), [start], {start}
    while waiting:
        key = waiting.pop()
        elsewhere = counted[key].elsewhere
        if not elsewhere:
            found.add(key)
        waiting += [other for other in elsewhere if other not in seen]
        seen.update(elsewhere)
    return found
